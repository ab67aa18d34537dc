//! Recovery: what comes out verifies, and holds every sound block of what went in.
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

use common::{entry, file};
use h4core::container::{
    Container, MediaLengths, Salvage, Survey, Verdict, Verifier, check_seek_offsets,
};
use h4core::error::{Fault, Rule};
use h4core::hash::Crc32;
use h4core::wire::chunk::{Repr, Tag};
use h4core::wire::seek::SeekEntry;

fn survey(bytes: &[u8]) -> Result<Salvage, Fault> {
    let mut survey = Survey::new();
    survey.update(bytes);
    survey.finish()
}

/// The recovered file, taken in pieces of `piece` bytes.
fn rebuilt(bytes: &[u8], piece: usize) -> Vec<u8> {
    let salvage = survey(bytes).unwrap();
    let mut source = bytes;
    let lengths = salvage.lengths_without_meta();
    let mut rebuild = salvage.rebuild(&mut source, lengths, &mut [0; 33]).unwrap();
    let (mut out, mut buf) = (Vec::new(), vec![0xa5; piece]);
    loop {
        match rebuild.emit(&mut source, &mut buf).unwrap() {
            0 => return out,
            len => out.extend_from_slice(&buf[..len]),
        }
    }
}

/// The recovered file; that it verifies and comes out the same in pieces of any size is checked.
fn recovered(bytes: &[u8]) -> Vec<u8> {
    let out = rebuilt(bytes, 4096);
    for piece in [1, 5, 15, 16, 17, 100] {
        assert!(rebuilt(bytes, piece) == out, "in pieces of {piece}");
    }
    let verified = Container::open(&out).unwrap().verify().unwrap();
    if let Some((seek, table)) = verified.container().seek_table().unwrap() {
        check_seek_offsets(&seek, table.iter(), verified.proof().media_len()).unwrap();
    }
    out
}

fn payloads(bytes: &[u8], tag: Tag) -> Vec<Vec<u8>> {
    Container::open(bytes)
        .unwrap()
        .chunks_tagged(tag)
        .map_while(Result::ok)
        .map(|chunk| chunk.payload.to_vec())
        .collect()
}

fn entries(bytes: &[u8]) -> Vec<SeekEntry> {
    let (_, table) = Container::open(bytes)
        .unwrap()
        .seek_table()
        .unwrap()
        .unwrap();
    table.iter().collect()
}

/// A file with these chunks and, if wanted, a VERI that matches.
fn raw(chunks: &[(Tag, &[u8])], veri: bool) -> Vec<u8> {
    let mut out = b"H4MK\0\x01\0\0".to_vec();
    let push = |tag: Tag, payload: &[u8], out: &mut Vec<u8>| {
        let header = Repr {
            tag,
            payload_len: payload.len() as u32,
            crc: Crc32::of(payload),
        };
        out.extend_from_slice(&header.emit());
        out.extend_from_slice(payload);
    };
    for (tag, payload) in chunks {
        push(*tag, payload, &mut out);
    }
    if veri {
        let digest = h4core::hash::Sha256::of(&out[8..]);
        push(Tag::VERI, &digest, &mut out);
    }
    out
}

fn table(entries: &[SeekEntry]) -> Vec<u8> {
    let mut payload = (entries.len() as u32).to_be_bytes().to_vec();
    entries
        .iter()
        .for_each(|entry| payload.extend_from_slice(&entry.emit()));
    payload
}

#[test]
fn a_verified_file_is_copied() {
    for bytes in [
        common::small(),
        raw(&[], true),
        raw(&[(Tag::CORE, b"x")], true),
    ] {
        assert_eq!(survey(&bytes).unwrap().fault(), None);
        assert!(recovered(&bytes) == bytes);
    }
}

#[test]
fn a_file_cut_at_any_byte_comes_out_verified_with_every_whole_block() {
    let bytes = common::small();
    for len in 8..bytes.len() {
        let cut = &bytes[..len];
        let out = recovered(cut);
        assert_eq!(payloads(&out, Tag::CORE), payloads(cut, Tag::CORE), "{len}");
        for tag in [Tag::SEEK, Tag::META, Tag::SAFE] {
            assert_eq!(payloads(&out, tag).len(), 1);
        }
        assert!(
            recovered(&out) == out,
            "what is recovered needs no recovery"
        );
    }
    // All that is missing is what recovery makes again.
    assert!(recovered(&bytes[..bytes.len() - 44]) == bytes);
    assert!(recovered(&bytes[..bytes.len() - 1]) == bytes);
}

