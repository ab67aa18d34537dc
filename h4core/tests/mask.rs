//! The transport mask against the known answers and against its definition. SPEC.md, "Transport mask".
#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic, and its own numbers are small"
)]
#![cfg(feature = "mask")]

use h4core::crypto::kdf::kdf;
use h4core::crypto::mask::{BlockMask, DEFAULT_CONTEXT, MAX_BLOCK_LEN, MIN_KEY_LEN, MaskKey};
use h4core::error::Error;
use h4core::hash::Sha256;
use proptest::prelude::*;
use serde_json::Value;

const KEY: [u8; 32] = [0x17; 32];

fn hex(value: &Value) -> Vec<u8> {
    let text = value.as_str().expect("hex is a string").as_bytes();
    let digit = |d: u8| char::from(d).to_digit(16).expect("hex has hex digits") as u8;
    let pairs = text.as_chunks::<2>().0.iter();
    pairs
        .map(|[high, low]| digit(*high) << 4 | digit(*low))
        .collect()
}

fn block_key(master_key: &[u8], context: &[u8], index: u64) -> [u8; 32] {
    let mut key = [0; 32];
    let info = [context, b"|", index.to_string().as_bytes()].concat();
    kdf(&[master_key], &[&info], &mut key).unwrap();
    key
}

/// The mask as it is defined, one byte of the block after another.
fn defined(key: &[u8; 32], at: u64, data: &[u8]) -> Vec<u8> {
    let byte = |(at, byte): (u64, &u8)| {
        let counter = u32::try_from(at / 32).expect("a counter has 32 bits");
        let digest = Sha256::of(&[key.as_slice(), &counter.to_be_bytes()].concat());
        byte ^ digest[(at % 32) as usize]
    };
    (at..).zip(data).map(byte).collect()
}

fn pattern(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i * 7 + i / 256) as u8).collect()
}

fn mask(index: u64) -> BlockMask {
    MaskKey::new(&KEY).unwrap().block(DEFAULT_CONTEXT, index)
}

#[test]
fn every_known_answer_is_met() {
    let file: Value = serde_json::from_str(include_str!("vectors/mask.json")).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 8);
    for case in cases {
        let master_key = hex(&case["master_key"]);
        let context = match &case["context"] {
            Value::Null => DEFAULT_CONTEXT.to_vec(),
            context => hex(context),
        };
        let index = case["index"].as_u64().unwrap();
        let key = block_key(&master_key, &context, index);
        assert_eq!(key.as_slice(), hex(&case["block_key"]), "{index}");

        let (plain, masked) = (hex(&case["plain"]), hex(&case["masked"]));
        let mask = MaskKey::new(&master_key).unwrap().block(&context, index);
        let mut data = plain.clone();
        mask.apply(0, &mut data).unwrap();
        assert_eq!(data, masked, "{index}");
        mask.apply(0, &mut data).unwrap();
        assert_eq!(data, plain, "{index}");
        assert_eq!(defined(&key, 0, &plain), masked, "{index}");
    }
}

#[test]
fn the_default_context_is_its_text_in_utf_8() {
    assert_eq!(DEFAULT_CONTEXT, b"Harmony\xc3\x984|Mask|v1");
}

#[test]
fn two_pieces_mask_like_the_whole_wherever_the_cut() {
    let mask = mask(3);
    let mut whole = pattern(200);
    mask.apply(0, &mut whole).unwrap();
    for cut in 0..=200 {
        let mut data = pattern(200);
        let (first, second) = data.split_at_mut(cut);
        // The second piece first: order does not matter.
        mask.apply(cut as u64, second).unwrap();
        mask.apply(0, first).unwrap();
        assert_eq!(data, whole, "cut at {cut}");
    }
}

#[test]
fn equal_pieces_mask_like_the_whole_whatever_their_size() {
    let mask = mask(3);
    let mut whole = pattern(1200);
    mask.apply(0, &mut whole).unwrap();
    for size in 1..=600 {
        let mut data = pattern(1200);
        for (i, piece) in data.chunks_mut(size).enumerate() {
            mask.apply((i * size) as u64, piece).unwrap();
        }
        assert_eq!(data, whole, "pieces of {size}");
    }
}

