//! Any blocks, opened in any order.

use core::num::NonZeroU32;

use h4core::container::Container;
use h4core::error::Error;
use h4core::stream::EndState;
use h4core::wire::seal::{Mode, Role};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::made::{Recipe, SECRET, all_of, open, open_all, payloads, reader};

fn mode() -> impl Strategy<Value = Mode> {
    let most: u32 = if cfg!(feature = "mixing") { 5 } else { 0 };
    (0..=most).prop_map(|interval| NonZeroU32::new(interval).map_or(Mode::Off, Mode::Announce))
}

fn recipe() -> impl Strategy<Value = Recipe> {
    let field = "[!-{}~]{1,40}";
    let blocks = vec(vec(any::<u8>(), 0..80), 0..8);
    let ids = (any::<[u8; 32]>(), any::<[u8; 32]>(), any::<[u8; 32]>());
    (
        mode(),
        any::<bool>(),
        0..1_000_000u64,
        ids,
        field,
        field,
        blocks,
    )
        .prop_map(
            |(mode, initiator, frame_time_us, ids, engine_id, track_id, blocks)| Recipe {
                secret: SECRET.to_vec(),
                mode,
                role: match initiator {
                    true => Role::Initiator,
                    false => Role::Responder,
                },
                frame_time_us,
                session_id: ids.0,
                container_id: ids.1,
                engine_id,
                fingerprint: ids.2,
                // The one id that no track has.
                track_id: track_id.replace("~end", "end"),
                blocks,
                meta: "{}".into(),
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_container_opens_as_it_was_made(recipe in recipe()) {
        let bytes = recipe.file();
        prop_assert!(bytes == recipe.file(), "equal inputs give equal bytes");
        prop_assert!(Container::open(&bytes).unwrap().verify().is_ok());
        prop_assert_eq!(
            open_all(&recipe.secret, &bytes),
            (all_of(&recipe.blocks), EndState::Ended)
        );
    }

    #[test]
    fn a_reader_opens_what_is_before_it_and_nothing_behind(
        recipe in recipe(),
        order in vec((0..9usize, any::<bool>()), 1..12),
    ) {
        let bytes = recipe.file();
        let (payloads, all) = (payloads(&bytes), all_of(&recipe.blocks));
        let mut reader = reader(&recipe.secret, &bytes);
        let mut at = 0;
        for (index, restart) in order {
            let index = index % payloads.len();
            if restart {
                reader.restart(&recipe.secret).unwrap();
                at = 0;
            }
            let given = open(&mut reader, index as u64, &payloads[index]);
            if index < at {
                prop_assert_eq!(given, Err(Error::TooOld));
            } else {
                prop_assert_eq!(&given, &all[index]);
                at = index + 1;
            }
        }
    }

    #[test]
    fn bytes_of_chance_do_not_open(
        recipe in recipe(),
        index in 0..10u64,
        noise in vec(any::<u8>(), 0..200),
        keep in 0..130usize,
    ) {
        let bytes = recipe.file();
        let payloads = payloads(&bytes);
        let real = &payloads[index as usize % payloads.len()];
        let keep = keep.min(real.len());
        let mixed = [&real[..keep], &noise].concat();
        let whole = mixed == *real && index < payloads.len() as u64;
        prop_assume!(!whole);
        let given = open(&mut reader(&recipe.secret, &bytes), index, &mixed);
        prop_assert!(matches!(given, Err(Error::Header | Error::Auth)), "{:?}", given);
    }
}
