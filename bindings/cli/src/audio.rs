//! Sound, tokenized as it is read.

use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use h4core::token::audio::{Config, Frame, TokenizerState};
use h4core::wire::audio_token::Repr;
use hound::{SampleFormat, WavReader};

use crate::args::AudioArgs;
use crate::error::{Error, note};
use crate::file::wide;
use crate::input;
use crate::progress::Progress;

/// Samples are taken by this many bytes.
const PIECE: usize = 64 << 10;
/// The bytes of a token.
const TOKEN_LEN: u32 = 8;
/// How a WAV begins.
const RIFF: &[u8; 4] = b"RIFF";

/// The frames of a stream of samples. Holds one of them.
pub(crate) struct Audio {
    path: PathBuf,
    samples: Samples,
    state: TokenizerState,
    storage: Vec<f32>,
    tokens: Vec<Repr>,
    /// Samples as bytes, and the part of them that is not taken yet.
    piece: Vec<u8>,
    at: usize,
    end: usize,
    read: u64,
    progress: Progress,
}

enum Samples {
    Bare(Box<dyn Read>),
    Wav(WavReader<Box<dyn Read>>),
}

impl Audio {
    /// Opens what the options fit. A WAV has 16-bit samples of one channel.
    pub(crate) fn open(path: &Path, args: &AudioArgs) -> Result<Self, Error> {
        if args.config(args.rate).is_none() {
            return Err(Error::Usage(
                "--top: more than half of --frame-size and one".to_owned(),
            ));
        }
        let (input, total) = input::open(path)?;
        let (samples, rate) = open_samples(path, input)?;
        if rate.is_some() && args.rate.is_some() {
            let path = path.display();
            return Err(Error::Usage(format!(
                "{path}: WAV says its own rate; --rate is for bare samples"
            )));
        }
        let config = args.config(rate).ok_or_else(|| {
            let (path, rate) = (path.display(), rate.unwrap_or_default());
            Error::Failed(format!(
                "{path}: {rate} samples a second; 8000 to 192000 can be tokenized"
            ))
        })?;
        let mut storage = vec![0.0; config.storage_len()];
        let state =
            TokenizerState::new(config, &mut storage).map_err(|error| Error::core(path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            samples,
            state,
            storage,
            tokens: vec![Repr::EMPTY; usize::from(config.top())],
            piece: vec![0; PIECE],
            at: 0,
            end: 0,
            read: 0,
            progress: Progress::new(total),
        })
    }

    pub(crate) fn config(&self) -> &Config {
        self.state.config()
    }

    /// The next frame and its tokens.
    pub(crate) fn next(&mut self) -> Result<Option<(Frame, &[Repr])>, Error> {
        loop {
            let mut rest = self.piece.get(self.at..self.end).unwrap_or_default();
            let frame = self
                .state
                .push(&mut self.storage, &mut rest, &mut self.tokens)
                .map_err(|error| Error::core(&self.path, &error))?;
            self.at = self.end.saturating_sub(rest.len());
            if let Some(frame) = frame {
                let tokens = self.tokens.get(..frame.count).unwrap_or_default();
                return Ok(Some((frame, tokens)));
            }
            self.fill()?;
            if self.end == 0 {
                if !self.read.is_multiple_of(2) {
                    let path = self.path.display();
                    note(&format!("{path}: ends with half a sample"));
                }
                return Ok(None);
            }
        }
    }

    /// Reads the next piece; an empty one at the end.
    fn fill(&mut self) -> Result<(), Error> {
        let len = match &mut self.samples {
            Samples::Bare(input) => read(input, &mut self.piece),
            Samples::Wav(wav) => read_wav(wav, &mut self.piece),
        };
        self.end = len.map_err(|error| Error::io(&self.path, &error))?;
        self.at = 0;
        self.read = self.read.saturating_add(wide(self.end));
        self.progress.at(self.read);
        Ok(())
    }
}

/// The bytes of the tokens of a frame.
pub(crate) fn block_len(config: &Config) -> u32 {
    u32::from(config.top()).saturating_mul(TOKEN_LEN)
}

/// The samples, and their rate if they say it.
fn open_samples(path: &Path, mut input: Box<dyn Read>) -> Result<(Samples, Option<u32>), Error> {
    let mut head = Vec::new();
    input
        .by_ref()
        .take(wide(RIFF.len()))
        .read_to_end(&mut head)
        .map_err(|error| Error::io(path, &error))?;
    let is_wav = head == RIFF || is_named_wav(path);
    let input: Box<dyn Read> = Box::new(io::Cursor::new(head).chain(input));
    if !is_wav {
        return Ok((Samples::Bare(input), None));
    }
    let refuse = |what: String| Error::Failed(format!("{}: {what}", path.display()));
    let wav =
        WavReader::new(input).map_err(|error| refuse(format!("cannot be read as WAV: {error}")))?;
    let spec = wav.spec();
    if spec.bits_per_sample != 16 || spec.sample_format != SampleFormat::Int {
        let kind = match spec.sample_format {
            SampleFormat::Int => "whole",
            SampleFormat::Float => "floating-point",
        };
        return Err(refuse(format!(
            "samples are {kind} numbers of {} bits; only 16-bit PCM is taken",
            spec.bits_per_sample
        )));
    }
    if spec.channels != 1 {
        return Err(refuse(format!(
            "{} channels; only one is taken, and none are mixed",
            spec.channels
        )));
    }
    Ok((Samples::Wav(wav), Some(spec.sample_rate)))
}

fn is_named_wav(path: &Path) -> bool {
    path.extension()
        .and_then(OsStr::to_str)
        .is_some_and(|name| name.eq_ignore_ascii_case("wav"))
}

fn read(input: &mut dyn Read, piece: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

fn read_wav(wav: &mut WavReader<Box<dyn Read>>, piece: &mut [u8]) -> io::Result<usize> {
    let (room, _) = piece.as_chunks_mut::<2>();
    let mut len = 0usize;
    for (to, sample) in room.iter_mut().zip(wav.samples::<i16>()) {
        let sample = sample.map_err(|error| match error {
            hound::Error::IoError(error) => error,
            error => io::Error::other(error),
        })?;
        *to = sample.to_le_bytes();
        len = len.saturating_add(to.len());
    }
    Ok(len)
}
