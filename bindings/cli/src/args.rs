//! What is said on the command line.

mod seal;
mod tokens;

use std::path::PathBuf;

use clap::{Parser, Subcommand, value_parser};
use h4core::token::video;

pub(crate) use seal::{EngineName, SealArgs, SealMode};
pub(crate) use tokens::{
    AudioArgs, AudioTokensArgs, FormArgs, TokensArgs, TokensOf, VideoTokensArgs,
};

/// Write, inspect, seek, verify, read and recover H4MK media containers.
#[derive(Debug, Parser)]
#[command(name = "harmony4", version, after_help = STATUS)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const STATUS: &str = "Exit status:
  0  done
  1  failed, or the file is damaged
  2  wrong usage
  3  done with loss (recover, cat), or the file is unfinished or its sealed blocks are cut off";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Cut a stream into blocks and write them as a container
    Export(ExportArgs),
    /// Show the chunks, objects, key blocks and state of a container
    Inspect(InspectArgs),
    /// Find the block where decoding for a time begins
    Seek(SeekArgs),
    /// Give one block
    Block(BlockArgs),
    /// Give the blocks one after the other: the input of the export
    Cat(CatArgs),
    /// Check everything in a container
    Verify(VerifyArgs),
    /// Write what is sound of an unfinished or damaged container as one that verifies
    Recover(RecoverArgs),
    /// Give the structure tokens of sound or of the blocks of a container
    Tokens(TokensArgs),
    /// Export, mask, verify, seek and restore 50 made-up frames
    Demo,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExportArgs {
    /// The stream; - for standard input
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// The container; - for standard output. It appears under this name only when it is whole
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: PathBuf,
    /// Bytes of a block; the last one may be shorter
    #[arg(long, value_name = "BYTES", default_value_t = 524_288, value_parser = value_parser!(u32).range(1..))]
    pub(crate) block_size: u32,
    /// Blocks in a second, greater than 0 and at most 1000000
    #[arg(long, value_name = "RATE", default_value = "30", value_parser = fps)]
    pub(crate) fps: f64,
    /// Blocks from one key block to the next
    #[arg(long, value_name = "BLOCKS", default_value_t = 30, value_parser = value_parser!(u32).range(1..))]
    pub(crate) gop: u32,
    /// Take IN as sound, as `tokens audio` does, and store the tokens of each frame as a block, which is a key block
    #[arg(long, conflicts_with_all = ["block_size", "fps", "gop"])]
    pub(crate) audio_tokens: bool,
    #[command(flatten)]
    pub(crate) audio: AudioArgs,
    /// Mask the blocks; this hides them from casual reading and is not encryption
    #[arg(long, requires = "key_file")]
    pub(crate) mask: bool,
    /// A file whose bytes are the key of the mask, at least 16
    #[arg(long, value_name = "FILE", requires = "mask")]
    pub(crate) key_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) seal: SealArgs,
    /// Pack each block with an engine, which META then names
    #[arg(long, value_enum, value_name = "ENGINE")]
    pub(crate) engine: Option<EngineName>,
    /// A JSON object to be written as META, byte for byte, instead of the standard one
    #[arg(long, value_name = "JSON")]
    pub(crate) meta: Option<String>,
    /// A JSON object to be written as SAFE, byte for byte, instead of the standard one
    #[arg(long, value_name = "JSON")]
    pub(crate) safe: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct InspectArgs {
    /// The container
    pub(crate) file: PathBuf,
    /// One JSON object instead of a table
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SeekArgs {
    /// The container
    pub(crate) file: PathBuf,
    /// The time in microseconds
    pub(crate) pts_us: u64,
    /// One JSON object instead of a table
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct BlockArgs {
    /// The container
    pub(crate) file: PathBuf,
    /// The number of the block, from 0
    pub(crate) index: u64,
    /// The block; - for standard output
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) open: OpenArgs,
}

/// How blocks become what was handed in.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct OpenArgs {
    /// The key of the mask, if the blocks are masked
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,
    /// A file whose bytes are the secret of the seal, if the blocks are sealed; without it, the text of the environment
    /// variable HARMONY4_SECRET is the secret
    #[arg(long, value_name = "FILE")]
    pub(crate) seal_secret_file: Option<PathBuf>,
    /// Unpack also blocks of an earlier program, which does not say which build of its engine made them
    #[arg(long)]
    pub(crate) allow_unpinned_engine: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CatArgs {
    /// The container
    pub(crate) file: PathBuf,
    /// The blocks; - for standard output. They appear under this name only when all are there
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) open: OpenArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// The container
    pub(crate) file: PathBuf,
    /// Open every block too, with the bytes of this file as the secret, and tell an authentic end from a cut; without it,
    /// the text of the environment variable HARMONY4_SECRET is the secret
    #[arg(long, value_name = "FILE")]
    pub(crate) seal_secret_file: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct RecoverArgs {
    /// The container to be recovered
    pub(crate) file: PathBuf,
    /// The recovered container; - for standard output
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: PathBuf,
    /// Recover a container of which every CRC is right and VERI is wrong: one that was changed after it was finished
    #[arg(long)]
    pub(crate) force: bool,
}

fn fps(text: &str) -> Result<f64, String> {
    let fps = text.parse().map_err(|_| "not a number".to_owned())?;
    match video::frame_time_us(fps) {
        Ok(_) => Ok(fps),
        Err(_) => Err(
            "not greater than 0 and at most 1000000, or the time of a block does not fit 64 bits"
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }
}
