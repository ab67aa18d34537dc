//! `tokens`: the structure tokens of sound and of the blocks of a container.

use h4core::container::{MediaLengths, ReadError};
use h4core::error::{self, Fault, State};
use h4core::token::video::VideoTokens;
use serde::Serialize;

use crate::args::{AudioTokensArgs, FormArgs, TokensArgs, TokensOf, VideoTokensArgs};
use crate::audio::Audio;
use crate::error::{Done, Error, describe, note};
use crate::file::Container;
use crate::meta::Json;
use crate::output::{self, Output};
use crate::plot::Plot;
use crate::seal;
use crate::verify::hex;

#[derive(Serialize)]
struct AudioLine {
    frame: u64,
    pts_us: u64,
    frequency_dhz: u32,
    magnitude: u16,
    phase: u16,
}

#[derive(Serialize)]
struct VideoLine {
    block: u32,
    pts_us: u64,
    key: bool,
}

pub(crate) fn run(args: &TokensArgs) -> Result<Done, Error> {
    match &args.of {
        TokensOf::Audio(args) => run_audio(args),
        TokensOf::Video(args) => run_video(args),
    }
}

fn run_audio(args: &AudioTokensArgs) -> Result<Done, Error> {
    if let Some(plot) = &args.plot {
        output::refuse_same(plot, &args.form.output)?;
    }
    let mut audio = Audio::open(&args.input, &args.audio)?;
    let mut output = Output::begin(&args.form.output, &args.input)?;
    let plot_output = match &args.plot {
        Some(path) => Some(Output::begin(path, &args.input)?),
        None => None,
    };
    let mut plot = Plot::new(audio.config());
    while let Some((frame, tokens)) = audio.next()? {
        plot.put(tokens);
        for token in tokens {
            let line = AudioLine {
                frame: frame.index,
                pts_us: frame.pts_us,
                frequency_dhz: token.frequency,
                magnitude: token.magnitude,
                phase: token.phase,
            };
            put(&mut output, &args.form, &token.emit(), &line)?;
        }
    }
    drop(audio);
    if let Some(mut output) = plot_output {
        output.put(&plot.encode()?)?;
        output.finish()?;
    }
    output.finish()?;
    Ok(Done::Whole)
}

fn run_video(args: &VideoTokensArgs) -> Result<Done, Error> {
    let mut container = Container::open(&args.file)?;
    let meta = Json::find_meta(&mut container)?;
    let (blocks, fault) = count_blocks(&mut container)?;
    let path = args.file.as_path();
    let fail = |what: String| Error::Failed(format!("{}: {what}", path.display()));
    if let Some(fault) = &meta.fault {
        return Err(Error::fault(path, fault));
    }
    let cut = fault.filter(|fault| fault.state() == State::Unfinished);
    if let Some(fault) = &fault
        && (cut.is_none() || !meta.is_there())
    {
        return Err(Error::fault(path, fault));
    }
    if meta.has_audio_tokens()? {
        return Err(fail(
            "the blocks are the audio tokens of frames, whose times are those of SEEK; `harmony4 cat` gives them".to_owned(),
        ));
    }
    let (Some(fps), Some(gop)) = (meta.fps_hint()?, meta.gop()?) else {
        return Err(fail(
            "META does not say fps_hint and gop, by which blocks have times and kinds".to_owned(),
        ));
    };
    let tokens = u32::try_from(gop)
        .ok()
        .zip(u32::try_from(blocks).ok())
        .and_then(|(gop, blocks)| VideoTokens::new(fps, gop, blocks).ok())
        .ok_or_else(|| {
            fail(format!(
                "{blocks} blocks, fps_hint {fps} and gop {gop} are out of the range of tokens"
            ))
        })?;
    let mut output = Output::begin(&args.form.output, path)?;
    for token in tokens {
        let line = VideoLine {
            block: token.index,
            pts_us: token.pts_us,
            key: token.key,
        };
        put(&mut output, &args.form, &token.emit(), &line)?;
    }
    output.finish()?;
    Ok(match cut {
        Some(fault) => {
            note(&describe(path, &fault));
            Done::Partly
        }
        None => Done::Whole,
    })
}

/// The blocks by their chunk headers, up to the first fault.
fn count_blocks(container: &mut Container) -> Result<(u64, Option<Fault>), Error> {
    let is_sealed = seal::is_sealed(container)?;
    let Container { path, reader } = container;
    let mut walk = reader.block_walk(MediaLengths::Stored.if_sealed(is_sealed));
    let (mut blocks, mut last) = (0u64, 0u64);
    let fault = loop {
        match walk.next_unverified(reader.source()) {
            Ok(Some(block)) => {
                blocks = blocks.saturating_add(1);
                last = walk.media_offset().saturating_sub(block.media_offset);
            }
            Ok(None) => break None,
            Err(ReadError::Core(error::Error::Fault(fault))) => break Some(fault),
            Err(error) => return Err(Error::read(path, &error)),
        }
    };
    // The end of sealed blocks is an empty one, and no frame.
    let ends = u64::from(is_sealed && last == 0);
    Ok((blocks.saturating_sub(ends), fault))
}

/// Writes a token in the form that is asked for.
fn put(
    output: &mut Output,
    form: &FormArgs,
    packed: &[u8],
    line: &impl Serialize,
) -> Result<(), Error> {
    if form.packed {
        return output.put(packed);
    }
    let mut text = if form.hex {
        hex(packed)
    } else {
        serde_json::to_string(line).map_err(|error| Error::Failed(error.to_string()))?
    };
    text.push('\n');
    output.put(text.as_bytes())
}
