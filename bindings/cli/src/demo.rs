//! `demo`: the way of a stream through a container and back, with figures.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use h4core::container::Verdict;
use h4core::hash::Sha256;

use crate::args::{AudioArgs, CatArgs, ExportArgs, OpenArgs, SealArgs};
use crate::cat;
use crate::error::{Done, Error};
use crate::export::export_file;
use crate::file::Container;
use crate::progress::Progress;
use crate::seek::{Found, seek};
use crate::unfinished::Unfinished;
use crate::verify::{examine, hex};

const FRAMES: u32 = 50;
const FRAME_LEN: u32 = 4096;
const FPS: f64 = 30.0;
const GOP: u32 = 30;
/// A time between two key blocks.
const WANTED_US: u64 = 1_200_000;

pub(crate) fn run() -> Result<Done, Error> {
    let fail = |error: io::Error| Error::io(&std::env::temp_dir(), &error);
    let dir = tempfile::Builder::new()
        .prefix("harmony4-")
        .tempdir()
        .map_err(fail)?;
    let _unfinished = Unfinished::new(dir.path());
    show(dir.path(), &mut io::stdout().lock())?;
    dir.close().map_err(fail)?;
    Ok(Done::Whole)
}

fn show(dir: &Path, out: &mut dyn Write) -> Result<(), Error> {
    let [stream, key, plain, masked, restored] =
        ["stream", "key", "plain.h4mk", "masked.h4mk", "restored"].map(|name| dir.join(name));
    let write =
        |path: &Path, bytes: &[u8]| fs::write(path, bytes).map_err(|error| Error::io(path, &error));
    let mut line = |name: &str, text: String| {
        writeln!(out, "{name:<8}  {text}").map_err(|error| Error::stdout(&error))
    };

    let media = frames();
    write(&stream, &media)?;
    write(&key, b"the key of a demonstration")?;
    line(
        "frames",
        format!(
            "{FRAMES} made-up frames of {FRAME_LEN} bytes, {FPS} a second: {} bytes",
            media.len()
        ),
    )?;

    let exported = export_file(&export_args(&stream, &plain, None))?;
    line(
        "export",
        format!(
            "{} blocks, a key block every {GOP}: {} bytes, {} of them not media",
            exported.blocks,
            exported.file_len,
            exported.file_len.saturating_sub(exported.media_len)
        ),
    )?;
    let exported = export_file(&export_args(&stream, &masked, Some(&key)))?;
    line(
        "mask",
        format!(
            "the same under a key: {} bytes, no longer by any block",
            exported.file_len
        ),
    )?;

    for (name, path) in [("plain", &plain), ("masked", &masked)] {
        let mut container = Container::open(path)?;
        let findings = examine(&mut container, &Progress::hidden(), &mut |_| Ok(()))?;
        let Verdict::Verified(proof) = &findings.verdict else {
            return Err(broken("does not verify"));
        };
        line(
            "verify",
            format!(
                "{name}: {} chunks sound, SHA-256 {}",
                proof.chunks(),
                hex(proof.digest())
            ),
        )?;
    }

    let found = seek(&mut Container::open(&masked)?, WANTED_US)?;
    let Some(Found {
        entry,
        block: Some(block),
        ..
    }) = found
    else {
        return Err(broken("cannot be sought in"));
    };
    line(
        "seek",
        format!(
            "{WANTED_US} us: key block {} of {} us, media offset {}, file offset {}",
            block.index, entry.pts_us, entry.offset, block.chunk.offset
        ),
    )?;

    cat::run_cat(&CatArgs {
        file: masked,
        output: restored.clone(),
        open: OpenArgs {
            key_file: Some(key),
            ..OpenArgs::default()
        },
    })?;
    let back = fs::read(&restored).map_err(|error| Error::io(&restored, &error))?;
    if back != media {
        return Err(broken("does not give the frames back"));
    }
    line(
        "restore",
        format!(
            "{} bytes unmasked, the same as the frames: SHA-256 {}",
            back.len(),
            hex(&Sha256::of(&back))
        ),
    )
}

/// Bytes that look like nothing in particular and are the same every time.
fn frames() -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let words = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    let len = FRAMES.saturating_mul(FRAME_LEN);
    words
        .flatten()
        .take(usize::try_from(len).unwrap_or_default())
        .collect()
}

fn export_args(input: &Path, output: &Path, key: Option<&PathBuf>) -> ExportArgs {
    ExportArgs {
        input: input.to_owned(),
        output: output.to_owned(),
        block_size: FRAME_LEN,
        fps: FPS,
        gop: GOP,
        audio_tokens: false,
        audio: AudioArgs::default(),
        mask: key.is_some(),
        key_file: key.cloned(),
        seal: SealArgs::default(),
        engine: None,
        meta: None,
        safe: None,
    }
}

fn broken(what: &str) -> Error {
    Error::Failed(format!("the demonstration's container {what}"))
}
