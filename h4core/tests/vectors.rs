//! The known answers: whole containers byte for byte, and one damaged container a rule.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod common;

use common::{cases, entry, file, hex};
use h4core::container::{Container, Survey, Verdict, Verifier, Writer, check_seek_offsets};
use h4core::error::{Fault, Rule};
use h4core::wire::chunk::Tag;
use h4core::wire::seek::SeekEntry;
use serde_json::Value;

struct Case {
    name: String,
    blocks: Vec<Vec<u8>>,
    entries: Vec<SeekEntry>,
    meta: String,
    safe: String,
    container: Vec<u8>,
}

fn known() -> Vec<Case> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    cases(include_str!("vectors/h4mk.json"))
        .iter()
        .map(|case| Case {
            name: text(&case["name"]),
            blocks: case["blocks"].as_array().unwrap().iter().map(hex).collect(),
            entries: case["seek"]
                .as_array()
                .unwrap()
                .iter()
                .map(|pair| entry(pair[0].as_u64().unwrap(), pair[1].as_u64().unwrap()))
                .collect(),
            meta: text(&case["meta"]),
            safe: text(&case["safe"]),
            container: {
                let bytes = hex(&case["container"]);
                assert_eq!(bytes.len() as u64, case["size"].as_u64().unwrap());
                bytes
            },
        })
        .collect()
}

#[test]
fn known_containers_are_written_byte_for_byte() {
    let mut sizes = Vec::new();
    for case in known() {
        let blocks: Vec<&[u8]> = case.blocks.iter().map(Vec::as_slice).collect();
        let written = file(&blocks, &case.entries, &case.meta, &case.safe);
        assert!(written == case.container, "{}", case.name);
        sizes.push(written.len());
    }
    assert!(sizes.contains(&517) && sizes.contains(&475));
}

#[test]
fn a_tail_is_the_same_in_pieces_of_any_size() {
    for case in known() {
        for size in [1, 2, 3, 7, 11, 16, 44, 1000] {
            let mut out = vec![0xa5; 1 << 16];
            let (mut writer, mut len) = Writer::begin(&mut out).unwrap();
            for block in &case.blocks {
                len += writer.block(block, &mut out[len..]).unwrap().len;
            }
            let entries = case.entries.iter().copied();
            let mut tail = writer
                .finish(entries, case.meta.as_bytes(), case.safe.as_bytes())
                .unwrap();
            loop {
                match tail.emit(&mut out[len..len + size]).unwrap() {
                    0 => break,
                    n => len += n,
                }
            }
            assert!(out[..len] == case.container[..], "{} by {size}", case.name);
            assert!(out[len..].iter().all(|byte| *byte == 0xa5));
        }
    }
}

#[test]
fn known_containers_are_read_back() {
    for case in known() {
        let container = Container::open(&case.container).unwrap();
        let proof = *container.verify().unwrap().proof();
        assert_eq!(proof.blocks(), case.blocks.len() as u64);
        assert_eq!(proof.chunks(), case.blocks.len() as u64 + 4);
        assert_eq!(proof.file_len(), case.container.len() as u64);
        assert_eq!(proof.media_len() as usize, case.blocks.concat().len());
        let blocks: Vec<&[u8]> = container
            .chunks_tagged(Tag::CORE)
            .map(|chunk| chunk.unwrap().payload)
            .collect();
        assert_eq!(blocks, case.blocks);
        let (seek, table) = container.seek_table().unwrap().unwrap();
        let entries: Vec<_> = table.iter().collect();
        assert_eq!(entries, case.entries);
        check_seek_offsets(&seek, table.iter(), proof.media_len()).unwrap();
        for (tag, text) in [(Tag::META, &case.meta), (Tag::SAFE, &case.safe)] {
            let chunk = container.find(tag).unwrap().unwrap();
            assert_eq!(chunk.payload, text.as_bytes());
        }
    }
}

