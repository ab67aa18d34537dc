//! Where the blocks of an export come from.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::audio::Audio;
use crate::error::Error;
use crate::file::wide;
use crate::input::{self, INPUT};
use crate::progress::Progress;

/// Blocks, one after the other.
pub(super) enum Source {
    /// A stream that is cut.
    Stream {
        path: PathBuf,
        input: Box<dyn Read>,
        block_size: u32,
        read: u64,
        progress: Progress,
    },
    /// The tokens of frames of sound.
    Audio(Box<Audio>),
}

impl Source {
    /// A stream to be cut into blocks of `block_size` bytes, the last one shorter or not.
    pub(super) fn open(path: &Path, block_size: u32) -> Result<Self, Error> {
        let (input, total) = input::open(path)?;
        Ok(Self::Stream {
            path: path.to_owned(),
            input,
            block_size,
            read: 0,
            progress: Progress::new(total),
        })
    }

    /// Puts the next block at the front of `block`, which it makes long enough, and gives its length; none at the end.
    pub(super) fn next(&mut self, block: &mut Vec<u8>) -> Result<Option<usize>, Error> {
        match self {
            Self::Stream {
                path,
                input,
                block_size,
                read,
                progress,
            } => {
                let len = read_block(&mut *input, *block_size, block)
                    .map_err(|error| Error::io(path, &error))?;
                *read = read.saturating_add(wide(len));
                progress.at(*read);
                Ok(Some(len).filter(|len| *len > 0))
            }
            Self::Audio(audio) => {
                let Some((_, tokens)) = audio.next()? else {
                    return Ok(None);
                };
                block.clear();
                for token in tokens {
                    block.extend(token.emit());
                }
                Ok(Some(block.len()))
            }
        }
    }
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
