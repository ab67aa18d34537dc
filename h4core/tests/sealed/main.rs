//! Sealed containers: what is written opens, what was changed, moved or cut does not pass for more than it is.
#![cfg(feature = "cipher")]
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod answers;
mod cut;
mod flips;
mod made;
mod moved;
mod places;
mod properties;
mod reading;
mod refusals;
mod round_trip;
