//! The seek table of a file that lost blocks: without the entries that lead nowhere any more. SPEC.md, "Recovery".

use crate::bytes::Gather;
use crate::container::block::{BlockWalk, MediaLengths};
use crate::container::chunk::ChunkInfo;
use crate::container::read_at::{ReadAt, ReadError, stream};
use crate::error::Error;
use crate::hash::Crc32;
use crate::wire::chunk::{self, Tag};
use crate::wire::seek::{self, Entry, SeekEntry};

use super::survey::Kept;

/// Where the kept media ends, for judging seek entries.
#[derive(Clone, Copy, Debug)]
pub(super) struct MediaEnd {
    media_len: u64,
    /// Whether an entry at the very end leads to a block there, or was meant to lead to none. Where a block may be lost, it is
    /// the one that such an entry led to.
    keeps_end: bool,
}

impl MediaEnd {
    pub(super) fn of<R: ReadAt>(
        kept: &Kept,
        lengths: MediaLengths,
        source: &mut R,
    ) -> Result<Self, ReadError<R::Error>> {
        let mut walk = BlockWalk::new(kept.end, lengths);
        while walk.next_unverified(source)?.is_some() {}
        Ok(Self {
            media_len: walk.media_offset(),
            keeps_end: kept.ends_empty || !kept.cut,
        })
    }

    /// Whether an entry still leads somewhere.
    pub(super) const fn keeps(&self, entry: &SeekEntry) -> bool {
        entry.offset < self.media_len || (entry.offset == self.media_len && self.keeps_end)
    }
}

/// A SEEK that takes the place of the one in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewSeek {
    pub(super) old: ChunkInfo,
    pub(super) header: chunk::Repr,
    pub(super) count: u32,
    pub(super) dropped: u32,
    /// None where no entry of the old table is kept anyway.
    pub(super) end: Option<MediaEnd>,
}

impl NewSeek {
    /// The header of a table whose payload has this checksum.
    fn new(old: ChunkInfo, count: u32, crc: u32) -> Self {
        let payload_len = u32::try_from(seek::payload_len(count)).unwrap_or(u32::MAX);
        let tag = Tag::SEEK;
        Self {
            old,
            header: chunk::Repr {
                tag,
                payload_len,
                crc,
            },
            count,
            dropped: 0,
            end: None,
        }
    }

    pub(super) fn empty(old: ChunkInfo) -> Self {
        Self::new(old, 0, Crc32::of(&0u32.to_be_bytes()))
    }

    /// The table without the entries that lead nowhere; none if all of them lead somewhere.
    pub(super) fn trimmed<R: ReadAt>(
        old: ChunkInfo,
        end: MediaEnd,
        source: &mut R,
        buf: &mut [u8],
    ) -> Result<Option<Self>, ReadError<R::Error>> {
        let (mut count, mut dropped) = (0u32, 0u32);
        each_entry(&old, source, buf, |entry| match end.keeps(entry) {
            true => count = count.saturating_add(1),
            false => dropped = dropped.saturating_add(1),
        })?;
        if dropped == 0 {
            return Ok(None);
        }
        let mut crc = Crc32::new();
        crc.update(&count.to_be_bytes());
        each_entry(&old, source, buf, |entry| {
            if end.keeps(entry) {
                crc.update(&entry.emit());
            }
        })?;
        Ok(Some(Self {
            dropped,
            end: Some(end),
            ..Self::new(old, count, crc.value())
        }))
    }
}

fn each_entry<R: ReadAt>(
    seek: &ChunkInfo,
    source: &mut R,
    buf: &mut [u8],
    mut then: impl FnMut(&SeekEntry),
) -> Result<(), ReadError<R::Error>> {
    let mut gather = Gather::<{ seek::ENTRY_LEN }>::EMPTY;
    let entries = seek.payload_offset().saturating_add(seek::payload_len(0))..seek.end();
    stream(source, entries, buf, Error::Misplaced, |mut piece| {
        while let Some(bytes) = gather.take(&mut piece) {
            then(&SeekEntry::parse(&Entry::new(&bytes)));
        }
    })
}
