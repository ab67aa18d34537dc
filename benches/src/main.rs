//! h4core beside the floor it stands on: every figure is a ratio of two programs that took turns in one run.
//!
//! `cargo run --release -p benches [write|verify|seek|mask|living|stream]`; without a name, all of them.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    reason = "a program that measures, and says so where it cannot"
)]

mod living;
mod mask;
mod seek;
mod stream;
mod timing;
mod write_verify;

fn main() {
    let only = std::env::args().nth(1);
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
    if wanted("write") {
        write_verify::write();
    }
    if wanted("verify") {
        write_verify::verify();
    }
    if wanted("seek") {
        seek::seek();
    }
    if wanted("mask") {
        mask::mask();
    }
    if wanted("living") {
        living::living();
    }
    if wanted("stream") {
        stream::stream();
    }
}
