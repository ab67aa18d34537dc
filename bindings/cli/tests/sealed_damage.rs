//! Sealed containers that were changed, moved or cut, and secrets that are not theirs.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use common::{SECRET, bytes, err, json, sealed};
use h4core::container::Container;
use h4core::wire::chunk::Tag;

/// Where the chunks of a file begin, and where the last one ends.
fn chunk_offsets(file: &[u8]) -> Vec<usize> {
    let container = Container::open(file).unwrap();
    let mut offsets: Vec<_> = container
        .chunks()
        .map(|chunk| usize::try_from(chunk.unwrap().info.offset).unwrap())
        .collect();
    offsets.push(file.len());
    offsets
}

#[test]
fn a_wrong_secret_and_a_changed_block_do_not_authenticate_and_leave_no_output() {
    let dir = sealed("");
    let names = dir.names();
    for words in ["cat file -o out", "block file 0 -o out", "verify file"] {
        let output = dir.run_for(1, &format!("{words} --seal-secret-file other"));
        assert_eq!(
            err(&output),
            "harmony4: file: block 0: the sealed block did not authenticate\n"
        );
        assert!(output.stdout.is_empty());
        assert_eq!(dir.names(), names);
    }
    // Blocks 2 and 3 change places, and everything is made to fit again.
    let file = dir.read("file");
    let at = chunk_offsets(&file);
    let moved = [
        &file[..at[3]],
        &file[at[4]..at[5]],
        &file[at[3]..at[4]],
        &file[at[5]..],
    ]
    .concat();
    dir.write("moved", moved);
    dir.run_for(1, "verify moved");
    dir.run_for(3, "recover moved -o file --force");
    dir.run_for(0, "verify file");
    for (words, block) in [
        ("cat file -o out", 2),
        ("block file 3 -o out", 3),
        ("verify file", 2),
    ] {
        let said = err(&dir.run_for(1, &format!("{words} {SECRET}")));
        assert!(said.contains(&format!("block {block}: ")), "{said}");
        assert!(!dir.path("out").exists());
    }
}

#[test]
fn a_cut_is_told_from_an_authentic_end_also_after_recovery() {
    let dir = sealed("");
    let file = dir.read("file");
    let at = chunk_offsets(&file);
    // SEAL and seven blocks.
    dir.write("cut", &file[..at[8]]);
    dir.run_for(3, "verify cut");
    let said = err(&dir.run_for(3, &format!("cat cut -o out {SECRET}")));
    assert!(said.contains("do not have the authentic end"), "{said}");
    assert_eq!(dir.read("out"), bytes(700));
    dir.run_for(3, "recover cut -o recovered");
    let recovered = dir.read("recovered");
    let (_, table) = Container::open(&recovered)
        .unwrap()
        .seek_table()
        .unwrap()
        .unwrap();
    assert_eq!(table.len(), 0);
    dir.run_for(0, "verify recovered");
    let output = dir.run_for(3, &format!("verify recovered {SECRET}"));
    assert!(output.stdout.is_empty());
    assert!(err(&output).contains("7 sealed blocks open, but the authentic end is not there"));
    dir.run_for(3, &format!("cat recovered -o out {SECRET}"));
    assert_eq!(dir.read("out"), bytes(700));

    // Cut behind SEEK: the end is there, and offsets lead to the same blocks.
    let seek = Container::open(&file)
        .unwrap()
        .find(Tag::SEEK)
        .unwrap()
        .unwrap();
    let end = usize::try_from(seek.info.end()).unwrap();
    dir.write("cut", &file[..end + 3]);
    dir.run_for(3, "recover cut -o recovered");
    dir.run_for(0, &format!("verify recovered {SECRET}"));
    let found = json(&dir.run_for(0, "seek recovered 200000 --json"));
    assert_eq!(found["block"], 4);
}

#[test]
fn wherever_a_sealed_file_is_cut_its_sound_blocks_are_given() {
    let dir = sealed("");
    let file = dir.read("file");
    let at = chunk_offsets(&file);
    for len in (8..file.len()).step_by(41) {
        dir.write("cut", &file[..len]);
        if len < at[1] {
            // Nothing says yet that it is sealed.
            dir.run_for(3, "cat cut -o out");
            continue;
        }
        // Behind the end nothing of the blocks can be missing.
        let code = if len < at[12] { 3 } else { 0 };
        let output = dir.run_for(code, &format!("cat cut -o out {SECRET}"));
        assert!(err(&output).contains("unfinished: "));
        assert_eq!(err(&output).contains("authentic end"), code == 3);
        let sound = at[2..12].iter().filter(|end| **end <= len).count();
        assert_eq!(dir.read("out"), &bytes(1000)[..sound * 100], "{len}");
    }
}

#[test]
fn a_seal_that_is_damaged_or_of_another_generation_opens_nothing() {
    let dir = sealed("");
    let file = dir.read("file");
    let mut flipped = file.clone();
    flipped[30] ^= 1;
    dir.write("file", flipped);
    let said = err(&dir.run_for(1, &format!("cat file -o out {SECRET}")));
    assert!(
        said.contains("damaged: crc: ") && said.contains("chunk 0"),
        "{said}"
    );
    dir.write(
        "file",
        common::file(
            &[(*b"SEAL", &[4, 0, 3, 1, 0])],
            &[b"block"],
            &[],
            "{}",
            "{}",
        ),
    );
    let said = err(&dir.run_for(1, &format!("cat file -o out {SECRET}")));
    assert!(said.contains("SEAL is of another generation"), "{said}");
    assert!(!dir.path("out").exists());
}
