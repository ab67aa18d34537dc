//! What the tests share: the vectors, and files made by the writer.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part"
)]

use h4core::container::Writer;
use h4core::wire::seek::SeekEntry;
use serde_json::Value;

/// The cases of a vector file.
pub fn cases(text: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(text).unwrap();
    all["cases"].as_array().unwrap().clone()
}

/// A field of hex digits as bytes.
pub fn hex(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap().as_bytes();
    let (pairs, rest) = text.as_chunks::<2>();
    assert!(rest.is_empty());
    pairs
        .iter()
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// The container of a case of `h4mk-damaged.json`.
pub fn damaged(name: &str) -> Vec<u8> {
    let all = cases(include_str!("../vectors/h4mk-damaged.json"));
    hex(&all.iter().find(|case| case["name"] == name).unwrap()["container"])
}

/// A whole file with these blocks, entries and objects.
pub fn file(blocks: &[&[u8]], entries: &[SeekEntry], meta: &str, safe: &str) -> Vec<u8> {
    let mut buf = vec![0xa5; 1 << 16];
    let (mut writer, len) = Writer::begin(&mut buf).unwrap();
    let mut out = buf[..len].to_vec();
    for block in blocks {
        let put = writer.block(block, &mut buf).unwrap();
        assert_eq!(put.file_offset, out.len() as u64);
        out.extend_from_slice(&buf[..put.len]);
    }
    let mut tail = writer
        .finish(entries.iter().copied(), meta.as_bytes(), safe.as_bytes())
        .unwrap();
    loop {
        match tail.emit(&mut buf).unwrap() {
            0 => return out,
            len => out.extend_from_slice(&buf[..len]),
        }
    }
}

/// A seek entry.
pub const fn entry(pts_us: u64, offset: u64) -> SeekEntry {
    SeekEntry { pts_us, offset }
}

/// A small file with blocks of several lengths, one of them empty.
pub fn small() -> Vec<u8> {
    file(
        &[b"first", b"", b"third block", b"4"],
        &[entry(0, 0), entry(40_000, 5), entry(80_000, 16)],
        r#"{"project":"HarmonyØ4"}"#,
        "{}",
    )
}
