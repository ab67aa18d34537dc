//! What the tests of the audio tokenizer share.
#![allow(dead_code, reason = "each test uses a part")]

use h4core::token::audio::{Config, Frame, Tokenizer};
use h4core::wire::audio_token::Repr;

/// Every frame of PCM that arrives in pieces. Storage and tokens begin as what they must not stay.
pub(crate) fn tokens(config: Config, pieces: &[&[u8]]) -> Vec<(Frame, Vec<Repr>)> {
    let mut storage = vec![f32::NAN; config.storage_len()];
    let mut tokenizer = Tokenizer::new(config, &mut storage).unwrap();
    let top = usize::from(config.top());
    let mut frames = Vec::new();
    for piece in pieces {
        let mut left = *piece;
        loop {
            let mut out = vec![
                Repr {
                    frequency: u32::MAX,
                    magnitude: 0xa5a5,
                    phase: 0xa5a5
                };
                top + 1
            ];
            let before = left.len();
            let Some(frame) = tokenizer.push(&mut left, &mut out).unwrap() else {
                assert!(left.is_empty());
                break;
            };
            assert!(left.len() < before, "a frame takes input");
            assert_eq!(frame.count, top);
            assert_eq!(
                out.pop().unwrap().frequency,
                u32::MAX,
                "no token past the last"
            );
            assert!(out.iter().all(|token| token.frequency != u32::MAX));
            frames.push((frame, out));
        }
    }
    frames
}

pub(crate) fn pcm_bytes(samples: impl IntoIterator<Item = i16>) -> Vec<u8> {
    samples.into_iter().flat_map(i16::to_le_bytes).collect()
}

/// A signal from integers alone: a square wave, two sawteeth, noise that swells, and a stretch of silence.
pub(crate) fn signal(len: u32, seed: u32) -> Vec<i16> {
    let mut noise = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    (0..len)
        .map(|i| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = i32::from((noise >> 16) as u16 as i16);
            let square = if i / 37 % 2 == 0 { 6_000 } else { -6_000 };
            let saws = (i * 211 % 8_192) as i32 + (i * 1_597 % 4_096) as i32 - 6_144;
            let swell = (i * 7 % 4_096) as i32;
            let sum = square + saws + ((noise * swell) >> 13);
            if i % 8_192 > 7_700 { 0 } else { sum as i16 }
        })
        .collect()
}
