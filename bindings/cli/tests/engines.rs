//! Engines: packed blocks, by whom, and what is done where that is not certain.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use common::{Dir, SECRET, bytes, err, file, json, out, stored_blocks};
use h4core::engine::{Engine as _, RunLength, Store};

/// Long runs, and a stretch without any.
fn media() -> Vec<u8> {
    [vec![0; 1000], bytes(536), vec![9; 2560]].concat()
}

fn packed(block: &[u8]) -> Vec<u8> {
    let mut out = vec![0; block.len() * 2];
    let len = RunLength.pack(block, &mut out).unwrap();
    out.truncate(len);
    out
}

fn meta(identity: &str) -> String {
    format!(r#"{{"block_size":512,"compression":{identity}}}"#)
}

fn identity(id: &str, fingerprint: &str) -> String {
    format!(
        r#"{{"engine":"geometric-reference","engine_id":"{id}","fingerprint":"{fingerprint}"}}"#
    )
}

#[test]
fn packed_blocks_come_back_plain_masked_and_sealed() {
    let dir = Dir::new();
    dir.write("in", media());
    dir.write("key", [7; 16]);
    dir.write("secret", [7; 32]);
    for (engine, pin) in [
        ("store", Store::PIN),
        ("geometric-reference", RunLength::PIN),
    ] {
        for (way, key) in [
            ("", ""),
            ("--mask --key-file key", "--key-file key"),
            (SECRET, SECRET),
        ] {
            dir.run_for(
                0,
                &format!("export in -o file --block-size 512 --gop 3 --engine {engine} {way}"),
            );
            let said = json(&dir.run_for(0, "inspect file --json"));
            let compression = &said["meta"]["compression"];
            assert_eq!(compression["engine"], engine);
            assert_eq!(compression["engine_id"], pin.id);
            let fingerprint = pin.fingerprint.hex();
            assert_eq!(
                compression["fingerprint"],
                str::from_utf8(&fingerprint).unwrap()
            );
            dir.run_for(0, &format!("cat file -o back {key}"));
            assert_eq!(dir.read("back"), media());
            let output = dir.run_for(0, &format!("block file 2 -o - {key}"));
            assert_eq!(output.stdout, media()[1024..1536]);
            // Offsets count media, not what is stored.
            dir.run_for(0, "verify file");
            let found = json(&dir.run_for(0, "seek file 200000 --json"));
            assert_eq!(
                (&found["block"], &found["media_offset"]),
                (&6.into(), &3072.into())
            );
            if way.is_empty() && engine == "geometric-reference" {
                let expected: Vec<_> = media().chunks(512).flat_map(packed).collect();
                assert_eq!(stored_blocks(&dir.read("file")), expected);
            }
        }
        let said = out(&dir.run_for(0, &format!("verify file {SECRET}")));
        assert!(said.contains("8 blocks of media opened"), "{said}");
    }
}

#[test]
fn lengths_that_the_engine_does_not_take_are_refused() {
    let dir = Dir::new();
    dir.write("in", bytes(1000));
    let words = "export in -o out --engine geometric-reference --block-size";
    dir.run_for(2, &format!("{words} 500"));
    let said = err(&dir.run_for(1, &format!("{words} 512")));
    assert!(said.contains("in: block 1 has 488 bytes"), "{said}");
    dir.run_for(
        2,
        "export in -o out --engine geometric-reference --audio-tokens --top 16",
    );
    dir.run_for(
        0,
        "export in -o out --engine geometric-reference --audio-tokens --top 32",
    );
    dir.run_for(2, "export in -o out --engine other");
    dir.write("in", b"");
    dir.run_for(0, &format!("{words} 512"));
    assert_eq!(dir.run_for(0, "cat out -o -").stdout, b"");
}

#[test]
fn an_earlier_programs_blocks_want_a_flag() {
    let dir = Dir::new();
    let block = media()[..512].to_vec();
    for identity in [
        r#"{"engine":"geometric-reference","engine_id":"unknown","fingerprint":"unknown","deterministic":true,"identity_safe":true,"opaque":true,"sealed":true}"#,
        r#"{"engine":"geometric-reference"}"#,
    ] {
        dir.write(
            "file",
            file(&[], &[&packed(&block)], &[(0, 0)], &meta(identity), "{}"),
        );
        for words in ["cat file -o out", "block file 0 -o out"] {
            let said = err(&dir.run_for(1, words));
            assert!(said.contains("--allow-unpinned-engine"), "{said}");
            assert_eq!(dir.names(), ["file"]);
            dir.run_for(0, &format!("{words} --allow-unpinned-engine"));
            assert_eq!(dir.read("out"), block);
            std::fs::remove_file(dir.path("out")).unwrap();
        }
    }
}

#[test]
fn another_engine_and_another_fingerprint_have_each_a_message_and_no_flag_helps() {
    let dir = Dir::new();
    let id = RunLength::PIN.id;
    let unknown = "which is not known here";
    let mismatch = "has another fingerprint";
    for (identity, what) in [
        (
            identity("h4core.geometric-reference.2", &"00".repeat(32)),
            unknown,
        ),
        (identity(id, &"00".repeat(32)), mismatch),
        (identity(id, "unknown"), mismatch),
        (identity("unknown", &"00".repeat(32)), unknown),
        (r#"{"engine":"other"}"#.to_owned(), unknown),
        ("{}".to_owned(), unknown),
        (identity("a b", "unknown"), "META: compression: "),
        (identity(id, "00"), "META: compression: "),
    ] {
        let block = packed(&[5; 512]);
        dir.write(
            "file",
            file(&[], &[&block], &[(0, 0)], &meta(&identity), "{}"),
        );
        for words in [
            "cat file -o out",
            "block file 0 -o out --allow-unpinned-engine",
        ] {
            let said = err(&dir.run_for(1, words));
            assert!(said.contains(what), "{identity}: {said}");
            assert_eq!(dir.names(), ["file"]);
        }
        dir.run_for(0, "verify file");
    }
}

#[test]
fn bytes_that_no_engine_made_and_blocks_longer_than_meta_says_are_refused() {
    let dir = Dir::new();
    let fingerprint = RunLength::PIN.fingerprint.hex();
    let identity = identity(RunLength::PIN.id, str::from_utf8(&fingerprint).unwrap());
    for (block, what) in [
        (b"odd".to_vec(), "nothing that the engine makes"),
        (b"a\0".to_vec(), "nothing that the engine makes"),
        (
            packed(&[5; 768]),
            "unpacks to 768 bytes, and 512 is the most",
        ),
    ] {
        dir.write(
            "file",
            file(&[], &[&block], &[(0, 0)], &meta(&identity), "{}"),
        );
        for words in ["cat file -o out", "block file 0 -o out"] {
            let said = err(&dir.run_for(1, words));
            assert!(
                said.contains("file: block 0: ") && said.contains(what),
                "{said}"
            );
            assert_eq!(dir.names(), ["file"]);
        }
    }
}

#[test]
fn own_meta_without_compression_is_told_of() {
    let dir = Dir::new();
    dir.write("in", media());
    let output = dir.run_for(
        0,
        "export in -o file --block-size 512 --engine store --meta {\"masked\":false}",
    );
    assert!(err(&output).contains("does not name compression"));
}
