//! `cat`: what it gives of files that are not whole, masked, or not as handed in.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use common::{Dir, bytes, damaged, err, file, small, stored_blocks};

const MEDIA: &[u8] = b"firstthird block4";

#[test]
fn keys_and_masks_have_to_fit() {
    let dir = Dir::new();
    dir.write("key", [7; 16]);
    dir.write("in", bytes(1000));
    dir.run_for(0, "export in -o plain --block-size 64");
    dir.run_for(
        0,
        "export in -o masked --block-size 64 --mask --key-file key",
    );
    for (code, words) in [
        (0, "plain -o out"),
        (0, "masked -o out --key-file key"),
        (2, "plain -o out --key-file key"),
        (2, "masked -o out"),
        (1, "masked -o out --key-file none"),
    ] {
        let _ = std::fs::remove_file(dir.path("out"));
        dir.run_for(code, &format!("cat {words}"));
        assert_eq!(dir.path("out").exists(), code == 0);
        if code == 0 {
            assert_eq!(dir.read("out"), bytes(1000));
        }
    }
}

#[test]
fn an_unfinished_file_gives_its_sound_blocks_and_3() {
    let dir = Dir::new();
    let whole = small();
    let ends = [(25_usize, 5), (37, 5), (60, 16), (73, 17)];
    for len in 8..whole.len() {
        if len % 5 != 0 && ends.iter().all(|(end, _)| end.abs_diff(len) > 1) {
            continue;
        }
        dir.write("file", &whole[..len]);
        let output = dir.run_for(3, "cat file -o out");
        assert!(err(&output).contains("file: unfinished: "));
        let sound = ends
            .iter()
            .rev()
            .find(|(end, _)| *end <= len)
            .map_or(0, |(_, sound)| *sound);
        assert_eq!(dir.read("out"), &MEDIA[..sound], "{len}");
    }
}

#[test]
fn a_masked_recording_that_was_cut_before_meta_is_given_under_its_key() {
    let dir = Dir::new();
    dir.write("key", [7; 16]);
    dir.write("in", bytes(1000));
    dir.run_for(0, "export in -o file --block-size 64 --mask --key-file key");
    dir.write("cut", &dir.read("file")[..8 + 3 * 76 + 5]);
    let output = dir.run_for(3, "cat cut -o out --key-file key");
    assert!(err(&output).contains("META does not say that the blocks are masked"));
    assert_eq!(dir.read("out"), &bytes(1000)[..3 * 64]);
    // The same from what recovery makes of it.
    dir.run_for(3, "recover cut -o recovered");
    dir.run_for(0, "cat recovered -o out --key-file key");
    assert_eq!(dir.read("out"), &bytes(1000)[..3 * 64]);
}

#[test]
fn a_damaged_file_leaves_no_output_and_what_was_sound_on_a_pipe() {
    let dir = Dir::new();
    let flip = |at: usize| {
        let mut bytes = small();
        bytes[at] ^= 1;
        bytes
    };
    let len = small().len();
    let appended = [small(), b"x".to_vec()].concat();
    for (bytes, rule, sound) in [
        (flip(20), "crc", &b""[..]),
        (flip(50), "crc", b"first"),
        (flip(72), "crc", b"firstthird block"),
        (flip(100), "crc", MEDIA),     // SEEK
        (flip(len - 1), "crc", MEDIA), // VERI
        (appended, "after-veri", MEDIA),
        (
            damaged("tag-flip"),
            "veri-mismatch",
            &stored_blocks(&damaged("tag-flip")),
        ),
        (
            damaged("blocks-swapped"),
            "veri-mismatch",
            &stored_blocks(&damaged("blocks-swapped")),
        ),
    ] {
        dir.write("file", bytes);
        let said = err(&dir.run_for(1, "cat file -o out"));
        assert!(said.contains(&format!("file: damaged: {rule}: ")), "{said}");
        assert_eq!(dir.names(), ["file"]);
        assert_eq!(dir.run_for(1, "cat file -o -").stdout, sound);
    }
}

#[test]
fn faults_of_seek_and_safe_leave_the_blocks_whole() {
    let dir = Dir::new();
    for case in [
        "seek-not-sorted",
        "seek-equal-pts",
        "seek-trailing",
        "seek-empty-payload",
        "seek-offset-outside",
        "safe-not-object",
    ] {
        let bytes = damaged(case);
        dir.write("file", &bytes);
        dir.run_for(1, "verify file");
        dir.run_for(0, "cat file -o out");
        assert_eq!(dir.read("out"), stored_blocks(&bytes), "{case}");
    }
    // What the blocks are is not known for certain.
    let bytes = damaged("meta-not-utf8");
    dir.write("file", &bytes);
    assert!(err(&dir.run_for(3, "cat file -o out")).contains("meta-json"));
    assert_eq!(dir.read("out"), stored_blocks(&bytes));
}

#[test]
fn blocks_that_are_not_as_handed_in_are_refused() {
    let dir = Dir::new();
    for (meta, what) in [
        (
            r#"{"compression":{"engine":"geometric-reference"},"block_size":5}"#,
            "engine",
        ),
        (r#"{"encryption":{"cipher":"living-cipher-v3"}}"#, "sealed"),
        (r#"{"masked":true,"masked":false}"#, "META: masked: "),
        (r#"{"masked":"yes"}"#, "META: masked: "),
    ] {
        dir.write("file", file(&[], &[b"block"], &[], meta, "{}"));
        for words in ["cat file -o out", "block file 0 -o out"] {
            let said = err(&dir.run_for(1, words));
            assert!(said.contains(what), "{said}");
            assert_eq!(dir.names(), ["file"]);
        }
        dir.run_for(0, "verify file");
    }
}
