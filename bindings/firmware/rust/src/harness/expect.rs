//! Looks at the chip's bytes with code of its own, and at the containers with the player.

use h4core::hash::Crc32;

use super::Device;
use super::kept::{EXPECTED_MAX, Expected, Kept};
use crate::area::{self, Header, Kind};
use crate::layout::{AREA_ROOM, AREAS, LEN, PCM_BLOCK_LEN, PCM_BLOCK_SAMPLES, SEALED_BLOCKS};
use crate::player::Player;
use crate::recorder::Recorder;
use crate::tone;

/// How many CORE chunks stand whole in an area, in bytes before the address `up_to`: chunk after chunk, up to the first that is not; and
/// whether VERI is behind them.
pub(super) fn whole_chunks(bytes: &[u8; LEN], area: u32, up_to: usize) -> (u32, bool) {
    let start = area::address(area) as usize;
    let end = up_to.min(start + AREA_ROOM as usize).max(start);
    let Some(mut rest) = bytes[start..end].strip_prefix(b"H4MK\x00\x01\x00\x00") else {
        return (0, false);
    };
    let mut chunks = 0;
    while let Some((header, behind)) = rest.split_first_chunk::<12>() {
        let number = |at: usize| u32::from_be_bytes([0, 1, 2, 3].map(|i: usize| header[at + i]));
        let Some((payload, behind)) = behind.split_at_checked(number(4) as usize) else {
            break;
        };
        if Crc32::of(payload) != number(8) {
            break;
        }
        if header.starts_with(b"VERI") {
            return (chunks, true);
        }
        chunks += u32::from(header.starts_with(b"CORE"));
        rest = behind;
    }
    (chunks, false)
}

fn expected_of(kept: &mut Kept, header: &Header) -> usize {
    let (boot, serial, kind) = (header.boot, header.serial, header.kind.number());
    let count = kept.expected_count as usize;
    let same = |of: &Expected| (of.boot, of.serial, of.kind) == (boot, serial, kind);
    if let Some(at) = kept.expected[..count].iter().position(same) {
        return at;
    }
    assert!(count < EXPECTED_MAX);
    kept.expected[count] = Expected {
        boot,
        serial,
        kind,
        chunks: 0,
        finished: 0,
    };
    kept.expected_count += 1;
    count
}

/// Notes what is whole on the chip.
pub(super) fn note(kept: &mut Kept) {
    kept.chip.power(0, 0);
    for area in 0..AREAS {
        let Some(header) = area::header(&mut kept.chip, area).unwrap() else {
            continue;
        };
        let (chunks, finished) = whole_chunks(&kept.chip.bytes, area, LEN);
        let at = expected_of(kept, &header);
        let expected = &mut kept.expected[at];
        expected.chunks = expected.chunks.max(chunks);
        expected.finished |= u32::from(finished && !header.recovered);
    }
}

/// Plays all of an area; gives the number of its CORE chunks and whether the end was among them.
fn play(kept: &mut Kept, device: &mut Device, area: u32) -> (u32, bool) {
    let Some(mut player) = Player::open(&mut kept.chip, area).unwrap() else {
        return (0, false);
    };
    let (mut chunks, mut ended) = (0, false);
    while let Some(block) = player.next(&mut device.block).unwrap() {
        assert!(block.index == u64::from(chunks) && !ended);
        match block.data {
            None => ended = true,
            Some(data) if data.len() == PCM_BLOCK_LEN => {
                let mut pcm = [0; PCM_BLOCK_LEN];
                tone::pcm(chunks * PCM_BLOCK_SAMPLES, &mut pcm);
                assert_eq!(data, pcm);
            }
            Some(data) => assert_eq!(data, kept.tokens[chunks as usize]),
        }
        chunks += 1;
    }
    (chunks, ended)
}

fn is_verified(kept: &mut Kept, device: &mut Device, area: u32) -> bool {
    Recorder::new(&mut kept.chip, &mut device.memory)
        .is_verified(area)
        .unwrap()
}

/// A container that was just recorded is whole.
pub(super) fn plays(kept: &mut Kept, device: &mut Device, area: u32, kind: Kind, chunks: u32) {
    assert!(is_verified(kept, device, area));
    assert_eq!(
        play(kept, device, area),
        (chunks, kind == Kind::Sealed),
        "{kind:?}"
    );
}

/// As [`plays`], for a sealed one.
pub(super) fn plays_sealed(kept: &mut Kept, device: &mut Device, area: u32) {
    plays(kept, device, area, Kind::Sealed, SEALED_BLOCKS + 1);
}

/// The session id in SEAL of an area; none if there is no SEAL.
fn session_of(kept: &Kept, area: u32) -> Option<[u8; 32]> {
    let chunk = &kept.chip.bytes[area::address(area) as usize + 8..];
    chunk.strip_prefix(b"SEAL")?;
    chunk[12 + 20..].first_chunk().copied()
}

/// No two containers that are not copies of each other have one session.
fn check_session(kept: &mut Kept, area: u32, header: &Header) {
    let session = session_of(kept, area);
    for other in 0..area {
        let of = area::header(&mut kept.chip, other).unwrap();
        let another = of.filter(|of| (of.boot, of.serial) != (header.boot, header.serial));
        if session.is_some() && another.is_some() {
            assert_ne!(session_of(kept, other), session);
        }
    }
}

/// All that was noted is there.
pub(super) fn found(kept: &mut Kept, device: &mut Device) {
    let mut areas_of = [0; EXPECTED_MAX];
    for area in 0..AREAS {
        let Some(header) = area::header(&mut kept.chip, area).unwrap() else {
            continue;
        };
        if !is_verified(kept, device, area) {
            // Nothing is left unfinished but copies that were given up.
            assert!(header.recovered);
            continue;
        }
        check_session(kept, area, &header);
        let at = expected_of(kept, &header);
        let (chunks, ended) = play(kept, device, area);
        let expected = &kept.expected[at];
        assert!(chunks >= expected.chunks);
        if expected.finished != 0 {
            assert!(!header.recovered && ended == (header.kind == Kind::Sealed));
        }
        kept.counts.found += chunks;
        areas_of[at] += 1;
    }
    let expected = &kept.expected[..kept.expected_count as usize];
    for (expected, areas) in expected.iter().zip(areas_of) {
        assert!(areas == 1 || (areas == 0 && expected.chunks == 0));
    }
}
