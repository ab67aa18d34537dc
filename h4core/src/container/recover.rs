//! What can be kept of a file that is not verified. SPEC.md, "Recovery".

use crate::bytes::{self, Gather};
use crate::error::{Error, Fault, Rule};
use crate::hash::Crc32;
use crate::wire::chunk::{self, Tag};
use crate::wire::file_header;
use crate::wire::seek::{self, Entry, SeekEntry};

use super::block::{BlockWalk, MediaLengths};
use super::chunk::ChunkInfo;
use super::parser::{Event, Parser};
use super::read_at::{ReadAt, ReadError, read_full};
use super::rebuild::Rebuild;
use super::verifier::Verifier;

/// A first pass over a file, in pieces of any size, that finds out what is sound.
#[derive(Clone, Debug)]
pub struct Survey {
    verifier: Verifier,
    fault: Option<Fault>,
    veri_differs: bool,
    kept: Kept,
}

/// What of a file is kept: its sound chunks but VERI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// The file offset after the last kept chunk.
    pub(super) end: u64,
    /// The first SEEK.
    pub(super) seek: Option<ChunkInfo>,
    /// The first META.
    pub(super) meta: Option<ChunkInfo>,
    pub(super) has_safe: bool,
    blocks: u64,
    /// Whether the last block stands before the first SEEK.
    seek_closes: bool,
    /// Whether a block without bytes stands at the end of the media.
    ends_empty: bool,
    /// Whether there may have been more blocks.
    cut: bool,
}

impl Default for Survey {
    fn default() -> Self {
        Self::new()
    }
}

impl Survey {
    /// A survey of a file of which nothing was seen yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            verifier: Verifier::over(Parser::for_blocks()),
            fault: None,
            veri_differs: false,
            kept: Kept {
                end: bytes::len_u64(file_header::LEN),
                seek: None,
                meta: None,
                has_safe: false,
                blocks: 0,
                seek_closes: false,
                ends_empty: false,
                cut: false,
            },
        }
    }

    /// Goes on with the next bytes of the file. Gives whether more of them can make a difference.
    pub fn update(&mut self, bytes: &[u8]) -> bool {
        let mut rest = bytes;
        while self.fault.is_none() {
            match self.verifier.step(&mut rest) {
                Ok(Some(Event::ChunkSound(chunk))) => self.keep(chunk),
                Ok(Some(_)) => {}
                Ok(None) => return true,
                Err(fault) => self.fault = Some(fault),
            }
        }
        false
    }

    fn keep(&mut self, chunk: ChunkInfo) {
        let kept = &mut self.kept;
        match chunk.tag {
            Tag::VERI => {
                self.veri_differs = !self.verifier.veri_matches();
                return;
            }
            Tag::CORE => {
                kept.blocks = kept.blocks.saturating_add(1);
                kept.seek_closes = false;
                kept.ends_empty = chunk.payload_len == 0;
            }
            Tag::SEEK if kept.seek.is_none() => {
                kept.seek = Some(chunk);
                kept.seek_closes = kept.blocks > 0;
            }
            Tag::META => kept.meta = kept.meta.or(Some(chunk)),
            Tag::SAFE => kept.has_safe = true,
            _ => {}
        }
        kept.end = chunk.end();
    }

    /// The end of input.
    ///
    /// # Errors
    /// The [`Fault`] of a file header that is wrong: such a file is not this format's, and nothing is kept of it.
    pub fn finish(mut self) -> Result<Salvage, Fault> {
        self.update(&[]);
        let in_veri = self.verifier.in_veri();
        let seek_fault = self.verifier.parser().seek_fault();
        let later = match self.fault {
            Some(fault) => Some(fault),
            None => self.verifier.finish().fault(),
        };
        if let Some(fault) = later.filter(|fault| fault.chunk.is_none()) {
            return Err(fault);
        }
        let rule = later.map(|fault| fault.rule);
        let is_cut = matches!(rule, Some(Rule::Truncated | Rule::Crc));
        self.kept.cut = is_cut && !in_veri;
        Ok(Salvage {
            kept: self.kept,
            fault: seek_fault.or(later),
            seek_is_broken: seek_fault.is_some(),
            veri_is_wrong: self.veri_differs || rule == Some(Rule::VeriLength),
        })
    }
}

