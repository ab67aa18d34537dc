//! `seek`: from a time to the block where decoding begins.

use std::io::{self, Write as _};

use h4core::container::Block;
use h4core::wire::seek::SeekEntry;
use serde::Serialize;

use crate::args::SeekArgs;
use crate::error::{Done, Error};
use crate::file::{Container, PIECE};
use crate::meta::Json;
use crate::seal;

/// Where a time leads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) number: u32,
    pub(crate) entry: SeekEntry,
    /// None where the entry leads to the end of the media.
    pub(crate) block: Option<Block>,
}

#[derive(Serialize)]
struct Report {
    /// The time asked for.
    pts_us: u64,
    /// The number of the entry, its time and its offset.
    entry: Option<u32>,
    entry_pts_us: Option<u64>,
    media_offset: Option<u64>,
    /// The number of the block that has the byte, where it begins in the media and in the file, and its length.
    block: Option<u64>,
    block_media_offset: Option<u64>,
    file_offset: Option<u64>,
    payload_offset: Option<u64>,
    payload_len: Option<u32>,
}

pub(crate) fn run(args: &SeekArgs) -> Result<Done, Error> {
    let mut container = Container::open(&args.file)?;
    let found = seek(&mut container, args.pts_us)?;
    let said = if args.json {
        say_json(args.pts_us, found.as_ref())
    } else {
        say(found.as_ref())
    };
    said.map_err(|error| Error::stdout(&error))?;
    let path = args.file.display();
    match found {
        Some(Found { block: Some(_), .. }) => Ok(Done::Whole),
        Some(_) => Err(Error::Failed(format!(
            "{path}: the entry leads to the end of the media"
        ))),
        None => Err(Error::Failed(format!(
            "{path}: no entry at or before {} us",
            args.pts_us
        ))),
    }
}

/// The entry for a time and the block that it leads to, whose CRC is checked.
pub(crate) fn seek(container: &mut Container, pts_us: u64) -> Result<Option<Found>, Error> {
    let is_sealed = seal::is_sealed(container)?;
    let lengths = Json::find_meta(container)?.lengths()?;
    let lengths = lengths.map(|lengths| lengths.if_sealed(is_sealed));
    let Container { path, reader } = container;
    let fail = |error| Error::read(path, &error);
    let mut piece = vec![0; PIECE];
    let Some((chunk, table)) = reader.seek_file(&mut piece).map_err(fail)? else {
        return Ok(None);
    };
    let found = table.entry_at_or_before(reader.source(), pts_us);
    let Some((number, entry)) = found.map_err(fail)? else {
        return Ok(None);
    };
    let lengths = lengths.ok_or_else(|| {
        let path = path.display();
        Error::Failed(format!(
            "{path}: entry {number} leads to media offset {}, and only unpacking the blocks tells where that is",
            entry.offset
        ))
    })?;
    let mut locator = reader.locator(lengths);
    let block = locator
        .locate_unverified(reader.source(), &chunk, number, entry.offset)
        .map_err(fail)?;
    if let Some(block) = &block {
        reader.check(&block.chunk, &mut piece).map_err(fail)?;
    }
    Ok(Some(Found {
        number,
        entry,
        block,
    }))
}

fn say(found: Option<&Found>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if let Some(Found {
        number,
        entry,
        block,
    }) = found
    {
        writeln!(out, "entry         {number}, {} us", entry.pts_us)?;
        writeln!(out, "media offset  {}", entry.offset)?;
        if let Some(block) = block {
            writeln!(out, "block         {}", block.index)?;
            writeln!(
                out,
                "file offset   {}, payload {}",
                block.chunk.offset,
                block.chunk.payload_offset()
            )?;
            writeln!(out, "length        {}", block.chunk.payload_len)?;
        }
    }
    out.flush()
}

fn say_json(pts_us: u64, found: Option<&Found>) -> io::Result<()> {
    let entry = found.map(|found| found.entry);
    let block = found.and_then(|found| found.block);
    let report = Report {
        pts_us,
        entry: found.map(|found| found.number),
        entry_pts_us: entry.map(|entry| entry.pts_us),
        media_offset: entry.map(|entry| entry.offset),
        block: block.map(|block| block.index),
        block_media_offset: block.map(|block| block.media_offset),
        file_offset: block.map(|block| block.chunk.offset),
        payload_offset: block.map(|block| block.chunk.payload_offset()),
        payload_len: block.map(|block| block.chunk.payload_len),
    };
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, &report)?;
    writeln!(out)?;
    out.flush()
}
