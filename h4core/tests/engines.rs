//! The engines against a plain model, at the edges of every buffer, and their fingerprints. SPEC.md, "Engines".
#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic, and its own numbers are small"
)]

use h4core::engine::{
    Engine, EngineIdentity, Fingerprint, PROBE_BLOCK_LEN, PROBE_BLOCKS, RunLength, Store, find,
    fingerprint, probe_block, work_len,
};
use h4core::error::Error;
use proptest::collection::vec;
use proptest::prelude::*;

/// Pairs, one byte of the input after another; a run is at most `longest`.
fn model(input: &[u8], longest: u8) -> Vec<u8> {
    let mut pairs: Vec<[u8; 2]> = Vec::new();
    for byte in input {
        match pairs.last_mut() {
            Some([value, run]) if value == byte && *run < longest => *run += 1,
            _ => pairs.push([*byte, 1]),
        }
    }
    pairs.concat()
}

/// What pairs unpack to, by the rules as they are written.
fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    let (pairs, odd) = packed.as_chunks::<2>();
    let legal = odd.is_empty() && pairs.iter().all(|[_, run]| *run > 0);
    let bytes: Vec<u8> = pairs
        .iter()
        .flat_map(|[value, run]| vec![*value; usize::from(*run)])
        .collect();
    (legal && bytes.len().is_multiple_of(256)).then_some(bytes)
}

type Call<'c> = &'c dyn Fn(&mut [u8]) -> Result<usize, Error>;

/// A call that writes `expected` does so into a slice of that length or more and touches nothing else; into any shorter one
/// it writes nothing and says what it needs.
fn holds_at_every_length(expected: &[u8], call: Call<'_>) {
    let len = expected.len();
    let needed = len as u64;
    for room in [0, 1, len / 2, len.saturating_sub(2), len.saturating_sub(1)] {
        if room < len {
            let mut out = vec![0xa5; room];
            assert_eq!(call(&mut out), Err(Error::TooSmall { needed }), "{room}");
            assert!(out.iter().all(|byte| *byte == 0xa5), "{room}");
        }
    }
    for room in [len, len + 1, len + 2, 2 * len + 515] {
        let mut out = vec![0xa5; room];
        assert_eq!(call(&mut out), Ok(len), "{room}");
        assert_eq!(&out[..len], expected, "{room}");
        assert!(out[len..].iter().all(|byte| *byte == 0xa5), "{room}");
    }
}

/// A call that fails writes nothing, however large the slice.
fn refused(error: Error, call: Call<'_>) {
    for room in [0, 1, 255, 256, 257, 4096] {
        let mut out = vec![0xa5; room];
        assert_eq!(call(&mut out), Err(error), "{room}");
        assert!(out.iter().all(|byte| *byte == 0xa5), "{room}");
    }
}

fn packs_to(engine: &dyn Engine, input: &[u8], packed: &[u8]) {
    holds_at_every_length(packed, &|out| engine.pack(input, out));
    holds_at_every_length(input, &|out| engine.unpack(packed, out));
    assert_eq!(engine.unpacked_len(packed), Ok(input.len() as u64));
    let most = engine.max_packed_len(input.len() as u64);
    assert!(most.is_some_and(|most| most >= packed.len() as u64));
}

fn runs(lens: &[usize]) -> Vec<u8> {
    let runs = lens
        .iter()
        .zip(0_u8..)
        .map(|(len, value)| vec![value; *len]);
    runs.collect::<Vec<_>>().concat()
}

#[test]
fn runs_are_as_long_as_they_can_be_and_cut_after_255() {
    for (lens, packed) in [
        (&[][..], &[][..]),
        (&[256], &[0, 255, 0, 1]),
        (&[1, 255], &[0, 1, 1, 255]),
        (&[255, 1], &[0, 255, 1, 1]),
        (&[254, 2], &[0, 254, 1, 2]),
        (&[257, 255], &[0, 255, 0, 2, 1, 255]),
        (&[510, 2], &[0, 255, 0, 255, 1, 2]),
        (&[511, 1], &[0, 255, 0, 255, 0, 1, 1, 1]),
        (&[512], &[0, 255, 0, 255, 0, 2]),
        (&[765, 3], &[0, 255, 0, 255, 0, 255, 1, 3]),
    ] {
        packs_to(&RunLength, &runs(lens), packed);
    }
}

