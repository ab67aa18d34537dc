//! The seek table of a stream of equal blocks at equal times, as it is written. SPEC.md, "SEEK".

use core::iter::FusedIterator;

use crate::error::Error;
use crate::wire::seek::SeekEntry;

/// The entries of the key blocks of a regular stream, in order. `nth` is constant work.
///
/// Entry k stands for block i = k × gop: its time is i × frame time, its offset i × block length.
#[derive(Clone, Debug)]
pub struct RegularSeek {
    frame_time_us: u64,
    gop: u32,
    block_len: u32,
    next: u32,
    end: u32,
}

impl RegularSeek {
    /// A stream of `blocks` blocks of `block_len` bytes, the last one shorter or not, `frame_time_us` microseconds apart, every
    /// `gop`-th of them a key block, the first one too.
    ///
    /// # Errors
    /// [`Error::Range`] when `gop` is 0, when the time of the last entry does not fit 64 bits, or when two entries would have
    /// the same time because `frame_time_us` is 0.
    pub fn new(frame_time_us: u64, gop: u32, block_len: u32, blocks: u32) -> Result<Self, Error> {
        if gop == 0 {
            return Err(Error::Range);
        }
        let end = blocks.div_ceil(gop);
        let last = u64::from(end.saturating_sub(1)).saturating_mul(u64::from(gop));
        if frame_time_us.checked_mul(last).is_none() || (frame_time_us == 0 && end > 1) {
            return Err(Error::Range);
        }
        Ok(Self {
            frame_time_us,
            gop,
            block_len,
            next: 0,
            end,
        })
    }
}

impl Iterator for RegularSeek {
    type Item = SeekEntry;

    fn next(&mut self) -> Option<SeekEntry> {
        self.nth(0)
    }

    fn nth(&mut self, n: usize) -> Option<SeekEntry> {
        let entry = self
            .next
            .saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        if entry >= self.end {
            self.next = self.end;
            return None;
        }
        self.next = entry.saturating_add(1);
        // Block number and offset are products of two 32-bit numbers, and the time of the last entry fits: nothing saturates.
        let block = u64::from(entry).saturating_mul(u64::from(self.gop));
        Some(SeekEntry {
            pts_us: block.saturating_mul(self.frame_time_us),
            offset: block.saturating_mul(u64::from(self.block_len)),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.end.saturating_sub(self.next)).unwrap_or(usize::MAX);
        (left, Some(left))
    }
}

impl ExactSizeIterator for RegularSeek {}
impl FusedIterator for RegularSeek {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn entry(pts_us: u64, offset: u64) -> SeekEntry {
        SeekEntry { pts_us, offset }
    }

    #[test]
    fn an_entry_stands_for_each_key_block() {
        let entries = |blocks| {
            RegularSeek::new(33_333, 3, 60, blocks)
                .unwrap()
                .collect::<Vec<_>>()
        };
        let all = [entry(0, 0), entry(99_999, 180), entry(199_998, 360)];
        assert_eq!(entries(0), []);
        assert_eq!(entries(1), all[..1]);
        assert_eq!(entries(3), all[..1]);
        assert_eq!(entries(4), all[..2]);
        assert_eq!(entries(6), all[..2]);
        assert_eq!(entries(7), all);
    }

    #[test]
    fn nth_leads_to_each_entry_and_past_the_end_to_none() {
        let seek = RegularSeek::new(40_000, 2, 1000, 9).unwrap();
        assert_eq!(seek.len(), 5);
        for (k, expected) in seek.clone().enumerate() {
            let mut jump = seek.clone();
            assert_eq!(jump.nth(k), Some(expected));
            assert_eq!(jump.len(), 4 - k);
        }
        for far in [5, 6, usize::MAX] {
            let mut jump = seek.clone();
            assert_eq!(jump.nth(far), None);
            assert_eq!((jump.len(), jump.next()), (0, None));
        }
    }

    #[test]
    fn the_largest_stream_has_exact_offsets() {
        let last = u64::from(u32::MAX - 1);
        let mut seek = RegularSeek::new(1, 1, u32::MAX, u32::MAX).unwrap();
        assert_eq!(
            seek.nth(usize::try_from(last).unwrap()),
            Some(entry(last, last * u64::from(u32::MAX)))
        );
        assert_eq!(seek.next(), None);
    }

    #[test]
    fn times_that_do_not_increase_are_out_of_range() {
        assert_eq!(RegularSeek::new(0, 1, 60, 2).err(), Some(Error::Range));
        assert_eq!(RegularSeek::new(0, 4, 60, 5).err(), Some(Error::Range));
        assert_eq!(RegularSeek::new(0, 4, 60, 4).unwrap().len(), 1);
        assert_eq!(RegularSeek::new(0, 1, 60, 0).unwrap().len(), 0);
    }

    #[test]
    fn the_last_time_fits_64_bits_or_there_is_no_table() {
        let half = 1 << 63;
        assert_eq!(
            RegularSeek::new(half, 1, 1, 2).unwrap().last(),
            Some(entry(half, 1))
        );
        assert_eq!(RegularSeek::new(half, 1, 1, 3).err(), Some(Error::Range));
        assert_eq!(RegularSeek::new(half, 2, 1, 3).err(), Some(Error::Range));
        // The blocks after the last key block have no entry, so their times do not count.
        assert_eq!(
            RegularSeek::new(u64::MAX, 2, 1, 2).unwrap().last(),
            Some(entry(0, 0))
        );
    }

    #[test]
    fn a_gop_of_zero_is_out_of_range() {
        assert_eq!(RegularSeek::new(40_000, 0, 60, 1).err(), Some(Error::Range));
    }

    #[test]
    fn empty_blocks_share_an_offset() {
        let entries: Vec<_> = RegularSeek::new(5, 1, 0, 3).unwrap().collect();
        assert_eq!(entries, [entry(0, 0), entry(5, 0), entry(10, 0)]);
    }
}
