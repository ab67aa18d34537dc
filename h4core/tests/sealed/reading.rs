//! From any block on, back again, from stored points; and of which engine.

use h4core::engine::{EnginePin, RunLength, Store};
use h4core::error::Error;
use h4core::stream::{EndState, SealedReader};

use crate::made::{Recipe, SECRET, all_of, open, payloads, reader};

fn long() -> Recipe {
    Recipe {
        blocks: (0..20u8).map(|i| vec![i; usize::from(i % 5)]).collect(),
        ..Recipe::small()
    }
}

#[test]
fn blocks_open_from_any_of_them_on() {
    let recipe = long();
    let (bytes, all) = (recipe.file(), all_of(&recipe.blocks));
    let payloads = payloads(&bytes);
    for from in 0..payloads.len() {
        let mut reader = reader(&SECRET, &bytes);
        for (index, payload) in payloads.iter().enumerate().skip(from) {
            assert_eq!(open(&mut reader, index as u64, payload), all[index]);
        }
        assert_eq!(reader.end_state(), EndState::Ended);
    }
}

#[test]
fn a_reader_goes_back_by_beginning_again_or_at_a_stored_point() {
    let recipe = long();
    let (bytes, all) = (recipe.file(), all_of(&recipe.blocks));
    let payloads = payloads(&bytes);
    let mut reader = reader(&SECRET, &bytes);
    reader.walk_to(7).unwrap();
    let (index, chain) = reader.point();
    let chain = chain.clone();
    assert_eq!(index, 7);
    assert_eq!(open(&mut reader, 20, &payloads[20]), Ok(None));
    assert_eq!(open(&mut reader, 20, &payloads[20]), Err(Error::TooOld));
    assert_eq!(open(&mut reader, 7, &payloads[7]), Err(Error::TooOld));
    assert_eq!(reader.walk_to(20), Err(Error::TooOld));

    reader.resume(7, chain.clone()).unwrap();
    assert_eq!(open(&mut reader, 6, &payloads[6]), Err(Error::TooOld));
    assert_eq!(open(&mut reader, 7, &payloads[7]), all[7]);
    reader.restart(&SECRET).unwrap();
    assert_eq!(open(&mut reader, 0, &payloads[0]), all[0]);
    assert_eq!(
        (reader.end_state(), reader.blocks()),
        (EndState::Ended, Some(20))
    );
    assert_eq!(reader.restart(&SECRET[1..]), Err(Error::ShortKey));
    assert_eq!(open(&mut reader, 1, &payloads[1]), all[1]);
    assert_eq!(reader.resume(u64::MAX, chain.clone()), Err(Error::Range));
    assert_eq!(open(&mut reader, 2, &payloads[2]), all[2]);

    // Whoever has the point alone opens from there on.
    let seal = recipe.seal();
    let mut later = SealedReader::at(7, chain.clone(), &seal, &Store::PIN).unwrap();
    assert_eq!(open(&mut later, 6, &payloads[6]), Err(Error::TooOld));
    for index in [7, 8, 12, 20] {
        assert_eq!(
            open(&mut later, index, &payloads[index as usize]),
            all[index as usize]
        );
    }
    assert_eq!(later.blocks(), Some(20));
    let past = SealedReader::at(u64::MAX, chain, &seal, &Store::PIN);
    assert_eq!(past.err(), Some(Error::Range));
}

#[test]
fn blocks_are_opened_only_of_the_engine_that_is_required() {
    let recipe = Recipe::small();
    let seal = recipe.seal();
    let opened = |pin: &EnginePin<'_>| SealedReader::new(&SECRET, &seal, pin).err();
    assert_eq!(opened(&Store::PIN), None);
    assert_eq!(opened(&RunLength::PIN), Some(Error::EngineUnknown));
    let other_build = EnginePin {
        fingerprint: RunLength::PIN.fingerprint,
        ..Store::PIN
    };
    assert_eq!(opened(&other_build), Some(Error::EngineMismatch));
    let chain = h4core::crypto::secret::Secret::new([1; 32]);
    let at = SealedReader::at(0, chain, &seal, &other_build);
    assert_eq!(at.err(), Some(Error::EngineMismatch));
}

#[test]
fn a_container_of_the_mode_mixing_opens_as_far_as_it_was_not_mixed() {
    use h4core::wire::seal::{MAX_LEN, Mode};

    use crate::made::{chunks, open_all, rebuilt};

    // Nobody answered its keys, so it differs from one of the mode announce in SEAL alone.
    let text = include_str!("../vectors/sealed-containers.json");
    let all: serde_json::Value = serde_json::from_str(text).unwrap();
    let bytes = crate::answers::unhex(&all["cases"][1]["container"]);
    let recipe = Recipe {
        mode: Mode::Mixing(core::num::NonZeroU32::new(2).unwrap()),
        ..Recipe::small()
    };
    let mut chunks = chunks(&bytes);
    chunks[0].1 = recipe.seal().emit(&mut [0; MAX_LEN]).to_vec();
    let read = SealedReader::new(&SECRET, &recipe.seal(), &Store::PIN).err();
    if cfg!(feature = "mixing") {
        assert_eq!(read, None);
        let opened = open_all(&SECRET, &rebuilt(&chunks));
        assert_eq!(opened, (all_of(&recipe.blocks), EndState::Ended));
    } else {
        assert_eq!(read, Some(Error::Unsupported));
    }
}

#[test]
fn a_reader_needs_the_secret_whole() {
    let recipe = Recipe::small();
    let short = SealedReader::new(&SECRET[..31], &recipe.seal(), &Store::PIN);
    assert_eq!(short.err(), Some(Error::ShortKey));
}

#[test]
fn bytes_that_no_writer_makes_do_not_open() {
    let recipe = Recipe::small();
    let bytes = recipe.file();
    let mut reader = reader(&SECRET, &bytes);
    let block = &payloads(&bytes)[2];
    for len in 0..block.len() {
        let expected = if len < 78 { Error::Header } else { Error::Auth };
        assert_eq!(open(&mut reader, 2, &block[..len]), Err(expected), "{len}");
    }
    let longer = [&block[..], &[0]].concat();
    assert_eq!(open(&mut reader, 2, &longer), Err(Error::Auth));
    let end = h4core::wire::sealed_header::END;
    assert_eq!(open(&mut reader, end, block), Err(Error::Range));
    assert_eq!(
        open(&mut reader, 2, block),
        Ok(Some(b"third block".to_vec()))
    );
}
