//! The same table where it lies behind a [`ReadAt`], on a card or behind a network. SPEC.md, "SEEK".

use crate::error::Error;
use crate::wire::seek::{self, COUNT_LEN, ENTRY_LEN, SeekEntry};

use super::check::{SeekSummary, parse_entry};
use super::search::{PAGE_LEN, page, search};
use crate::container::block::MediaRange;
use crate::container::read_at::{ReadAt, ReadError, read_full};

/// The place of a seek table whose rules and CRC were checked in one pass, for searching it there. It holds no reference; the
/// source is lent to each call. A search reads one page of 512 bytes at a time, as few as
/// [`SeekTable::at_or_before`](crate::container::SeekTable::at_or_before) looks at, and one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeekFile {
    payload_offset: u64,
    summary: SeekSummary,
}

/// As [`SeekFile`], but nothing of the table was checked except that its length is right. What a search finds in a table that
/// breaks the rules is some entry or none, after the same bounded work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeekFileUnverified(SeekFile);

impl SeekFile {
    pub(in crate::container) const fn new(payload_offset: u64, summary: SeekSummary) -> Self {
        Self {
            payload_offset,
            summary,
        }
    }

    /// The number of entries.
    #[must_use]
    pub const fn len(&self) -> u32 {
        self.summary.count
    }

    /// Whether there is no entry.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.summary.count == 0
    }

    /// An entry by its number; one read.
    ///
    /// # Errors
    /// [`Error::Misplaced`] if the source has become shorter, and the source's own.
    pub fn get<R: ReadAt>(
        &self,
        source: &mut R,
        index: u32,
    ) -> Result<Option<SeekEntry>, ReadError<R::Error>> {
        if index >= self.summary.count {
            return Ok(None);
        }
        let mut entry = [0; ENTRY_LEN];
        let at = self.payload_offset.saturating_add(seek::payload_len(index));
        if read_full(source, at, &mut entry).map_err(ReadError::Read)? < ENTRY_LEN {
            return Err(Error::Misplaced.into());
        }
        Ok(Some(parse_entry(&entry)))
    }

    /// The number of the entry with the largest time not after `pts_us`; none before the first entry.
    ///
    /// # Errors
    /// As [`SeekFile::get`].
    pub fn at_or_before<R: ReadAt>(
        &self,
        source: &mut R,
        pts_us: u64,
    ) -> Result<Option<u32>, ReadError<R::Error>> {
        let mut page = Page::new(self, source);
        search(&self.summary, pts_us, |index| page.pts_us(index)).map_err(|missing| match missing {
            Missing::Shorter => Error::Misplaced.into(),
            Missing::Read(error) => ReadError::Read(error),
        })
    }

    /// As [`SeekFile::at_or_before`], with the entry; one read more.
    ///
    /// # Errors
    /// As [`SeekFile::get`].
    pub fn entry_at_or_before<R: ReadAt>(
        &self,
        source: &mut R,
        pts_us: u64,
    ) -> Result<Option<(u32, SeekEntry)>, ReadError<R::Error>> {
        let Some(index) = self.at_or_before(source, pts_us)? else {
            return Ok(None);
        };
        Ok(self.get(source, index)?.map(|entry| (index, entry)))
    }

    /// The stretch of media between two times, as [`SeekTable::media_range`](crate::container::SeekTable::media_range).
    ///
    /// # Errors
    /// As [`SeekFile::get`].
    pub fn media_range<R: ReadAt>(
        &self,
        source: &mut R,
        from_us: u64,
        to_us: u64,
    ) -> Result<MediaRange, ReadError<R::Error>> {
        let start = self.entry_at_or_before(source, from_us)?;
        let before_end = match to_us.checked_sub(1) {
            Some(before) => self.at_or_before(source, before)?,
            None => None,
        };
        let next = before_end.map_or(Some(0), |index| index.checked_add(1));
        let end = match next {
            Some(next) => self.get(source, next)?,
            None => None,
        };
        Ok(MediaRange::between(start.map(|(_, entry)| entry), end))
    }
}

impl SeekFileUnverified {
    /// Looks at the count and at the first and last entry of the payload at `payload_offset`; three reads.
    ///
    /// # Errors
    /// [`Error::Range`] if the length does not go with the count, [`Error::Misplaced`] if the source ends before, and the
    /// source's own.
    pub fn open<R: ReadAt>(
        source: &mut R,
        payload_offset: u64,
        payload_len: u32,
    ) -> Result<Self, ReadError<R::Error>> {
        let mut count = [0; COUNT_LEN];
        let read = read_full(source, payload_offset, &mut count);
        if read.map_err(ReadError::Read)? < COUNT_LEN {
            return Err(Error::Misplaced.into());
        }
        let count = u32::from_be_bytes(count);
        if seek::payload_len(count) != u64::from(payload_len) {
            return Err(Error::Range.into());
        }
        let summary = SeekSummary {
            count,
            first_pts_us: 0,
            last_pts_us: 0,
        };
        let mut file = SeekFile::new(payload_offset, summary);
        if let Some(first) = file.get(source, 0)? {
            file.summary.first_pts_us = first.pts_us;
        }
        if let Some(last) = file.get(source, count.saturating_sub(1))? {
            file.summary.last_pts_us = last.pts_us;
        }
        Ok(Self(file))
    }

    /// The table, to be searched without its rules and its CRC having been checked.
    #[must_use]
    pub const fn table_unverified(&self) -> &SeekFile {
        &self.0
    }
}

/// Why a page is not there, in less memory than a [`ReadError`] takes.
enum Missing<E> {
    /// The source has become shorter.
    Shorter,
    Read(E),
}

/// The page of the payload that was read last.
struct Page<'r, R: ReadAt> {
    source: &'r mut R,
    table: &'r SeekFile,
    number: Option<u32>,
    bytes: [u8; PAGE_LEN],
}

impl<'r, R: ReadAt> Page<'r, R> {
    const fn new(table: &'r SeekFile, source: &'r mut R) -> Self {
        Self {
            source,
            table,
            number: None,
            bytes: [0; PAGE_LEN],
        }
    }

    fn pts_us(&mut self, index: u32) -> Result<u64, Missing<R::Error>> {
        const LEN: u64 = PAGE_LEN as u64;
        let number = page(index);
        let start = u64::from(number).saturating_mul(LEN);
        if self.number != Some(number) {
            self.number = None;
            let left = seek::payload_len(self.table.summary.count).saturating_sub(start);
            let left = usize::try_from(left.min(LEN)).unwrap_or(PAGE_LEN);
            let room = self.bytes.get_mut(..left).unwrap_or_default();
            let at = self.table.payload_offset.saturating_add(start);
            if read_full(self.source, at, room).map_err(Missing::Read)? < left {
                return Err(Missing::Shorter);
            }
            self.number = Some(number);
        }
        // A time never lies across two pages: both begin at multiples of its distance.
        let within = seek::payload_len(index).saturating_sub(start);
        let within = usize::try_from(within).unwrap_or(PAGE_LEN);
        let time = self.bytes.get(within..).and_then(<[u8]>::first_chunk);
        time.map_or(Err(Missing::Shorter), |time| Ok(u64::from_be_bytes(*time)))
    }
}
