//! `export --audio-tokens`: a block a frame, each with its time.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use common::{Dir, audio_tokens, err, json, out, pcm, samples, stored_blocks};
use h4core::container::Container;
use h4core::token::audio::Config;
use h4core::wire::chunk::Tag;

#[test]
fn each_frame_is_a_key_block_at_its_time() {
    let dir = Dir::new();
    let pcm = pcm(&samples(20_000));
    dir.write("in", &pcm);
    dir.run_for(
        0,
        "export in -o file --audio-tokens --rate 44100 --frame-size 1024 --top 5",
    );
    let config = Config::new(44_100, 1024, 5).unwrap();
    let tokens = audio_tokens(config, &pcm);
    let file = dir.read("file");
    let container = Container::open(&file).unwrap();
    container.verify().unwrap();
    assert_eq!(stored_blocks(&file), tokens);
    let frames = 20_000 / 512 - 1;
    let blocks: Vec<_> = container
        .chunks_tagged(Tag::CORE)
        .map(|block| block.unwrap().payload.len())
        .collect();
    assert_eq!(blocks, vec![40; frames]);
    let (_, table) = container.seek_table().unwrap().unwrap();
    let entries: Vec<_> = table
        .iter()
        .map(|entry| (entry.pts_us, entry.offset))
        .collect();
    let expected: Vec<_> = (0..u64::try_from(frames).unwrap())
        .map(|frame| (frame * 512 * 1_000_000 / 44_100, frame * 40))
        .collect();
    assert_eq!(entries, expected);
    let payload = |tag| container.find(tag).unwrap().unwrap().payload;
    let meta = r#"{"project":"HarmonyØ4","domain":"audio-tokens","block_size":40,"fps_hint":86.1328125,"gop":1,"masked":false,"audio":{"rate":44100,"frame_size":1024,"top":5}}"#;
    assert_eq!(payload(Tag::META), meta.as_bytes());
    assert_eq!(
        payload(Tag::SAFE),
        br#"{"scope":"container+transport-only","no_video_synthesis":true,"no_pixel_semantics":true,"no_visual_ml":true}"#
    );
    // The way back, by time and whole.
    dir.run_for(0, "verify file");
    let found = json(&dir.run_for(0, "seek file 100000 --json"));
    assert_eq!(found["block"], 8);
    assert_eq!(found["entry_pts_us"], expected[8].0);
    assert_eq!(dir.run_for(0, "cat file -o -").stdout, tokens);
    assert_eq!(dir.run_for(0, "block file 8 -o -").stdout, tokens[320..360]);
    // The last time is certain; how long its frame lasts is not META's to say.
    let said = json(&dir.run_for(0, "inspect file --json"));
    assert_eq!(said["duration_us"], expected[frames - 1].0);
    assert_eq!(said["duration_is_exact"], false);
}

#[test]
fn a_mask_own_objects_and_sound_without_a_frame_are_as_ever() {
    let dir = Dir::new();
    let pcm = pcm(&samples(3000));
    dir.write("in", &pcm);
    dir.write("key", [7; 16]);
    let tokens = audio_tokens(Config::new(48_000, 2048, 16).unwrap(), &pcm);
    assert_eq!(tokens.len(), 128);
    dir.run_for(0, "export in -o file --audio-tokens --mask --key-file key");
    assert_ne!(stored_blocks(&dir.read("file")), tokens);
    dir.run_for(0, "cat file -o back --key-file key");
    assert_eq!(dir.read("back"), tokens);
    let said = json(&dir.run_for(0, "inspect file --json"));
    assert_eq!(said["meta"]["masked"], true);

    dir.run_for(
        0,
        "export in -o file --audio-tokens --meta {\"masked\":false}",
    );
    let said = json(&dir.run_for(0, "inspect file --json"));
    assert_eq!(said["meta"].to_string(), r#"{"masked":false}"#);

    dir.write("in", [0; 10]);
    dir.run_for(0, "export in -o file --audio-tokens");
    assert!(out(&dir.run_for(0, "verify file")).contains(" 0 blocks "));
}

#[test]
fn options_of_the_other_kind_and_illegal_sizes_are_wrong_usage() {
    let dir = Dir::new();
    dir.write("in", pcm(&samples(3000)));
    for words in [
        "--frame-size 2048",
        "--top 16",
        "--rate 48000",
        "--audio-tokens --block-size 8",
        "--audio-tokens --fps 30",
        "--audio-tokens --gop 1",
        "--audio-tokens --frame-size 2000",
        "--audio-tokens --top 257",
        "--audio-tokens --frame-size 256 --top 130",
        "--audio-tokens --rate 1",
    ] {
        let output = dir.run_for(2, &format!("export in -o out {words}"));
        assert!(!output.stderr.is_empty(), "{words}");
        assert_eq!(dir.names(), ["in"], "{words}");
    }
}

#[test]
fn sound_that_cannot_be_read_leaves_no_file() {
    let dir = Dir::new();
    dir.write("in.wav", b"RIFF");
    let said = err(&dir.run_for(1, "export in.wav -o out --audio-tokens"));
    assert!(said.contains("in.wav: cannot be read as WAV"), "{said}");
    assert_eq!(dir.names(), ["in.wav"]);
}
