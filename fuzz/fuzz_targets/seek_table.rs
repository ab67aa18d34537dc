//! Any bytes as a SEEK payload: validation against a plain reading of the rules, the search against a linear scan.
#![no_main]

use h4core::container::{SeekCheck, SeekTable};
use h4core::wire::seek::SeekEntry;
use libfuzzer_sys::fuzz_target;

fn plain(payload: &[u8]) -> Option<Vec<u64>> {
    let count = u32::from_be_bytes(payload.get(..4)?.try_into().ok()?) as usize;
    let entries = &payload[4..];
    if entries.len() != count.checked_mul(16)? {
        return None;
    }
    let times: Vec<u64> = entries
        .chunks(16)
        .map(|entry| u64::from_be_bytes(entry[..8].try_into().unwrap()))
        .collect();
    times
        .windows(2)
        .all(|pair| pair[0] < pair[1])
        .then_some(times)
}

fn check(payload: &[u8], cut: usize, queries: &[u64]) {
    let expected = plain(payload);
    let table = SeekTable::parse(payload);
    assert_eq!(table.is_ok(), expected.is_some());
    let mut check = SeekCheck::new(payload.len() as u32);
    for piece in payload.chunks(cut.max(1)) {
        check.update(piece);
    }
    assert_eq!(check.result().err(), table.err());
    let (Some(times), Ok(table)) = (expected, table) else {
        return;
    };
    assert_eq!(table.len() as usize, times.len());
    let near = times
        .iter()
        .flat_map(|time| [time.saturating_sub(1), *time, time.saturating_add(1)]);
    for query in near.take(300).chain(queries.iter().copied()) {
        let linear = times
            .iter()
            .filter(|time| **time <= query)
            .count()
            .checked_sub(1);
        assert_eq!(
            table.at_or_before(query).map(|index| index as usize),
            linear
        );
    }
}

fuzz_target!(|input: (&[u8], u8, Vec<u64>, Vec<u64>)| {
    let (bytes, cut, queries, mut times) = input;
    check(bytes, usize::from(cut), &queries);
    // A table that is legal, so that the search is reached.
    times.sort_unstable();
    times.dedup();
    let mut payload = (times.len() as u32).to_be_bytes().to_vec();
    for pts_us in times {
        payload.extend_from_slice(&SeekEntry { pts_us, offset: 0 }.emit());
    }
    check(&payload, usize::from(cut), &queries);
});
