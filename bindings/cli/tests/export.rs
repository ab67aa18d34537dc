//! `export` and its way back through `cat`.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

mod common;

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use common::{Dir, bytes, err, out, stored_blocks};
use h4core::container::Container;
use h4core::wire::chunk::Tag;

const KEY: &[u8; 16] = b"sixteen bytes...";

#[test]
fn every_length_comes_back_plain_and_masked() {
    let dir = Dir::new();
    dir.write("key", KEY);
    for len in [0, 1, 63, 64, 65, 128, 64 * 31 + 7] {
        let input = bytes(len);
        dir.write("in", &input);
        for (mask, key) in [("", ""), ("--mask --key-file key", "--key-file key")] {
            dir.run_for(0, &format!("export in -o file --block-size 64 {mask}"));
            let said = out(&dir.run_for(0, "verify file"));
            let blocks = len.div_ceil(64);
            assert!(
                said.contains(&format!(" {blocks} blocks with {len} bytes")),
                "{said}"
            );
            dir.run_for(0, &format!("cat file -o back {key}"));
            assert_eq!(dir.read("back"), input);
            if mask.is_empty() {
                continue;
            }
            let stored = stored_blocks(&dir.read("file"));
            assert_eq!(stored.len(), len);
            assert!(len < 8 || stored != input);
        }
    }
    assert_eq!(dir.names(), ["back", "file", "in", "key"]);
}

#[test]
fn a_key_block_every_gop_and_the_standard_objects() {
    let dir = Dir::new();
    dir.write("in", bytes(10 * 7 + 3));
    dir.write("key", KEY);
    let standard = r#"{"project":"HarmonyØ4","domain":"video-transport","block_size":7,"fps_hint":29.97,"gop":4,"masked":MASKED}"#;
    for (mask, masked) in [("", "false"), ("--mask --key-file key", "true")] {
        dir.run_for(
            0,
            &format!("export in -o file --block-size 7 --fps 29.97 --gop 4 {mask}"),
        );
        let file = dir.read("file");
        let container = Container::open(&file).unwrap();
        container.verify().unwrap();
        let (_, table) = container.seek_table().unwrap().unwrap();
        let entries: Vec<_> = table
            .iter()
            .map(|entry| (entry.pts_us, entry.offset))
            .collect();
        assert_eq!(entries, [(0, 0), (4 * 33_366, 28), (8 * 33_366, 56)]);
        let payload = |tag| container.find(tag).unwrap().unwrap().payload;
        let meta = standard.replace("MASKED", masked);
        assert_eq!(payload(Tag::META), meta.as_bytes());
        assert_eq!(
            payload(Tag::SAFE),
            br#"{"scope":"container+transport-only","no_video_synthesis":true,"no_pixel_semantics":true,"no_visual_ml":true}"#
        );
    }
}

#[test]
fn own_objects_are_taken_byte_for_byte() {
    let dir = Dir::new();
    dir.write("in", b"block");
    let (meta, safe) = ("{ \"a\" : \"\\u00d8\",\n\"a\":1 }", " {\"ø\":[]}\t");
    let args = ["export", "in", "-o", "file", "--meta", meta, "--safe", safe];
    assert!(dir.command(args).status().unwrap().success());
    let file = dir.read("file");
    let container = Container::open(&file).unwrap();
    let payload = |tag| container.find(tag).unwrap().unwrap().payload;
    assert_eq!(payload(Tag::META), meta.as_bytes());
    assert_eq!(payload(Tag::SAFE), safe.as_bytes());
}

