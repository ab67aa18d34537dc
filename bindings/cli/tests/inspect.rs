//! `inspect`: the table for people and the object for programs.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use common::{Dir, damaged_cases, err, file, hex, json, out, small};
use h4core::container::Writer;
use h4core::wire::seek::SeekEntry;
use serde_json::{Value, json};

#[test]
fn every_chunk_key_block_and_object_is_told() {
    let dir = Dir::new();
    dir.write("file", small());
    let found = json(&dir.run_for(0, "inspect file --json"));
    let chunks = found["chunks"].as_array().unwrap();
    let tags: Vec<_> = chunks.iter().map(|chunk| &chunk["tag"]).collect();
    assert_eq!(
        tags,
        [
            "CORE", "CORE", "CORE", "CORE", "SEEK", "META", "SAFE", "VERI"
        ]
    );
    assert_eq!(
        chunks[2],
        json!({"index": 2, "offset": 37, "tag": "CORE", "length": 11, "crc": "c49578f4", "crc_holds": true})
    );
    assert_eq!(
        found["key_blocks"],
        json!([
            {"entry": 0, "pts_us": 0, "media_offset": 0, "block": 0, "file_offset": 8},
            {"entry": 1, "pts_us": 40_000, "media_offset": 5, "block": 1, "file_offset": 25},
            {"entry": 2, "pts_us": 80_000, "media_offset": 16, "block": 3, "file_offset": 60},
        ])
    );
    assert_eq!(found["meta"], json!({"project": "HarmonyØ4"}));
    assert_eq!(found["safe"], json!({}));
    assert_eq!(found["size"], json!(small().len()));
    assert_eq!(
        (&found["blocks"], &found["media_length"]),
        (&json!(4), &json!(17))
    );
    assert_eq!(
        (&found["duration_us"], &found["duration_is_exact"]),
        (&json!(80_000), &json!(false))
    );
    assert_eq!(
        (&found["state"], &found["fault"]),
        (&json!("verified"), &Value::Null)
    );
    assert_eq!(found["sha256"].as_str().unwrap().len(), 64);

    let table = out(&dir.run_for(0, "inspect file"));
    for line in [
        "       2      37  CORE          11  c49578f4 holds",
        "       1                 40000       5           1      25",
        "META      {\"project\":\"HarmonyØ4\"}",
        "duration  0.080000 s or more",
        "state     verified",
    ] {
        assert!(table.lines().any(|found| found == line), "{line}\n{table}");
    }
}

#[test]
fn duration_is_the_blocks_times_the_frame_time() {
    let dir = Dir::new();
    dir.write("in", common::bytes(50 * 10));
    dir.run_for(0, "export in -o file --block-size 10 --fps 25");
    let found = json(&dir.run_for(0, "inspect file --json"));
    assert_eq!(
        (&found["duration_us"], &found["duration_is_exact"]),
        (&json!(2_000_000), &json!(true))
    );
    assert!(out(&dir.run("inspect file")).contains("duration  2.000000 s\n"));
}

#[test]
fn state_and_fault_are_those_of_verify() {
    let dir = Dir::new();
    for case in damaged_cases() {
        dir.write("file", hex(&case["container"]));
        let code = if case["state"] == "unfinished" { 3 } else { 1 };
        for json_too in [true, false] {
            let words = if json_too {
                "inspect file --json"
            } else {
                "inspect file"
            };
            let output = dir.run_for(code, words);
            let rule = case["rule"].as_str().unwrap();
            assert!(err(&output).contains(&format!(" {rule}: ")));
            if json_too {
                let found = json(&output);
                assert_eq!(
                    (&found["state"], &found["fault"]["rule"]),
                    (&case["state"], &case["rule"])
                );
                assert!(found["fault"]["offset"].is_u64());
            } else {
                assert!(out(&output).contains(&format!("fault     {rule}: ")));
            }
        }
    }
}

#[test]
fn chunks_behind_a_wrong_crc_are_told_too() {
    let dir = Dir::new();
    let mut bytes = small();
    bytes[20] ^= 1;
    dir.write("file", &bytes);
    let found = json(&dir.run_for(1, "inspect file --json"));
    let holds: Vec<_> = found["chunks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|chunk| &chunk["crc_holds"])
        .collect();
    assert_eq!(holds, [false, true, true, true, true, true, true, true]);
    assert_eq!(
        found["fault"],
        json!({
            "rule": "crc", "text": "the payload does not have the CRC-32 of its header", "offset": 8, "chunk": 0
        })
    );
    assert!(out(&dir.run("inspect file")).contains("wrong\n"));
}

#[test]
fn odd_tags_and_objects_are_json_still() {
    let dir = Dir::new();
    let others: [([u8; 4], &[u8]); 2] = [(*b"\"\\\x00\xff", b"x"), (*b"\x1b[2J", b"")];
    let meta = "{\n\"a\":\"\\u001b[2J\",\"a\":12345678901234567890123}";
    dir.write(
        "file",
        file(&others, &[b"block"], &[(u64::MAX, 5)], meta, " { } "),
    );
    let found = json(&dir.run_for(0, "inspect file --json"));
    assert_eq!(found["chunks"][0]["tag"], r#""\x5c\x00\xff"#);
    assert_eq!(found["chunks"][1]["tag"], r"\x1b[2J");
    assert_eq!(
        found["key_blocks"][0],
        json!({
            "entry": 0, "pts_us": u64::MAX, "media_offset": 5, "block": null, "file_offset": null
        })
    );
    assert!(found["meta"].is_object());

    // Objects that are none, and bytes that would steer a terminal.
    let mut buf = vec![0; 4096];
    let (mut writer, len) = Writer::begin(&mut buf).unwrap();
    let mut bytes = buf[..len].to_vec();
    let put = writer.block(b"block", &mut buf).unwrap();
    bytes.extend_from_slice(&buf[..put.len]);
    let mut tail = writer
        .finish([SeekEntry::EMPTY; 0], b"\x1b]0;\xff\x07\x9b", b"[]")
        .unwrap();
    let len = tail.emit(&mut buf).unwrap();
    bytes.extend_from_slice(&buf[..len]);
    dir.write("file", &bytes);
    let found = json(&dir.run_for(1, "inspect file --json"));
    assert_eq!(
        (&found["meta"], &found["safe"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(
        (&found["meta_text"], &found["safe_text"]),
        (&json!("\u{1b}]0;\u{fffd}\u{7}\u{fffd}"), &json!("[]"))
    );
    let table = out(&dir.run_for(1, "inspect file"));
    assert!(
        table
            .chars()
            .all(|letter| letter == '\n' || !letter.is_control()),
        "{table}"
    );
}