#[test]
fn bounds_are_met_by_the_best_and_the_worst_input() {
    let worst: Vec<u8> = (0..768_usize).map(|i| i as u8).collect();
    assert_eq!(model(&worst, 255).len(), 2 * worst.len());
    packs_to(&RunLength, &worst, &model(&worst, 255));
    // 256 pairs of 255 are the shortest input whose pairs are all full.
    let best = vec![9; 255 * 256];
    packs_to(&RunLength, &best, &[9, 255].repeat(256));
}

#[test]
fn run_length_takes_multiples_of_256_bytes_alone() {
    for len in [1, 2, 255, 257, 511, 513] {
        assert_eq!(RunLength.max_packed_len(len), None);
        let input = vec![7; len as usize];
        refused(Error::Range, &|out| RunLength.pack(&input, out));
    }
    assert_eq!(RunLength.max_packed_len(0), Some(0));
    assert_eq!(RunLength.max_packed_len(256), Some(512));
    assert_eq!(
        RunLength.max_packed_len((1 << 63) - 256),
        Some(u64::MAX - 511)
    );
    assert_eq!(RunLength.max_packed_len(1 << 63), None);
}

#[test]
fn packed_bytes_that_no_producer_makes_are_refused() {
    for packed in [
        // Odd.
        &[0][..],
        &[0, 255, 0, 1, 0],
        // A run of 0, first, last or alone, whatever the sum.
        &[0, 0],
        &[5, 0, 0, 255, 0, 1],
        &[0, 255, 0, 1, 5, 0],
        // Sums other than a multiple of 256.
        &[0, 1],
        &[0, 255],
        &[0, 255, 0, 2],
        &[0, 254, 0, 1],
        &[0, 128, 0, 128, 0, 255],
    ] {
        assert_eq!(unpacked(packed), None);
        assert_eq!(RunLength.unpacked_len(packed), Err(Error::EngineData));
        refused(Error::EngineData, &|out| RunLength.unpack(packed, out));
    }
}

#[test]
fn runs_cut_elsewhere_are_read_and_not_written() {
    let other = [3, 100, 3, 155, 3, 1];
    holds_at_every_length(&[3; 256], &|out| RunLength.unpack(&other, out));
    packs_to(&RunLength, &[3; 256], &[3, 255, 3, 1]);
}

#[test]
fn store_packs_any_input_to_itself() {
    for len in [0_usize, 1, 255, 256, 257, 1000] {
        let input: Vec<u8> = (0..len).map(|i| (i * 7) as u8).collect();
        packs_to(&Store, &input, &input);
    }
    assert_eq!(Store.max_packed_len(u64::MAX), Some(u64::MAX));
}

/// Mostly runs, of lengths around those where a pair ends.
fn block() -> impl Strategy<Value = Vec<u8>> {
    let len = prop_oneof![1..4_usize, 250..260_usize, 505..515_usize, 1..1000_usize];
    vec((0..4_u8, len), 0..12).prop_map(|runs| {
        let mut bytes: Vec<u8> = runs
            .into_iter()
            .flat_map(|(value, len)| vec![value; len])
            .collect();
        bytes.truncate(bytes.len() / 256 * 256);
        bytes
    })
}

/// Pairs whose sum is a multiple of 256 more often than not.
fn pairs() -> impl Strategy<Value = Vec<u8>> {
    (vec((any::<u8>(), 1..=255_u8), 0..20), any::<bool>()).prop_map(|(mut pairs, whole)| {
        let sum = pairs
            .iter()
            .fold(0_u8, |sum, (_, run)| sum.wrapping_add(*run));
        if whole && sum != 0 {
            pairs.push((0, sum.wrapping_neg()));
        }
        pairs
            .into_iter()
            .flat_map(|(value, run)| [value, run])
            .collect()
    })
}

proptest! {
    #[test]
    fn blocks_pack_as_the_model_says_and_come_back(input in block()) {
        let packed = model(&input, 255);
        prop_assert!(packed.len() <= 2 * input.len());
        prop_assert!(2 * input.len() <= 255 * packed.len());
        packs_to(&RunLength, &input, &packed);
        packs_to(&Store, &input, &input);
    }

    #[test]
    fn any_bytes_unpack_as_the_model_says(packed in prop_oneof![pairs(), vec(0..3_u8, 0..9)]) {
        match unpacked(&packed) {
            Some(bytes) => holds_at_every_length(&bytes, &|out| RunLength.unpack(&packed, out)),
            None => refused(Error::EngineData, &|out| RunLength.unpack(&packed, out)),
        }
    }
}

/// An engine made of a function, for what a changed engine would be.
struct Other(Behaviour);

type Behaviour = fn(&[u8]) -> Vec<u8>;

