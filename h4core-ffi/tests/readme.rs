//! The C program of the README, built by the line that stands beside it.
#![allow(
    dead_code,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may panic, and it shares a folder with others"
)]

mod support;

use std::fs;
use std::process::Command;

use support::{archive, compiler, root, scratch};

/// What stands in the block of a language that comes after some text.
fn block<'r>(readme: &'r str, after: &str, language: &str) -> &'r str {
    let (_, rest) = readme.split_once(after).expect("the heading is there");
    let (_, rest) = rest
        .split_once(&format!("```{language}\n"))
        .expect("a block");
    rest.split_once("```").expect("its end").0
}

#[test]
fn the_program_of_the_readme_does_what_it_says() {
    let Some(compiler) = compiler("CC", "cc") else {
        return;
    };
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let dir = scratch("readme");
    fs::write(dir.join("example.c"), block(&readme, "## From C", "c")).unwrap();
    let lines = block(&readme, "## From C", "sh");
    let line = lines
        .lines()
        .find(|line| line.starts_with("cc "))
        .expect("a compile line");
    let include = root().join("include").canonicalize().unwrap();
    let archive = archive().canonicalize().unwrap();
    let line = line
        .replacen("cc ", &format!("{compiler} -Werror "), 1)
        .replace("-Iinclude", &format!("-I'{}'", include.display()))
        .replace(
            "target/release/libh4core.a",
            &format!("'{}'", archive.display()),
        );
    let done = Command::new("sh")
        .args(["-c", &line])
        .current_dir(&dir)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{line}\n{said}");
    assert_eq!(
        String::from_utf8_lossy(&done.stdout),
        "187 bytes, 3 blocks, verified\n0.1 s: block 2, file offset 46: key frame\n"
    );
}
