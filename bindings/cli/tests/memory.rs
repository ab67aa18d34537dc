//! Memory that does not grow with the input.
#![cfg(target_os = "linux")]
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
use std::io::{Read as _, Write as _};
use std::process::Stdio;

use common::{Dir, bytes};

/// More than the pipe holds.
const LAST: u64 = 1 << 20;

/// The highest resident memory in bytes of a command just before it ends: its output is a pipe that is not read to the end.
fn peak(dir: &Dir, words: &str, output_len: u64) -> u64 {
    let mut child = dir
        .command(words.split_whitespace())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let most = output_len - LAST;
    let read = std::io::copy(&mut stdout.by_ref().take(most), &mut std::io::sink()).unwrap();
    assert_eq!(read, most);
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    std::io::copy(&mut stdout, &mut std::io::sink()).unwrap();
    assert!(child.wait().unwrap().success());
    kib << 10
}

#[test]
fn a_hundred_megabytes_take_no_more_memory_than_ten() {
    let dir = Dir::new();
    let piece = bytes(1 << 20);
    let mut small_peaks = [0; 3];
    for megabytes in [10u64, 100] {
        let mut input = fs::File::create(dir.path("in")).unwrap();
        for _ in 0..megabytes {
            input.write_all(&piece).unwrap();
        }
        dir.run_for(0, "export in -o file");
        let file_len = fs::metadata(dir.path("file")).unwrap().len();
        let peaks = [
            peak(&dir, "export in -o -", file_len),
            peak(&dir, "cat file -o -", megabytes << 20),
            peak(&dir, "recover file -o -", file_len),
        ];
        println!("{megabytes} MiB: {peaks:?}");
        if megabytes == 10 {
            small_peaks = peaks;
        }
        for (peak, small) in peaks.iter().zip(small_peaks) {
            assert!(*peak < 16 << 20, "{peaks:?}");
            assert!(*peak < small + (1 << 20), "{peaks:?} {small_peaks:?}");
        }
    }
}

#[test]
fn longer_sound_takes_no_more_memory() {
    let dir = Dir::new();
    let mut small_peaks = [0; 2];
    for megabytes in [1, 3] {
        dir.write("in", bytes(megabytes << 20));
        let options = "--frame-size 256 --top 64";
        dir.run_for(0, &format!("export in -o file --audio-tokens {options}"));
        let tokens = format!("tokens audio in {options} --packed --plot plot");
        let tokens_len = dir.run_for(0, &tokens).stdout.len();
        let file_len = fs::metadata(dir.path("file")).unwrap().len();
        let peaks = [
            peak(
                &dir,
                &format!("export in -o - --audio-tokens {options}"),
                file_len,
            ),
            peak(&dir, &tokens, tokens_len.try_into().unwrap()),
        ];
        println!("{megabytes} MiB: {peaks:?}");
        if megabytes == 1 {
            small_peaks = peaks;
        }
        for (peak, small) in peaks.iter().zip(small_peaks) {
            assert!(*peak < 16 << 20, "{peaks:?}");
            assert!(*peak < small + (1 << 20), "{peaks:?} {small_peaks:?}");
        }
    }
}

#[test]
fn sealing_and_packing_take_no_more_memory_for_more_blocks() {
    let dir = Dir::new();
    dir.write("secret", [7; 32]);
    let options = "--engine store --seal-secret-file secret";
    let mut small_peaks = [0; 2];
    for megabytes in [2u64, 5] {
        dir.write("in", bytes(usize::try_from(megabytes).unwrap() << 20));
        dir.run_for(0, &format!("export in -o file {options}"));
        let file_len = fs::metadata(dir.path("file")).unwrap().len();
        let peaks = [
            peak(&dir, &format!("export in -o - {options}"), file_len),
            peak(
                &dir,
                "cat file -o - --seal-secret-file secret",
                megabytes << 20,
            ),
        ];
        println!("{megabytes} MiB: {peaks:?}");
        if megabytes == 2 {
            small_peaks = peaks;
        }
        for (peak, small) in peaks.iter().zip(small_peaks) {
            assert!(*peak < 16 << 20, "{peaks:?}");
            assert!(*peak < small + (1 << 20), "{peaks:?} {small_peaks:?}");
        }
    }
}
