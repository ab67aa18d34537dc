//! The entries of SEEK, computed as they are written.

use std::iter::FusedIterator;

use h4core::container::RegularSeek;
use h4core::error::Error;
use h4core::token::audio::Config;
use h4core::wire::seek::SeekEntry;

/// When blocks begin, and which are key blocks.
pub(super) enum Times {
    /// Equal times between them, and every so many a key block.
    Regular { frame_time_us: u64, gop: u32 },
    /// Frames of sound, each a key block.
    Audio(Config),
}

/// The entries of the key blocks.
#[derive(Clone, Debug)]
pub(super) enum Entries {
    Regular(RegularSeek),
    Audio {
        config: Config,
        block_len: u32,
        next: u32,
        end: u32,
    },
}

impl Entries {
    /// Of `blocks` blocks of `block_len` bytes, the last one shorter or not. Fails where times or numbers do not reach.
    pub(super) fn new(times: &Times, block_len: u32, blocks: u64) -> Result<Self, Error> {
        let end = u32::try_from(blocks).map_err(|_| Error::Range)?;
        match *times {
            Times::Regular { frame_time_us, gop } => {
                RegularSeek::new(frame_time_us, gop, block_len, end).map(Self::Regular)
            }
            Times::Audio(config) => Ok(Self::Audio {
                config,
                block_len,
                next: 0,
                end,
            }),
        }
    }
}

impl Iterator for Entries {
    type Item = SeekEntry;

    fn next(&mut self) -> Option<SeekEntry> {
        match self {
            Self::Regular(entries) => entries.next(),
            Self::Audio {
                config,
                block_len,
                next,
                end,
            } => {
                let frame = u64::from(*next);
                (*next < *end).then(|| {
                    *next = next.saturating_add(1);
                    SeekEntry {
                        pts_us: config.pts_us(frame),
                        offset: frame.saturating_mul(u64::from(*block_len)),
                    }
                })
            }
        }
    }
}

impl FusedIterator for Entries {}
