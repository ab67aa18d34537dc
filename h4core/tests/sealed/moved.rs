//! A block opens at its own place in its own container, and nowhere else.

use h4core::error::Error;
use h4core::stream::EndState;
use h4core::wire::chunk::Tag;
use h4core::wire::seal::{MAX_LEN, Repr, Role};

use crate::made::{
    Given, Recipe, all_of, chunks, open, open_all, payloads, reader, rebuilt, seal_of,
};

/// The container of a recipe with its SEAL replaced.
fn resealed(recipe: &Recipe, change: impl FnOnce(&mut Recipe)) -> Vec<u8> {
    let mut other = recipe.clone();
    change(&mut other);
    let mut chunks = chunks(&recipe.file());
    let mut room = [0; MAX_LEN];
    chunks[0].1 = other.seal().emit(&mut room).to_vec();
    rebuilt(&chunks)
}

fn none_opens(given: &[Given], error: Error) -> bool {
    given.iter().all(|given| *given == Err(error))
}

#[test]
fn blocks_that_change_places_do_not_open() {
    let recipe = Recipe::small();
    let mut moved = chunks(&recipe.file());
    moved.swap(1, 3);
    let (given, state) = open_all(&recipe.secret, &rebuilt(&moved));
    assert_eq!(given[0], Err(Error::Header));
    assert_eq!(given[2], Err(Error::Header));
    assert_eq!(given[1], Ok(Some(Vec::new())));
    assert_eq!((&given[4], state), (&Ok(None), EndState::Ended));
}

#[test]
fn a_block_that_says_the_number_of_its_new_place_does_not_authenticate() {
    let recipe = Recipe::small();
    let payloads = payloads(&recipe.file());
    for (from, to) in [(0, 2_u64), (2, 0), (3, 4), (4, 3)] {
        let mut forged = payloads[from].clone();
        forged[37..45].copy_from_slice(&to.to_be_bytes());
        let mut reader = reader(&recipe.secret, &recipe.file());
        assert_eq!(open(&mut reader, to, &forged), Err(Error::Auth));
        assert_eq!(open(&mut reader, to, &payloads[from]), Err(Error::Header));
    }
}

#[test]
fn a_block_that_is_left_out_or_put_in_shows() {
    let recipe = Recipe::small();
    let whole = chunks(&recipe.file());
    for at in 1..=4 {
        let mut fewer = whole.clone();
        fewer.remove(at);
        let (given, state) = open_all(&recipe.secret, &rebuilt(&fewer));
        assert_eq!(given[..at - 1], all_of(&recipe.blocks)[..at - 1]);
        assert!(none_opens(&given[at - 1..], Error::Header));
        assert_eq!(state, EndState::Cut);

        let mut more = whole.clone();
        more.insert(at, whole[at].clone());
        let (given, state) = open_all(&recipe.secret, &rebuilt(&more));
        assert_eq!(given[..at], all_of(&recipe.blocks)[..at]);
        assert!(none_opens(&given[at..], Error::Header));
        assert_eq!(state, EndState::Cut);
    }
}

#[test]
fn nothing_opens_behind_the_end() {
    let recipe = Recipe::small();
    let mut more = chunks(&recipe.file());
    // The end again, and the fifth block of a longer container of the same writer: authentic, had the container gone on.
    let longer = Recipe {
        blocks: [recipe.blocks.clone(), vec![b"a".to_vec(); 3]].concat(),
        ..recipe.clone()
    };
    more.insert(6, more[5].clone());
    more.insert(7, (Tag::CORE, payloads(&longer.file())[6].clone()));
    let (given, state) = open_all(&recipe.secret, &rebuilt(&more));
    assert_eq!(given[..5], all_of(&recipe.blocks));
    assert!(none_opens(&given[5..], Error::Auth));
    assert_eq!(state, EndState::Ended);
}

#[test]
fn two_writers_of_one_session_are_told_apart() {
    let (one, mut other) = (Recipe::small(), Recipe::small());
    other.blocks[1] = b"not empty".to_vec();
    for at in [3, 5] {
        let mut spliced = chunks(&one.file());
        spliced[at] = chunks(&other.file())[at].clone();
        let (given, _) = open_all(&one.secret, &rebuilt(&spliced));
        assert_eq!(given[at - 1], Err(Error::Fork), "{at}");
        assert_eq!(given[..at - 1], all_of(&one.blocks)[..at - 1]);
    }
}

