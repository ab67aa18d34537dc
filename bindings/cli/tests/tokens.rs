//! `tokens`: those of sound and those of blocks, in their three forms.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use std::path::Path;

use common::{Dir, audio_tokens, bytes, cases, err, file, hex, out, pcm, samples};
use h4core::token::audio::Config;
use h4core::wire::audio_token::{AudioToken, LEN, Repr};
use hound::{SampleFormat, WavSpec, WavWriter};
use serde_json::{Value, json};

fn wav(path: &Path, channels: u16, bits: u16, rate: u32, samples: &[i16]) {
    let spec = WavSpec {
        channels,
        sample_rate: rate,
        bits_per_sample: bits,
        sample_format: SampleFormat::Int,
    };
    let mut writer = WavWriter::create(path, spec).unwrap();
    for sample in samples {
        writer
            .write_sample(i32::from(*sample) >> (16 - bits.min(16)))
            .unwrap();
    }
    writer.finalize().unwrap();
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn the_tokens_of_sound_are_the_librarys_in_every_form_from_wav_and_bare_samples() {
    let dir = Dir::new();
    let samples = samples(20_000);
    dir.write("in.pcm", pcm(&samples));
    wav(&dir.path("in.wav"), 1, 16, 44_100, &samples);
    // By what it holds, not by its name.
    wav(&dir.path("sound"), 1, 16, 44_100, &samples);
    let config = Config::new(44_100, 1024, 5).unwrap();
    let packed = audio_tokens(config, &pcm(&samples));
    assert_eq!(packed.len(), (20_000 / 512 - 1) * 5 * LEN);
    let (tokens, []) = packed.as_chunks::<LEN>() else {
        panic!("a part of a token");
    };
    let digits: Vec<_> = tokens
        .iter()
        .map(|token| token.map(|byte| format!("{byte:02x}")).concat())
        .collect();
    for input in ["in.pcm --rate 44100", "in.wav", "sound"] {
        let words = format!("tokens audio {input} --frame-size 1024 --top 5");
        assert_eq!(dir.run_for(0, &format!("{words} --packed")).stdout, packed);
        dir.run_for(0, &format!("{words} --packed -o out"));
        assert_eq!(dir.read("out"), packed);
        let said = out(&dir.run_for(0, &format!("{words} --hex")));
        assert_eq!(said.lines().collect::<Vec<_>>(), digits);
        let lines = lines(&out(&dir.run_for(0, &words)));
        assert_eq!(lines.len(), tokens.len());
        for (number, (line, token)) in lines.iter().zip(tokens).enumerate() {
            let frame = u64::try_from(number / 5).unwrap();
            let token = Repr::parse(&AudioToken::new(token));
            assert_eq!(
                *line,
                json!({"frame": frame, "pts_us": config.pts_us(frame), "frequency_dhz": token.frequency,
                    "magnitude": token.magnitude, "phase": token.phase})
            );
        }
    }
}

#[test]
fn defaults_are_2048_16_and_48000() {
    let dir = Dir::new();
    let pcm = pcm(&samples(5000));
    dir.write("in", &pcm);
    let config = Config::new(48_000, 2048, 16).unwrap();
    assert_eq!(
        dir.run_for(0, "tokens audio in --packed").stdout,
        audio_tokens(config, &pcm)
    );
}

#[test]
fn what_fills_no_frame_gives_no_tokens_and_half_a_sample_is_told_of() {
    let dir = Dir::new();
    for (len, tokens, told) in [
        (0, 0, false),
        (1, 0, true),
        (511, 0, true),
        (512, 2, false),
        (513, 2, true),
    ] {
        dir.write("in", bytes(len));
        let output = dir.run_for(0, "tokens audio in --frame-size 256 --top 2");
        assert_eq!(out(&output).lines().count(), tokens, "{len}");
        assert_eq!(err(&output).contains("half a sample"), told, "{len}");
    }
}

#[test]
fn wav_that_is_not_16_bit_mono_pcm_is_refused_and_not_mixed() {
    let dir = Dir::new();
    wav(&dir.path("stereo.wav"), 2, 16, 48_000, &samples(600));
    wav(&dir.path("bits8.wav"), 1, 8, 48_000, &samples(600));
    wav(&dir.path("bits24.wav"), 1, 24, 48_000, &samples(600));
    wav(&dir.path("slow.wav"), 1, 16, 7999, &samples(600));
    wav(&dir.path("whole.wav"), 1, 16, 48_000, &samples(6000));
    let spec = WavSpec {
        channels: 1,
        sample_rate: 48_000,
        bits_per_sample: 32,
        sample_format: SampleFormat::Float,
    };
    let mut writer = WavWriter::create(dir.path("float.wav"), spec).unwrap();
    writer.write_sample(0.5f32).unwrap();
    writer.finalize().unwrap();
    dir.write("cut.wav", &dir.read("whole.wav")[..7001]);
    dir.write("none.wav", b"RI");
    dir.write("riff", b"RIFF????AVI ");
    let names = dir.names();
    for (input, what) in [
        ("stereo.wav", "2 channels"),
        ("bits8.wav", "8 bits"),
        ("bits24.wav", "24 bits"),
        ("float.wav", "floating-point"),
        ("slow.wav", "7999 samples a second"),
        ("cut.wav", "cut.wav: "),
        ("none.wav", "cannot be read as WAV"),
        ("riff", "cannot be read as WAV"),
    ] {
        let said = err(&dir.run_for(1, &format!("tokens audio {input} -o out --plot plot")));
        assert!(said.starts_with(&format!("harmony4: {input}: ")), "{said}");
        assert!(said.contains(what), "{said}");
        assert_eq!(dir.names(), names);
    }
}

#[test]
fn wrong_usage_is_2_and_writes_nothing() {
    let dir = Dir::new();
    wav(&dir.path("in.wav"), 1, 16, 48_000, &samples(600));
    for words in [
        "tokens",
        "tokens audio",
        "tokens audio in.wav --rate 48000",
        "tokens audio in.wav --packed --hex",
        "tokens audio in.wav --frame-size 0",
        "tokens audio in.wav --frame-size 2047",
        "tokens audio in.wav --frame-size 128",
        "tokens audio in.wav --frame-size 32768",
        "tokens audio in.wav --top 0",
        "tokens audio in.wav --top 257",
        "tokens audio in.wav --frame-size 256 --top 130",
        "tokens audio in --rate 7999",
        "tokens audio in --rate 192001",
        "tokens audio in.wav -o in.wav",
        "tokens audio in.wav -o out --plot in.wav",
        "tokens audio in.wav -o out --plot out",
        "tokens audio in.wav --plot -",
        "tokens video",
        "tokens video in.wav --rate 48000",
    ] {
        let output = dir.run_for(2, words);
        assert!(
            !output.stderr.is_empty() && output.stdout.is_empty(),
            "{words}"
        );
        assert_eq!(dir.names(), ["in.wav"], "{words}");
    }
    dir.run_for(0, "tokens audio in.wav --frame-size 256 --top 129");
}

#[test]
fn the_tokens_of_blocks_are_those_of_the_vectors_in_every_form() {
    let dir = Dir::new();
    for case in cases(include_str!(
        "../../../h4core/tests/vectors/video-tokens.json"
    )) {
        let (fps, gop) = (&case["fps"], &case["gop"]);
        let tokens: Vec<_> = case["tokens"].as_array().unwrap().iter().map(hex).collect();
        dir.write("in", bytes(tokens.len() * 3));
        dir.run_for(
            0,
            &format!("export in -o file --block-size 3 --fps {fps} --gop {gop}"),
        );
        let packed = dir.run_for(0, "tokens video file --packed").stdout;
        assert_eq!(packed, tokens.concat());
        let said = out(&dir.run_for(0, "tokens video file --hex"));
        let digits: Vec<_> = said.lines().map(|line| hex(&json!(line))).collect();
        assert_eq!(digits, tokens);
        let lines = lines(&out(&dir.run_for(0, "tokens video file")));
        assert_eq!(lines.len(), tokens.len());
        for (index, (line, token)) in lines.iter().zip(&tokens).enumerate() {
            let pts_us = u64::from_be_bytes(*token.first_chunk().unwrap());
            assert_eq!(
                *line,
                json!({"block": index, "pts_us": pts_us, "key": token[12] == 1})
            );
        }
    }
}

#[test]
fn blocks_have_tokens_only_where_meta_says_their_times() {
    let dir = Dir::new();
    for (meta, what) in [
        ("{}", "does not say fps_hint and gop"),
        (r#"{"fps_hint":30.0}"#, "does not say fps_hint and gop"),
        (r#"{"fps_hint":0,"gop":1}"#, "out of the range"),
        (r#"{"fps_hint":30.0,"gop":0}"#, "out of the range"),
        (r#"{"fps_hint":30.0,"gop":4294967296}"#, "out of the range"),
        (r#"{"fps_hint":"30","gop":1}"#, "META: fps_hint: "),
        (
            r#"{"fps_hint":30.0,"gop":1,"domain":"audio-tokens"}"#,
            "audio tokens",
        ),
    ] {
        dir.write("file", file(&[], &[b"block"], &[], meta, "{}"));
        let said = err(&dir.run_for(1, "tokens video file -o out"));
        assert!(said.contains(what), "{said}");
        assert_eq!(dir.names(), ["file"]);
    }
}

#[test]
fn of_an_unfinished_file_there_are_tokens_once_meta_is_there() {
    let dir = Dir::new();
    dir.write("in", bytes(100));
    dir.run_for(0, "export in -o file --block-size 10");
    let (whole, tokens) = (dir.read("file"), dir.run_for(0, "tokens video file").stdout);
    dir.write("cut", &whole[..whole.len() - 60]);
    let output = dir.run_for(3, "tokens video cut");
    assert!(err(&output).contains("cut: unfinished: "));
    assert_eq!(output.stdout, tokens);
    dir.write("cut", &whole[..100]);
    let output = dir.run_for(3, "tokens video cut -o out");
    assert!(err(&output).contains("cut: unfinished: "));
    assert_eq!(dir.names(), ["cut", "file", "in"]);
    dir.write("cut", &whole[..7]);
    dir.run_for(1, "tokens video cut -o out");
}
