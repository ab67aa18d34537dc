//! What `inspect` found as a table, written as it is found.

use std::io::{self, Write};
use std::path::Path;

use h4core::container::{Block, ChunkInfo};
use h4core::wire::seek::SeekEntry;

use super::{Duration, Summary};
use crate::meta::Json;
use crate::verify::hex;

/// Writes line by line.
pub(super) struct Report<W> {
    out: W,
    /// Digits of the largest offset.
    width: usize,
    has_chunks: bool,
    has_keys: bool,
}

impl<W: Write> Report<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            width: 0,
            has_chunks: false,
            has_keys: false,
        }
    }

    fn json(&mut self, tag: &str, json: Option<&Json>) -> io::Result<()> {
        let Some(json) = json.filter(|json| json.is_there()) else {
            return writeln!(self.out, "{tag}      none");
        };
        let Ok(payload) = json.payload() else {
            return writeln!(self.out, "{tag}      too long to be shown");
        };
        let text = String::from_utf8_lossy(payload);
        write!(self.out, "{tag}      ")?;
        for letter in text.chars() {
            // What a file says is not to steer a terminal.
            match letter.is_control() {
                true => write!(self.out, "{}", letter.escape_default())?,
                false => write!(self.out, "{letter}")?,
            }
        }
        writeln!(self.out)
    }
}

impl<W: Write> super::Report for Report<W> {
    fn begin(&mut self, path: &Path, file_len: u64) -> io::Result<()> {
        self.width = file_len.to_string().len().max("offset".len());
        writeln!(self.out, "{}: {file_len} bytes", path.display())?;
        writeln!(self.out)
    }

    fn chunk(&mut self, chunk: &ChunkInfo, crc_holds: bool) -> io::Result<()> {
        let width = self.width;
        if !std::mem::replace(&mut self.has_chunks, true) {
            writeln!(
                self.out,
                "{:>8}  {:>width$}  {:<4}  {:>10}  CRC",
                "chunk", "offset", "tag", "length"
            )?;
        }
        let ChunkInfo {
            tag,
            payload_len,
            crc,
            index,
            offset,
        } = chunk;
        let tag = tag.to_string();
        let holds = if crc_holds { "holds" } else { "wrong" };
        writeln!(
            self.out,
            "{index:>8}  {offset:>width$}  {tag:<4}  {payload_len:>10}  {crc:08x} {holds}"
        )
    }

    fn begin_keys(&mut self) -> io::Result<()> {
        if self.has_chunks {
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn key(&mut self, number: u32, entry: &SeekEntry, block: Option<&Block>) -> io::Result<()> {
        let width = self.width;
        if !std::mem::replace(&mut self.has_keys, true) {
            writeln!(
                self.out,
                "{:>8}  {:>20}  {:>width$}  {:>10}  {:>width$}",
                "entry", "time in us", "media", "block", "offset"
            )?;
        }
        let SeekEntry { pts_us, offset } = entry;
        write!(self.out, "{number:>8}  {pts_us:>20}  {offset:>width$}  ")?;
        match block {
            Some(block) => {
                let (index, offset) = (block.index, block.chunk.offset);
                writeln!(self.out, "{index:>10}  {offset:>width$}")
            }
            None => writeln!(self.out, "{:>10}  {:>width$}", "none", "none"),
        }
    }

    fn end(&mut self, summary: &Summary<'_>) -> io::Result<()> {
        if self.has_keys {
            writeln!(self.out)?;
        }
        let Summary {
            chunks,
            blocks,
            media_len,
            entries,
            ..
        } = summary;
        writeln!(self.out, "chunks    {chunks}")?;
        writeln!(self.out, "blocks    {blocks} with {media_len} bytes")?;
        writeln!(self.out, "entries   {entries}")?;
        match summary.duration {
            Some(Duration::Exact(us)) => writeln!(self.out, "duration  {}", seconds(us))?,
            Some(Duration::AtLeast(us)) => {
                writeln!(self.out, "duration  {} or more", seconds(us))?;
            }
            None => writeln!(self.out, "duration  unknown")?,
        }
        self.json("META", summary.meta)?;
        self.json("SAFE", summary.safe)?;
        match &summary.digest {
            Some(digest) => writeln!(self.out, "SHA-256   {}", hex(digest))?,
            None => writeln!(self.out, "SHA-256   not proved")?,
        }
        writeln!(self.out, "state     {}", summary.state().name())?;
        match &summary.fault {
            Some(fault) => writeln!(self.out, "fault     {fault}"),
            None => Ok(()),
        }
    }
}

/// Microseconds as seconds.
fn seconds(us: u64) -> String {
    format!("{}.{:06} s", us / 1_000_000, us % 1_000_000)
}