#[test]
fn blocks_of_another_container_do_not_open() {
    let recipe = Recipe::small();
    for change in [
        |other: &mut Recipe| other.container_id[31] ^= 1,
        |other: &mut Recipe| other.session_id[0] ^= 1,
        |other: &mut Recipe| other.engine_id = "h4core.store.2".into(),
        |other: &mut Recipe| other.fingerprint[7] ^= 0x80,
        |other: &mut Recipe| other.role = Role::Responder,
        |other: &mut Recipe| other.secret[3] ^= 1,
    ] {
        let mut other = recipe.clone();
        change(&mut other);
        // All blocks of the other in the place of these.
        let mut swapped = chunks(&recipe.file());
        swapped.truncate(1);
        swapped.extend_from_slice(&chunks(&other.file())[1..]);
        let (given, state) = open_all(&recipe.secret, &rebuilt(&swapped));
        assert!(none_opens(&given, Error::Auth));
        assert_eq!(state, EndState::Cut);
    }
}

#[test]
fn a_seal_that_says_otherwise_opens_nothing() {
    let recipe = Recipe::small();
    for change in [
        |other: &mut Recipe| other.container_id[31] ^= 1,
        |other: &mut Recipe| other.session_id[0] ^= 1,
        |other: &mut Recipe| other.engine_id.push('x'),
        |other: &mut Recipe| other.fingerprint[7] ^= 0x80,
        |other: &mut Recipe| other.role = Role::Responder,
    ] {
        let (given, state) = open_all(&recipe.secret, &resealed(&recipe, change));
        assert!(none_opens(&given, Error::Auth));
        assert_eq!(state, EndState::Cut);
    }
}

#[test]
fn blocks_of_another_track_do_not_open() {
    let recipe = Recipe::small();
    let bytes = resealed(&recipe, |other| other.track_id.push('x'));
    let (given, state) = open_all(&recipe.secret, &bytes);
    assert!(none_opens(&given[..4], Error::Auth));
    // The end is the container's, whatever the track.
    assert_eq!((&given[4], state), (&Ok(None), EndState::Ended));
}

#[test]
fn another_frame_time_opens_no_block_but_the_first() {
    let recipe = Recipe::small();
    let bytes = resealed(&recipe, |other| other.frame_time_us += 1);
    let (given, state) = open_all(&recipe.secret, &bytes);
    // Block 0 is shown from 0 on, whatever the frame time.
    assert_eq!(given[0], Ok(Some(b"first".to_vec())));
    assert!(none_opens(&given[1..], Error::Auth));
    assert_eq!(state, EndState::Cut);
}

#[cfg(feature = "mixing")]
#[test]
fn another_interval_opens_no_block_at_a_boundary_of_either() {
    use core::num::NonZeroU32;
    use h4core::wire::seal::Mode;

    let recipe = Recipe::announcing(3);
    let interval =
        |m| move |other: &mut Recipe| other.mode = Mode::Announce(NonZeroU32::new(m).unwrap());
    let opens = |bytes: &[u8]| {
        let (given, state) = open_all(&recipe.secret, bytes);
        (given.iter().map(Result::is_ok).collect::<Vec<_>>(), state)
    };
    let ended = EndState::Ended;
    assert_eq!(
        opens(&resealed(&recipe, interval(2))),
        (vec![true, true, false, false, false], EndState::Cut)
    );
    assert_eq!(
        opens(&resealed(&recipe, interval(5))),
        (vec![true, true, true, false, true], ended)
    );
    let off = resealed(&recipe, |other| other.mode = Mode::Off);
    assert_eq!(opens(&off), (vec![true, true, true, false, true], ended));
}

#[test]
fn a_wrong_secret_opens_nothing() {
    let recipe = Recipe::small();
    let bytes = recipe.file();
    let longer = [&recipe.secret[..], &[0]].concat();
    for secret in [&[0x52; 32][..], &[0; 32], &longer] {
        let (given, state) = open_all(secret, &bytes);
        assert!(none_opens(&given, Error::Auth));
        assert_eq!(state, EndState::Cut);
    }
    let seal: Repr<'_> = seal_of(&bytes);
    assert_eq!(seal, recipe.seal());
}
