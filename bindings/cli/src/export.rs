//! `export`: a stream cut into blocks, or sound made into tokens, written as a container.

mod entries;
mod meta;
mod seal;
mod sink;
mod source;

use std::path::Path;

use h4core::crypto::mask::MaskKey;
use h4core::engine::{Engine, RunLength, Store};
use h4core::error;
use h4core::token::video;
use h4core::wire::meta::STANDARD_SAFE;

use crate::args::{EngineName, ExportArgs};
use crate::audio::{self, Audio};
use crate::error::{Done, Error};
use crate::key;
use crate::meta::object_of;
use crate::output::Output;
use entries::{Entries, Times};
use meta::{Changes, meta_of};
use seal::Sealing;
use sink::Sink;
use source::Source;

/// How blocks become a container.
struct Plan {
    block_len: u32,
    times: Times,
    mask: Option<MaskKey>,
    sealing: Option<Sealing>,
    engine: Option<&'static dyn Engine>,
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
    let (plan, mut source) = Plan::of(args)?;
    let path = args.input.as_path();
    let mut output = Output::begin(&args.output, path)?;
    let exported = export(&mut source, path, &plan, &mut output)?;
    output.finish()?;
    Ok(exported)
}

impl Plan {
    fn of(args: &ExportArgs) -> Result<(Self, Source), Error> {
        if !args.audio_tokens && !args.audio.are_unsaid() {
            return Err(Error::Usage(
                "--frame-size, --top and --rate are for --audio-tokens".to_owned(),
            ));
        }
        let wrong = |option: &str, what: &str| Error::Usage(format!("{option}: {what}"));
        let range = |error: error::Error| wrong("--fps", error.text());
        let frame_time_us = video::frame_time_us(args.fps).map_err(range)?;
        let own = args.meta.as_deref();
        let own = own
            .map(|text| meta_of(text, args).map_err(|what| wrong("--meta", &what)))
            .transpose()?;
        let safe = match &args.safe {
            Some(text) => object_of(text, &mut vec![0; text.len()])
                .map_err(|what| wrong("--safe", &what))?
                .text(),
            None => STANDARD_SAFE,
        };
        let mask = args.key_file.as_deref().map(key::read).transpose()?;
        let engine: Option<&'static dyn Engine> = args.engine.map(|name| match name {
            EngineName::Store => &Store as _,
            EngineName::GeometricReference => &RunLength as _,
        });
        let pin = match args.engine {
            None | Some(EngineName::Store) => Store::PIN,
            Some(EngineName::GeometricReference) => RunLength::PIN,
        };
        let sealing = Sealing::of(args, frame_time_us, pin)?;
        let changes = Changes::of(sealing.as_ref(), engine)?;
        let (block_len, times, source, standard);
        if args.audio_tokens {
            let audio = Audio::open(&args.input, &args.audio)?;
            let config = *audio.config();
            block_len = audio::block_len(&config);
            times = Times::Audio(config);
            standard = meta::audio_tokens(&config, block_len, args.mask, &changes)?;
            source = Source::Audio(Box::new(audio));
        } else {
            block_len = args.block_size;
            times = Times::Regular {
                frame_time_us,
                gop: args.gop,
            };
            standard = meta::standard(args, &changes).map_err(range)?;
            source = Source::open(&args.input, block_len)?;
        }
        if engine.is_some_and(|engine| engine.max_packed_len(block_len.into()).is_none()) {
            return Err(Error::Usage(format!(
                "--engine: does not take blocks of {block_len} bytes"
            )));
        }
        let meta = own.unwrap_or(standard);
        let plan = Self {
            block_len,
            times,
            mask,
            sealing,
            engine,
            meta,
            safe: safe.as_bytes().to_vec(),
        };
        Ok((plan, source))
    }
}

/// Takes `source` to its end; holds one block of it.
fn export(
    source: &mut Source,
    input: &Path,
    plan: &Plan,
    output: &mut Output,
) -> Result<Exported, Error> {
    let mut sink = Sink::begin(input, plan, output)?;
    let mut block = Vec::new();
    while let Some(len) = source.next(&mut block)? {
        sink.block(block.get_mut(..len).unwrap_or_default())?;
    }
    let (blocks, media_len) = (sink.blocks(), sink.media_len());
    let entries = Entries::new(&plan.times, plan.block_len, blocks).map_err(|_| {
        let path = input.display();
        Error::Failed(format!(
            "{path}: {blocks} blocks are more than times and numbers reach"
        ))
    })?;
    Ok(Exported {
        blocks,
        media_len,
        file_len: sink.finish(entries, &plan.meta, &plan.safe)?,
    })
}
