//! What calls take and give by value: numbers alone, laid out without gaps.

use core::ffi::c_char;

use h4core::container::{Block, ChunkInfo, MediaLengths, MediaRange};
use h4core::wire::chunk::{self, Tag};
use h4core::wire::file_header;
use h4core::wire::seek::{ENTRY_LEN, SeekEntry};

use super::pointer::Call;
use super::status::{Failure, H4_ERR_RANGE};

/// Length of the file header in bytes.
pub const H4_FILE_HEADER_LEN: usize = 8;
/// Length of a chunk header in bytes: what stands in a file before each payload.
pub const H4_CHUNK_HEADER_LEN: usize = 12;
/// Length of a seek entry in a file, in bytes.
pub const H4_SEEK_ENTRY_LEN: usize = 16;
/// Length of a tag in bytes.
pub const H4_TAG_LEN: usize = 4;
/// Length of the SHA-256 that VERI holds, in bytes.
pub const H4_DIGEST_LEN: usize = 32;

const _: () = assert!(
    H4_FILE_HEADER_LEN == file_header::LEN
        && H4_CHUNK_HEADER_LEN == chunk::LEN
        && H4_SEEK_ENTRY_LEN == ENTRY_LEN
        && H4_TAG_LEN == size_of::<Tag>()
        && H4_DIGEST_LEN == size_of::<h4core::hash::Digest>()
);

/// What a chunk header says and where it stands in the file.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_chunk_t {
    /// The chunk's number in the file, from 0.
    pub index: u64,
    /// The file offset of the chunk's first byte, in bytes.
    pub offset: u64,
    /// The file offset of the payload's first byte, in bytes: offset + 12. Where a chunk is handed in it makes no difference.
    pub payload_offset: u64,
    /// The payload's length in bytes.
    pub payload_len: u32,
    /// The payload's CRC-32 as the header says it.
    pub crc: u32,
    /// What the payload is: four bytes, ASCII by custom, without NUL.
    pub tag: [u8; 4],
    /// 1 if the format itself gives the tag a meaning, 0 if not. Where a chunk is handed in it makes no difference.
    pub known: u32,
}

impl h4_chunk_t {
    pub(super) const NONE: Self = Self {
        index: 0,
        offset: 0,
        payload_offset: 0,
        payload_len: 0,
        crc: 0,
        tag: [0; 4],
        known: 0,
    };

    pub(super) fn of(chunk: &ChunkInfo) -> Self {
        Self {
            index: chunk.index,
            offset: chunk.offset,
            payload_offset: chunk.payload_offset(),
            payload_len: chunk.payload_len,
            crc: chunk.crc,
            tag: chunk.tag.0,
            known: u32::from(chunk.tag.is_known()),
        }
    }

    pub(super) const fn info(&self) -> ChunkInfo {
        ChunkInfo {
            tag: Tag(self.tag),
            payload_len: self.payload_len,
            crc: self.crc,
            index: self.index,
            offset: self.offset,
        }
    }
}

/// A CORE chunk with its place in the media.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_block_t {
    /// The chunk.
    pub chunk: h4_chunk_t,
    /// The block's number among the CORE chunks, from 0.
    pub index: u64,
    /// The media offset of the block's first byte: bytes of media before it, not of file.
    pub media_offset: u64,
    /// The block's length in the media, in bytes. With H4_LENGTHS_FIXED the last block may be shorter than this.
    pub media_len: u64,
}

impl h4_block_t {
    pub(super) const NONE: Self = Self {
        chunk: h4_chunk_t::NONE,
        index: 0,
        media_offset: 0,
        media_len: 0,
    };

    pub(super) fn of(block: &Block) -> Self {
        Self {
            chunk: h4_chunk_t::of(&block.chunk),
            index: block.index,
            media_offset: block.media_offset,
            media_len: block.media_len,
        }
    }
}

/// The media from offset on can be decoded and is shown from pts_us on.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_seek_entry_t {
    /// Time in microseconds.
    pub pts_us: u64,
    /// Bytes of media before it: an offset in the concatenation of the blocks, not in the file.
    pub offset: u64,
}

impl h4_seek_entry_t {
    pub(super) const NONE: Self = Self {
        pts_us: 0,
        offset: 0,
    };

    pub(super) const fn of(entry: SeekEntry) -> Self {
        Self {
            pts_us: entry.pts_us,
            offset: entry.offset,
        }
    }

    pub(super) const fn entry(&self) -> SeekEntry {
        SeekEntry {
            pts_us: self.pts_us,
            offset: self.offset,
        }
    }
}

