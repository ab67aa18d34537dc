//! From a media offset to the block that holds it, by chunk headers alone. SPEC.md, "SEEK".

use crate::error::{Fault, Rule};
use crate::wire::chunk::Tag;
use crate::wire::seek::{self, SeekEntry};

use super::chunk::ChunkInfo;
use super::read_at::{ReadAt, ReadError, read_full};
use super::walk::Walk;

/// How long a block was before an engine or a cipher changed its length: what SEEK offsets count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MediaLengths {
    /// As stored: META names neither compression nor encryption.
    #[default]
    Stored,
    /// META names encryption alone, or names nothing in a file that begins with SEAL: 94 or 126 bytes less than stored, by the
    /// flags byte of each block.
    Sealed,
    /// META names an engine and `block_size`: each block but the last has this many bytes.
    Fixed(u32),
}

impl MediaLengths {
    /// What offsets count in a file that begins with SEAL, if `sealed` says that this one does, where META says `self`. SEAL
    /// speaks also where META, cut off or lost, names no encryption.
    #[must_use]
    pub const fn if_sealed(self, sealed: bool) -> Self {
        match self {
            Self::Stored if sealed => Self::Sealed,
            other => other,
        }
    }

    fn of<R: ReadAt>(self, source: &mut R, chunk: &ChunkInfo) -> Result<u64, ReadError<R::Error>> {
        /// Where the flags byte stands in a sealed block, and what a header and a tag add to it without and with a key.
        const FLAGS_AT: u64 = 77;
        const OVERHEAD: u64 = 94;
        const OVERHEAD_WITH_KEY: u64 = 126;
        let stored = u64::from(chunk.payload_len);
        Ok(match self {
            Self::Stored => stored,
            Self::Fixed(len) => u64::from(len),
            Self::Sealed if stored < OVERHEAD => 0,
            Self::Sealed => {
                let mut flags = [0];
                let at = chunk.payload_offset().saturating_add(FLAGS_AT);
                read_full(source, at, &mut flags).map_err(ReadError::Read)?;
                stored.saturating_sub(match flags {
                    [1] => OVERHEAD_WITH_KEY,
                    _ => OVERHEAD,
                })
            }
        })
    }
}

/// A CORE chunk with its place in the media.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// The chunk.
    pub chunk: ChunkInfo,
    /// The block's number among the CORE chunks, from 0.
    pub index: u64,
    /// The media offset of the block's first byte.
    pub media_offset: u64,
    /// The block's length in the media, in bytes. With [`MediaLengths::Fixed`] the last block may be shorter than this.
    pub media_len: u64,
}

impl Block {
    /// Whether a SEEK entry with this offset leads here, provided that no earlier block says so.
    const fn holds(&self, offset: u64) -> bool {
        self.media_offset == offset
            || (self.media_offset < offset
                && offset < self.media_offset.saturating_add(self.media_len))
    }
}

/// A stretch of media between two offsets, as two times cut it out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MediaRange {
    /// The media offset of the first byte.
    pub start: u64,
    /// The media offset after the last byte; none for all the rest.
    pub end: Option<u64>,
}

impl MediaRange {
    /// From the last entry not after the wanted start, or from the first block if there is none, to the first entry not
    /// before the wanted end, or to the last block.
    #[must_use]
    pub fn between(start: Option<SeekEntry>, end: Option<SeekEntry>) -> Self {
        Self {
            start: start.map_or(0, |entry| entry.offset),
            end: end.map(|entry| entry.offset),
        }
    }
}

/// A walk over the CORE chunks only, which keeps count of the media.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockWalk {
    walk: Walk,
    lengths: MediaLengths,
    index: u64,
    media_offset: u64,
}

impl BlockWalk {
    /// Before the first block of a file of `file_len` bytes.
    #[must_use]
    pub fn new(file_len: u64, lengths: MediaLengths) -> Self {
        Self {
            walk: Walk::new(file_len),
            lengths,
            index: 0,
            media_offset: 0,
        }
    }

    /// The media offset of the next block.
    #[must_use]
    pub const fn media_offset(&self) -> u64 {
        self.media_offset
    }

