//! A sealed container cut anywhere: every whole block opens, before recovery and after it, and what is missing shows.

use h4core::container::{Container, MediaLengths, Survey};
use h4core::hash::Sha256;
use h4core::stream::{EndState, seal_in};
use h4core::wire::chunk::Tag;
use h4core::wire::seek::SeekEntry;

use crate::made::{Recipe, all_of, chunks, open_all, payloads, push, rebuilt};

fn recovered(bytes: &[u8]) -> Vec<u8> {
    let mut survey = Survey::new();
    survey.update(bytes);
    let salvage = survey.finish().unwrap();
    let mut source = bytes;
    let lengths = salvage.lengths_without_meta();
    let mut rebuild = salvage.rebuild(&mut source, lengths, &mut [0; 64]).unwrap();
    let (mut out, mut buf) = (Vec::new(), [0; 256]);
    loop {
        match rebuild.emit(&mut source, &mut buf).unwrap() {
            0 => return out,
            len => out.extend_from_slice(&buf[..len]),
        }
    }
}

fn check(recipe: &Recipe) {
    let bytes = recipe.file();
    let seal_end = 20 + usize::from(bytes[14]) * 256 + usize::from(bytes[15]);
    let all = all_of(&recipe.blocks);
    for len in 8..bytes.len() {
        let cut = &bytes[..len];
        let out = recovered(cut);
        let container = Container::open(&out).unwrap();
        container.verify().unwrap();
        if len < seal_end {
            // Without a whole SEAL there is no block either.
            assert_eq!((seal_in(&container), payloads(&out).len()), (Ok(None), 0));
            continue;
        }
        assert_eq!(seal_in(&container), Ok(Some(recipe.seal())));
        let (given, state) = open_all(&recipe.secret, cut);
        assert_eq!(given, all[..given.len()], "{len}");
        assert_eq!(given, open_all(&recipe.secret, &out).0, "{len}");
        let whole = match given.len() == all.len() {
            true => EndState::Ended,
            false => EndState::Cut,
        };
        assert_eq!((state, open_all(&recipe.secret, &out).1), (whole, whole));
        let next = payloads(&bytes)
            .get(given.len())
            .map_or(usize::MAX, Vec::len);
        let taken: usize = payloads(cut).iter().map(|payload| 12 + payload.len()).sum();
        assert!(
            len - seal_end < taken.saturating_add(12).saturating_add(next),
            "{len}"
        );
    }
}

#[test]
fn a_container_cut_at_any_byte_opens_as_far_as_it_goes() {
    check(&Recipe::small());
    #[cfg(feature = "mixing")]
    check(&Recipe::announcing(2));
}

#[test]
fn a_container_that_verifies_may_still_have_lost_its_end() {
    let recipe = Recipe::small();
    let mut fewer = chunks(&recipe.file());
    fewer.remove(5);
    let bytes = rebuilt(&fewer);
    Container::open(&bytes).unwrap().verify().unwrap();
    let (given, state) = open_all(&recipe.secret, &bytes);
    assert_eq!(given, all_of(&recipe.blocks)[..4]);
    assert_eq!(state, EndState::Cut);
}

fn lengths(bytes: &[u8]) -> (bool, Option<MediaLengths>) {
    let mut survey = Survey::new();
    survey.update(bytes);
    let salvage = survey.finish().unwrap();
    (salvage.is_sealed(), salvage.lengths_without_meta())
}

#[test]
fn where_meta_is_cut_off_seal_says_what_offsets_count() {
    let recipe = Recipe::small();
    let bytes = recipe.file();
    let seal = chunks(&bytes)[0].1.clone();
    for (len, sealed) in [
        (8, false),
        (19 + seal.len(), false),
        (20 + seal.len(), true),
    ] {
        let of = MediaLengths::Stored.if_sealed(sealed);
        assert_eq!(lengths(&bytes[..len]), (sealed, Some(of)), "{len}");
    }
    assert_eq!(MediaLengths::Stored.if_sealed(true), MediaLengths::Sealed);
    assert_eq!(
        MediaLengths::Fixed(7).if_sealed(true),
        MediaLengths::Fixed(7)
    );
    // Behind the blocks a table is kept as it is, for an engine may have been there too.
    assert_eq!(lengths(&bytes[..bytes.len() - 60]), (true, None));
    // Elsewhere SEAL is a chunk like any other.
    let mut late = b"H4MK\0\x01\0\0".to_vec();
    push(&mut late, Tag(*b"NEW1"), b"");
    push(&mut late, Tag::SEAL, &seal);
    assert_eq!(lengths(&late), (false, Some(MediaLengths::Stored)));
}

#[test]
fn entries_past_the_kept_plaintext_are_dropped() {
    let recipe = Recipe::small();
    let whole = chunks(&recipe.file());
    let entries = [(0, 0), (1, 5), (2, 16), (3, 17)];
    let mut table = (entries.len() as u32).to_be_bytes().to_vec();
    for (pts_us, offset) in entries {
        table.extend_from_slice(&SeekEntry { pts_us, offset }.emit());
    }
    let mut bytes = b"H4MK\0\x01\0\0".to_vec();
    push(&mut bytes, Tag::SEAL, &whole[0].1);
    push(&mut bytes, Tag::SEEK, &table);
    for (tag, payload) in &whole[1..4] {
        push(&mut bytes, *tag, payload);
    }
    // Three blocks with 16 bytes of plaintext are kept, of a fourth a few bytes.
    bytes.extend_from_slice(b"CORE\0\0");
    let out = recovered(&bytes);
    let (_, table) = Container::open(&out)
        .unwrap()
        .seek_table()
        .unwrap()
        .unwrap();
    let kept: Vec<_> = table.iter().map(|entry| entry.offset).collect();
    assert_eq!(kept, [0, 5]);
    assert_eq!(
        open_all(&recipe.secret, &out).0,
        all_of(&recipe.blocks)[..3]
    );
    assert_ne!(Sha256::of(&out), Sha256::of(&bytes));
}
