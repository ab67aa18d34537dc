//! Wrong usage, help, and a reader that goes away.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use std::io::Read as _;
use std::process::Stdio;

use common::{Dir, bytes, err, out};

#[test]
fn wrong_usage_is_2_and_writes_nothing() {
    let dir = Dir::new();
    dir.write("in", b"blocks");
    dir.write("key", [7; 16]);
    dir.write("short", [7; 15]);
    dir.write("long", vec![7; (1 << 20) + 1]);
    dir.run_for(0, "export in -o plain");
    dir.run_for(0, "export in -o masked --mask --key-file key");
    let names = dir.names();
    for words in [
        "",
        "unknown",
        "export in",
        "export -o out",
        "export in -o out --block-size 0",
        "export in -o out --block-size 4294967296",
        "export in -o out --block-size -1",
        "export in -o out --gop 0",
        "export in -o out --fps 0",
        "export in -o out --fps=-30",
        "export in -o out --fps 1000000.1",
        "export in -o out --fps NaN",
        "export in -o out --fps inf",
        "export in -o out --fps 1e-300",
        "export in -o out --fps thirty",
        "export in -o out --mask",
        "export in -o out --key-file key",
        "export in -o out --mask --key-file short",
        "export in -o out --mask --key-file long",
        "export in -o out --meta []",
        "export in -o out --meta {}{}",
        "export in -o out --meta {",
        "export in -o out --safe 1",
        "inspect",
        "seek plain",
        "seek plain -1",
        "seek plain 1.5",
        "block plain 0",
        "block plain x -o out",
        "block plain 0 -o out --key-file key",
        "block masked 0 -o out",
        "cat plain",
        "cat plain -o out --key-file key",
        "cat masked -o out",
        "cat masked -o out --key-file short",
        "verify",
        "recover plain",
        "demo now",
    ] {
        let output = dir.run_for(2, words);
        assert!(!output.stderr.is_empty(), "{words}");
        assert!(output.stdout.is_empty(), "{words}");
        assert_eq!(dir.names(), names, "{words}");
    }
}

#[test]
fn the_bounds_of_the_options_are_taken() {
    let dir = Dir::new();
    dir.write("in", b"blocks");
    dir.write("key", vec![7; 1 << 20]);
    for words in [
        "--block-size 1",
        "--block-size 4294967295",
        "--gop 4294967295",
        "--fps 1000000",
        "--fps 1e-9",
        "--mask --key-file key",
    ] {
        dir.run_for(0, &format!("export in -o out {words}"));
        dir.run_for(0, "verify out");
    }
}

#[test]
fn times_past_64_bits_are_a_failure_and_leave_no_file() {
    let dir = Dir::new();
    dir.write("in", bytes(3));
    let words = "export in -o out --block-size 1 --gop 1 --fps 1e-13";
    let said = err(&dir.run_for(1, words));
    assert!(said.contains("3 blocks"), "{said}");
    assert_eq!(dir.names(), ["in"]);
}

#[test]
fn help_and_version_are_0() {
    let dir = Dir::new();
    assert!(out(&dir.run_for(0, "--help")).contains("Exit status:"));
    dir.run_for(0, "export --help");
    assert!(out(&dir.run_for(0, "--version")).starts_with("harmony4 "));
}

#[test]
fn nobody_reading_is_a_quiet_failure() {
    let dir = Dir::new();
    dir.write("in", bytes(2_000_000));
    dir.run_for(0, "export in -o file --block-size 1000");
    for words in [
        "cat file -o -",
        "export in -o -",
        "recover file -o -",
        "inspect file",
        "inspect file --json",
        "tokens audio in",
        "tokens video file",
    ] {
        let mut child = dir
            .command(words.split_whitespace())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut [0; 10]).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{words}");
        assert_eq!(err(&output), "", "{words}");
    }
}

#[test]
fn the_demonstration_is_the_same_every_time_and_leaves_nothing() {
    let dir = Dir::new();
    let run = || {
        dir.command(["demo"])
            .env("TMPDIR", dir.path(""))
            .output()
            .unwrap()
    };
    let (first, second) = (run(), run());
    assert_eq!(first.status.code(), Some(0), "{}", err(&first));
    assert_eq!(first.stdout, second.stdout);
    let said = out(&first);
    for step in ["frames", "export", "mask", "verify", "seek", "restore"] {
        assert!(said.lines().any(|line| line.starts_with(step)), "{step}");
    }
    assert!(said.contains("key block 30 of 999990 us"), "{said}");
    assert!(dir.names().is_empty());
}
