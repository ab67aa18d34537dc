//! The seek table as bytes: a count, then entries of sixteen bytes. SPEC.md, "SEEK".

use crate::bytes;

mod field {
    pub(super) const PTS: usize = 0;
    pub(super) const OFFSET: usize = 8;
}

/// Length of the count before the entries, in bytes.
pub const COUNT_LEN: usize = 4;
/// Length of an entry in bytes.
pub const ENTRY_LEN: usize = 16;
/// The most entries that a payload of at most 2³² − 1 bytes holds.
pub const MAX_ENTRIES: u32 = (u32::MAX - 4) / 16;

/// The payload length of a table of `count` entries, in bytes.
#[must_use]
pub fn payload_len(count: u32) -> u64 {
    u64::from(count)
        .saturating_mul(bytes::len_u64(ENTRY_LEN))
        .saturating_add(bytes::len_u64(COUNT_LEN))
}

/// A seek entry as bytes.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a>(&'a [u8; ENTRY_LEN]);

impl<'a> Entry<'a> {
    /// Looks at `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8; ENTRY_LEN]) -> Self {
        Self(bytes)
    }

    /// The time in microseconds.
    #[must_use]
    pub fn pts_us(&self) -> u64 {
        u64::from_be_bytes(bytes::field::<{ field::PTS }, 8, ENTRY_LEN>(self.0))
    }

    /// The media offset in bytes.
    #[must_use]
    pub fn offset(&self) -> u64 {
        u64::from_be_bytes(bytes::field::<{ field::OFFSET }, 8, ENTRY_LEN>(self.0))
    }
}

/// A seek entry: the media from `offset` on can be decoded and is shown from `pts_us` on. Every value is legal; the order
/// between entries is the table's rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SeekEntry {
    /// Time in microseconds.
    pub pts_us: u64,
    /// Bytes of media before it: an offset in the concatenation of the blocks, not in the file.
    pub offset: u64,
}

impl SeekEntry {
    /// A free slot of entry storage.
    pub const EMPTY: Self = Self {
        pts_us: 0,
        offset: 0,
    };

    /// The entry of bytes; it cannot fail.
    #[must_use]
    pub fn parse(view: &Entry<'_>) -> Self {
        Self {
            pts_us: view.pts_us(),
            offset: view.offset(),
        }
    }

    /// The entry as bytes.
    #[must_use]
    pub fn emit(&self) -> [u8; ENTRY_LEN] {
        let mut out = [0; ENTRY_LEN];
        bytes::put::<{ field::PTS }, 8, ENTRY_LEN>(&mut out, self.pts_us.to_be_bytes());
        bytes::put::<{ field::OFFSET }, 8, ENTRY_LEN>(&mut out, self.offset.to_be_bytes());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entry_is_time_and_offset_in_big_endian() {
        let entry = SeekEntry {
            pts_us: 0x0102_0304_0506_0708,
            offset: 0xa1a2_a3a4_a5a6_a7a8,
        };
        let bytes = [
            1, 2, 3, 4, 5, 6, 7, 8, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8,
        ];
        assert_eq!(entry.emit(), bytes);
        assert_eq!(SeekEntry::parse(&Entry::new(&bytes)), entry);
    }

    #[test]
    fn the_largest_table_fits_a_payload_and_one_more_does_not() {
        assert!(payload_len(MAX_ENTRIES) <= u64::from(u32::MAX));
        assert!(payload_len(MAX_ENTRIES + 1) > u64::from(u32::MAX));
    }
}