/// What a survey found: the sound part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Salvage {
    kept: Kept,
    fault: Option<Fault>,
    seek_is_broken: bool,
    veri_is_wrong: bool,
}

impl Salvage {
    /// The first fault of the file; none of a verified one, of which recovery makes a copy.
    #[must_use]
    pub const fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// Whether every CRC up to VERI is right and VERI is wrong. No power cut leaves that; somebody changed the file, and what is
    /// recovered would be verified again. It is for the user to say that this is wanted.
    #[must_use]
    pub const fn veri_is_wrong(&self) -> bool {
        self.veri_is_wrong
    }

    /// The number of blocks that are kept.
    #[must_use]
    pub const fn blocks(&self) -> u64 {
        self.kept.blocks
    }

    /// The first META that is kept; it says what SEEK offsets count.
    #[must_use]
    pub const fn meta(&self) -> Option<ChunkInfo> {
        self.kept.meta
    }

    /// What SEEK offsets count as far as that can be known without META: the lengths as stored, but for a table that stands
    /// behind the blocks. There the blocks were complete when it was written, and what an engine or a cipher may have done to
    /// their lengths is better not guessed.
    #[must_use]
    pub const fn lengths_without_meta(&self) -> Option<MediaLengths> {
        match self.kept.seek_closes {
            true => None,
            false => Some(MediaLengths::Stored),
        }
    }

    /// Looks through the seek table for entries that lead nowhere any more, and is then ready to write. `lengths` is what the
    /// offsets count, by META or [`Salvage::lengths_without_meta`]; where it is not known no entry is dropped. Walks over the
    /// headers once and reads the table twice through `buf`, of at least one byte.
    ///
    /// # Errors
    /// [`Error::TooSmall`] for an empty `buf`, and the source's own; [`Error::Misplaced`] if the source is shorter than surveyed.
    pub fn rebuild<R: ReadAt>(
        &self,
        source: &mut R,
        lengths: Option<MediaLengths>,
        buf: &mut [u8],
    ) -> Result<Rebuild, ReadError<R::Error>> {
        if buf.is_empty() {
            return Err(Error::TooSmall { needed: 1 }.into());
        }
        if self.fault.is_none() {
            return Ok(Rebuild::copy(self.kept));
        }
        let replaced = match (self.kept.seek, lengths) {
            (Some(seek), _) if self.seek_is_broken => Some(NewSeek::empty(seek)),
            (Some(seek), Some(lengths)) => {
                let end = MediaEnd::of(&self.kept, lengths, source)?;
                NewSeek::trimmed(seek, end, source, buf)?
            }
            _ => None,
        };
        Ok(Rebuild::repair(self.kept, replaced))
    }
}

/// Where the kept media ends, for judging seek entries.
#[derive(Clone, Copy, Debug)]
pub(super) struct MediaEnd {
    media_len: u64,
    /// Whether an entry at the very end leads to a block there, or was meant to lead to none. Where a block may be lost, it is
    /// the one that such an entry led to.
    keeps_end: bool,
}

impl MediaEnd {
    fn of<R: ReadAt>(
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

    fn empty(old: ChunkInfo) -> Self {
        Self::new(old, 0, Crc32::of(&0u32.to_be_bytes()))
    }

    /// The table without the entries that lead nowhere; none if all of them lead somewhere.
    fn trimmed<R: ReadAt>(
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
    let mut at = seek.payload_offset().saturating_add(seek::payload_len(0));
    while at < seek.end() {
        let left = usize::try_from(seek.end().saturating_sub(at)).unwrap_or(usize::MAX);
        let room = buf.len().min(left);
        let room = buf.get_mut(..room).unwrap_or_default();
        let read = read_full(source, at, room)?;
        if read < room.len() {
            return Err(Error::Misplaced.into());
        }
        let mut piece = &*room;
        while let Some(bytes) = gather.take(&mut piece) {
            then(&SeekEntry::parse(&Entry::new(&bytes)));
        }
        at = at.saturating_add(bytes::len_u64(read));
    }
    Ok(())
}
