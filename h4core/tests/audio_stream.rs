//! The audio tokenizer over PCM that arrives in pieces, and the same bits everywhere. SPEC.md, "Audio token".
#![cfg(feature = "audio")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "tests"
)]

mod audio;

use audio::{pcm_bytes, signal, tokens};
use h4core::error::Error;
use h4core::hash::Sha256;
use h4core::token::audio::{Config, FRAME_SIZES, Tokenizer, TokenizerState};
use h4core::wire::audio_token::Repr;
use proptest::prelude::*;

/// A frame size, with the SHA-256 of the tokens that `digest` makes.
const DIGESTS: [(u16, &str); 7] = [
    (
        256,
        "385411252be23eff110ec422df4286a911204ff0851e7d86babf8d25d63de369",
    ),
    (
        512,
        "e50155be39844ba943122c9b3a2133fa73fa366b9672e2a76c6bc8ec19220bce",
    ),
    (
        1024,
        "392928b1084a35da196006c907e5ef0a190f726f070c39d5d99381e0d8b80307",
    ),
    (
        2048,
        "56851b77a361bf58318697928314731c7d9ab44148b59d3805a311288e555ce2",
    ),
    (
        4096,
        "ff091a8534695b8ad452ff83a070e89c32d825e5215c07bdb6d3e119ddfb2c4f",
    ),
    (
        8192,
        "cfcc4075a6c50cfe1a9e9341e495afade0ad274fed83b1b8bccc025877b11197",
    ),
    (
        16384,
        "267bfa6d5569c0d3d147ba2597f0ea2595861d9e68b50665f2e3ae3d029618d7",
    ),
];

/// Nine frames of each of two signals, at three rates and with three numbers of tokens.
fn digest(n: u16) -> String {
    let mut sha = Sha256::new();
    let most = (n / 2 + 1).min(256);
    for (seed, (rate, top)) in (0..).zip([(8_000, 1), (48_000, 32), (192_000, most)]) {
        let config = Config::new(rate, n, top).unwrap();
        for pcm in [
            signal(u32::from(n) * 5, seed),
            signal(u32::from(n) * 5, seed + 9),
        ] {
            for (frame, tokens) in tokens(config, &[&pcm_bytes(pcm)]) {
                sha.update(&frame.index.to_be_bytes());
                sha.update(&frame.pts_us.to_be_bytes());
                tokens.iter().for_each(|token| sha.update(&token.emit()));
            }
        }
    }
    sha.finish()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
fn tokens_of_each_frame_size_are_the_same_on_every_target() {
    for (n, expected) in DIGESTS {
        if FRAME_SIZES.contains(&n) {
            assert_eq!(digest(n), expected, "{n}");
        }
    }
}

#[test]
fn every_cut_of_the_input_gives_the_tokens_of_the_whole() {
    let Ok(config) = Config::new(8_000, 256, 5) else {
        return;
    };
    let pcm = pcm_bytes(signal(256 * 3 + 1, 3));
    let whole = tokens(config, &[&pcm]);
    assert_eq!(whole.len(), 5);
    for cut in 0..=pcm.len() {
        let (a, b) = pcm.split_at(cut);
        assert_eq!(tokens(config, &[a, b]), whole, "{cut}");
    }
    for size in [1, 2, 3, 255, 256, 257, 511, 512, 513] {
        assert_eq!(
            tokens(config, &pcm.chunks(size).collect::<Vec<_>>()),
            whole,
            "{size}"
        );
    }
}

proptest! {
    #[test]
    fn any_pieces_give_the_tokens_of_the_whole(
        size in prop::sample::select(FRAME_SIZES),
        seed in any::<u32>(),
        len in 0_usize..5_000,
        cuts in prop::collection::vec(0_usize..5_000, 0..20),
    ) {
        let config = Config::new(44_100, size, 7).unwrap();
        let pcm = &pcm_bytes(signal(2_500, seed))[..len];
        let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(len)).collect();
        cuts.extend([0, len]);
        cuts.sort_unstable();
        let pieces: Vec<_> = cuts.windows(2).map(|cut| &pcm[cut[0]..cut[1]]).collect();
        prop_assert_eq!(tokens(config, &pieces), tokens(config, &[pcm]));
    }
}

#[test]
fn frames_are_whole_and_half_a_frame_apart() {
    for &n in FRAME_SIZES {
        let (n, config) = (usize::from(n), Config::new(44_100, n, 1).unwrap());
        let pcm = vec![1; n * 2 * 3];
        for (samples, frames) in [
            (0, 0),
            (n / 2, 0),
            (n - 1, 0),
            (n, 1),
            (n + n / 2 - 1, 1),
            (n + n / 2, 2),
            (3 * n, 5),
        ] {
            let frame = tokens(config, &[&pcm[..samples * 2]]);
            assert_eq!(frame.len(), frames);
            for (index, (frame, _)) in (0..).zip(&frame) {
                assert_eq!(frame.index, index);
                assert_eq!(frame.pts_us, index * (n as u64 / 2) * 1_000_000 / 44_100);
            }
            // A last sample of which one byte is missing is not there.
            let less = (samples * 2).saturating_sub(1);
            assert_eq!(
                tokens(config, &[&pcm[..less]]).len(),
                frames - usize::from(samples % (n / 2) == 0 && frames > 0)
            );
        }
    }
}

