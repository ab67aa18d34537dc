//! What `inspect` found as one JSON object, written as it is found.

use std::io::{self, Write};
use std::path::Path;

use h4core::container::{Block, ChunkInfo};
use h4core::error::Fault;
use h4core::wire::seek::SeekEntry;
use serde::Serialize;
use serde_json::value::RawValue;

use super::{Duration, Summary};
use crate::meta;
use crate::verify::hex;

/// Writes the object member by member.
pub(super) struct Report<W> {
    out: W,
    is_first: bool,
}

#[derive(Serialize)]
struct Chunk {
    index: u64,
    offset: u64,
    tag: String,
    length: u32,
    crc: String,
    crc_holds: bool,
}

#[derive(Serialize)]
struct Key {
    entry: u32,
    pts_us: u64,
    media_offset: u64,
    block: Option<u64>,
    file_offset: Option<u64>,
}

#[derive(Serialize)]
struct End<'a> {
    blocks: u64,
    media_length: u64,
    duration_us: Option<u64>,
    duration_is_exact: bool,
    /// The object as it is written, or nothing that says what it is.
    meta: Option<Box<RawValue>>,
    /// The bytes of what is no object.
    #[serde(skip_serializing_if = "Option::is_none")]
    meta_text: Option<String>,
    safe: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    safe_text: Option<String>,
    sha256: Option<String>,
    state: &'a str,
    fault: Option<FaultReport>,
}

#[derive(Serialize)]
struct FaultReport {
    rule: &'static str,
    text: &'static str,
    offset: u64,
    chunk: Option<u64>,
}

impl<W: Write> Report<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            is_first: true,
        }
    }

    fn item(&mut self, item: &impl Serialize) -> io::Result<()> {
        if !std::mem::take(&mut self.is_first) {
            self.out.write_all(b",")?;
        }
        Ok(serde_json::to_writer(&mut self.out, item)?)
    }
}

impl<W: Write> super::Report for Report<W> {
    fn begin(&mut self, path: &Path, file_len: u64) -> io::Result<()> {
        let path = serde_json::to_string(&path.to_string_lossy())?;
        write!(
            self.out,
            "{{\"file\":{path},\"size\":{file_len},\"chunks\":["
        )
    }

    fn chunk(&mut self, chunk: &ChunkInfo, crc_holds: bool) -> io::Result<()> {
        self.item(&Chunk {
            index: chunk.index,
            offset: chunk.offset,
            tag: chunk.tag.to_string(),
            length: chunk.payload_len,
            crc: format!("{:08x}", chunk.crc),
            crc_holds,
        })
    }

    fn begin_keys(&mut self) -> io::Result<()> {
        self.is_first = true;
        self.out.write_all(b"],\"key_blocks\":[")
    }

    fn key(&mut self, number: u32, entry: &SeekEntry, block: Option<&Block>) -> io::Result<()> {
        self.item(&Key {
            entry: number,
            pts_us: entry.pts_us,
            media_offset: entry.offset,
            block: block.map(|block| block.index),
            file_offset: block.map(|block| block.chunk.offset),
        })
    }

    fn end(&mut self, summary: &Summary<'_>) -> io::Result<()> {
        let (meta, meta_text) = object(summary.meta);
        let (safe, safe_text) = object(summary.safe);
        let end = End {
            blocks: summary.blocks,
            media_length: summary.media_len,
            duration_us: summary
                .duration
                .map(|(Duration::Exact(us) | Duration::AtLeast(us))| us),
            duration_is_exact: matches!(summary.duration, Some(Duration::Exact(_))),
            meta,
            meta_text,
            safe,
            safe_text,
            sha256: summary.digest.map(|digest| hex(&digest)),
            state: summary.state().name(),
            fault: summary.fault.as_ref().map(FaultReport::of),
        };
        // Its members go on in the object that is open.
        let end = serde_json::to_string(&end)?;
        let members = end.strip_prefix('{').unwrap_or_default();
        writeln!(self.out, "],{members}")
    }
}

impl FaultReport {
    fn of(fault: &Fault) -> Self {
        Self {
            rule: fault.rule.name(),
            text: fault.rule.text(),
            offset: fault.offset,
            chunk: fault.chunk,
        }
    }
}

/// An object as it is written; the text of what is none.
fn object(json: Option<&meta::Json>) -> (Option<Box<RawValue>>, Option<String>) {
    let Some(json) = json.filter(|json| json.is_there()) else {
        return (None, None);
    };
    let Ok(payload) = json.payload() else {
        return (None, None);
    };
    let text = String::from_utf8_lossy(payload).into_owned();
    if json.fault.is_some() {
        return (None, Some(text));
    }
    match RawValue::from_string(text.clone()) {
        Ok(object) => (Some(object), None),
        Err(_) => (None, Some(text)),
    }
}