#[test]
fn standard_input_and_output_give_the_same_bytes_as_files() {
    let dir = Dir::new();
    let input = bytes(300_000);
    dir.write("in", &input);
    dir.run_for(0, "export in -o file --block-size 4096");
    let mut child = dir
        .command(["export", "-", "-o", "-", "--block-size", "4096"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let feeder = std::thread::spawn({
        let input = input.clone();
        // Pieces that have nothing to do with blocks.
        move || {
            input
                .chunks(1777)
                .for_each(|piece| stdin.write_all(piece).unwrap())
        }
    });
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    assert!(output.status.success());
    assert_eq!(output.stdout, dir.read("file"));
    assert_eq!(dir.run_for(0, "cat file -o -").stdout, input);
}

#[test]
fn what_fails_leaves_the_name_as_it_was() {
    let dir = Dir::new();
    dir.write("there", b"kept");
    fs::create_dir(dir.path("dir")).unwrap();
    for (words, what) in [
        ("export none -o there", "none: "),
        ("export dir -o there", "dir: "),
        ("export there -o none/out", "none/out: "),
        ("export there -o dir", "dir: "),
        ("export there -o out --mask --key-file none", "none: "),
        ("cat there -o out", "there: damaged: header-length"),
        ("recover there -o out", "there: damaged: header-length"),
        ("block none 0 -o out", "none: "),
        ("verify dir", "dir: not a regular file"),
    ] {
        let said = err(&dir.run_for(1, words));
        assert!(
            said.starts_with(&format!("harmony4: {what}")),
            "{words}: {said}"
        );
        assert_eq!(dir.names(), ["dir", "there"]);
        assert_eq!(dir.read("there"), b"kept");
    }
}

#[test]
fn an_output_takes_the_place_of_a_file_but_not_of_its_input() {
    let dir = Dir::new();
    dir.write("in", b"blocks");
    dir.write("out", b"old");
    dir.run_for(0, "export in -o out");
    dir.run_for(0, "verify out");
    for words in [
        "export in -o in",
        "export in -o ./in",
        "cat out -o out",
        "recover out -o out",
    ] {
        assert!(err(&dir.run_for(2, words)).contains("both input and output"));
    }
    assert_eq!(dir.read("in"), b"blocks");
    dir.run_for(0, "verify out");
}

#[cfg(unix)]
#[test]
fn devices_and_links_stay_what_they_are() {
    use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};
    let dir = Dir::new();
    dir.write("in", b"blocks");
    dir.run_for(0, "export in -o /dev/null");
    let null = fs::metadata("/dev/null").unwrap();
    assert!(null.file_type().is_char_device());

    dir.write("real", b"old");
    fs::set_permissions(dir.path("real"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real", dir.path("link")).unwrap();
    dir.run_for(0, "export in -o link");
    assert!(fs::symlink_metadata(dir.path("link")).unwrap().is_symlink());
    dir.run_for(0, "verify real");
    let mode = |name| fs::metadata(dir.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("real"), 0o640);
    dir.run_for(0, "export in -o new");
    assert_eq!(mode("new"), mode("in"));
}

#[test]
fn known_sizes_come_out_with_the_users_own_objects() {
    // Both of META's statements on the mask are taken as they are; where one is not true, that is said.
    let dir = Dir::new();
    dir.write("in", [b'x'; 240]);
    let args = |meta: &'static str, safe: &'static str| {
        let export = "export in -o out --block-size 60 --gop 2";
        export.split(' ').chain(["--meta", meta, "--safe", safe])
    };
    let plain = args(
        r#"{"project":"HarmonyO4","domain":"video-transport","fps":30}"#,
        r#"{"scope":"transport-only","no_synthesis":true}"#,
    );
    let output = dir.command(plain).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
    assert_eq!(dir.read("out").len(), 517);
    let masked = args(
        r#"{"masked":true,"project":"HarmonyO4"}"#,
        r#"{"scope":"transport-only"}"#,
    );
    let output = dir.command(masked).output().unwrap();
    assert!(output.status.success() && err(&output).contains("masked"));
    assert_eq!(dir.read("out").len(), 475);
}

#[test]
fn a_key_serves_where_meta_does_not_speak_of_a_mask() {
    let dir = Dir::new();
    dir.write("in", b"hidden bytes");
    dir.write("key", [7; 16]);
    let output = dir.run_for(0, "export in -o out --mask --key-file key --meta {\"a\":1}");
    assert!(err(&output).contains("masked"));
    dir.run_for(0, "cat out -o back --key-file key");
    assert_eq!(dir.read("back"), b"hidden bytes");
}
