//! What is said of tokens.

use std::path::PathBuf;

use clap::{Subcommand, value_parser};
use h4core::token::audio::{Config, FRAME_SIZES};

const FRAME_SIZE: u16 = 2048;
const TOP: u16 = 16;
const RATE: u32 = 48_000;

#[derive(Debug, clap::Args)]
pub(crate) struct TokensArgs {
    #[command(subcommand)]
    pub(crate) of: TokensOf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TokensOf {
    /// The largest spectral peaks of each frame of sound
    #[command(after_help = AUDIO_LINE)]
    Audio(AudioTokensArgs),
    /// Time, number and kind of each block of a container, by its META and its chunk headers
    #[command(after_help = VIDEO_LINE)]
    Video(VideoTokensArgs),
}

const AUDIO_LINE: &str = "A line:
  frame          the number of the frame, from 0
  pts_us         where it starts, in microseconds after the first sample
  frequency_dhz  the frequency of the peak in tenths of a hertz, at most 200000
  magnitude      its magnitude, 0 to 65535, the largest of the frame
  phase          its phase: 0 is -pi, 65535 is pi
With --packed and --hex a token is the last three, as 4, 2 and 2 bytes, big-endian.
What is left at the end and fills no frame gives no tokens.";

const VIDEO_LINE: &str = "A line:
  block   the number of the block, from 0
  pts_us  its time in microseconds: block times 1000000 / fps_hint, rounded down
  key     whether decoding can begin there: every gop-th block
With --packed and --hex a token is time, number and key as 8, 4 and 1 bytes, big-endian.";

#[derive(Debug, clap::Args)]
pub(crate) struct AudioTokensArgs {
    /// A WAV file of 16-bit mono PCM, or the bare samples, little-endian; - for standard input.
    /// What begins with RIFF, or has a name that ends with .wav, is WAV
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    #[command(flatten)]
    pub(crate) audio: AudioArgs,
    #[command(flatten)]
    pub(crate) form: FormArgs,
    /// A picture of the tokens: time to the right, frequency upwards, the square root of the magnitude as brightness
    #[arg(long, value_name = "PNG")]
    pub(crate) plot: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct VideoTokensArgs {
    /// The container
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) form: FormArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FormArgs {
    /// The tokens; - for standard output. They appear under this name only when all are there
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    pub(crate) output: PathBuf,
    /// The bytes of the tokens, one after the other, instead of a JSON object a line
    #[arg(long, conflicts_with = "hex")]
    pub(crate) packed: bool,
    /// The bytes of a token in hexadecimal digits, a line each
    #[arg(long)]
    pub(crate) hex: bool,
}

/// How sound becomes tokens.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct AudioArgs {
    /// Samples of a frame, a power of two from 256 to 16384; the next frame begins half as many later [default: 2048]
    #[arg(long, value_name = "SAMPLES", value_parser = frame_size)]
    pub(crate) frame_size: Option<u16>,
    /// Tokens of a frame, 1 to 256 and at most half of its samples and one [default: 16]
    #[arg(long, value_name = "TOKENS", value_parser = value_parser!(u16).range(1..=256))]
    pub(crate) top: Option<u16>,
    /// Samples a second of bare samples, 8000 to 192000; WAV says its own [default: 48000]
    #[arg(long, value_name = "HERTZ", value_parser = value_parser!(u32).range(8_000..=192_000))]
    pub(crate) rate: Option<u32>,
}

impl AudioArgs {
    /// Whether none of them is given.
    pub(crate) fn are_unsaid(&self) -> bool {
        self.frame_size.is_none() && self.top.is_none() && self.rate.is_none()
    }

    /// The configuration for sound of this rate, or of the rate that is said. None where it is not legal.
    pub(crate) fn config(&self, rate: Option<u32>) -> Option<Config> {
        Config::new(
            rate.or(self.rate).unwrap_or(RATE),
            self.frame_size.unwrap_or(FRAME_SIZE),
            self.top.unwrap_or(TOP),
        )
        .ok()
    }
}

fn frame_size(text: &str) -> Result<u16, String> {
    let size = text.parse().ok().filter(|size| FRAME_SIZES.contains(size));
    size.ok_or_else(|| "not a power of two from 256 to 16384".to_owned())
}
