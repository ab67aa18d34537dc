//! PCM in, tokens frame by frame out.

use super::storage::Parts;
use super::{Config, select};
use crate::bytes::{Gather, len_u64};
use crate::error::Error;
use crate::token::fft::Spectrum;
use crate::token::{math, window};
use crate::wire::audio_token::{self, Repr};

/// A complete frame, whose tokens stand in the caller's buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Frame {
    /// The frame's number, from 0.
    pub index: u64,
    /// Where the frame starts, in microseconds after the first sample.
    pub pts_us: u64,
    /// How many tokens it has: [`Config::top`].
    pub count: usize,
}

/// A tokenizer without its storage: no pointers, so it may lie anywhere and be moved. The storage comes with every call
/// and is the same one each time; another one gives wrong tokens and no other harm.
#[derive(Clone, Debug)]
pub struct TokenizerState {
    config: Config,
    /// The number of the next frame.
    index: u64,
    /// How many samples of the present half frame are there.
    filled: usize,
    /// Whether the half frame before the present one is there.
    overlap: bool,
    /// A sample of which one byte is there.
    cut: Gather<2>,
}

impl TokenizerState {
    /// A tokenizer before its first sample; writes the window into `storage`, whatever that held.
    ///
    /// Work: one sine for each two samples of a frame.
    ///
    /// # Errors
    /// [`Error::TooSmall`] where `storage` has fewer than [`Config::storage_len`] words.
    pub fn new(config: Config, storage: &mut [f32]) -> Result<Self, Error> {
        window::fill(Parts::of(&config, storage)?.window);
        Ok(Self {
            config,
            index: 0,
            filled: 0,
            overlap: false,
            cut: Gather::EMPTY,
        })
    }

    /// What is tokenized how.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// Takes PCM (16-bit little-endian, mono) from the front of `pcm`, cut at any byte, until a frame is complete. Then its
    /// tokens stand at the front of `out` in the order of SPEC.md, and the call is to be repeated with the rest of `pcm`.
    /// None when all of `pcm` is taken and no frame is complete; what is there when input ends belongs to no frame.
    ///
    /// Work: a few operations a byte taken, and for a complete frame of N samples one FFT and a selection, which grow
    /// with N log N and with N log K, whatever the samples.
    ///
    /// # Errors
    /// [`Error::TooSmall`] where `out` has fewer than [`Config::top`] tokens or `storage` fewer than
    /// [`Config::storage_len`] words; nothing was taken.
    pub fn push(
        &mut self,
        storage: &mut [f32],
        pcm: &mut &[u8],
        out: &mut [Repr],
    ) -> Result<Option<Frame>, Error> {
        let top = usize::from(self.config.top());
        let out = out.get_mut(..top).ok_or(Error::TooSmall {
            needed: len_u64(top.saturating_mul(audio_token::LEN)),
        })?;
        let mut parts = Parts::of(&self.config, storage)?;
        while self.fill(&mut parts, pcm) {
            let frame = self.overlap.then(|| self.emit(&mut parts, out));
            // The second half of this frame is the first of the next.
            let windowed = parts.hop.iter().zip(parts.window.iter());
            for (to, (sample, weight)) in parts.frame.iter_mut().zip(windowed) {
                *to = sample * weight;
            }
            self.filled = 0;
            self.overlap = true;
            if frame.is_some() {
                return Ok(frame);
            }
        }
        Ok(None)
    }

    /// Takes samples into the present half frame; says whether it is complete.
    fn fill(&mut self, parts: &mut Parts<'_>, pcm: &mut &[u8]) -> bool {
        let half = self.config.half();
        if self.cut.len() > 0 {
            match self.cut.take(pcm) {
                Some(sample) => self.put(parts, &[sample]),
                None => return false,
            }
        }
        let (samples, _) = pcm.as_chunks::<2>();
        let room = half.saturating_sub(self.filled);
        let samples = samples.get(..room).unwrap_or(samples);
        self.put(parts, samples);
        let taken = samples.as_flattened().len();
        *pcm = pcm.get(taken..).unwrap_or_default();
        if self.filled < half {
            // At most one byte is left, so this completes no sample.
            self.cut.take(pcm);
        }
        self.filled >= half
    }