#[test]
fn a_wrong_file_header_is_not_recovered() {
    for len in 0..8 {
        let fault = survey(&common::small()[..len]).unwrap_err();
        assert_eq!((fault.rule, fault.chunk), (Rule::HeaderLength, None));
    }
    for name in ["wrong-magic", "version-2", "reserved-set"] {
        assert!(survey(&common::damaged(name)).is_err());
    }
}

#[test]
fn a_wrong_veri_is_said_apart() {
    for (name, wrong) in [
        ("blocks-swapped", true),
        ("tag-flip", true),
        ("veri-too-short", true),
        ("no-veri", false),
        ("cut-in-veri", false),
        ("crc-flip", false),
        ("byte-after-veri", false),
        ("veri-tag-flip", false),
    ] {
        let bytes = common::damaged(name);
        assert_eq!(survey(&bytes).unwrap().veri_is_wrong(), wrong, "{name}");
        recovered(&bytes);
    }
    let mut both = common::damaged("blocks-swapped");
    both.push(0);
    let salvage = survey(&both).unwrap();
    assert_eq!(salvage.fault().unwrap().rule, Rule::AfterVeri);
    assert!(
        salvage.veri_is_wrong(),
        "bytes behind a wrong VERI do not hide it"
    );
}

#[test]
fn what_follows_veri_is_dropped() {
    let bytes = common::damaged("chunk-after-veri");
    let out = recovered(&bytes);
    assert!(bytes.starts_with(&out) && out.len() < bytes.len());
}

#[test]
fn the_sound_chunks_before_a_fault_are_kept_byte_for_byte() {
    let mut bytes = common::small();
    let chunks: Vec<_> = Container::open(&bytes)
        .unwrap()
        .chunks()
        .map(|chunk| chunk.unwrap().info)
        .collect();
    bytes[chunks[2].payload_offset() as usize] ^= 0x80;
    let out = recovered(&bytes);
    let kept = chunks[2].offset as usize;
    assert_eq!(out[..kept], bytes[..kept]);
    assert_eq!(payloads(&out, Tag::CORE), [b"first".to_vec(), Vec::new()]);
    assert_eq!(entries(&out), []);
    assert_eq!(payloads(&out, Tag::META), [b"{}"]);
}

#[test]
fn a_seek_that_breaks_its_rules_is_emptied_in_its_place() {
    for name in [
        "seek-not-sorted",
        "seek-count-huge",
        "seek-empty-payload",
        "seek-trailing",
    ] {
        let bytes = common::damaged(name);
        let out = recovered(&bytes);
        assert_eq!(entries(&out), [], "{name}");
        assert_eq!(payloads(&out, Tag::CORE), payloads(&bytes, Tag::CORE));
        let place = |bytes: &[u8]| {
            let walk = &mut Container::open(bytes).unwrap().chunks_tagged(Tag::CORE);
            walk.map(|chunk| chunk.unwrap().info.end()).max().unwrap()
        };
        let seek = Container::open(&out)
            .unwrap()
            .find(Tag::SEEK)
            .unwrap()
            .unwrap();
        assert_eq!(seek.info.offset, place(&bytes), "{name}");
    }
}

#[test]
fn entries_past_the_kept_blocks_are_dropped() {
    // A table before the blocks, as other writers may put it; many entries, so that they are read in several batches.
    let all: Vec<SeekEntry> = (0..100).map(|i| entry(i, (i * 7) % 12)).collect();
    let seek = table(&all);
    let chunks: [(Tag, &[u8]); 4] = [
        (Tag::SEEK, &seek),
        (Tag::CORE, b"abcd"),
        (Tag(*b"NEW1"), b"kept"),
        (Tag::CORE, b"efghijkl"),
    ];
    let bytes = raw(&chunks, false);
    assert_eq!(
        entries(&recovered(&bytes)),
        all,
        "nothing is lost, nothing is dropped"
    );
    let cut = &bytes[..bytes.len() - 1];
    let salvage = survey(cut).unwrap();
    assert_eq!(salvage.blocks(), 1);
    let left: Vec<SeekEntry> = all
        .iter()
        .copied()
        .filter(|entry| entry.offset < 4)
        .collect();
    let out = recovered(cut);
    assert_eq!(entries(&out), left);
    assert_eq!(payloads(&out, Tag(*b"NEW1")), [b"kept"]);
    let rebuild = salvage
        .rebuild(&mut { cut }, Some(MediaLengths::Stored), &mut [0; 1])
        .unwrap();
    assert_eq!(rebuild.dropped_entries() as usize, all.len() - left.len());
}

