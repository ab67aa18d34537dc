//! The same table where it lies behind a [`ReadAt`], on a card or behind a network. SPEC.md, "SEEK".

use crate::error::Error;
use crate::wire::seek::{self, COUNT_LEN, ENTRY_LEN, SeekEntry};

use super::check::{SeekSummary, parse_entry};
use super::search::{PAGE_LEN, search};
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
        if read_full(source, at, &mut entry)? < ENTRY_LEN {
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
        let found = search(&self.summary, pts_us, |index| page.pts_us(index).ok_or(()));
        match page.failed {
            Some(error) => Err(error),
            None => Ok(found.unwrap_or_default()),
        }
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
        if read_full(source, payload_offset, &mut count)? < COUNT_LEN {
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

/// The page of the payload that was read last. A search has to carry no more than that there was an error: what it was is as large as an
/// entry.
struct Page<'r, R: ReadAt> {
    source: &'r mut R,
    payload_offset: u64,
    payload_len: u64,
    number: Option<u64>,
    failed: Option<ReadError<R::Error>>,
    bytes: [u8; PAGE_LEN],
}

impl<'r, R: ReadAt> Page<'r, R> {
    fn new(table: &SeekFile, source: &'r mut R) -> Self {
        Self {
            source,
            payload_offset: table.payload_offset,
            payload_len: seek::payload_len(table.summary.count),
            number: None,
            failed: None,
            bytes: [0; PAGE_LEN],
        }
    }

    fn pts_us(&mut self, index: u32) -> Option<u64> {
        const LEN: u64 = PAGE_LEN as u64;
        let place = seek::payload_len(index);
        let (number, within) = (place.div_euclid(LEN), place.rem_euclid(LEN));
        if self.number != Some(number) {
            self.number = None;
            let start = number.saturating_mul(LEN);
            let left = self.payload_len.saturating_sub(start).min(LEN);
            let left = usize::try_from(left).unwrap_or(PAGE_LEN);
            let room = self.bytes.get_mut(..left).unwrap_or_default();
            let at = self.payload_offset.saturating_add(start);
            match read_full(self.source, at, room) {
                Ok(read) if read == left => self.number = Some(number),
                Ok(_) => self.failed = Some(Error::Misplaced.into()),
                Err(error) => self.failed = Some(error),
            }
        }
        // A time never lies across two pages: both begin at multiples of its distance.
        let within = usize::try_from(within).unwrap_or(PAGE_LEN);
        let time = self.bytes.get(within..)?.first_chunk()?;
        self.number.map(|_| u64::from_be_bytes(*time))
    }
}