/// A stream of equal blocks at equal times, every gop-th of them a key block, the first one too. Its seek table need not be kept
/// while the file is written: entry k stands for block i = k x gop, at the time i x frame_time_us and the media offset
/// i x block_len.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_regular_seek_t {
    /// The time from one block to the next, in microseconds; 0 only where there are at most gop blocks.
    pub frame_time_us: u64,
    /// Blocks from one key block to the next, at least 1.
    pub gop: u32,
    /// The length of a block in bytes; the last one may be shorter.
    pub block_len: u32,
    /// The number of blocks.
    pub blocks: u32,
    /// Not used; 0.
    pub reserved: u32,
}

/// Media lengths are the stored ones: META names neither compression nor encryption.
pub const H4_LENGTHS_STORED: u32 = 0;
/// META names encryption alone: blocks are 94 or 126 bytes shorter than stored, as the flags byte of each says.
pub const H4_LENGTHS_SEALED: u32 = 1;
/// META names an engine and block_size: each block but the last has block_len bytes.
pub const H4_LENGTHS_FIXED: u32 = 2;

/// It is not known: META names an engine and no block_size, so that only unpacking leads from an offset to its block.
pub const H4_LENGTHS_UNKNOWN: u32 = 3;

/// How long blocks were before an engine or a cipher changed their length: what SEEK offsets count.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_lengths_t {
    /// H4_LENGTHS_...
    pub kind: u32,
    /// With H4_LENGTHS_FIXED the length of a block in bytes; otherwise it makes no difference.
    pub block_len: u32,
}

impl h4_lengths_t {
    pub(super) const UNKNOWN: Self = Self {
        kind: H4_LENGTHS_UNKNOWN,
        block_len: 0,
    };

    pub(super) const fn of(lengths: Option<MediaLengths>) -> Self {
        let (kind, block_len) = match lengths {
            Some(MediaLengths::Stored) => (H4_LENGTHS_STORED, 0),
            Some(MediaLengths::Sealed) => (H4_LENGTHS_SEALED, 0),
            Some(MediaLengths::Fixed(block_len)) => (H4_LENGTHS_FIXED, block_len),
            None => return Self::UNKNOWN,
        };
        Self { kind, block_len }
    }
}

/// What a call was given for the lengths, which are the stored ones if it was given nothing.
pub(super) fn lengths_of(lengths: Option<h4_lengths_t>) -> Result<MediaLengths, Failure> {
    match lengths.map(|lengths| (lengths.kind, lengths.block_len)) {
        None | Some((H4_LENGTHS_STORED, _)) => Ok(MediaLengths::Stored),
        Some((H4_LENGTHS_SEALED, _)) => Ok(MediaLengths::Sealed),
        Some((H4_LENGTHS_FIXED, block_len)) => Ok(MediaLengths::Fixed(block_len)),
        Some(_) => Err(Failure::of(H4_ERR_RANGE)),
    }
}

/// `end` of a range that takes all the rest.
pub const H4_MEDIA_END: u64 = u64::MAX;

/// A stretch of media between two offsets.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_media_range_t {
    /// The media offset of the first byte.
    pub start: u64,
    /// The media offset after the last byte; H4_MEDIA_END for all the rest.
    pub end: u64,
}

impl h4_media_range_t {
    pub(super) const NONE: Self = Self { start: 0, end: 0 };

    pub(super) fn of(range: MediaRange) -> Self {
        Self {
            start: range.start,
            end: range.end.unwrap_or(H4_MEDIA_END),
        }
    }

    pub(super) fn range(&self) -> MediaRange {
        MediaRange {
            start: self.start,
            end: Some(self.end).filter(|end| *end != H4_MEDIA_END),
        }
    }
}

/// A text in UTF-8 with its length; it needs no NUL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_text_t {
    /// The text; NULL if len is 0.
    pub data: *const c_char,
    /// Its length in bytes.
    pub len: usize,
}

impl h4_text_t {
    pub(super) const NONE: Self = Self {
        data: core::ptr::null(),
        len: 0,
    };

    /// A text that lives where the caller was told that it does.
    pub(super) const fn of(text: &str) -> Self {
        Self {
            data: text.as_ptr().cast(),
            len: text.len(),
        }
    }
}

/// A text that the caller shows.
pub(super) fn text_of(call: &Call, text: h4_text_t) -> Result<&str, Failure> {
    let bytes = call.input(text.data.cast(), text.len)?;
    core::str::from_utf8(bytes).map_err(|_| Failure::of(H4_ERR_RANGE))
}
