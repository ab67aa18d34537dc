//! `export`: a stream cut into blocks, written as a container.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use h4core::container::{RegularSeek, Writer};
use h4core::crypto::mask::{self, MaskKey};
use h4core::error;
use h4core::token::video;
use h4core::wire::meta::{STANDARD_SAFE, StandardMeta};

use crate::args::ExportArgs;
use crate::error::{Done, Error, note};
use crate::file::wide;
use crate::key;
use crate::meta::{object_of, says_masked};
use crate::output::Output;
use crate::progress::Progress;

/// Input is read by at least this many bytes, and the memory for a block grows by it at first.
const INPUT: usize = 256 << 10;
/// The tail is written by this many bytes.
const TAIL: usize = 64 << 10;

/// How a stream becomes a container.
#[derive(Debug)]
struct Plan {
    block_size: u32,
    frame_time_us: u64,
    gop: u32,
    mask: Option<MaskKey>,
    meta: Vec<u8>,
    safe: Vec<u8>,
}

/// What was written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exported {
    pub(crate) blocks: u64,
    pub(crate) media_len: u64,
    pub(crate) file_len: u64,
}

pub(crate) fn run(args: &ExportArgs) -> Result<Done, Error> {
    export_file(args).map(|_| Done::Whole)
}

/// Does what the command line says.
pub(crate) fn export_file(args: &ExportArgs) -> Result<Exported, Error> {
    let plan = Plan::of(args)?;
    let path = args.input.as_path();
    let (mut input, total) = open(path)?;
    let progress = Progress::new(total);
    let mut output = Output::begin(&args.output, path)?;
    let exported = export(&mut *input, path, &plan, &mut output, &progress)?;
    output.finish()?;
    Ok(exported)
}

/// The stream, and its length if that is known.
fn open(path: &Path) -> Result<(Box<dyn Read>, Option<u64>), Error> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), None));
    }
    let fail = |error| Error::io(path, &error);
    let file = File::open(path).map_err(fail)?;
    let metadata = file.metadata().map_err(fail)?;
    let total = metadata.is_file().then_some(metadata.len());
    Ok((Box::new(io::BufReader::with_capacity(INPUT, file)), total))
}

impl Plan {
    fn of(args: &ExportArgs) -> Result<Self, Error> {
        let wrong = |option: &str, what: &str| Error::Usage(format!("{option}: {what}"));
        let frame_time_us =
            video::frame_time_us(args.fps).map_err(|error| wrong("--fps", error.text()))?;
        let meta = match &args.meta {
            Some(text) => meta_of(text, args.mask).map_err(|what| wrong("--meta", &what))?,
            None => standard_meta(args).map_err(|error| wrong("--fps", error.text()))?,
        };
        let safe = match &args.safe {
            Some(text) => object_of(text, &mut vec![0; text.len()])
                .map_err(|what| wrong("--safe", &what))?
                .text(),
            None => STANDARD_SAFE,
        };
        let mask = args.key_file.as_deref().map(key::read).transpose()?;
        Ok(Self {
            block_size: args.block_size,
            frame_time_us,
            gop: args.gop,
            mask,
            meta,
            safe: safe.as_bytes().to_vec(),
        })
    }
}

/// The user's own META, byte for byte.
fn meta_of(text: &str, masked: bool) -> Result<Vec<u8>, String> {
    let mut scratch = vec![0; text.len()];
    let object = object_of(text, &mut scratch)?;
    // A reader goes by META: it would take masked blocks for plain ones, or ask for a key to plain ones.
    if says_masked(&object, &mut scratch) != Ok(masked) {
        note(&format!(
            "--meta: does not say \"masked\":{masked}, as the blocks are"
        ));
    }
    Ok(text.as_bytes().to_vec())
}

fn standard_meta(args: &ExportArgs) -> Result<Vec<u8>, error::Error> {
    let meta = StandardMeta {
        block_size: args.block_size,
        fps_hint: args.fps,
        gop: args.gop,
        masked: args.mask,
    };
    let mut text = vec![0; meta.emitted_len()?];
    meta.emit(&mut text)?;
    Ok(text)
}

/// Reads `input` to its end; holds one block of it.
fn export(
    input: &mut dyn Read,
    input_path: &Path,
    plan: &Plan,
    output: &mut Output,
    progress: &Progress,
) -> Result<Exported, Error> {
    let fail = |error: error::Error| Error::core(input_path, &error);
    let mut out = vec![0; TAIL];
    let (mut writer, len) = Writer::begin(&mut out).map_err(fail)?;
    put(output, &out, len)?;
    let mut block = Vec::new();
    loop {
        let len = read_block(input, plan.block_size, &mut block)
            .map_err(|error| Error::io(input_path, &error))?;
        let Some(block) = block.get_mut(..len).filter(|block| !block.is_empty()) else {
            break;
        };
        if let Some(key) = &plan.mask {
            let mask = key.block(mask::DEFAULT_CONTEXT, writer.blocks());
            mask.apply(0, block).map_err(fail)?;
        }
        let header = writer.block_header(block, &mut out).map_err(fail)?;
        put(output, &out, header.len)?;
        output.put(block)?;
        progress.at(writer.media_len());
    }
    let (blocks, media_len, tail_at) = (writer.blocks(), writer.media_len(), writer.position());
    let entries = u32::try_from(blocks)
        .map_err(|_| error::Error::Range)
        .and_then(|blocks| RegularSeek::new(plan.frame_time_us, plan.gop, plan.block_size, blocks))
        .map_err(|_| {
            let path = input_path.display();
            Error::Failed(format!(
                "{path}: {blocks} blocks are more than times and numbers reach"
            ))
        })?;
    let tail = writer.finish(entries, &plan.meta, &plan.safe);
    let mut tail = tail.map_err(|(_, error)| fail(error))?;
    let mut tail_len = 0u64;
    loop {
        match tail.emit(&mut out).map_err(fail)? {
            0 => break,
            len => {
                put(output, &out, len)?;
                tail_len = tail_len.saturating_add(wide(len));
            }
        }
    }
    Ok(Exported {
        blocks,
        media_len,
        file_len: tail_at.saturating_add(tail_len),
    })
}

fn put(output: &mut Output, bytes: &[u8], len: usize) -> Result<(), Error> {
    output.put(bytes.get(..len).unwrap_or_default())
}

/// Reads up to `most` bytes to the front of `block`, fewer only at the end of input. The memory for it grows with what arrives
/// and not with what is allowed.
fn read_block(input: &mut dyn Read, most: u32, block: &mut Vec<u8>) -> io::Result<usize> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut len = 0usize;
    while len < most {
        if len == block.len() {
            let room = len.saturating_mul(2).max(INPUT).min(most);
            block.resize(room, 0);
        }
        let room = block.get_mut(len..).unwrap_or_default();
        match input.read(room) {
            Ok(0) => break,
            Ok(read) => len = len.saturating_add(read),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(len)
}