/// The first fault in the order of checks, those on request last.
fn first_fault(bytes: &[u8]) -> Option<Fault> {
    let mut verifier = Verifier::new();
    if let Err(fault) = verifier.update(bytes) {
        // What is certain early is what stands at the end.
        assert_eq!(verifier.finish().fault(), Some(fault));
        return Some(fault);
    }
    let proof = match verifier.finish() {
        Verdict::Verified(proof) => proof,
        verdict => return verdict.fault(),
    };
    let container = Container::open(bytes).unwrap();
    assert_eq!(container.verify().unwrap().proof(), &proof);
    if let Some((seek, table)) = container.seek_table().unwrap()
        && let Err(fault) = check_seek_offsets(&seek, table.iter(), proof.media_len())
    {
        return Some(fault);
    }
    #[cfg(feature = "json")]
    for tag in [Tag::META, Tag::SAFE] {
        let chunk = container.find(tag).unwrap().unwrap();
        if let Err(error) = h4core::container::object(&chunk, &mut [0; 256]) {
            match error {
                h4core::error::Error::Fault(fault) => return Some(fault),
                other => panic!("{other}"),
            }
        }
    }
    None
}

#[test]
fn each_damaged_container_has_its_state_and_rule() {
    let mut rules = Vec::new();
    for case in cases(include_str!("vectors/h4mk-damaged.json")) {
        let name = case["name"].as_str().unwrap();
        // Without the feature nothing reads JSON.
        if !cfg!(feature = "json") && case["rule"].as_str().unwrap().ends_with("-json") {
            continue;
        }
        let fault = first_fault(&hex(&case["container"]));
        let fault = fault.unwrap_or_else(|| panic!("{name} has no fault"));
        assert_eq!(fault.rule.name(), case["rule"].as_str().unwrap(), "{name}");
        assert_eq!(
            fault.state().name(),
            case["state"].as_str().unwrap(),
            "{name}"
        );
        rules.push(fault.rule);
    }
    for rule in Rule::ALL
        .iter()
        .filter(|rule| cfg!(feature = "json") || !rule.name().ends_with("-json"))
    {
        assert!(rules.contains(rule), "no vector breaks {}", rule.name());
    }
}

#[test]
fn a_fault_says_where() {
    let place = |name: &str| {
        let fault = first_fault(&common::damaged(name)).unwrap();
        (fault.offset, fault.chunk)
    };
    assert_eq!(place("empty-file"), (0, None));
    assert_eq!(place("short-header"), (7, None));
    assert_eq!(place("wrong-magic"), (0, None));
    assert_eq!(place("version-2"), (4, None));
    assert_eq!(place("reserved-set"), (6, None));
    assert_eq!(place("header-only"), (8, Some(0)));
    assert_eq!(place("crc-flip"), (8, Some(0)));
    assert_eq!(place("no-veri"), (116, Some(5)));
    assert_eq!(place("cut-in-chunk-header"), (116, Some(5)));
    assert_eq!(place("cut-in-veri"), (116, Some(5)));
    assert_eq!(place("byte-after-veri"), (160, Some(6)));
    assert_eq!(place("veri-too-short"), (116, Some(5)));
    assert_eq!(place("blocks-swapped"), (116, Some(5)));
    // Two entries: SEEK at 23, its payload at 35, the second entry at 35 + 4 + 16.
    let seek = Container::open(&common::damaged("seek-not-sorted"))
        .unwrap()
        .find(Tag::SEEK)
        .unwrap()
        .unwrap()
        .info;
    assert_eq!(
        place("seek-not-sorted"),
        (seek.payload_offset() + 20, Some(seek.index))
    );
    assert_eq!(
        place("seek-length".replace("length", "trailing").as_str()).1,
        Some(seek.index)
    );
}

#[test]
fn a_survey_finds_the_same_first_fault() {
    for case in cases(include_str!("vectors/h4mk-damaged.json")) {
        let bytes = hex(&case["container"]);
        let mut verifier = Verifier::new();
        let _ = verifier.update(&bytes);
        let mut survey = Survey::new();
        survey.update(&bytes);
        let found = match survey.finish() {
            Ok(salvage) => salvage.fault(),
            Err(fault) => Some(fault),
        };
        assert_eq!(found, verifier.finish().fault(), "{}", case["name"]);
    }
}