    /// Puts samples that have room behind those of the present half frame, as they are and windowed.
    fn put(&mut self, parts: &mut Parts<'_>, samples: &[[u8; 2]]) {
        let second = parts.frame.get_mut(parts.hop.len()..).unwrap_or_default();
        let hop = parts.hop.iter_mut().skip(self.filled);
        let second = second.iter_mut().skip(self.filled);
        let window = parts.window.iter().rev().skip(self.filled);
        for (((hop, second), weight), sample) in hop.zip(second).zip(window).zip(samples) {
            let sample = f32::from(i16::from_le_bytes(*sample));
            *hop = sample;
            *second = sample * weight;
        }
        self.filled = self.filled.saturating_add(samples.len());
    }

    /// The tokens of the frame that is complete.
    fn emit(&mut self, parts: &mut Parts<'_>, out: &mut [Repr]) -> Frame {
        let index = self.index;
        self.index = index.saturating_add(1);
        let silent = parts.frame.iter().all(|sample| *sample == 0.0);
        let count = if silent {
            self.silence(out)
        } else {
            self.sound(parts, out)
        };
        Frame {
            index,
            pts_us: self.config.pts_us(index),
            count,
        }
    }

    /// All magnitudes are 0: the lowest bins come first.
    fn silence(&self, out: &mut [Repr]) -> usize {
        for (bin, out) in (0..).zip(out.iter_mut()) {
            *out = token(self.config.frequency(bin), 0.0, 0.0);
        }
        out.len()
    }

    fn sound(&self, parts: &mut Parts<'_>, out: &mut [Repr]) -> usize {
        // A configuration has only sizes that this build transforms.
        let Some(spectrum) = Spectrum::of(parts.frame) else {
            return 0;
        };
        spectrum.power(parts.power);
        let peaks = select::largest(parts.power, parts.scratch, out.len());
        let mut largest = None;
        let mut count = 0_usize;
        for (out, (bin, power)) in out.iter_mut().zip(peaks) {
            let magnitude = math::square_root(power);
            let largest = *largest.get_or_insert(magnitude);
            let frequency = self.config.frequency(bin);
            *out = if power > 0.0 {
                let (re, im) = spectrum.bin(usize::from(bin));
                token(frequency, magnitude / largest, math::angle(re, im))
            } else {
                token(frequency, 0.0, 0.0)
            };
            count = count.saturating_add(1);
        }
        count
    }
}

/// A token of a magnitude in 0..=1 and a phase in −π..=π.
fn token(frequency: u32, magnitude: f32, phase: f32) -> Repr {
    use core::f32::consts::{PI, TAU};
    const FULL: f32 = 65_535.0;
    Repr {
        frequency,
        magnitude: math::floor_u16(magnitude * FULL),
        phase: math::floor_u16((phase + PI) / TAU * FULL),
    }
}

/// A tokenizer with the storage that it works in.
#[derive(Debug)]
pub struct Tokenizer<'s> {
    state: TokenizerState,
    storage: &'s mut [f32],
}

impl<'s> Tokenizer<'s> {
    /// A tokenizer before its first sample, in `storage`, whatever that held.
    ///
    /// # Errors
    /// As [`TokenizerState::new`].
    pub fn new(config: Config, storage: &'s mut [f32]) -> Result<Self, Error> {
        let state = TokenizerState::new(config, storage)?;
        Ok(Self { state, storage })
    }

    /// As [`TokenizerState::push`].
    ///
    /// # Errors
    /// [`Error::TooSmall`] where `out` has fewer than [`Config::top`] tokens; nothing was taken.
    pub fn push(&mut self, pcm: &mut &[u8], out: &mut [Repr]) -> Result<Option<Frame>, Error> {
        self.state.push(self.storage, pcm, out)
    }
}
