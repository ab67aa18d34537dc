//! An export that is stopped from outside.
#![cfg(unix)]
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use common::{Dir, bytes};

/// An export whose input has not ended and that has begun to write.
fn half_done(dir: &Dir) -> (Child, ChildStdin) {
    let mut child = dir
        .command(["export", "-", "-o", "out", "--block-size", "1000"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&bytes(1_000_000)).unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    while !dir.names().iter().any(|name| has_bytes(dir, name)) {
        assert!(Instant::now() < deadline, "nothing was written");
        std::thread::sleep(Duration::from_millis(5));
    }
    (child, stdin)
}

fn has_bytes(dir: &Dir, name: &str) -> bool {
    std::fs::metadata(dir.path(name)).is_ok_and(|file| file.len() > 0)
}

fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    let sent = Command::new("kill").args([name, &id]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn a_killed_export_leaves_nothing_under_the_name() {
    let dir = Dir::new();
    let (mut child, stdin) = half_done(&dir);
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().signal(), Some(9));
    drop(stdin);
    assert!(!dir.path("out").exists(), "{:?}", dir.names());
}

#[test]
fn an_interrupted_export_leaves_nothing_at_all() {
    for (name, number) in [("-INT", 2), ("-TERM", 15)] {
        let dir = Dir::new();
        let (mut child, stdin) = half_done(&dir);
        signal(&child, name);
        assert_eq!(child.wait().unwrap().signal(), Some(number));
        drop(stdin);
        assert_eq!(dir.names(), [""; 0], "{name}");
    }
}

#[test]
fn the_name_is_there_only_once_the_file_is_whole() {
    let dir = Dir::new();
    let (mut child, stdin) = half_done(&dir);
    assert!(!dir.path("out").exists());
    drop(stdin);
    assert!(child.wait().unwrap().success());
    assert_eq!(dir.names(), ["out"]);
    dir.run_for(0, "verify out");
}
