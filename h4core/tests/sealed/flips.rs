//! Every bit of a small sealed container, flipped: no block opens as anything but itself.

use h4core::container::Container;
use h4core::error::Error;
use h4core::stream::{EndState, seal_in};
use h4core::wire::chunk::Tag;

use crate::made::{Recipe, all_of, chunks, open_all, rebuilt};

/// What opens is what was sealed at that number; the end is told only where it is, and counts the blocks.
fn never_wrong(recipe: &Recipe, bytes: &[u8]) -> usize {
    let (given, state) = open_all(&recipe.secret, bytes);
    let all = all_of(&recipe.blocks);
    let mut opened = 0;
    for (index, given) in given.iter().enumerate() {
        if given.is_ok() {
            assert_eq!(Some(given), all.get(index), "block {index}");
            opened += 1;
        }
    }
    let ended = given.get(all.len() - 1) == all.last();
    assert_eq!(state == EndState::Ended, ended);
    opened
}

/// Few bytes, so that every bit of them can be tried; where it can be made, with a key in the last block of media.
fn tiny() -> Recipe {
    let made = match cfg!(feature = "mixing") {
        true => Recipe::announcing(1),
        false => Recipe::small(),
    };
    Recipe {
        engine_id: "e".into(),
        track_id: "t".into(),
        blocks: vec![b"ab".to_vec(), Vec::new()],
        ..made
    }
}

fn check(recipe: &Recipe) {
    let bytes = recipe.file();
    for bit in 64..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(
            Container::open(&flipped).unwrap().verify().is_err(),
            "{bit}"
        );
        match seal_in(&Container::open(&flipped).unwrap()) {
            // As stored, CRC and VERI wrong: who looks at neither learns nothing wrong all the same.
            Ok(Some(_)) => {
                never_wrong(recipe, &flipped);
            }
            // The tag of SEAL, or a length.
            Ok(None) => assert!((8..16).contains(&(bit / 8))),
            Err(error) => assert!(matches!(error, Error::Fault(_)), "{bit} {error:?}"),
        }
    }
}

/// The same flips in payloads, by someone who makes CRC and VERI right again.
fn check_rebuilt(recipe: &Recipe) {
    let whole = chunks(&recipe.file());
    for (place, (tag, payload)) in whole.iter().enumerate() {
        if !matches!(*tag, Tag::SEAL | Tag::CORE) {
            continue;
        }
        for bit in 0..payload.len() * 8 {
            let mut flipped = whole.clone();
            flipped[place].1[bit / 8] ^= 1 << (bit % 8);
            let bytes = rebuilt(&flipped);
            Container::open(&bytes).unwrap().verify().unwrap();
            match seal_in(&Container::open(&bytes).unwrap()) {
                Ok(seal) => {
                    assert!(seal.is_some());
                    let opened = never_wrong(recipe, &bytes);
                    if *tag == Tag::CORE {
                        assert_eq!(
                            opened,
                            recipe.blocks.len(),
                            "all others open, {place} {bit}"
                        );
                    }
                }
                Err(error) if bit < 32 => assert_eq!(error, Error::SealGeneration),
                Err(error) => assert_eq!(error, Error::Seal),
            }
        }
    }
}

#[test]
fn no_flipped_bit_opens_wrongly() {
    check(&tiny());
}

#[test]
fn no_flipped_bit_opens_wrongly_when_the_checksums_are_made_right() {
    check_rebuilt(&tiny());
}
