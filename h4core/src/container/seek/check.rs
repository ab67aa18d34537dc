//! The rules of a SEEK payload over bytes that arrive in pieces: the one place that has them. SPEC.md, "SEEK".

use crate::bytes::{self, Gather};
use crate::error::{Fault, Rule};
use crate::wire::seek::{self, COUNT_LEN, ENTRY_LEN, Entry, SeekEntry};

use crate::container::chunk::ChunkInfo;

/// A rule that a SEEK payload breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SeekFault {
    /// [`Rule::SeekLength`] or [`Rule::SeekOrder`].
    pub rule: Rule,
    /// The place in the payload, in bytes: 0, or the first entry that is not later than the one before.
    pub position: u64,
}

impl SeekFault {
    /// The fault in a file, of the chunk whose payload this is.
    #[must_use]
    pub fn in_chunk(&self, chunk: &ChunkInfo) -> Fault {
        let offset = match self.rule {
            Rule::SeekOrder => chunk.payload_offset().saturating_add(self.position),
            _ => chunk.offset,
        };
        Fault::in_chunk(self.rule, offset, chunk.index)
    }
}

/// What a legal seek table begins and ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SeekSummary {
    /// The number of entries.
    pub count: u32,
    /// The first time, in microseconds; 0 in an empty table.
    pub first_pts_us: u64,
    /// The last time, in microseconds; 0 in an empty table.
    pub last_pts_us: u64,
}

/// A SEEK payload being checked.
#[derive(Clone, Copy, Debug)]
pub struct SeekCheck {
    payload_len: u32,
    count: Gather<COUNT_LEN>,
    declared: Option<u32>,
    entry: Gather<ENTRY_LEN>,
    seen: u32,
    first_pts_us: u64,
    last_pts_us: u64,
    unordered: Option<u32>,
}

impl SeekCheck {
    /// A check of a payload of this length.
    #[must_use]
    pub fn new(payload_len: u32) -> Self {
        Self {
            payload_len,
            count: Gather::EMPTY,
            declared: None,
            entry: Gather::EMPTY,
            seen: 0,
            first_pts_us: 0,
            last_pts_us: 0,
            unordered: None,
        }
    }

    /// Goes on with the next bytes of the payload.
    pub fn update(&mut self, piece: &[u8]) {
        let mut rest = piece;
        if self.declared.is_none() {
            match self.count.take(&mut rest) {
                Some(count) => self.declared = Some(u32::from_be_bytes(count)),
                None => return,
            }
        }
        if self.entry.len() > 0
            && let Some(entry) = self.entry.take(&mut rest)
        {
            self.look_at(&entry);
        }
        if self.entry.len() == 0 {
            let (whole, begun) = rest.as_chunks();
            whole.iter().for_each(|entry| self.look_at(entry));
            rest = begun;
            self.entry.take(&mut rest);
        }
    }

    fn look_at(&mut self, entry: &[u8; ENTRY_LEN]) {
        let pts_us = Entry::new(entry).pts_us();
        if self.seen == 0 {
            self.first_pts_us = pts_us;
        } else if pts_us <= self.last_pts_us && self.unordered.is_none() {
            self.unordered = Some(self.seen);
        }
        self.last_pts_us = pts_us;
        self.seen = self.seen.saturating_add(1);
    }

    /// What the whole payload is, once all of it was given.
    ///
    /// # Errors
    /// [`Rule::SeekLength`] before [`Rule::SeekOrder`].
    pub fn result(&self) -> Result<SeekSummary, SeekFault> {
        let of_length = SeekFault {
            rule: Rule::SeekLength,
            position: 0,
        };
        let count = self.declared.ok_or(of_length)?;
        let given = seek::payload_len(self.seen).saturating_add(bytes::len_u64(self.entry.len()));
        let declared = seek::payload_len(count);
        if declared != u64::from(self.payload_len) || declared != given {
            return Err(of_length);
        }
        match self.unordered {
            Some(entry) => Err(SeekFault {
                rule: Rule::SeekOrder,
                position: seek::payload_len(entry),
            }),
            None => Ok(SeekSummary {
                count,
                first_pts_us: self.first_pts_us,
                last_pts_us: self.last_pts_us,
            }),
        }
    }
}

/// The entry of bytes.
pub(in crate::container) fn parse_entry(bytes: &[u8; ENTRY_LEN]) -> SeekEntry {
    SeekEntry::parse(&Entry::new(bytes))
}