#[test]
fn an_entry_at_the_end_of_the_media_stays_unless_its_block_is_lost() {
    let seek = table(&[entry(0, 0), entry(1, 4)]);
    let chunks: [(Tag, &[u8]); 3] = [(Tag::SEEK, &seek), (Tag::CORE, b"abcd"), (Tag::CORE, b"")];
    // The second block is empty and kept: the entry leads to it, cut or not.
    let bytes = raw(&chunks, false);
    assert_eq!(entries(&recovered(&bytes)).len(), 2);
    let mut torn = bytes.clone();
    torn.extend_from_slice(b"COR");
    assert_eq!(entries(&recovered(&torn)).len(), 2);
    // Without it: no block is lost where only VERI is missing, one may be where the file is cut.
    let bytes = raw(&chunks[..2], false);
    assert_eq!(entries(&recovered(&bytes)).len(), 2);
    let mut torn = bytes.clone();
    torn.extend_from_slice(b"CORE");
    assert_eq!(entries(&recovered(&torn)).len(), 1);
    // A VERI that is cut takes no block with it.
    let whole = raw(&chunks[..2], true);
    let cut = &whole[..whole.len() - 3];
    assert_eq!(entries(&recovered(cut)).len(), 2);
}

#[test]
fn objects_that_are_there_stay_and_missing_ones_are_added() {
    let bytes = raw(
        &[(Tag::SAFE, b"{\"scope\":\"x\"}"), (Tag::CORE, b"b")],
        false,
    );
    let out = recovered(&bytes);
    assert_eq!(payloads(&out, Tag::SAFE), [b"{\"scope\":\"x\"}"]);
    assert_eq!(payloads(&out, Tag::META), [b"{}"]);
    assert_eq!(entries(&out), []);
    assert!(out.starts_with(&bytes));
}

#[test]
fn every_flipped_bit_is_recovered_or_refused_never_made_worse() {
    let bytes = file(&[b"ab", b"cdef"], &[entry(0, 0), entry(9, 2)], "{}", "{}");
    for bit in 64..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let out = recovered(&flipped);
        let mut verifier = Verifier::new();
        verifier.update(&out).unwrap();
        assert!(matches!(verifier.finish(), Verdict::Verified(_)));
    }
}

#[test]
fn a_survey_is_the_same_in_pieces_of_any_size() {
    for case in common::cases(include_str!("vectors/h4mk-damaged.json")) {
        let bytes = common::hex(&case["container"]);
        let whole = survey(&bytes);
        for size in [1, 7, 13] {
            let mut survey = Survey::new();
            bytes.chunks(size).for_each(|piece| {
                survey.update(piece);
            });
            assert_eq!(survey.finish(), whole);
        }
    }
}

#[test]
fn no_entry_is_dropped_where_it_is_not_known_what_offsets_count() {
    // An engine made two blocks of ten bytes of media smaller; META, which says so, is cut off.
    let seek = table(&[entry(0, 0), entry(1, 10)]);
    let chunks: [(Tag, &[u8]); 3] = [(Tag::CORE, b"abc"), (Tag::CORE, b"d"), (Tag::SEEK, &seek)];
    let mut bytes = raw(&chunks, false);
    bytes.extend_from_slice(b"META\0\0");
    let salvage = survey(&bytes).unwrap();
    assert_eq!(salvage.lengths_without_meta(), None);
    let dropped = |lengths| {
        let rebuild = salvage.rebuild(&mut &bytes[..], lengths, &mut [0; 64]);
        rebuild.unwrap().dropped_entries()
    };
    assert_eq!(dropped(None), 0);
    assert_eq!(dropped(Some(MediaLengths::Fixed(10))), 0);
    assert_eq!(dropped(Some(MediaLengths::Stored)), 1);
    let out = rebuilt(&bytes, 64);
    assert_eq!(entries(&out).len(), 2);
}
