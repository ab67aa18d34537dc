//! Writing what a survey kept, as a file that verifies. SPEC.md, "Recovery".

use crate::bytes;
use crate::error::Error;
use crate::hash::{Crc32, Sha256};
use crate::wire::chunk::{self, Tag};
use crate::wire::file_header;
use crate::wire::seek::{self, Entry, SeekEntry};

use super::survey::{Kept, Salvage};
use super::trim::{MediaEnd, NewSeek};
use crate::container::VERI_LEN;
use crate::container::block::MediaLengths;
use crate::container::read_at::{ReadAt, ReadError, read_full};

/// Entries are read from the source by this many bytes.
const BATCH: usize = 32 * seek::ENTRY_LEN;
/// The longest run of bytes that is made rather than copied: VERI.
const STAGE_LEN: usize = chunk::LEN + VERI_LEN as usize;

/// What comes next in the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Bytes of the source up to this offset, then the new SEEK if there is one.
    Copy {
        end: u64,
    },
    /// The kept entries of the old SEEK.
    Entries,
    /// Chunks that the file lacks.
    AddSeek,
    AddMeta,
    AddSafe,
    Veri,
    End,
}

/// A recovered file, given piece by piece. It holds no reference; the source is lent to each call.
#[derive(Clone, Debug)]
pub struct Rebuild {
    kept: Kept,
    seek: Option<NewSeek>,
    adds: bool,
    part: Part,
    /// The source offset of the next byte that is not used yet.
    at: u64,
    sha: Sha256,
    staged: [u8; STAGE_LEN],
    from: usize,
    to: usize,
}

