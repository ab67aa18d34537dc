//! Sealed containers: `export --seal`, and what the other commands make of them with and without the secret.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use common::{SECRET, audio_tokens, bytes, err, json, out, pcm, samples, sealed, stored_blocks};
use h4core::token::audio::Config;

const IDS: &str = "--session-id 5151515151515151515151515151515151515151515151515151515151515151 --container-id c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1";

#[test]
fn the_way_there_and_back_in_both_modes() {
    for mode in ["", "--seal-mode off", "--seal-mode announce"] {
        let dir = sealed(mode);
        let file = dir.read("file");
        let input = bytes(1000);
        let stored = stored_blocks(&file);
        assert!(
            input
                .chunks(16)
                .all(|piece| !stored.windows(16).any(|at| at == piece))
        );
        dir.run_for(0, &format!("cat file -o back {SECRET}"));
        assert_eq!(dir.read("back"), input);
        for block in [0, 3, 9] {
            let output = dir.run_for(0, &format!("block file {block} -o - {SECRET}"));
            assert_eq!(output.stdout, input[block * 100..][..100]);
        }
        for block in [10, 11] {
            let said = err(&dir.run_for(1, &format!("block file {block} -o - {SECRET}")));
            assert!(
                said.contains(&format!("there is no block {block}")),
                "{said}"
            );
        }
        let said = out(&dir.run_for(0, "verify file"));
        assert!(said.contains("; sealed, not opened"), "{said}");
        let said = out(&dir.run_for(0, &format!("verify file {SECRET}")));
        assert!(
            said.contains("; sealed, 10 blocks of media opened, with the authentic end"),
            "{said}"
        );
        // Offsets count media, not what is stored.
        let found = json(&dir.run_for(0, "seek file 200000 --json"));
        assert_eq!(
            (&found["block"], &found["media_offset"]),
            (&4.into(), &400.into())
        );
        let meta = json(&dir.run_for(0, "inspect file --json"))["meta"].clone();
        assert_eq!(
            (&meta["encrypted"], &meta["masked"]),
            (&true.into(), &false.into())
        );
        assert_eq!(
            meta["encryption"]["mode"],
            mode.split(' ').nth(1).unwrap_or("off")
        );
        // The end is no frame.
        assert_eq!(
            out(&dir.run_for(0, "tokens video file")).lines().count(),
            10
        );
    }
}

#[test]
fn the_environment_has_a_secret_too_and_a_named_file_goes_before_it() {
    let dir = sealed("");
    let text = "\u{7}".repeat(32);
    let run = |words: &str, secret: &str| {
        let mut command = dir.command(words.split(' '));
        command.env("HARMONY4_SECRET", secret).output().unwrap()
    };
    for words in ["cat file -o -", "block file 0 -o -", "verify file"] {
        assert_eq!(run(words, &text).status.code(), Some(0), "{words}");
        assert_eq!(
            run(words, &"\u{7}".repeat(31)).status.code(),
            Some(2),
            "{words}"
        );
        let other = "x".repeat(32);
        assert_eq!(run(words, &other).status.code(), Some(1), "{words}");
        let named = format!("{words} {SECRET}");
        assert_eq!(run(&named, &other).status.code(), Some(0), "{words}");
    }
    let said = run("verify file", &text);
    assert!(out(&said).contains("with the authentic end"));
    assert_eq!(
        run("export in -o again --seal", &text).status.code(),
        Some(0)
    );
    dir.run_for(0, &format!("cat again -o back {SECRET}"));
    assert_eq!(dir.read("back"), bytes(1000));
    // What is not sealed does not ask for it.
    assert_eq!(run("export in -o plain", &text).status.code(), Some(0));
    assert_eq!(run("cat plain -o -", &text).stdout, bytes(1000));
    assert_eq!(run("verify plain", "short").status.code(), Some(0));
}

