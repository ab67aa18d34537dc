//! What a writer refuses, and that a refusal changes nothing.
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
use h4core::container::{Container, SeekStore, Tail, Writer};
use h4core::error::Error;
use h4core::hash::Crc32;
use h4core::wire::chunk::Tag;
use h4core::wire::seek::SeekEntry;

fn rest<I: Iterator<Item = SeekEntry>>(mut tail: Tail<'_, I>, out: &mut Vec<u8>) {
    let mut buf = [0xa5; 64];
    loop {
        match tail.emit(&mut buf).unwrap() {
            0 => return,
            len => out.extend_from_slice(&buf[..len]),
        }
    }
}

#[test]
fn too_small_a_slice_is_told_the_length_and_changes_nothing() {
    for room in 0..8 {
        let mut out = vec![0xa5; room];
        assert_eq!(
            Writer::begin(&mut out).unwrap_err(),
            Error::TooSmall { needed: 8 }
        );
        assert!(out.iter().all(|byte| *byte == 0xa5));
    }
    let mut out = [0xa5; 8];
    let (mut writer, _) = Writer::begin(&mut out).unwrap();
    let mut whole = out.to_vec();
    for room in 0..17 {
        let mut out = vec![0xa5; room];
        let error = writer.block(b"block", &mut out).unwrap_err();
        assert_eq!(error, Error::TooSmall { needed: 17 });
        let error = writer.chunk(Tag(*b"NEW1"), b"block", &mut out).unwrap_err();
        assert_eq!(error, Error::TooSmall { needed: 17 });
        assert!(out.iter().all(|byte| *byte == 0xa5));
        assert_eq!(
            (writer.position(), writer.media_len(), writer.blocks()),
            (8, 0, 0)
        );
    }
    let mut out = [0xa5; 17];
    writer.block(b"block", &mut out).unwrap();
    whole.extend_from_slice(&out);
    let mut tail = writer.finish([], b"{}", b"{}").unwrap();
    assert_eq!(tail.emit(&mut []), Err(Error::TooSmall { needed: 1 }));
    rest(tail, &mut whole);
    assert_eq!(whole, file(&[b"block"], &[], "{}", "{}"));
}

#[test]
fn a_block_header_alone_is_the_front_of_the_block() {
    let mut out = [0xa5; 64];
    let (mut a, _) = Writer::begin(&mut out).unwrap();
    let mut b = a.clone();
    let whole = a.block(b"opaque", &mut out).unwrap();
    let mut header = [0xa5; 64];
    let put = b.block_header(b"opaque", &mut header).unwrap();
    assert_eq!((whole.len, put.len), (18, 12));
    assert_eq!(out[..12], header[..12]);
    assert!(header[12..].iter().all(|byte| *byte == 0xa5));
    assert_eq!(
        (put.file_offset, put.media_offset, put.index),
        (whole.file_offset, whole.media_offset, whole.index)
    );
    let tails = [a, b].map(|writer| {
        let mut out = Vec::new();
        rest(writer.finish([], b"{}", b"{}").unwrap(), &mut out);
        out
    });
    assert_eq!(tails[0], tails[1]);
}

#[test]
fn tags_that_the_writer_places_are_refused() {
    let mut out = [0xa5; 64];
    let (mut writer, _) = Writer::begin(&mut out).unwrap();
    for tag in [Tag::CORE, Tag::SEEK, Tag::META, Tag::SAFE, Tag::VERI] {
        let error = writer.chunk(tag, b"", &mut out).unwrap_err();
        assert_eq!(error, Error::ReservedTag);
    }
    assert_eq!(writer.position(), 8);
}

#[test]
fn unknown_tags_are_written_and_skipped_by_readers() {
    let mut out = vec![0; 256];
    let (mut writer, mut len) = Writer::begin(&mut out).unwrap();
    len += writer
        .chunk(Tag(*b"SEAL"), b"first", &mut out[len..])
        .unwrap();
    len += writer.block(b"block", &mut out[len..]).unwrap().len;
    len += writer
        .chunk(Tag([0, 1, 2, 255]), b"", &mut out[len..])
        .unwrap();
    out.truncate(len);
    rest(
        writer.finish([entry(7, 5)], b"{}", b"{}").unwrap(),
        &mut out,
    );
    let verified = Container::open(&out).unwrap().verify().unwrap();
    assert_eq!(
        (verified.proof().blocks(), verified.proof().chunks()),
        (1, 7)
    );
    let tags: Vec<Tag> = verified
        .container()
        .chunks()
        .map(|chunk| chunk.unwrap().info.tag)
        .collect();
    assert_eq!(tags[..3], [Tag(*b"SEAL"), Tag::CORE, Tag([0, 1, 2, 255])]);
}

