//! `inspect`: the chunks, objects, key blocks and state of a container, for people or as one JSON object.

mod json;
mod table;

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use h4core::container::{Block, ChunkInfo, ReadAt as _, Verdict};
use h4core::error::{Fault, State};
use h4core::hash::Digest;
use h4core::token::video;
use h4core::wire::seek::SeekEntry;

use crate::args::InspectArgs;
use crate::error::{Done, Error};
use crate::file::{Container, Source};
use crate::meta::Json;
use crate::progress::Progress;
use crate::verify::{Findings, examine, seek_table};

/// Someone who is told of a container, in this order: its chunks, its key blocks, the rest.
trait Report {
    fn begin(&mut self, path: &Path, file_len: u64) -> io::Result<()>;
    fn chunk(&mut self, chunk: &ChunkInfo, crc_holds: bool) -> io::Result<()>;
    fn begin_keys(&mut self) -> io::Result<()>;
    fn key(&mut self, number: u32, entry: &SeekEntry, block: Option<&Block>) -> io::Result<()>;
    fn end(&mut self, summary: &Summary<'_>) -> io::Result<()>;
}

/// What is known of a container once it was read to its end.
#[derive(Default)]
struct Summary<'a> {
    chunks: u64,
    blocks: u64,
    media_len: u64,
    entries: u32,
    duration: Option<Duration>,
    meta: Option<&'a Json>,
    safe: Option<&'a Json>,
    digest: Option<Digest>,
    fault: Option<Fault>,
}

/// How long the media lasts, in microseconds.
#[derive(Clone, Copy, Debug)]
enum Duration {
    /// The blocks times the frame time of `fps_hint`.
    Exact(u64),
    /// The time of the last entry of SEEK.
    AtLeast(u64),
}

impl Summary<'_> {
    fn state(&self) -> State {
        self.fault.map_or(State::Verified, |fault| fault.state())
    }
}

pub(crate) fn run(args: &InspectArgs) -> Result<Done, Error> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let done = if args.json {
        inspect(&args.file, &mut json::Report::new(&mut out))
    } else {
        inspect(&args.file, &mut table::Report::new(&mut out))
    };
    out.flush().map_err(|error| Error::stdout(&error))?;
    done
}

fn inspect(path: &Path, report: &mut dyn Report) -> Result<Done, Error> {
    let closed = |error: io::Error| Error::stdout(&error);
    let mut source = Source::open(path)?;
    let file_len = source.size().map_err(|error| Error::io(path, &error))?;
    report.begin(path, file_len).map_err(closed)?;
    let mut container = match Container::of(path, source)? {
        Ok(container) => container,
        Err(fault) => {
            report.begin_keys().map_err(closed)?;
            let summary = Summary {
                fault: Some(fault),
                ..Summary::default()
            };
            report.end(&summary).map_err(closed)?;
            return Err(Error::fault(path, &fault));
        }
    };
    // A bar among the lines of a table helps nobody.
    let progress = match io::stdout().is_terminal() {
        true => Progress::hidden(),
        false => Progress::new(Some(file_len)),
    };
    let findings = examine(&mut container, &progress, &mut |read| {
        let holds = read.fault.is_none();
        report.chunk(&read.info, holds).map_err(closed)
    })?;
    drop(progress);
    report.begin_keys().map_err(closed)?;
    let (entries, last) = keys(&mut container, &findings, report)?;
    let summary = Summary {
        chunks: findings.passed.chunks,
        blocks: findings.passed.blocks,
        media_len: findings.passed.media_len,
        entries,
        duration: duration(&findings, last),
        meta: Some(&findings.meta),
        safe: Some(&findings.safe),
        digest: match &findings.verdict {
            Verdict::Verified(proof) => Some(*proof.digest()),
            Verdict::Unfinished(_) | Verdict::Damaged(_) => None,
        },
        fault: findings.fault,
    };
    report.end(&summary).map_err(closed)?;
    match &summary.fault {
        Some(fault) => Err(Error::fault(path, fault)),
        None => Ok(Done::Whole),
    }
}

/// Tells of each entry and the block that it leads to. Gives the number of entries and the last of them.
fn keys(
    container: &mut Container,
    findings: &Findings,
    report: &mut dyn Report,
) -> Result<(u32, Option<SeekEntry>), Error> {
    let Some(seek) = findings.passed.seek else {
        return Ok((0, None));
    };
    let Some(table) = seek_table(container, &seek)? else {
        return Ok((0, None));
    };
    let Container { path, reader } = container;
    let mut locator = findings.lengths.map(|lengths| reader.locator(lengths));
    let mut last = None;
    for number in 0..table.len() {
        let entry = table
            .get(reader.source(), number)
            .map_err(|error| Error::read(path, &error))?
            .unwrap_or_default();
        let block = locator.as_mut().and_then(|locator| {
            let found = locator.locate_unverified(reader.source(), &seek, number, entry.offset);
            // An entry that leads nowhere is shown as one; whether it is the file's first fault was found out before.
            found.ok().flatten()
        });
        report
            .key(number, &entry, block.as_ref())
            .map_err(|error| Error::stdout(&error))?;
        last = Some(entry);
    }
    Ok((table.len(), last))
}

fn duration(findings: &Findings, last: Option<SeekEntry>) -> Option<Duration> {
    // Of frames of sound the times in SEEK are the exact ones.
    let is_audio = findings.meta.has_audio_tokens().unwrap_or_default();
    // The last sealed block is the end, if it was not cut off.
    let is_regular = !is_audio && !findings.passed.is_sealed;
    let fps = findings.meta.fps_hint().ok().flatten();
    let fps = fps.filter(|_| is_regular);
    let frame_time = fps.and_then(|fps| video::frame_time_us(fps).ok());
    frame_time
        .and_then(|us| us.checked_mul(findings.passed.blocks))
        .map(Duration::Exact)
        .or(last.map(|entry| Duration::AtLeast(entry.pts_us)))
}
