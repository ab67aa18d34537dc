//! What the tests share: a directory, the command, and files to try it on.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "each test file uses its own part"
)]

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use h4core::container::{Container, Writer};
use h4core::token::audio::{Config, Tokenizer};
use h4core::wire::audio_token::Repr;
use h4core::wire::chunk::Tag;
use h4core::wire::seek::SeekEntry;
use serde_json::Value;
use tempfile::TempDir;

/// A directory that is gone after the test.
pub struct Dir(TempDir);

impl Dir {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// The names in it, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// The command, run here.
    pub fn command<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_harmony4"));
        command
            .env_remove("HARMONY4_SECRET")
            .current_dir(self.0.path())
            .args(args);
        command
    }

    /// Runs the command with words.
    pub fn run(&self, words: &str) -> Output {
        self.command(words.split_whitespace()).output().unwrap()
    }

    /// Runs the command and holds it to its exit status.
    #[track_caller]
    pub fn run_for(&self, code: i32, words: &str) -> Output {
        let output = self.run(words);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{words}: {}",
            err(&output)
        );
        output
    }
}

/// Standard error as text.
pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Standard output as text.
pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Standard output as JSON.
pub fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Bytes that look like nothing in particular.
pub fn bytes(len: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    })
    .flatten()
    .take(len)
    .collect()
}

/// The cases of a vector file.
pub fn cases(text: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(text).unwrap();
    all["cases"].as_array().unwrap().clone()
}

/// Files with one fault each.
pub fn damaged_cases() -> Vec<Value> {
    cases(include_str!(
        "../../../../h4core/tests/vectors/h4mk-damaged.json"
    ))
}

/// The container of a damaged case.
pub fn damaged(name: &str) -> Vec<u8> {
    let cases = damaged_cases();
    hex(&cases.iter().find(|case| case["name"] == name).unwrap()["container"])
}

/// A field of hex digits as bytes.
pub fn hex(value: &Value) -> Vec<u8> {
    let digit = |digit: &u8| char::from(*digit).to_digit(16).unwrap();
    let (pairs, []) = value.as_str().unwrap().as_bytes().as_chunks() else {
        panic!("half a byte");
    };
    pairs
        .iter()
        .map(|[high, low]| u8::try_from(digit(high) * 16 + digit(low)).unwrap())
        .collect()
}

/// The blocks of a file as they are stored, one after the other.
pub fn stored_blocks(file: &[u8]) -> Vec<u8> {
    let container = Container::open(file).unwrap();
    let blocks = container.chunks_tagged(Tag::CORE);
    blocks
        .flat_map(|block| block.unwrap().payload.to_vec())
        .collect()
}

/// A file with these blocks, entries and objects, and chunks of other tags before all of them.
pub fn file(
    others: &[([u8; 4], &[u8])],
    blocks: &[&[u8]],
    entries: &[(u64, u64)],
    meta: &str,
    safe: &str,
) -> Vec<u8> {
    let mut buf = vec![0xa5; 1 << 16];
    let (mut writer, len) = Writer::begin(&mut buf).unwrap();
    let mut out = buf[..len].to_vec();
    for (tag, payload) in others {
        let len = writer.chunk(Tag(*tag), payload, &mut buf).unwrap();
        out.extend_from_slice(&buf[..len]);
    }
    for block in blocks {
        let put = writer.block(block, &mut buf).unwrap();
        out.extend_from_slice(&buf[..put.len]);
    }
    let entries: Vec<_> = entries
        .iter()
        .map(|&(pts_us, offset)| SeekEntry { pts_us, offset })
        .collect();
    let mut tail = writer
        .finish(entries, meta.as_bytes(), safe.as_bytes())
        .unwrap();
    loop {
        match tail.emit(&mut buf).unwrap() {
            0 => return out,
            len => out.extend_from_slice(&buf[..len]),
        }
    }
}

/// A small file with blocks of several lengths, one of them empty.
pub fn small() -> Vec<u8> {
    file(
        &[],
        &[b"first", b"", b"third block", b"4"],
        &[(0, 0), (40_000, 5), (80_000, 16)],
        r#"{"project":"HarmonyØ4"}"#,
        "{}",
    )
}

/// Samples from integers alone: a square wave that becomes faster, and noise.
pub fn samples(len: usize) -> Vec<i16> {
    let noise = bytes(len);
    (0..len)
        .zip(noise)
        .map(|(i, noise)| {
            let square = if i / (20 + i / 500 % 40) % 2 == 0 {
                6000
            } else {
                -6000
            };
            square + i16::from(noise) * 8
        })
        .collect()
}

/// Samples as bare bytes.
pub fn pcm(samples: &[i16]) -> Vec<u8> {
    samples
        .iter()
        .flat_map(|sample| sample.to_le_bytes())
        .collect()
}

/// The tokens of PCM as bytes, by the library.
pub fn audio_tokens(config: Config, mut pcm: &[u8]) -> Vec<u8> {
    let mut storage = vec![0.0; config.storage_len()];
    let mut tokenizer = Tokenizer::new(config, &mut storage).unwrap();
    let mut tokens = vec![Repr::EMPTY; usize::from(config.top())];
    let mut packed = Vec::new();
    while let Some(frame) = tokenizer.push(&mut pcm, &mut tokens).unwrap() {
        packed.extend(tokens[..frame.count].iter().flat_map(Repr::emit));
    }
    packed
}

/// Names the secret of [`sealed`].
pub const SECRET: &str = "--seal-secret-file secret";

/// A directory with input, secrets and a sealed file of ten blocks.
pub fn sealed(mode: &str) -> Dir {
    let dir = Dir::new();
    dir.write("in", bytes(1000));
    dir.write("secret", [7; 32]);
    dir.write("other", [8; 32]);
    dir.run_for(
        0,
        &format!("export in -o file --block-size 100 --gop 4 {SECRET} {mode}"),
    );
    dir
}