#[test]
fn silence_is_the_lowest_bins_at_magnitude_0_and_phase_0() {
    for &n in FRAME_SIZES {
        for top in [1, 4, (n / 2 + 1).min(256)] {
            let config = Config::new(8_000, n, top).unwrap();
            let frames = tokens(config, &[&vec![0; usize::from(n) * 3]]);
            assert_eq!(frames.len(), 2);
            for (bin, token) in (0..).zip(&frames[1].1) {
                assert_eq!((token.magnitude, token.phase), (0, 0x7fff));
                assert_eq!(token.frequency, config.frequency(bin));
            }
        }
    }
}

#[test]
fn the_extremes_of_samples_are_in_range() {
    for &n in FRAME_SIZES {
        let top = (n / 2 + 1).min(256);
        for rate in [8_000, 192_000] {
            let config = Config::new(rate, n, top).unwrap();
            let waves: [fn(u32) -> i16; 4] = [
                |_| i16::MIN,
                |_| i16::MAX,
                |i| if i % 2 == 0 { i16::MIN } else { i16::MAX },
                // The quietest sample that is not silence, where the window is smallest.
                |i| i16::from(i == 1),
            ];
            for (at, wave) in waves.iter().enumerate() {
                let frames = tokens(config, &[&pcm_bytes((0..u32::from(n)).map(wave))]);
                let tokens = &frames[0].1;
                assert_eq!(tokens[0].magnitude, 65_535);
                assert!(tokens.is_sorted_by(|a, b| a.magnitude >= b.magnitude));
                assert!(tokens.iter().all(|token| token.frequency <= 200_000));
                match at {
                    0 => assert_eq!((tokens[0].frequency, tokens[0].phase), (0, 65_535)),
                    1 => assert_eq!((tokens[0].frequency, tokens[0].phase), (0, 0x7fff)),
                    2 => assert_eq!(
                        (tokens[0].frequency, tokens[0].phase),
                        (config.frequency(n / 2), 65_535)
                    ),
                    _ => assert!(tokens.iter().all(|token| token.magnitude >= 65_534)),
                }
            }
        }
    }
}

#[test]
fn all_bins_of_the_smallest_frame_are_tokens_once() {
    let Ok(config) = Config::new(8_000, 256, 129) else {
        return;
    };
    let frames = tokens(config, &[&pcm_bytes(signal(256, 1))]);
    let mut frequencies: Vec<_> = frames[0].1.iter().map(|token| token.frequency).collect();
    frequencies.sort_unstable();
    assert_eq!(
        frequencies,
        (0..=128)
            .map(|bin| config.frequency(bin))
            .collect::<Vec<_>>()
    );
}

#[test]
fn a_refused_call_takes_nothing_and_changes_nothing() {
    for &n in FRAME_SIZES {
        let config = Config::new(8_000, n, 9).unwrap();
        let words = config.storage_len();
        let needed = words as u64 * 4;
        let mut storage = vec![0.0; words];
        assert_eq!(
            TokenizerState::new(config, &mut storage[1..]).unwrap_err(),
            Error::TooSmall { needed }
        );
        let mut state = TokenizerState::new(config, &mut storage).unwrap();
        assert_eq!(state.config(), &config);
        let pcm = pcm_bytes(signal(u32::from(n), 4));
        let mut out = [Repr::EMPTY; 9];
        let (mut first, mut second) = pcm.split_at(99);
        assert_eq!(state.push(&mut storage, &mut first, &mut out), Ok(None));
        let few = state.push(&mut storage, &mut second, &mut out[1..]);
        assert_eq!(few, Err(Error::TooSmall { needed: 72 }));
        let short = state.push(&mut storage[1..], &mut second, &mut out);
        assert_eq!(short, Err(Error::TooSmall { needed }));
        assert_eq!(second.len(), pcm.len() - 99);
        let frame = state
            .push(&mut storage, &mut second, &mut out)
            .unwrap()
            .unwrap();
        assert_eq!((frame, out.to_vec()), tokens(config, &[&pcm])[0]);
    }
}

#[test]
fn storage_of_another_tokenizer_does_no_harm() {
    for &n in FRAME_SIZES {
        let config = Config::new(8_000, n, 33).unwrap();
        let mut storage = vec![0.0; config.storage_len()];
        let mut state = TokenizerState::new(config, &mut storage).unwrap();
        let pcm = pcm_bytes(signal(u32::from(n) * 2, 5));
        let mut out = [Repr::EMPTY; 33];
        for garbage in [
            f32::NAN,
            f32::INFINITY,
            f32::MIN,
            -0.0,
            f32::from_bits(u32::MAX),
        ] {
            storage.fill(garbage);
            let mut left = pcm.as_slice();
            while let Some(frame) = state.push(&mut storage, &mut left, &mut out).unwrap() {
                assert!(frame.count <= out.len());
            }
            assert!(left.is_empty());
        }
    }
}

#[test]
fn a_tokenizer_begins_anew_in_used_storage() {
    for &n in FRAME_SIZES {
        let config = Config::new(8_000, n, 3).unwrap();
        let mut storage = vec![0.0; config.storage_len()];
        let pcm = pcm_bytes(signal(u32::from(n), 6));
        let mut run = || {
            let mut out = [Repr::EMPTY; 3];
            let mut tokenizer = Tokenizer::new(config, &mut storage).unwrap();
            let frame = tokenizer.push(&mut pcm.as_slice(), &mut out).unwrap();
            (frame, out)
        };
        assert_eq!(run(), run());
    }
}
