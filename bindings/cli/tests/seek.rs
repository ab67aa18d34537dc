//! `seek` and `block`.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use common::{Dir, bytes, damaged, err, file, json, out, small};
use serde_json::{Value, json};

#[test]
fn a_time_leads_to_the_last_entry_not_after_it() {
    let dir = Dir::new();
    dir.write("in", bytes(100 * 10));
    dir.run_for(0, "export in -o file --block-size 10 --gop 30");
    for (pts_us, entry) in [
        (0, 0),
        (999_989, 0),
        (999_990, 1),
        (1_999_979, 1),
        (u64::MAX, 3),
    ] {
        let found = json(&dir.run_for(0, &format!("seek file {pts_us} --json")));
        let block = entry * 30;
        // Blocks of 10 bytes are 22 with their header.
        assert_eq!(
            found,
            json!({
                "pts_us": pts_us, "entry": entry, "entry_pts_us": block * 33_333, "media_offset": block * 10,
                "block": block, "block_media_offset": block * 10,
                "file_offset": 8 + block * 22, "payload_offset": 20 + block * 22, "payload_len": 10
            })
        );
    }
    let table = out(&dir.run_for(0, "seek file 1000000"));
    for line in [
        "entry         1, 999990 us",
        "media offset  300",
        "block         30",
        "file offset   668, payload 680",
    ] {
        assert!(table.lines().any(|found| found == line), "{line}\n{table}");
    }
}

#[test]
fn an_offset_inside_a_block_leads_to_the_block() {
    let dir = Dir::new();
    dir.write(
        "file",
        file(
            &[],
            &[b"abc", b"", b"defgh"],
            &[(0, 0), (1, 3), (2, 4), (3, 8)],
            "{}",
            "{}",
        ),
    );
    for (pts_us, block, start) in [(0, 0, 0), (1, 1, 3), (2, 2, 3)] {
        let found = json(&dir.run_for(0, &format!("seek file {pts_us} --json")));
        assert_eq!(
            (&found["block"], &found["block_media_offset"]),
            (&json!(block), &json!(start))
        );
    }
    let output = dir.run_for(1, "seek file 3 --json");
    let found = json(&output);
    assert_eq!(
        (&found["media_offset"], &found["block"]),
        (&json!(8), &Value::Null)
    );
    assert!(err(&output).contains("the end of the media"));
}

#[test]
fn a_time_before_the_first_entry_leads_nowhere() {
    let dir = Dir::new();
    dir.write("file", file(&[], &[b"abc"], &[(5, 0)], "{}", "{}"));
    dir.write("bare", file(&[], &[b"abc"], &[], "{}", "{}"));
    for words in ["seek file 4 --json", "seek bare 4 --json"] {
        let output = dir.run_for(1, words);
        assert_eq!(json(&output)["entry"], Value::Null);
        assert!(err(&output).contains("no entry at or before 4 us"));
    }
    dir.run_for(0, "seek file 5");
}

#[test]
fn offsets_count_what_meta_says() {
    let dir = Dir::new();
    let (sealed, mut keyed) = ([0; 100], [0; 130]);
    keyed[77] = 1;
    let blocks: [&[u8]; 3] = [&keyed, &sealed, &sealed];
    for (meta, offset, block) in [
        (r#"{"encryption":{}}"#, 4, json!(1)),
        (r#"{"encryption":{}}"#, 3, json!(0)),
        (r#"{"encryption":{}}"#, 10, json!(2)),
        (r#"{"compression":{},"block_size":9}"#, 9, json!(1)),
        (r#"{"compression":{},"block_size":9}"#, 20, json!(2)),
        ("{}", 130, json!(1)),
    ] {
        dir.write("file", file(&[], &blocks, &[(0, offset)], meta, "{}"));
        let found = json(&dir.run_for(0, "seek file 0 --json"));
        assert_eq!(found["block"], block, "{meta} {offset}");
    }
    dir.write(
        "file",
        file(&[], &blocks, &[(0, 9)], r#"{"compression":{}}"#, "{}"),
    );
    assert!(err(&dir.run_for(1, "seek file 0")).contains("only unpacking"));
}

#[test]
fn what_a_time_leads_to_is_checked() {
    let dir = Dir::new();
    let mut bytes = small();
    bytes[72] ^= 1; // the payload of block 3
    dir.write("file", bytes);
    dir.run_for(0, "seek file 79999");
    let said = err(&dir.run_for(1, "seek file 80000"));
    assert!(said.contains("file: damaged: crc: "), "{said}");
    assert!(said.contains("at offset 60, chunk 3"), "{said}");
    for case in [
        "seek-not-sorted",
        "seek-count-huge",
        "seek-offset-outside",
        "wrong-magic",
    ] {
        dir.write("file", damaged(case));
        assert!(
            err(&dir.run_for(1, "seek file 999999999")).contains("file: damaged: "),
            "{case}"
        );
    }
}

#[test]
fn a_block_is_given_by_its_number() {
    let dir = Dir::new();
    dir.write("key", [7; 16]);
    dir.write("in", bytes(95));
    dir.run_for(0, "export in -o plain --block-size 10");
    dir.run_for(
        0,
        "export in -o masked --block-size 10 --mask --key-file key",
    );
    for (index, range) in [(0, 0..10), (8, 80..90), (9, 90..95)] {
        dir.run_for(0, &format!("block plain {index} -o out"));
        assert_eq!(dir.read("out"), bytes(95)[range.clone()]);
        let output = dir.run_for(0, &format!("block masked {index} -o - --key-file key"));
        assert_eq!(output.stdout, bytes(95)[range]);
    }
    for index in ["10", "18446744073709551615"] {
        let said = err(&dir.run_for(1, &format!("block plain {index} -o none")));
        assert!(
            said.contains(&format!("there is no block {index}")),
            "{said}"
        );
    }
    assert!(!dir.path("none").exists());
}

#[test]
fn a_block_is_checked_before_it_is_given() {
    let dir = Dir::new();
    let mut bytes = small();
    bytes[50] ^= 1; // the payload of block 2
    dir.write("file", &bytes);
    let output = dir.run_for(1, "block file 2 -o -");
    assert!(output.stdout.is_empty());
    assert!(
        err(&output).contains("file: damaged: crc: "),
        "{}",
        err(&output)
    );
    dir.run_for(1, "block file 2 -o out");
    assert!(!dir.path("out").exists());
    assert_eq!(dir.run_for(0, "block file 3 -o -").stdout, b"4");
    // Cut inside block 2: those before it are there.
    dir.write("file", &bytes[..45]);
    assert_eq!(dir.run_for(0, "block file 0 -o -").stdout, b"first");
    assert!(err(&dir.run_for(1, "block file 2 -o -")).contains("unfinished: truncated: "));
}