    /// The next block; one read a chunk passed over. None at the end.
    ///
    /// # Errors
    /// As [`Walk::next_unverified`].
    pub fn next_unverified<R: ReadAt>(
        &mut self,
        source: &mut R,
    ) -> Result<Option<Block>, ReadError<R::Error>> {
        let Some(chunk) = self.walk.find_unverified(source, Tag::CORE)? else {
            return Ok(None);
        };
        let block = Block {
            chunk,
            index: self.index,
            media_offset: self.media_offset,
            media_len: self.lengths.of(source, &chunk)?,
        };
        self.index = self.index.saturating_add(1);
        self.media_offset = self.media_offset.saturating_add(block.media_len);
        Ok(Some(block))
    }

    /// The next block that has a byte of `range`, or that begins where the range begins.
    ///
    /// # Errors
    /// As [`Walk::next_unverified`].
    pub fn next_in_unverified<R: ReadAt>(
        &mut self,
        source: &mut R,
        range: &MediaRange,
    ) -> Result<Option<Block>, ReadError<R::Error>> {
        while range.end.is_none_or(|end| self.media_offset < end) {
            let Some(block) = self.next_unverified(source)? else {
                break;
            };
            if block.media_offset >= range.start || block.holds(range.start) {
                return Ok(Some(block));
            }
        }
        Ok(None)
    }

    /// Moves on to the block that an offset leads to, and stays before it.
    fn stop_before<R: ReadAt>(
        &mut self,
        source: &mut R,
        offset: u64,
    ) -> Result<Option<Block>, ReadError<R::Error>> {
        loop {
            let mut ahead = *self;
            match ahead.next_unverified(source)? {
                Some(block) if block.holds(offset) => return Ok(Some(block)),
                Some(_) => *self = ahead,
                None => {
                    *self = ahead;
                    return Ok(None);
                }
            }
        }
    }
}

/// From offsets of SEEK to blocks, one walk for as long as the offsets do not go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locator {
    start: BlockWalk,
    walk: BlockWalk,
    last: u64,
}

impl Locator {
    /// A locator for a file of `file_len` bytes.
    #[must_use]
    pub fn new(file_len: u64, lengths: MediaLengths) -> Self {
        let start = BlockWalk::new(file_len, lengths);
        Self {
            start,
            walk: start,
            last: 0,
        }
    }

    /// The block that `offset` leads to: the first one that begins there, else the one that contains the byte; none if there
    /// is none and the offset is the end of the media. One header is read for each chunk from the last found block on, or from
    /// the start if `offset` is less than at the last call.
    ///
    /// # Errors
    /// [`Rule::SeekOffset`] for an offset past the end of the media, placed as the entry number `entry` of the chunk `seek`;
    /// otherwise as [`Walk::next_unverified`].
    pub fn locate_unverified<R: ReadAt>(
        &mut self,
        source: &mut R,
        seek: &ChunkInfo,
        entry: u32,
        offset: u64,
    ) -> Result<Option<Block>, ReadError<R::Error>> {
        if offset < self.last {
            self.walk = self.start;
        }
        self.last = offset;
        let found = self.walk.stop_before(source, offset)?;
        if found.is_none() && offset > self.walk.media_offset() {
            return Err(seek_offset_fault(seek, entry).into());
        }
        Ok(found)
    }
}

/// Checks that no offset is past the end of the media; `seek` is the chunk the entries come from. On request only: a file is
/// verified without it.
///
/// # Errors
/// [`Rule::SeekOffset`], placed at the first entry that breaks it.
pub fn check_seek_offsets(
    seek: &ChunkInfo,
    entries: impl Iterator<Item = SeekEntry>,
    media_len: u64,
) -> Result<(), Fault> {
    for (number, entry) in (0u32..).zip(entries) {
        if entry.offset > media_len {
            return Err(seek_offset_fault(seek, number));
        }
    }
    Ok(())
}

fn seek_offset_fault(seek: &ChunkInfo, entry: u32) -> Fault {
    let place = seek
        .payload_offset()
        .saturating_add(seek::payload_len(entry));
    Fault::in_chunk(Rule::SeekOffset, place, seek.index)
}
