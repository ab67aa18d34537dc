//! A seek table in memory, checked once and searched in place as bytes. SPEC.md, "SEEK".

use core::convert::Infallible;

use crate::wire::seek::{COUNT_LEN, ENTRY_LEN, SeekEntry};

use super::check::{SeekCheck, SeekFault, SeekSummary, parse_entry};
use super::search::search;
use crate::container::block::MediaRange;

/// A legal seek table.
#[derive(Clone, Copy, Debug)]
pub struct SeekTable<'a> {
    entries: &'a [[u8; ENTRY_LEN]],
    summary: SeekSummary,
}

impl<'a> SeekTable<'a> {
    /// Checks the payload of a SEEK chunk; looks at each entry once.
    ///
    /// # Errors
    /// The [`SeekFault`] of the first rule that it breaks.
    pub fn parse(payload: &'a [u8]) -> Result<Self, SeekFault> {
        // Longer than any payload, a slice breaks the rule of lengths all the same.
        let mut check = SeekCheck::new(u32::try_from(payload.len()).unwrap_or(u32::MAX));
        check.update(payload);
        let summary = check.result()?;
        let (entries, _) = payload.get(COUNT_LEN..).unwrap_or_default().as_chunks();
        Ok(Self { entries, summary })
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

    /// An entry by its number.
    #[must_use]
    pub fn get(&self, index: u32) -> Option<SeekEntry> {
        self.entries
            .get(usize::try_from(index).ok()?)
            .map(parse_entry)
    }

    /// The entries in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = SeekEntry> + Clone + use<'a> {
        self.entries.iter().map(parse_entry)
    }

    /// The number of the entry with the largest time not after `pts_us`; none before the first entry. In an even table it looks
    /// at no more than three pages of 512 bytes, in any at no more than max(1, ⌈log₂(n / 32)⌉ + 5).
    #[must_use]
    pub fn at_or_before(&self, pts_us: u64) -> Option<u32> {
        let time = |index: u32| -> Result<u64, Infallible> {
            Ok(self.get(index).map_or(u64::MAX, |entry| entry.pts_us))
        };
        match search(&self.summary, pts_us, time) {
            Ok(found) => found,
            Err(never) => match never {},
        }
    }

    /// As [`SeekTable::at_or_before`], with the entry.
    #[must_use]
    pub fn entry_at_or_before(&self, pts_us: u64) -> Option<(u32, SeekEntry)> {
        let index = self.at_or_before(pts_us)?;
        Some((index, self.get(index)?))
    }

    /// The stretch of media that has what is shown from `from_us` up to, not including, `to_us`: from the last entry not after
    /// the start to the first one not before the end.
    #[must_use]
    pub fn media_range(&self, from_us: u64, to_us: u64) -> MediaRange {
        let start = self.entry_at_or_before(from_us).map(|(_, entry)| entry);
        let before_end = to_us
            .checked_sub(1)
            .and_then(|before| self.at_or_before(before));
        let end = match before_end {
            Some(index) => index.checked_add(1).and_then(|next| self.get(next)),
            None => self.get(0),
        };
        MediaRange::between(start, end)
    }
}
