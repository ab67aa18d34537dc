//! Writing and verifying blocks of 512 KiB beside the same bytes through `crc32fast` and `sha2` alone.

use std::hint::black_box;

use h4core::container::{Verdict, Verifier, Writer};
use sha2::{Digest, Sha256};

use crate::timing::{noise, pair, throughput};

const BLOCK: usize = 512 * 1024;
const BLOCKS: usize = 128;
const ROUNDS: usize = 15;

/// What no container with these checksums can do without.
fn floor(media: &[u8]) {
    let mut sha = Sha256::new();
    for block in media.chunks(BLOCK) {
        black_box(crc32fast::hash(block));
        sha.update(block);
    }
    black_box(sha.finalize());
}

fn header() {
    println!(
        "\n{:<44} {:>13} {:>13} {:>6}",
        "blocks of 512 KiB", "h4core", "floor", "ratio"
    );
}

/// Gives a file of `media` piece by piece, each in the front of `buf`.
fn written(media: &[u8], buf: &mut [u8], copy: bool, mut put: impl FnMut(&[u8])) {
    let (mut writer, len) = Writer::begin(buf).expect("room");
    put(&buf[..len]);
    for block in media.chunks(BLOCK) {
        if copy {
            let len = writer.block(block, buf).expect("room").len;
            put(&buf[..len]);
        } else {
            let len = writer.block_header(block, buf).expect("room").len;
            put(&buf[..len]);
            put(block);
        }
    }
    let mut tail = writer.finish([], b"{}", b"{}").expect("legal");
    loop {
        match tail.emit(buf).expect("room") {
            0 => return,
            len => put(&buf[..len]),
        }
    }
}

/// Writing.
pub fn write() {
    header();
    let media = noise(BLOCK * BLOCKS);
    let mut buf = vec![0; BLOCK + 12];
    for (name, copy) in [
        ("write, block left where it is", false),
        ("write, block copied to the output", true),
    ] {
        let measured = pair(
            ROUNDS,
            || {
                written(&media, &mut buf, copy, |piece| {
                    black_box(piece);
                });
            },
            || floor(&media),
        );
        throughput(name, media.len(), &measured);
    }
}

/// Verifying.
pub fn verify() {
    header();
    let media = noise(BLOCK * BLOCKS);
    let mut file = Vec::new();
    written(&media, &mut vec![0; BLOCK + 12], true, |piece| {
        file.extend_from_slice(piece);
    });
    for (name, piece) in [
        ("verify, the file as one slice", file.len()),
        ("verify, pushed in pieces of 64 KiB", 64 * 1024),
        ("verify, pushed in pieces of 4 KiB", 4096),
    ] {
        let measured = pair(
            ROUNDS,
            || {
                let mut verifier = Verifier::new();
                for piece in file.chunks(piece) {
                    verifier.update(piece).expect("sound");
                }
                assert!(matches!(verifier.finish(), Verdict::Verified(_)));
            },
            || floor(&media),
        );
        throughput(name, media.len(), &measured);
    }
}
