//! The library against a plain model of its rules, over random schedules of what a network and a power supply do.
//!
//! `H4_SCHEDULES` is the number of schedules, 64 where it is not set.
#![cfg(feature = "mixing")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops where it fails"
)]

mod model;
mod schedule;
mod side;

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, TestRunner};

#[test]
fn the_library_does_what_the_model_does() {
    let cases = std::env::var("H4_SCHEDULES").map_or(64, |cases| cases.parse().unwrap());
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&schedule::schedules(), |schedule| {
            schedule.run();
            Ok(())
        })
        .unwrap();
}

/// The schedules reach every result there is; otherwise their agreement says little.
#[test]
fn schedules_reach_every_result() {
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..300 {
        let schedule = schedule::schedules()
            .new_tree(&mut runner)
            .unwrap()
            .current();
        seen.extend(schedule.run());
    }
    let expected = [
        "auth",
        "entropy",
        "fork",
        "header",
        "lease",
        "misplaced",
        "ok",
        "pending",
        "range",
        "replay",
        "too_far",
        "too_old",
    ];
    assert_eq!(Vec::from_iter(seen), expected);
}
