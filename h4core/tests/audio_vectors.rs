//! The audio tokenizer against tokens computed in 64-bit floats. SPEC.md, "Audio token".
#![cfg(feature = "audio")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "tests"
)]

mod audio;

use audio::{pcm_bytes, tokens};
use h4core::token::audio::{Config, FRAME_SIZES};
use h4core::wire::audio_token::{AudioToken, LEN, Repr};
use serde_json::Value;
use std::f64::consts::{PI, TAU};

fn hex(text: &str) -> Vec<u8> {
    let digit = |digit: &u8| char::from(*digit).to_digit(16).unwrap() as u8;
    let (pairs, []) = text.as_bytes().as_chunks() else {
        panic!("an even number of digits");
    };
    pairs
        .iter()
        .map(|[high, low]| digit(high) * 16 + digit(low))
        .collect()
}

fn tones(samples: u32) -> Vec<u8> {
    let tone = |hz: f64, i: u32| (TAU * hz * f64::from(i) / 48_000.0).sin();
    pcm_bytes(
        (0..samples).map(|i| (32_767.0 * (0.3 * tone(440.0, i) + 0.2 * tone(880.0, i))) as i16),
    )
}

struct Expected {
    frequency: u32,
    magnitude: f64,
    token: Repr,
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn expected(token: &Value, config: &Config) -> Expected {
    let bytes: [u8; LEN] = hex(token["bytes"].as_str().unwrap()).try_into().unwrap();
    Expected {
        frequency: config.frequency(number(&token["bin"]) as u16),
        magnitude: token["magnitude"].as_f64().unwrap(),
        token: Repr::parse(&AudioToken::new(&bytes)),
    }
}

/// Where neighbours differ by more than 1e-6 the order is fixed; inside a run of closer ones any order will do, and where
/// the last run is cut, any of its members.
fn assert_frame(expected: &[Expected], ours: &[Repr]) {
    let mut start = 0;
    while start < expected.len() {
        let close = |pair: &&[Expected]| pair[0].magnitude - pair[1].magnitude <= 1e-6;
        let end = start + 1 + expected[start..].windows(2).take_while(close).count();
        let frequencies = |of: &mut dyn Iterator<Item = u32>| {
            let mut all: Vec<_> = of.collect();
            all.sort_unstable();
            all
        };
        if end - start == 1 || end < expected.len() {
            assert_eq!(
                frequencies(&mut ours[start..end].iter().map(|t| t.frequency)),
                frequencies(&mut expected[start..end].iter().map(|e| e.frequency)),
            );
        }
        for ours in &ours[start..end] {
            let Some(expected) = expected.iter().find(|e| e.frequency == ours.frequency) else {
                continue;
            };
            assert_eq!(expected.token.frequency, ours.frequency);
            assert!(
                expected.token.magnitude.abs_diff(ours.magnitude) <= 1,
                "{ours:?}"
            );
            if expected.magnitude > 0.01 {
                let turn = expected.token.phase.wrapping_sub(ours.phase) as i16;
                assert!((-2..=2).contains(&turn), "{ours:?}");
            }
        }
        start = end;
    }
}

#[test]
fn tokens_are_those_of_the_vectors() {
    let vectors: Value = serde_json::from_str(include_str!("vectors/audio-tokens.json")).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 5);
    for case in cases {
        let (n, k) = (
            number(&case["frame_size"]) as u16,
            number(&case["top_k"]) as u16,
        );
        if !FRAME_SIZES.contains(&n) {
            continue;
        }
        let config = Config::new(number(&case["rate"]) as u32, n, k).unwrap();
        let samples = number(&case["samples"]) as u32;
        let pcm = case["pcm"].as_str().map_or_else(|| tones(samples), hex);
        assert_eq!(pcm.len(), samples as usize * 2);
        let frames = tokens(config, &[&pcm]);
        assert_eq!(frames.len() as u64, number(&case["frames"]));
        let count: usize = frames.iter().map(|(_, tokens)| tokens.len()).sum();
        assert_eq!(count as u64, number(&case["count"]));
        let listed = case["tokens"].as_array().unwrap();
        for (at, listed) in listed.chunks(usize::from(k)).enumerate() {
            assert!(
                listed
                    .iter()
                    .all(|token| number(&token["frame"]) == at as u64)
            );
            let listed: Vec<_> = listed
                .iter()
                .map(|token| expected(token, &config))
                .collect();
            assert_frame(&listed, &frames[at].1);
        }
    }
}

#[test]
fn one_second_of_two_tones_is_45_frames_of_16_and_begins_at_bin_19() {
    let Ok(config) = Config::new(48_000, 2048, 16) else {
        return;
    };
    let frames = tokens(config, &[&tones(48_000)]);
    assert_eq!(frames.len(), 45);
    assert!(frames.iter().all(|(_, tokens)| tokens.len() == 16));
    let first = frames[0].1[0];
    assert_eq!(
        (first.frequency, first.magnitude),
        (config.frequency(19), 65_535)
    );
}

/// What the definition gives for one bin, in 64-bit floats.
fn exact(samples: &[i16], bin: f64) -> (f64, f64) {
    let n = samples.len() as f64;
    let (mut re, mut im) = (0.0, 0.0);
    for (k, sample) in samples.iter().enumerate() {
        let k = k as f64;
        let sample = f64::from(*sample) / 32_768.0 * (0.5 - 0.5 * (TAU * k / (n - 1.0)).cos());
        let angle = TAU * ((bin * k) % n) / n;
        re += sample * angle.cos();
        im -= sample * angle.sin();
    }
    (re.hypot(im), im.atan2(re))
}

#[test]
fn magnitudes_and_phases_of_each_frame_size_are_those_of_the_definition() {
    for &n in FRAME_SIZES {
        let config = Config::new(8_000, n, 48).unwrap();
        let samples = &audio::signal(u32::from(n), 0)[..usize::from(n)];
        let frames = tokens(config, &[&pcm_bytes(samples.iter().copied())]);
        assert_eq!(frames.len(), 1);
        let mut largest = None;
        for token in &frames[0].1 {
            // At 8 kHz every bin of every frame size has a frequency of its own.
            let bin = (0..=n / 2)
                .find(|bin| config.frequency(*bin) == token.frequency)
                .unwrap();
            let (magnitude, phase) = exact(samples, f64::from(bin));
            let largest = *largest.get_or_insert(magnitude);
            let magnitude = (magnitude / largest * 65_535.0).floor();
            let phase = ((phase + PI) / TAU * 65_535.0).floor() as u16;
            assert!(
                (magnitude - f64::from(token.magnitude)).abs() <= 1.0,
                "{n} {bin}"
            );
            let turn = phase.wrapping_sub(token.phase) as i16;
            assert!((-2..=2).contains(&turn), "{n} {bin}");
        }
    }
}