#[test]
fn any_offset_and_length_are_as_defined() {
    let (mask, key) = (mask(9), block_key(&KEY, DEFAULT_CONTEXT, 9));
    let block = defined(&key, 0, &pattern(1200));
    for at in 0..=70 {
        for len in [
            0, 1, 2, 3, 4, 5, 31, 32, 33, 63, 64, 65, 127, 128, 129, 480, 511, 512, 513, 1024, 1025,
        ] {
            let mut data = pattern(1200);
            mask.apply(at as u64, &mut data[at..at + len]).unwrap();
            assert_eq!(data[at..at + len], block[at..at + len], "{len} at {at}");
            assert_eq!(data[..at], pattern(1200)[..at], "before {at}");
            assert_eq!(
                data[at + len..],
                pattern(1200)[at + len..],
                "after {len} at {at}"
            );
        }
    }
}

#[test]
fn the_index_counts_in_decimal() {
    let key = MaskKey::new(&KEY).unwrap();
    let mut indexes = vec![0, u64::from(u32::MAX), u64::from(u32::MAX) + 1, u64::MAX];
    indexes.extend(
        (1..20)
            .map(|power| 10_u64.pow(power))
            .flat_map(|n| [n - 1, n, n + 1]),
    );
    for index in indexes {
        let mut data = [0; 32];
        key.block(b"context", index).apply(0, &mut data).unwrap();
        let expected = defined(&block_key(&KEY, b"context", index), 0, &[0; 32]);
        assert_eq!(data.as_slice(), expected, "{index}");
    }
}

#[test]
fn the_mask_reaches_to_the_last_counter_and_no_further() {
    let (mask, key) = (mask(0), block_key(&KEY, DEFAULT_CONTEXT, 0));
    for len in [1, 31, 32, 33, 64, 65, 600] {
        let at = MAX_BLOCK_LEN - len as u64;
        let mut data = pattern(len);
        mask.apply(at, &mut data).unwrap();
        assert_eq!(data, defined(&key, at, &pattern(len)), "{len}");

        for at in [
            at + 1,
            MAX_BLOCK_LEN,
            MAX_BLOCK_LEN + 1,
            u64::MAX - 1,
            u64::MAX,
        ] {
            let mut data = vec![0xa5; len];
            assert_eq!(
                mask.apply(at, &mut data),
                Err(Error::Range),
                "{len} at {at}"
            );
            assert_eq!(data, vec![0xa5; len], "{len} at {at}");
        }
    }
    assert_eq!(mask.apply(MAX_BLOCK_LEN, &mut []), Ok(()));
    assert_eq!(mask.apply(MAX_BLOCK_LEN + 1, &mut []), Err(Error::Range));
    assert_eq!(mask.apply(u64::MAX, &mut []), Err(Error::Range));
}

#[test]
fn a_master_key_has_at_least_16_bytes() {
    for len in 0..MIN_KEY_LEN {
        assert_eq!(
            MaskKey::new(&KEY[..len]).err(),
            Some(Error::ShortKey),
            "{len}"
        );
    }
    for len in [MIN_KEY_LEN, 17, 32] {
        let key = MaskKey::new(&KEY[..len]).unwrap();
        let mut data = [0; 32];
        key.block(DEFAULT_CONTEXT, 5).apply(0, &mut data).unwrap();
        let expected = block_key(&KEY[..len], DEFAULT_CONTEXT, 5);
        assert_eq!(data.as_slice(), defined(&expected, 0, &[0; 32]), "{len}");
    }
}

#[test]
fn keys_do_not_print() {
    let key = MaskKey::new(&KEY).unwrap();
    assert_eq!(format!("{key:?}"), "MaskKey(..)");
    assert_eq!(format!("{:?}", key.block(b"", 0)), "BlockMask(..)");
}

proptest! {
    #[test]
    fn masking_twice_changes_nothing(
        key in prop::collection::vec(any::<u8>(), 16..80),
        context in prop::collection::vec(any::<u8>(), 0..40),
        index in any::<u64>(),
        at in 0..MAX_BLOCK_LEN - 2000,
        data in prop::collection::vec(any::<u8>(), 0..2000),
    ) {
        let mask = MaskKey::new(&key).unwrap().block(&context, index);
        let mut masked = data.clone();
        mask.apply(at, &mut masked).unwrap();
        prop_assert_eq!(&masked, &defined(&block_key(&key, &context, index), at, &data));
        mask.apply(at, &mut masked).unwrap();
        prop_assert_eq!(masked, data);
    }
}
