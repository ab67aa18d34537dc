//! `verify`: a state and a fault for each file.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use common::{Dir, cases, damaged_cases, err, file, hex, out, small};

#[test]
fn known_files_verify() {
    let dir = Dir::new();
    for case in cases(include_str!("../../../h4core/tests/vectors/h4mk.json")) {
        let bytes = hex(&case["container"]);
        dir.write("file", &bytes);
        let said = out(&dir.run_for(0, "verify file"));
        let size = format!("verified: {} bytes,", bytes.len());
        assert!(said.contains(&size), "{}: {said}", case["name"]);
    }
}

#[test]
fn each_fault_is_named_with_file_offset_chunk_and_rule() {
    let dir = Dir::new();
    for case in damaged_cases() {
        let (state, rule) = (
            case["state"].as_str().unwrap(),
            case["rule"].as_str().unwrap(),
        );
        dir.write("file", hex(&case["container"]));
        let code = if state == "unfinished" { 3 } else { 1 };
        let output = dir.run_for(code, "verify file");
        let said = err(&output);
        let start = format!("harmony4: file: {state}: {rule}: ");
        assert!(said.starts_with(&start), "{}: {said}", case["name"]);
        assert!(said.contains(" at offset "), "{said}");
        assert!(
            said.contains(", chunk ") || said.contains(", file header"),
            "{said}"
        );
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn every_cut_of_a_file_is_unfinished_and_of_its_header_damaged() {
    let dir = Dir::new();
    let whole = small();
    for len in (0..whole.len())
        .step_by(7)
        .chain([7, 8, 9, whole.len() - 1])
    {
        dir.write("file", &whole[..len]);
        dir.run_for(if len < 8 { 1 } else { 3 }, "verify file");
    }
}

#[test]
fn seek_offsets_are_held_against_what_meta_says_they_count() {
    let dir = Dir::new();
    // As stored 230 bytes; sealed without and with a key 6 and 4.
    let (sealed, mut keyed) = ([0; 100], [0; 130]);
    keyed[77] = 1;
    for (meta, media_len) in [
        (r#"{"encryption":{}}"#, 10),
        (r#"{"compression":{},"block_size":9}"#, 18),
        (r#"{"encryption":{},"compression":{},"block_size":7}"#, 14),
    ] {
        for (offset, code) in [(media_len, 0), (media_len + 1, 1)] {
            let entries = [(0, 0), (1, offset)];
            dir.write("file", file(&[], &[&sealed, &keyed], &entries, meta, "{}"));
            let said = err(&dir.run_for(code, "verify file"));
            assert_eq!(said.contains("damaged: seek-offset"), code == 1, "{said}");
        }
    }
}

#[test]
fn what_offsets_count_may_be_unknown_and_that_is_said() {
    let dir = Dir::new();
    for meta in [
        r#"{"compression":{"engine":"geometric-reference"}}"#,
        r#"{"compression":1,"compression":2}"#,
    ] {
        dir.write("file", file(&[], &[b"block"], &[(0, 5)], meta, "{}"));
        let output = dir.run_for(0, "verify file");
        assert!(err(&output).contains("SEEK offsets are not checked"));
        assert!(out(&output).contains("verified"));
    }
}

#[test]
fn an_object_too_long_to_be_read_is_no_fault_and_not_verified() {
    let dir = Dir::new();
    let meta = format!("{{\"a\":\"{}\"}}", " ".repeat(16 << 20));
    dir.write("file", file(&[], &[b"block"], &[], &meta, "{}"));
    assert!(err(&dir.run_for(1, "verify file")).contains("META at offset"));
    assert!(out(&dir.run_for(0, "inspect file")).contains("too long to be shown"));
    assert_eq!(
        common::json(&dir.run_for(0, "inspect file --json"))["meta"],
        serde_json::Value::Null
    );
}
