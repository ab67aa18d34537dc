//! The archive for machines without an operating system: it has nothing of `std` in it, and C programs link with it and pass.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

#[allow(dead_code, reason = "each test file uses its own part")]
mod support;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{compile, compiler, root, run, scratch, sources};

/// Without `std` a panic aborts, and the program that links the archive would bring what happens then; here it is in the archive.
const BUILD: [&str; 13] = [
    "rustc",
    "--quiet",
    "--lib",
    "--release",
    "--package",
    "h4core-ffi",
    "--no-default-features",
    "--features",
    "audio,json,mask,mixing,panic-handler,eh-personality,small-crc",
    "--crate-type",
    "staticlib",
    "--config",
    "profile.release.panic=\"abort\"",
];

fn archive() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no_std");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.args(BUILD).arg("--target-dir").arg(&target);
    assert!(cargo.current_dir(root()).status().unwrap().success());
    target.join("release/libh4core.a")
}

#[test]
#[ignore = "builds an archive of its own, optimised"]
fn the_archive_without_std_has_none_of_it_and_passes_every_c_test() {
    let Some(compiler) = compiler("CC", "cc") else {
        return;
    };
    let archive = archive();
    match Command::new("nm").arg(&archive).output() {
        Ok(symbols) if symbols.status.success() => {
            let symbols = String::from_utf8_lossy(&symbols.stdout);
            assert!(symbols.contains("h4_writer_begin"));
            for word in ["_ZN3std", "3std2", "5alloc5", "pthread", "malloc"] {
                let found = symbols.lines().find(|line| line.contains(word));
                assert_eq!(found, None, "{word}");
            }
        }
        _ => eprintln!("SKIPPED: there is no nm"),
    }
    let dir = scratch("no_std_programs");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/c");
    let include = format!("-I{}", folder.display());
    let program = dir.join("tests");
    let files = sources(&folder, "c", &dir);
    if let Err(said) = compile(
        &compiler,
        &["-std=c99", &include],
        &files,
        &archive,
        &program,
    ) {
        panic!("{said}");
    }
    run(&program, &dir);
}
