//! From times and offsets to blocks: the rules of SEEK offsets.
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
    Block, Container, MediaLengths, MediaRange, Reader, Writer, check_seek_offsets,
};
use h4core::error::{Error, Fault, Rule};
use h4core::wire::chunk::Tag;
use h4core::wire::seek::SeekEntry;

const STORED: MediaLengths = MediaLengths::Stored;

/// The number of the block that an offset leads to, by the contract's own words.
fn plain(blocks: &[&[u8]], offset: u64) -> Option<u64> {
    let mut starts = Vec::new();
    let mut start = 0u64;
    for block in blocks {
        starts.push((start, start + block.len() as u64));
        start += block.len() as u64;
    }
    let first_at = starts.iter().position(|(from, _)| *from == offset);
    let containing = starts
        .iter()
        .position(|(from, to)| *from <= offset && offset < *to);
    first_at.or(containing).map(|index| index as u64)
}

#[test]
fn an_offset_leads_to_the_first_block_there_or_the_one_with_its_byte() {
    let shapes: [&[&[u8]]; 6] = [
        &[],
        &[b""],
        &[b"abc", b"", b"", b"de", b"f"],
        &[b"", b"", b"abc"],
        &[b"abc", b""],
        &[b"", b"x", b"", b"y", b""],
    ];
    for blocks in shapes {
        let total: u64 = blocks.iter().map(|block| block.len() as u64).sum();
        for offset in 0..=total {
            let bytes = file(blocks, &[entry(5, offset)], "{}", "{}");
            let container = Container::open(&bytes).unwrap();
            let found = container.seek(5, STORED).unwrap();
            assert_eq!(found.map(|(block, _)| block.index), plain(blocks, offset));
            if let Some((block, chunk)) = found {
                assert_eq!(chunk.payload, blocks[block.index as usize]);
            }
            assert_eq!(
                container.seek(4, STORED).unwrap(),
                None,
                "before the first entry"
            );
            let mut reader = Reader::open(&bytes[..]).unwrap();
            let at = reader.seek_unverified(5, STORED, &mut [0; 7]).unwrap();
            assert_eq!(at, found.map(|(block, _)| block));
        }
    }
}

/// A file whose one entry has an offset that the writer would refuse.
fn with_offset(offset: u64) -> Vec<u8> {
    let bytes = file(&[b"abc"], &[entry(5, 3)], "{}", "{}");
    let seek = Container::open(&bytes)
        .unwrap()
        .find(Tag::SEEK)
        .unwrap()
        .unwrap()
        .info;
    let mut payload = 1u32.to_be_bytes().to_vec();
    payload.extend_from_slice(&entry(5, offset).emit());
    let mut out = bytes[..seek.offset as usize].to_vec();
    let header = h4core::wire::chunk::Repr {
        tag: Tag::SEEK,
        payload_len: 20,
        crc: h4core::hash::Crc32::of(&payload),
    };
    out.extend_from_slice(&header.emit());
    out.extend_from_slice(&payload);
    out
}

#[test]
fn an_offset_past_the_end_is_the_fault_of_its_entry_and_the_end_itself_is_none() {
    for offset in [4, u64::MAX] {
        let bytes = with_offset(offset);
        let container = Container::open(&bytes).unwrap();
        let fault = Fault {
            rule: Rule::SeekOffset,
            offset: 8 + 15 + 12 + 4,
            chunk: Some(1),
        };
        assert_eq!(container.seek(5, STORED), Err(Error::Fault(fault)));
        let (seek, table) = container.seek_table().unwrap().unwrap();
        assert_eq!(check_seek_offsets(&seek, table.iter(), 3), Err(fault));
        let key_blocks: Vec<_> = container.key_blocks(STORED).unwrap().collect();
        assert_eq!(key_blocks, [Err(Error::Fault(fault))]);
    }
    let bytes = with_offset(3);
    let container = Container::open(&bytes).unwrap();
    assert_eq!(container.seek(5, STORED), Ok(None));
    assert_eq!(container.key_blocks(STORED).unwrap().count(), 0);
    let (seek, table) = container.seek_table().unwrap().unwrap();
    assert_eq!(check_seek_offsets(&seek, table.iter(), 3), Ok(()));
}