impl Salvage {
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
        if self.fault().is_none() {
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

impl Rebuild {
    fn copy(kept: Kept) -> Self {
        Self::new(kept, None, false)
    }

    fn repair(kept: Kept, seek: Option<NewSeek>) -> Self {
        Self::new(kept, seek, true)
    }

    fn new(kept: Kept, seek: Option<NewSeek>, adds: bool) -> Self {
        Self {
            kept,
            seek,
            adds,
            part: Part::Copy {
                end: seek.map_or(kept.end, |seek| seek.old.offset),
            },
            at: 0,
            sha: Sha256::new(),
            staged: [0; STAGE_LEN],
            from: 0,
            to: 0,
        }
    }

    /// The number of seek entries that are left out because the block they led to is not kept.
    #[must_use]
    pub fn dropped_entries(&self) -> u32 {
        self.seek.map_or(0, |seek| seek.dropped)
    }

    /// Fills `out` from the front with the next bytes of the recovered file and gives their number; 0 once it is whole.
    /// `source` is the file that was surveyed.
    ///
    /// # Errors
    /// [`Error::TooSmall`] for an empty `out`, [`Error::Misplaced`] if the source is shorter than surveyed, and the source's own.
    /// What was made before the error is lost with it; begin again.
    pub fn emit<R: ReadAt>(
        &mut self,
        source: &mut R,
        out: &mut [u8],
    ) -> Result<usize, ReadError<R::Error>> {
        if out.is_empty() {
            return Err(Error::TooSmall { needed: 1 }.into());
        }
        let room = out.len();
        let mut rest = out;
        while !rest.is_empty() {
            let staged = self.staged.get(self.from..self.to).unwrap_or_default();
            let len = if staged.is_empty() {
                if self.part == Part::End {
                    break;
                }
                self.make(source, rest)?
            } else {
                let len = bytes::copy_front(rest, staged);
                self.from = self.from.saturating_add(len);
                len
            };
            rest = rest.split_at_mut_checked(len).unwrap_or_default().1;
        }
        Ok(room.saturating_sub(rest.len()))
    }

    /// Puts bytes to the front of `out` and gives their number, or stages some.
    fn make<R: ReadAt>(
        &mut self,
        source: &mut R,
        out: &mut [u8],
    ) -> Result<usize, ReadError<R::Error>> {
        match self.part {
            Part::Copy { end } if self.at < end => return self.copy_source(source, end, out),
            Part::Copy { end } => match self.seek.filter(|seek| seek.old.offset == end) {
                Some(seek) => {
                    self.stage(&[&seek.header.emit(), &seek.count.to_be_bytes()]);
                    self.at = seek
                        .old
                        .payload_offset()
                        .saturating_add(seek::payload_len(0));
                    self.part = Part::Entries;
                }
                None => self.part = if self.adds { Part::AddSeek } else { Part::Veri },
            },
            Part::Entries => match self.seek.and_then(|seek| Some((seek.old, seek.end?))) {
                Some((old, end)) if self.at < old.end() => {
                    return self.copy_entries(source, old.end(), end, out);
                }
                _ => {
                    self.at = self.seek.map_or(self.at, |seek| seek.old.end());
                    self.part = Part::Copy { end: self.kept.end };
                }
            },
            Part::AddSeek => {
                if self.kept.seek.is_none() {
                    self.stage_chunk(Tag::SEEK, &0u32.to_be_bytes());
                }
                self.part = Part::AddMeta;
            }
            Part::AddMeta => {
                if self.kept.meta.is_none() {
                    self.stage_chunk(Tag::META, b"{}");
                }
                self.part = Part::AddSafe;
            }
            Part::AddSafe => {
                if !self.kept.has_safe {
                    self.stage_chunk(Tag::SAFE, b"{}");
                }
                self.part = Part::Veri;
            }
            Part::Veri => {
                let digest = self.sha.clone().finish();
                self.stage_chunk(Tag::VERI, &digest);
                self.part = Part::End;
            }
            Part::End => {}
        }
        Ok(0)
    }

    fn copy_source<R: ReadAt>(
        &mut self,
        source: &mut R,
        end: u64,
        out: &mut [u8],
    ) -> Result<usize, ReadError<R::Error>> {
        let left = usize::try_from(end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let room = out.len().min(left);
        let room = out.get_mut(..room).unwrap_or_default();
        self.read(source, room)?;
        // VERI speaks for the bytes behind the file header.
        let header = bytes::len_u64(file_header::LEN).saturating_sub(self.at);
        let header = usize::try_from(header).unwrap_or(usize::MAX);
        self.sha.update(room.get(header..).unwrap_or_default());
        self.at = self.at.saturating_add(bytes::len_u64(room.len()));
        Ok(room.len())
    }

    fn copy_entries<R: ReadAt>(
        &mut self,
        source: &mut R,
        end: u64,
        media: MediaEnd,
        out: &mut [u8],
    ) -> Result<usize, ReadError<R::Error>> {
        let mut batch = [0; BATCH];
        let left = usize::try_from(end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let batch = batch.get_mut(..left.min(BATCH)).unwrap_or_default();
        self.read(source, batch)?;
        let mut len = 0usize;
        for bytes in batch.as_chunks().0 {
            let entry = SeekEntry::parse(&Entry::new(bytes));
            if media.keeps(&entry) {
                match out
                    .get_mut(len..)
                    .and_then(|out| out.get_mut(..seek::ENTRY_LEN))
                {
                    Some(out) => {
                        out.copy_from_slice(bytes);
                        self.sha.update(bytes);
                        len = len.saturating_add(seek::ENTRY_LEN);
                    }
                    None if len > 0 => break,
                    // Less room than one entry takes: it goes out in pieces.
                    None => {
                        self.stage(&[bytes]);
                        self.at = self.at.saturating_add(bytes::len_u64(seek::ENTRY_LEN));
                        break;
                    }
                }
            }
            self.at = self.at.saturating_add(bytes::len_u64(seek::ENTRY_LEN));
        }
        Ok(len)
    }

    fn read<R: ReadAt>(&self, source: &mut R, room: &mut [u8]) -> Result<(), ReadError<R::Error>> {
        if read_full(source, self.at, room).map_err(ReadError::Read)? < room.len() {
            return Err(Error::Misplaced.into());
        }
        Ok(())
    }

    fn stage_chunk(&mut self, tag: Tag, payload: &[u8]) {
        let header = chunk::Repr {
            tag,
            payload_len: u32::try_from(payload.len()).unwrap_or(u32::MAX),
            crc: Crc32::of(payload),
        };
        self.stage(&[&header.emit(), payload]);
    }

    fn stage(&mut self, parts: &[&[u8]]) {
        let mut len = 0usize;
        for part in parts {
            self.sha.update(part);
            let room = self.staged.get_mut(len..).unwrap_or_default();
            len = len.saturating_add(bytes::copy_front(room, part));
        }
        (self.from, self.to) = (0, len);
    }
}
