//! `recover`: from what is left of a file to one that verifies.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use common::{Dir, damaged, damaged_cases, err, hex, small};
use h4core::container::Container;

#[test]
fn every_cut_comes_out_verified() {
    let dir = Dir::new();
    let whole = small();
    for len in 8..whole.len() {
        dir.write("cut", &whole[..len]);
        let said = err(&dir.run_for(3, "recover cut -o out"));
        assert!(
            said.contains("cut: unfinished: ") && said.contains("kept "),
            "{said}"
        );
        let out = dir.read("out");
        let proof = *Container::open(&out).unwrap().verify().unwrap().proof();
        let blocks = [25, 37, 60, 73].iter().filter(|end| **end <= len).count();
        assert_eq!(proof.blocks(), blocks as u64, "{len}");
        // The offsets are checked here, and META and SAFE.
        if len % 8 == 0 {
            dir.run_for(0, "verify out");
        }
    }
    assert_eq!(dir.names(), ["cut", "out"]);
}

#[test]
fn a_verified_file_is_copied() {
    let dir = Dir::new();
    dir.write("file", small());
    let output = dir.run_for(0, "recover file -o out");
    assert!(output.stderr.is_empty());
    assert_eq!(dir.read("out"), small());
    assert_eq!(dir.run_for(0, "recover file -o -").stdout, small());
    dir.run_for(0, "recover file -o out --force");
    assert_eq!(dir.read("out"), small());
}

#[test]
fn each_fault_has_its_end() {
    let dir = Dir::new();
    for case in damaged_cases() {
        let name = case["name"].as_str().unwrap();
        let bytes = hex(&case["container"]);
        dir.write("file", &bytes);
        let code = match case["rule"].as_str().unwrap() {
            "header-length" | "magic" | "version" | "reserved" | "veri-mismatch"
            | "veri-length" => 1,
            // Structure and VERI hold.
            "seek-offset" | "meta-json" | "safe-json" => 0,
            _ => 3,
        };
        let _ = std::fs::remove_file(dir.path("out"));
        let output = dir.run_for(code, "recover file -o out");
        assert_eq!(dir.path("out").exists(), code != 1, "{name}");
        assert_eq!(output.stderr.is_empty(), code == 0, "{name}");
        if code != 1 {
            Container::open(&dir.read("out")).unwrap().verify().unwrap();
        }
    }
}

#[test]
fn a_changed_file_is_recovered_only_by_force() {
    let dir = Dir::new();
    for case in ["blocks-swapped", "tag-flip", "veri-too-short"] {
        dir.write("file", damaged(case));
        let said = err(&dir.run_for(1, "recover file -o out"));
        assert!(said.contains("--force"), "{said}");
        assert_eq!(dir.names(), ["file"]);
        dir.run_for(3, "recover file -o out --force");
        dir.run_for(0, "verify out");
        std::fs::remove_file(dir.path("out")).unwrap();
    }
    // Force is not for what has no header.
    dir.write("file", damaged("wrong-magic"));
    dir.run_for(1, "recover file -o out --force");
    assert_eq!(dir.names(), ["file"]);
}

#[test]
fn entries_past_the_kept_blocks_are_dropped_and_counted() {
    let dir = Dir::new();
    let mut bytes = small();
    bytes[50] ^= 1; // block 2
    dir.write("file", &bytes);
    let said = err(&dir.run_for(3, "recover file -o out"));
    assert!(
        said.contains("kept 2 blocks; dropped 0 seek entries"),
        "{said}"
    );
    dir.run_for(0, "verify out");
}
