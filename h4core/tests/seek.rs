//! The seek table: its rules over bytes in pieces, and the search in memory and behind a `read at`.
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

use std::convert::Infallible;

use common::{cases, entry, file, hex};
use h4core::container::{
    Container, MediaLengths, ReadAt, ReadError, Reader, SeekCheck, SeekFault, SeekFileUnverified,
    SeekTable,
};
use h4core::error::{Error, Rule};
use h4core::wire::chunk::Tag;
use h4core::wire::seek::SeekEntry;
use proptest::prelude::*;

fn payload(entries: &[SeekEntry]) -> Vec<u8> {
    let mut payload = (entries.len() as u32).to_be_bytes().to_vec();
    entries
        .iter()
        .for_each(|entry| payload.extend_from_slice(&entry.emit()));
    payload
}

/// A source that counts its reads and gives at most so many bytes at once.
struct Card<'a> {
    bytes: &'a [u8],
    most: usize,
    reads: usize,
}

impl ReadAt for Card<'_> {
    type Error = Infallible;

    fn size(&mut self) -> Result<u64, Infallible> {
        self.bytes.size()
    }

    fn read_at(&mut self, offset: u64, buf: &mut [u8]) -> Result<usize, Infallible> {
        self.reads += 1;
        let most = buf.len().min(self.most);
        self.bytes.read_at(offset, &mut buf[..most])
    }
}

#[test]
fn every_vector_is_found_in_memory_and_behind_read_at() {
    for case in cases(include_str!("vectors/seek.json")) {
        let payload = hex(&case["payload"]);
        let table = SeekTable::parse(&payload).unwrap();
        let len = payload.len() as u32;
        let file = SeekFileUnverified::open(&mut &payload[..], 0, len).unwrap();
        for pair in case["at_or_before"].as_array().unwrap() {
            let (pts_us, index) = (pair[0].as_u64().unwrap(), pair[1].as_u64());
            let index = index.map(|index| index as u32);
            assert_eq!(
                table.at_or_before(pts_us),
                index,
                "{} {pts_us}",
                case["name"]
            );
            let found = file
                .table_unverified()
                .at_or_before(&mut &payload[..], pts_us);
            assert_eq!(found, Ok(index));
        }
    }
}

#[test]
fn a_validated_table_is_searched_where_it_lies() {
    let entries: Vec<SeekEntry> = (0..500).map(|i| entry(i * 40_000 + i % 7, i * 3)).collect();
    let block = vec![7; 1500];
    let bytes = file(&[&block], &entries, "{}", "{}");
    for most in [1, 15, 512, 4096] {
        let card = Card {
            bytes: &bytes,
            most,
            reads: 0,
        };
        let mut reader = Reader::open(card).unwrap();
        let (info, table) = reader.seek_file(&mut [0; 100]).unwrap().unwrap();
        assert_eq!((info.tag, table.len()), (Tag::SEEK, 500));
        let (_, in_memory) = Container::open(&bytes)
            .unwrap()
            .seek_table()
            .unwrap()
            .unwrap();
        for pts_us in (0..20_100_000).step_by(9_973) {
            reader.source().reads = 0;
            let found = table.entry_at_or_before(reader.source(), pts_us).unwrap();
            assert_eq!(found, in_memory.entry_at_or_before(pts_us));
            if most >= 512 {
                assert!(reader.source().reads <= 4, "three pages and the entry");
            }
            let range = table
                .media_range(reader.source(), pts_us, pts_us + 100_000)
                .unwrap();
            assert_eq!(range, in_memory.media_range(pts_us, pts_us + 100_000));
        }
        assert_eq!(table.get(reader.source(), 500), Ok(None));
        let block = reader
            .seek_unverified(80_002, MediaLengths::Stored, &mut [0; 9])
            .unwrap();
        assert_eq!(block.unwrap().index, 0);
    }
}

#[test]
fn a_table_whose_place_is_known_is_checked_without_a_walk_to_it() {
    let mut bytes = file(&[b"a", b"b", b"c"], &[entry(1, 0), entry(2, 2)], "{}", "{}");
    let (info, table) = Reader::open(&bytes[..])
        .unwrap()
        .seek_file(&mut [0; 9])
        .unwrap()
        .unwrap();
    // The headers before it lead nowhere any more.
    bytes[8..info.offset as usize].fill(0xff);
    let found = Reader::open(&bytes[..])
        .unwrap()
        .seek_file_in(&info, &mut [0; 9]);
    assert_eq!(found, Ok(table));
    bytes[info.payload_offset() as usize] ^= 1;
    let broken = Reader::open(&bytes[..])
        .unwrap()
        .seek_file_in(&info, &mut [0; 9]);
    assert!(
        matches!(broken, Err(ReadError::Core(Error::Fault(fault))) if fault.rule == Rule::Crc && fault.chunk == Some(3))
    );
}