#[test]
fn entries_that_break_a_rule_give_the_writer_back() {
    let mut out = [0xa5; 64];
    let (mut writer, _) = Writer::begin(&mut out).unwrap();
    writer.block(b"12345", &mut out).unwrap();
    let refused: [(&[SeekEntry], Error); 4] = [
        (&[entry(1, 0), entry(1, 5)], Error::SeekOrder),
        (&[entry(2, 0), entry(1, 5)], Error::SeekOrder),
        (&[entry(0, 6)], Error::SeekOffset),
        (&[entry(0, 0), entry(1, u64::MAX)], Error::SeekOffset),
    ];
    for (entries, error) in refused {
        let (back, why) = writer
            .finish(entries.iter().copied(), b"{}", b"{}")
            .unwrap_err();
        assert_eq!(why, error);
        writer = back;
    }
    let mut tail = Vec::new();
    let last = [entry(0, 0), entry(1, 5)];
    rest(writer.finish(last, b"{}", b"{}").unwrap(), &mut tail);
    assert!(file(&[b"12345"], &last, "{}", "{}").ends_with(&tail));
}

#[test]
fn a_full_store_refuses_the_entry_and_the_file_can_be_finished() {
    let mut slots = [SeekEntry::EMPTY; 2];
    let mut store = SeekStore::new(&mut slots);
    store.push(10, 0).unwrap();
    assert_eq!(store.push(10, 1), Err(Error::SeekOrder));
    assert_eq!(store.push(9, 1), Err(Error::SeekOrder));
    store.push(11, 1).unwrap();
    assert_eq!(store.push(11, 2), Err(Error::SeekOrder));
    assert_eq!(store.push(12, 2), Err(Error::SeekFull));
    assert_eq!(store.entries(), [entry(10, 0), entry(11, 1)]);
    assert_eq!(SeekStore::new(&mut []).push(0, 0), Err(Error::SeekFull));

    let mut out = [0; 64];
    let (mut writer, _) = Writer::begin(&mut out).unwrap();
    writer.block(b"ab", &mut out).unwrap();
    let entries = store.entries().iter().copied();
    assert!(writer.finish(entries, b"{}", b"{}").is_ok());
}

#[test]
fn a_tail_finds_out_that_entries_or_objects_were_exchanged() {
    let mut out = [0; 256];
    let state = |out: &mut [u8]| {
        let (mut writer, _) = Writer::begin(out).unwrap();
        writer.block(b"ab", out).unwrap();
        let entries = [entry(0, 0), entry(1, 1)];
        writer
            .finish(entries, b"{\"a\":1}", b"{}")
            .unwrap()
            .into_state()
    };
    let mut emit = |entries: &[SeekEntry], meta: &[u8], safe: &[u8]| {
        state(&mut [0; 64]).emit(&mut entries.iter().copied(), meta, safe, &mut out)
    };
    let good = [entry(0, 0), entry(1, 1)];
    assert!(emit(&good, b"{\"a\":1}", b"{}").is_ok());
    assert_eq!(emit(&good[..1], b"{\"a\":1}", b"{}"), Err(Error::Misplaced));
    assert_eq!(
        emit(&[entry(0, 0), entry(2, 1)], b"{\"a\":1}", b"{}"),
        Err(Error::Misplaced)
    );
    assert_eq!(emit(&good, b"{\"a\":2}", b"{}"), Err(Error::Misplaced));
    assert_eq!(emit(&good, b"{\"a\":1}", b"{} "), Err(Error::Misplaced));
}

#[test]
fn a_state_without_references_goes_on_where_it_was() {
    let entries: Vec<SeekEntry> = (0..20).map(|i| entry(i, i)).collect();
    let block = [0x5a; 20];
    let mut out = vec![0; 64];
    let (mut writer, _) = Writer::begin(&mut out).unwrap();
    writer.block(&block, &mut out).unwrap();
    let tail = writer
        .finish(entries.iter().copied(), b"{}", b"{}")
        .unwrap();
    let (mut state, mut whole) = (tail.into_state(), Vec::new());
    loop {
        let mut piece = [0; 21];
        let mut left = entries.iter().copied().skip(state.entries_done() as usize);
        match state.emit(&mut left, b"{}", b"{}", &mut piece).unwrap() {
            0 => break,
            len => whole.extend_from_slice(&piece[..len]),
        }
    }
    assert!(file(&[&block], &entries, "{}", "{}").ends_with(&whole));
}

#[test]
fn checksums_of_the_tail_are_those_of_its_payloads() {
    let bytes = file(&[b"x"], &[entry(3, 0)], "{\"k\":[]}", "{}");
    for chunk in Container::open(&bytes).unwrap().chunks() {
        let chunk = chunk.unwrap();
        assert_eq!(Crc32::of(chunk.payload), chunk.info.crc);
    }
}

#[test]
fn offsets_of_transformed_blocks_count_the_media() {
    let mut out = [0xa5; 64];
    let (mut writer, _) = Writer::begin(&mut out).unwrap();
    let first = writer.transformed_block(b"abc", 100, &mut out).unwrap();
    let second = writer
        .transformed_block(b"longer than it was", 3, &mut out)
        .unwrap();
    assert_eq!((first.media_offset, second.media_offset), (0, 100));
    assert_eq!(writer.media_len(), 103);
    assert_eq!(second.file_offset, 8 + 12 + 3);
    let (writer, error) = writer.finish([entry(0, 104)], b"{}", b"{}").unwrap_err();
    assert_eq!(error, Error::SeekOffset);
    assert!(writer.finish([entry(0, 100)], b"{}", b"{}").is_ok());
}