#[test]
fn a_seek_checks_the_block_it_leads_to() {
    let mut bytes = file(&[b"abc", b"def"], &[entry(0, 0), entry(9, 3)], "{}", "{}");
    bytes[8 + 15 + 12] ^= 1;
    let container = Container::open(&bytes).unwrap();
    assert!(container.seek(0, STORED).unwrap().is_some());
    let fault = Fault {
        rule: Rule::Crc,
        offset: 23,
        chunk: Some(1),
    };
    assert_eq!(container.seek(9, STORED), Err(Error::Fault(fault)));
}

#[test]
fn key_blocks_come_in_the_order_of_the_table_also_where_offsets_go_back() {
    let blocks: [&[u8]; 5] = [b"ab", b"", b"cd", b"ef", b""];
    let entries = [
        entry(1, 4),
        entry(2, 2),
        entry(3, 3),
        entry(4, 2),
        entry(5, 6),
        entry(6, 0),
    ];
    let bytes = file(&blocks, &entries, "{}", "{}");
    let container = Container::open(&bytes).unwrap();
    let found: Vec<(SeekEntry, u64)> = container
        .key_blocks(STORED)
        .unwrap()
        .map(|item| item.unwrap())
        .map(|(entry, block, _)| (entry, block.index))
        .collect();
    let expected: Vec<(SeekEntry, u64)> = entries
        .iter()
        .map(|entry| (*entry, plain(&blocks, entry.offset).unwrap()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn blocks_in_a_time_range_begin_where_decoding_can() {
    let blocks: [&[u8]; 6] = [b"k0", b"p1", b"k2", b"", b"p4", b"k5"];
    let entries = [entry(0, 0), entry(100, 4), entry(200, 8)];
    let bytes = file(&blocks, &entries, "{}", "{}");
    let container = Container::open(&bytes).unwrap();
    let (_, table) = container.seek_table().unwrap().unwrap();
    let of = |from_us: u64, to_us: u64| -> Vec<u64> {
        let range = table.media_range(from_us, to_us);
        container
            .blocks_in(range, STORED)
            .map(|item| item.unwrap().0.index)
            .collect()
    };
    assert_eq!(of(0, 100), [0, 1]);
    assert_eq!(of(50, 100), [0, 1], "from the key block before");
    assert_eq!(of(50, 101), [0, 1, 2, 3, 4], "to the next key block");
    assert_eq!(of(100, 200), [2, 3, 4]);
    assert_eq!(of(150, u64::MAX), [2, 3, 4, 5]);
    assert_eq!(of(200, 201), [5]);
    assert_eq!(of(100, 100), [0u64; 0], "an empty stretch of time");
    assert_eq!(
        of(200, 100),
        [0u64; 0],
        "a stretch that ends before it begins"
    );
    let all: Vec<u64> = container
        .blocks_in(MediaRange::default(), STORED)
        .map(|item| item.unwrap().0.index)
        .collect();
    assert_eq!(all, [0, 1, 2, 3, 4, 5]);
}

fn walked(bytes: &[u8], lengths: MediaLengths) -> Vec<Block> {
    let mut walk = Container::open(bytes).unwrap().block_walk(lengths);
    let mut blocks = Vec::new();
    while let Some(block) = walk.next_unverified(&mut { bytes }).unwrap() {
        blocks.push(block);
    }
    blocks
}

#[test]
fn offsets_count_bytes_before_a_cipher_or_an_engine_changed_them() {
    // Flags byte at 77: without and with a public key; then a block too short to be sealed.
    let (mut plain, mut keyed) = (vec![0; 94 + 10], vec![0; 126 + 7]);
    (plain[77], keyed[77]) = (0, 1);
    let bytes = file(&[&plain, &keyed, b"short", &plain], &[], "{}", "{}");
    let starts = |lengths| -> Vec<(u64, u64)> {
        walked(&bytes, lengths)
            .iter()
            .map(|block| (block.media_offset, block.media_len))
            .collect()
    };
    assert_eq!(starts(STORED), [(0, 104), (104, 133), (237, 5), (242, 104)]);
    assert_eq!(
        starts(MediaLengths::Sealed),
        [(0, 10), (10, 7), (17, 0), (17, 10)]
    );
    assert_eq!(
        starts(MediaLengths::Fixed(512)),
        [(0, 512), (512, 512), (1024, 512), (1536, 512)]
    );
}

#[test]
fn a_broken_seek_leaves_the_blocks_readable() {
    let bytes = common::damaged("seek-not-sorted");
    let container = Container::open(&bytes).unwrap();
    assert!(container.chunks().any(|chunk| chunk.is_err()));
    let after = container
        .chunks_tagged(Tag::META)
        .filter(|chunk| chunk.is_ok());
    assert_eq!(after.count(), 1, "what stands behind it is reached");
    assert!(
        container
            .chunks_tagged(Tag::CORE)
            .all(|chunk| chunk.is_ok())
    );
    assert!(
        container
            .chunks_tagged(Tag::SEEK)
            .any(|chunk| chunk.is_err())
    );
    assert!(matches!(
        container.seek(0, STORED),
        Err(Error::Fault(Fault {
            rule: Rule::SeekOrder,
            ..
        }))
    ));
}

#[test]
fn the_first_seek_counts_and_of_later_ones_only_the_crc() {
    // A second SEEK that breaks every rule of SEEK but has its CRC.
    let mut out = vec![0; 512];
    let (mut writer, mut len) = Writer::begin(&mut out).unwrap();
    len += writer.block(b"block", &mut out[len..]).unwrap().len;
    out.truncate(len);
    let mut first = 1u32.to_be_bytes().to_vec();
    first.extend_from_slice(&entry(1, 0).emit());
    for payload in [&first[..], b"not a table"] {
        let header = h4core::wire::chunk::Repr {
            tag: Tag::SEEK,
            payload_len: payload.len() as u32,
            crc: h4core::hash::Crc32::of(payload),
        };
        out.extend_from_slice(&header.emit());
        out.extend_from_slice(payload);
    }
    let container = Container::open(&out).unwrap();
    assert_eq!(container.chunks().filter(|chunk| chunk.is_ok()).count(), 3);
    assert!(container.chunks().all(|chunk| chunk.is_ok()));
    assert_eq!(container.seek(1, STORED).unwrap().unwrap().0.index, 0);
}

#[cfg(feature = "json")]
#[test]
fn meta_says_what_the_offsets_count() {
    use h4core::container::{media_lengths, object};
    let lengths = |meta: &str| {
        let bytes = file(&[], &[], meta, "{}");
        let chunk = Container::open(&bytes)
            .unwrap()
            .find(Tag::META)
            .unwrap()
            .unwrap();
        let mut scratch = [0; 64];
        media_lengths(&object(&chunk, &mut scratch).unwrap(), &mut scratch)
    };
    assert_eq!(lengths("{}"), Ok(Some(STORED)));
    assert_eq!(
        lengths(r#"{"masked":true,"block_size":9}"#),
        Ok(Some(STORED))
    );
    let sealed = r#"{"encryption":{"mode":"off"},"block_size":9}"#;
    assert_eq!(lengths(sealed), Ok(Some(MediaLengths::Sealed)));
    let engine = r#"{"encryption":{},"compression":{"engine":"x"},"block_size":9}"#;
    assert_eq!(lengths(engine), Ok(Some(MediaLengths::Fixed(9))));
    assert_eq!(lengths(r#"{"compression":{}}"#), Ok(None));
    let large = r#"{"compression":{},"block_size":4294967296}"#;
    assert_eq!(lengths(large), Err(Error::FieldType));
    let twice = r#"{"compression":{},"compression":{},"block_size":1}"#;
    assert_eq!(lengths(twice), Err(Error::FieldTwice));
}

#[cfg(feature = "json")]
#[test]
fn only_meta_and_safe_are_read_as_json() {
    let bytes = file(&[b"{}"], &[], "{}", "{}");
    let container = Container::open(&bytes).unwrap();
    for (tag, legal) in [(Tag::META, true), (Tag::SAFE, true), (Tag::CORE, false)] {
        let chunk = container.find(tag).unwrap().unwrap();
        let object = h4core::container::object(&chunk, &mut []);
        assert_eq!(object.err(), (!legal).then_some(Error::Misplaced));
    }
}