#[test]
fn a_source_that_became_shorter_is_told() {
    let entries: Vec<SeekEntry> = (0..100).map(|i| entry(i, 0)).collect();
    let bytes = payload(&entries);
    let file = SeekFileUnverified::open(&mut &bytes[..], 0, bytes.len() as u32).unwrap();
    let misplaced = ReadError::Core(Error::Misplaced);
    let table = file.table_unverified();
    assert_eq!(table.at_or_before(&mut &bytes[..900], 50), Err(misplaced));
    assert_eq!(table.get(&mut &bytes[..900], 60), Err(misplaced));
    for (len, claimed) in [(0, 4), (3, 4), (10, 20), (1603, 1604)] {
        let opened = SeekFileUnverified::open(&mut &bytes[..len], 0, claimed);
        let other = ReadError::Core(Error::Range);
        assert!(matches!(opened, Err(error) if error == misplaced || error == other));
    }
    let empty = SeekFileUnverified::open(&mut &payload(&[])[..], 0, 4).unwrap();
    assert!(empty.table_unverified().is_empty());
    assert_eq!(
        empty.table_unverified().at_or_before(&mut &b""[..], 7),
        Ok(None)
    );
}

#[test]
fn a_table_is_exactly_as_long_as_its_count_says() {
    let entries: Vec<SeekEntry> = (0..5).map(|i| entry(i, 0)).collect();
    let whole = payload(&entries);
    let of_length = SeekFault {
        rule: Rule::SeekLength,
        position: 0,
    };
    for len in 0..whole.len() {
        assert_eq!(
            SeekTable::parse(&whole[..len]).unwrap_err(),
            of_length,
            "{len}"
        );
    }
    for count in [0u32, 4, 6, 0x1000_0005, u32::MAX] {
        let mut changed = whole.clone();
        changed[..4].copy_from_slice(&count.to_be_bytes());
        assert_eq!(
            SeekTable::parse(&changed).unwrap_err(),
            of_length,
            "{count}"
        );
    }
    let mut longer = whole;
    longer.push(0);
    assert_eq!(SeekTable::parse(&longer).unwrap_err(), of_length);
}

#[test]
fn the_first_entry_out_of_order_is_named_and_the_length_comes_first() {
    let entries = [entry(1, 0), entry(2, 0), entry(2, 0), entry(1, 0)];
    let mut bytes = payload(&entries);
    let fault = SeekTable::parse(&bytes).unwrap_err();
    assert_eq!((fault.rule, fault.position), (Rule::SeekOrder, 4 + 2 * 16));
    bytes.push(0);
    assert_eq!(SeekTable::parse(&bytes).unwrap_err().rule, Rule::SeekLength);
}

#[test]
fn the_largest_times_and_offsets_are_legal() {
    let bytes = payload(&[entry(0, u64::MAX), entry(u64::MAX, 0)]);
    let table = SeekTable::parse(&bytes).unwrap();
    assert_eq!(table.at_or_before(u64::MAX), Some(1));
    assert_eq!(table.at_or_before(u64::MAX - 1), Some(0));
    assert_eq!(table.get(0), Some(entry(0, u64::MAX)));
    assert_eq!(table.get(2), None);
    assert_eq!(table.iter().len(), 2);
}

proptest! {
    #[test]
    fn the_search_finds_what_a_linear_scan_finds(
        mut times in prop::collection::btree_set(any::<u64>(), 0..200),
        near in 0u64..100_000,
        asked in prop::collection::vec(any::<u64>(), 1..20),
    ) {
        times.extend((0..50).map(|i| near + i * 40));
        let entries: Vec<SeekEntry> = times.iter().map(|time| entry(*time, 0)).collect();
        let bytes = payload(&entries);
        let table = SeekTable::parse(&bytes).unwrap();
        let close = times.iter().flat_map(|time| [time.saturating_sub(1), *time, time.saturating_add(1)]);
        for pts_us in close.chain(asked) {
            let linear = entries.iter().rposition(|entry| entry.pts_us <= pts_us);
            prop_assert_eq!(table.at_or_before(pts_us), linear.map(|index| index as u32));
        }
    }

    #[test]
    fn a_check_in_pieces_is_the_check_of_the_whole(
        times in prop::collection::vec(0u64..50, 0..12),
        sorted in any::<bool>(),
        extra in 0usize..20,
        cut in 1usize..40,
    ) {
        let mut times = times;
        if sorted {
            times.sort_unstable();
            times.dedup();
        }
        let entries: Vec<SeekEntry> = times.iter().map(|time| entry(*time, 0)).collect();
        let mut bytes = payload(&entries);
        bytes.extend(vec![0; extra.saturating_sub(17)]);
        let whole = SeekTable::parse(&bytes).map(|table| table.len());
        let mut check = SeekCheck::new(bytes.len() as u32);
        bytes.chunks(cut).for_each(|piece| check.update(piece));
        prop_assert_eq!(check.result().map(|summary| summary.count), whole);
        let legal = extra < 18 && times.windows(2).all(|pair| pair[0] < pair[1]);
        prop_assert_eq!(whole.is_ok(), legal);
    }
}