#[test]
fn ids_come_from_the_system_or_from_the_command_line() {
    let dir = sealed("");
    dir.run_for(
        0,
        &format!("export in -o again --block-size 100 --gop 4 {SECRET}"),
    );
    assert_ne!(dir.read("file"), dir.read("again"));
    for name in ["a", "b"] {
        dir.run_for(0, &format!("export in -o {name} {SECRET} {IDS}"));
    }
    assert_eq!(dir.read("a"), dir.read("b"));
    let meta = json(&dir.run_for(0, "inspect a --json"))["meta"].clone();
    assert_eq!(meta["encryption"]["session_id"], "51".repeat(32));
    assert_eq!(meta["encryption"]["container_id"], "c1".repeat(32));
}

#[test]
fn tokens_of_sound_are_sealed_too() {
    let dir = sealed("");
    let pcm = pcm(&samples(9000));
    dir.write("in", &pcm);
    dir.run_for(0, &format!("export in -o file --audio-tokens {SECRET}"));
    dir.run_for(0, &format!("verify file {SECRET}"));
    dir.run_for(0, &format!("cat file -o back {SECRET}"));
    let config = Config::new(48_000, 2048, 16).unwrap();
    assert_eq!(dir.read("back"), audio_tokens(config, &pcm));
    let meta = json(&dir.run_for(0, "inspect file --json"))["meta"].clone();
    assert_eq!(meta["encryption"]["track_id"], "audio_main");
    let found = json(&dir.run_for(0, "seek file 43000 --json"));
    assert_eq!(
        (&found["block"], &found["media_offset"]),
        (&2.into(), &256.into())
    );
}

#[test]
fn empty_input_is_an_end_alone() {
    let dir = sealed("");
    dir.write("in", b"");
    dir.run_for(0, &format!("export in -o file {SECRET}"));
    dir.run_for(0, &format!("cat file -o back {SECRET}"));
    assert_eq!(dir.read("back"), b"");
    let said = out(&dir.run_for(0, &format!("verify file {SECRET}")));
    assert!(said.contains("0 blocks of media opened"), "{said}");
    assert_eq!(dir.run_for(0, "tokens video file").stdout, b"");
}

#[test]
fn wrong_usage_is_2_and_writes_nothing() {
    let dir = sealed("");
    dir.write("key", [7; 16]);
    dir.write("short", [7; 31]);
    dir.write("long", vec![7; (1 << 20) + 1]);
    dir.run_for(0, "export in -o plain");
    dir.run_for(0, "export in -o masked --mask --key-file key");
    let names = dir.names();
    let (digits, short) = ("51".repeat(32), "51".repeat(31));
    for words in [
        "export in -o out --seal",
        "export in -o out --seal-secret-file short",
        "export in -o out --seal-secret-file long",
        "export in -o out --seal-secret-file secret --mask --key-file key",
        "export in -o out --seal --mask --key-file key",
        "export in -o out --seal-mode off",
        &format!("export in -o out --session-id {digits}"),
        &format!("export in -o out --container-id {digits}"),
        &format!("export in -o out {SECRET} --session-id {short}5"),
        &format!("export in -o out {SECRET} --session-id +{short}5"),
        &format!("export in -o out {SECRET} --container-id {digits}00"),
        &format!("export in -o out {SECRET} --seal-mode mixing"),
        "cat file -o out",
        "block file 0 -o out",
        "cat file -o out --key-file key",
        "cat file -o out --seal-secret-file short",
        "verify file --seal-secret-file short",
        "cat plain -o out --seal-secret-file secret",
        "cat masked -o out --seal-secret-file secret",
        "block plain 0 -o out --seal-secret-file secret",
        "verify plain --seal-secret-file secret",
    ] {
        let output = dir.run_for(2, words);
        assert!(
            !output.stderr.is_empty() && output.stdout.is_empty(),
            "{words}"
        );
        assert_eq!(dir.names(), names, "{words}");
    }
    dir.run_for(1, "cat file -o out --seal-secret-file none");
}

#[test]
fn own_meta_without_encryption_is_told_of_and_the_seal_speaks_all_the_same() {
    let dir = sealed("");
    let output = dir.run_for(
        0,
        &format!("export in -o file --block-size 100 {SECRET} --meta {{\"masked\":false}}"),
    );
    assert!(err(&output).contains("does not name encryption"));
    dir.run_for(0, &format!("cat file -o back {SECRET}"));
    assert_eq!(dir.read("back"), bytes(1000));
    dir.run_for(0, &format!("verify file {SECRET}"));
}
