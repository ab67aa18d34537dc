//! Prints the vectors as tables of C, for programs that the tests do not build: `tests/c/vectors.h` says what they look like.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "what is wrong with a vector ends the program"
)]

#[path = "../tests/support/living_tables.rs"]
mod living_tables;
#[path = "../tests/support/tables.rs"]
mod tables;

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn main() {
    print!("{}", tables::of_all());
}