impl Engine for Other {
    fn identity(&self) -> EngineIdentity<'_> {
        RunLength::IDENTITY
    }
    fn max_packed_len(&self, len: u64) -> Option<u64> {
        len.checked_mul(4)
    }
    fn pack(&self, input: &[u8], out: &mut [u8]) -> Result<usize, Error> {
        let packed = self.0(input);
        out[..packed.len()].copy_from_slice(&packed);
        Ok(packed.len())
    }
    fn unpacked_len(&self, _: &[u8]) -> Result<u64, Error> {
        Err(Error::EngineData)
    }
    fn unpack(&self, _: &[u8], _: &mut [u8]) -> Result<usize, Error> {
        Err(Error::EngineData)
    }
}

fn made(engine: &dyn Engine) -> Fingerprint {
    let mut work = vec![0xa5; work_len(engine).unwrap() as usize];
    fingerprint(engine, &mut work).unwrap()
}

#[test]
fn known_fingerprints_are_what_the_engines_make_of_the_probe() {
    for (engine, pin, text) in [
        (
            &Store as &dyn Engine,
            Store::PIN,
            "32c62ec685e0ec543e6b0280c55a36febddc3d8df764f92dac287a74ba7210f1",
        ),
        (
            &RunLength,
            RunLength::PIN,
            "31577374f5d31057337f326781447830e291b6ef8056b91328b7dcbf195c6c52",
        ),
    ] {
        assert_eq!(made(engine), pin.fingerprint);
        assert_eq!(pin.fingerprint.to_string(), text);
        let identity = engine.identity();
        assert_eq!(
            (identity.id, identity.fingerprint),
            (pin.id, Some(pin.fingerprint))
        );
        assert_eq!(
            find(&identity).map(|found| found.identity()).ok(),
            Some(identity)
        );
    }
}

#[test]
fn the_probe_has_the_bytes_of_its_definition() {
    let root = |at: usize| (0..).take_while(|n| n * n <= at).count() - 1;
    for number in 0..PROBE_BLOCKS {
        let mut block = [0xa5; PROBE_BLOCK_LEN];
        probe_block(number, &mut block);
        for (at, byte) in block.into_iter().enumerate() {
            let expected = match number {
                6 => root(at),
                7 => 7 * at % 256,
                _ => {
                    let second = [512, 511, 510, 257, 256, 254][usize::from(number)];
                    let first = usize::from(number);
                    if at < second { first } else { 255 - first }
                }
            };
            assert_eq!(usize::from(byte), expected, "{number} {at}");
        }
    }
}

#[test]
fn another_behaviour_has_another_fingerprint() {
    let same = made(&Other(|input| model(input, 255)));
    assert_eq!(same, RunLength::PIN.fingerprint);
    let others: [Behaviour; 7] = [
        |input| model(input, 254),
        |input| model(input, 128),
        // Run before value.
        |input| {
            let packed = model(input, 255);
            let pairs = packed.chunks(2).flat_map(|pair| [pair[1], pair[0]]);
            pairs.collect()
        },
        // Pieces that never join: a run ends with every 256 bytes.
        |input| input.chunks(256).flat_map(|p| model(p, 255)).collect(),
        // The run's short pair first.
        |input| {
            let mut packed = model(input, 255);
            let (pairs, _) = packed.as_chunks_mut::<2>();
            for at in 1..pairs.len() {
                if pairs[at][0] == pairs[at - 1][0] {
                    pairs.swap(at, at - 1);
                }
            }
            packed
        },
        |input| [model(input, 255), vec![0]].concat(),
        |input| model(input, 255).split_off(2),
    ];
    let mut seen = vec![same, Store::PIN.fingerprint];
    for other in others {
        let other = made(&Other(other));
        assert!(!seen.contains(&other));
        seen.push(other);
    }
}

#[test]
fn a_fingerprint_needs_room_for_a_block_and_what_it_packs_to() {
    for (engine, needed) in [(&Store as &dyn Engine, 1024), (&RunLength, 1536)] {
        assert_eq!(work_len(engine), Some(needed));
        for room in [0, 511, 512, needed as usize - 1] {
            let mut work = vec![0xa5; room];
            let short = fingerprint(engine, &mut work);
            assert_eq!(short, Err(Error::TooSmall { needed }));
            assert!(work.iter().all(|byte| *byte == 0xa5));
        }
        let mut work = vec![0xa5; needed as usize + 1];
        assert_eq!(
            fingerprint(engine, &mut work).ok(),
            engine.identity().fingerprint
        );
        assert_eq!(work[needed as usize], 0xa5);
    }
}
