//! One pass over a container from its first byte to its last.

use h4core::container::{Chunk, ChunkInfo, ReadAt as _, ReadError};
use h4core::error::{self, Fault};
use h4core::wire::chunk::Tag;
use h4core::wire::file_header;

use crate::error::Error;
use crate::file::{Container, PIECE, wide};
use crate::progress::Progress;

/// The chunks that a pass came by.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Passed {
    /// The first sound chunk with the tag.
    pub(crate) seek: Option<ChunkInfo>,
    pub(crate) meta: Option<ChunkInfo>,
    pub(crate) safe: Option<ChunkInfo>,
    pub(crate) veri: Option<ChunkInfo>,
    /// Whether the first chunk is SEAL.
    pub(crate) is_sealed: bool,
    pub(crate) chunks: u64,
    /// CORE chunks, and the sum of their lengths as stored.
    pub(crate) blocks: u64,
    pub(crate) media_len: u64,
}

/// A chunk that was read to its end.
pub(crate) struct Read<'a> {
    pub(crate) info: ChunkInfo,
    /// What is wrong with its payload.
    pub(crate) fault: Option<Fault>,
    /// The payload of a sound block, if blocks were asked for; it is the caller's to change.
    pub(crate) block: &'a mut [u8],
}

/// Whether a pass holds blocks in memory, one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blocks {
    Keep,
    Pass,
}

/// Reads every byte once: `feed` gets those that decide on the state of the file, `then` each chunk. Goes on behind a chunk
/// whose CRC is wrong, unless `then` fails, and ends where a chunk is cut.
pub(crate) fn scan(
    container: &mut Container,
    blocks: Blocks,
    progress: &Progress,
    feed: &mut dyn FnMut(&[u8]),
    then: &mut dyn FnMut(Read<'_>) -> Result<(), Error>,
) -> Result<Passed, Error> {
    let Container { path, reader } = container;
    let read_error = |error| Error::read(path, &error);
    let (mut piece, mut block) = (vec![0; PIECE], Vec::new());
    let mut passed = Passed::default();
    let mut end = wide(file_header::LEN);
    // The header is legal, or there were no container.
    feed(&file_header::Repr::default().emit());
    let mut walk = reader.walk();
    loop {
        let info = match walk.next_unverified(reader.source()) {
            Ok(Some(info)) => info,
            Ok(None) => break,
            Err(ReadError::Core(error::Error::Fault(cut))) => {
                end = cut.offset;
                break;
            }
            Err(error) => return Err(read_error(error)),
        };
        end = info.end();
        feed(&info.header().emit());
        let is_kept = info.tag == Tag::CORE && blocks == Blocks::Keep;
        let read = if is_kept {
            let len = usize::try_from(info.payload_len).unwrap_or(usize::MAX);
            if block.len() < len {
                block.resize(len, 0);
            }
            let read = reader.chunk(info, &mut block);
            read.map(|Chunk { payload, .. }| feed(payload))
        } else {
            reader.stream(&info, &mut piece, &mut *feed)
        };
        let fault = match read {
            Ok(()) => {
                passed.note(info);
                None
            }
            Err(ReadError::Core(error::Error::Fault(fault))) => Some(fault),
            Err(error) => return Err(read_error(error)),
        };
        passed.chunks = passed.chunks.saturating_add(1);
        let len = match &fault {
            None if is_kept => usize::try_from(info.payload_len).unwrap_or(usize::MAX),
            _ => 0,
        };
        then(Read {
            info,
            fault,
            block: block.get_mut(..len).unwrap_or_default(),
        })?;
        progress.at(end);
    }
    // One more byte tells a cut chunk from none, and VERI as the last chunk from one that is not.
    let mut next = [0];
    let read = reader.source().read_at(end, &mut next);
    let read = read.map_err(|error| Error::io(path, &error))?;
    feed(next.get(..read).unwrap_or_default());
    Ok(passed)
}

impl Passed {
    fn note(&mut self, info: ChunkInfo) {
        let place = match info.tag {
            Tag::CORE => {
                self.blocks = self.blocks.saturating_add(1);
                self.media_len = self.media_len.saturating_add(u64::from(info.payload_len));
                return;
            }
            Tag::SEAL => {
                self.is_sealed |= info.index == 0;
                return;
            }
            Tag::SEEK => &mut self.seek,
            Tag::META => &mut self.meta,
            Tag::SAFE => &mut self.safe,
            Tag::VERI => &mut self.veri,
            _ => return,
        };
        place.get_or_insert(info);
    }
}
