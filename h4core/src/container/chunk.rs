//! A chunk with its place in the file.

use crate::bytes;
use crate::error::{Fault, Rule};
use crate::wire::chunk::{self, Tag};

/// What a chunk header says and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChunkInfo {
    /// What the payload is.
    pub tag: Tag,
    /// The payload's length in bytes.
    pub payload_len: u32,
    /// The payload's CRC-32 as the header says it.
    pub crc: u32,
    /// The chunk's number in the file, from 0.
    pub index: u64,
    /// The file offset of the chunk's first byte.
    pub offset: u64,
}

impl ChunkInfo {
    /// Before the first chunk.
    pub(super) const NONE: Self = Self {
        tag: Tag([0; 4]),
        payload_len: 0,
        crc: 0,
        index: 0,
        offset: 0,
    };

    pub(crate) fn new(header: chunk::Repr, offset: u64, index: u64) -> Self {
        Self {
            tag: header.tag,
            payload_len: header.payload_len,
            crc: header.crc,
            index,
            offset,
        }
    }

    /// A rule that this chunk breaks as a whole.
    pub(super) const fn fault(&self, rule: Rule) -> Fault {
        Fault::in_chunk(rule, self.offset, self.index)
    }

    /// The header without its place.
    #[must_use]
    pub const fn header(&self) -> chunk::Repr {
        chunk::Repr {
            tag: self.tag,
            payload_len: self.payload_len,
            crc: self.crc,
        }
    }

    /// The file offset of the payload's first byte.
    #[must_use]
    pub const fn payload_offset(&self) -> u64 {
        self.offset.saturating_add(bytes::len_u64(chunk::LEN))
    }

    /// The file offset of the first byte after the chunk.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.payload_offset()
            .saturating_add(u64::from(self.payload_len))
    }
}

/// A chunk whose payload has the CRC-32 of its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk<'a> {
    /// Header and place.
    pub info: ChunkInfo,
    /// The payload.
    pub payload: &'a [u8],
}
