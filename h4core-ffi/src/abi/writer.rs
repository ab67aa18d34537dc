//! Writing a file.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use h4core::container::{Put, TailState, Writer};
use h4core::wire::chunk::Tag;

use super::pointer::{Call, State};
use super::state::h4_writer_t;
use super::status::{Failure, H4_ERR_MISPLACED, H4_ERR_RANGE, H4_OK, end, h4_status_t};

impl State for h4_writer_t {
    type Inner = Stage;
    const KIND: u64 = u64::from_be_bytes(*b"h4write1");
}

/// How far a file is written.
pub enum Stage {
    /// Blocks and chunks may follow.
    Blocks(Writer),
    /// The tail is given.
    Tail(TailState),
}

/// A block that was written, or whose header was.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_put_t {
    /// The number of bytes written to the front of the buffer.
    pub len: u64,
    /// The chunk's file offset in bytes.
    pub file_offset: u64,
    /// The block's media offset in bytes: what a seek entry that leads to this block holds.
    pub media_offset: u64,
    /// The block's number, from 0.
    pub index: u64,
}

impl h4_put_t {
    pub(super) const NONE: Self = Self {
        len: 0,
        file_offset: 0,
        media_offset: 0,
        index: 0,
    };

    pub(super) fn of(put: &Put) -> Self {
        Self {
            len: put.len as u64,
            file_offset: put.file_offset,
            media_offset: put.media_offset,
            index: put.index,
        }
    }
}

/// How far a file is written.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_progress_t {
    /// The file offset of the next byte to be written, until h4_writer_finish; 0 from then on.
    pub file_offset: u64,
    /// The bytes of media so far: the media offset of the next block; 0 from h4_writer_finish on.
    pub media_len: u64,
    /// The number of blocks so far; 0 from h4_writer_finish on.
    pub blocks: u64,
}

impl h4_progress_t {
    pub(super) const NONE: Self = Self {
        file_offset: 0,
        media_len: 0,
        blocks: 0,
    };
}

pub(super) fn open(stage: &mut Stage) -> Result<&mut Writer, Failure> {
    match stage {
        Stage::Blocks(writer) => Ok(writer),
        Stage::Tail(_) => Err(Failure::of(H4_ERR_MISPLACED)),
    }
}

/// Begins a file: makes a writer in the caller's memory and writes the file header, H4_FILE_HEADER_LEN bytes, to the front of out.
///
/// A writer does no I/O: each call gives the bytes that come next in the file, and the caller puts them there. It holds no
/// pointers and nothing that has to be freed; it may be moved and copied as bytes.
///
/// memory: size bytes, at least H4_WRITER_SIZE, aligned as h4_writer_t; all of it is overwritten, also on failure.
/// out: out_len bytes. len: the number of bytes written.
/// Returns H4_OK, H4_ERR_TOO_SMALL, H4_ERR_STATE_SIZE, or misuse (48 to 63). One thread at a time for one writer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_writer_begin(
    memory: *mut c_void,
    size: usize,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_writer_t>(memory, size);
    let len = call.out(len, 0);
    end(|| {
        let (place, mut len) = (place?, len?);
        let (writer, written) = Writer::begin(call.output(out, out_len)?)?;
        place.put(Stage::Blocks(writer));
        len.set(written);
        Ok(H4_OK)
    })
}

/// Writes a CORE chunk of a block to the front of out: H4_CHUNK_HEADER_LEN + block_len bytes.
///
/// block: block_len bytes, at most UINT32_MAX; NULL if block_len is 0. It must not overlap out.
/// put: what was written, and where in file and media it stands.
/// Returns H4_OK, H4_ERR_TOO_SMALL, H4_ERR_RANGE for a block that is too long, H4_ERR_MISPLACED after h4_writer_finish, or misuse;
/// on failure the writer is as it was. One thread at a time for one writer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_writer_block(
    writer: *mut h4_writer_t,
    block: *const u8,
    block_len: usize,
    out: *mut u8,
    out_len: usize,
    put: *mut h4_put_t,
) -> h4_status_t {
    let call = Call::new();
    let put = call.out(put, h4_put_t::NONE);
    end(|| {
        let mut put = put?;
        let writer = open(call.state_mut(writer)?)?;
        let block = call.input(block, block_len)?;
        put.set(h4_put_t::of(
            &writer.block(block, call.output(out, out_len)?)?,
        ));
        Ok(H4_OK)
    })
}

/// As h4_writer_block, for a block that an engine or a cipher made of media_len bytes of media: seek entries count those.
#[unsafe(no_mangle)]
pub extern "C" fn h4_writer_transformed_block(
    writer: *mut h4_writer_t,
    block: *const u8,
    block_len: usize,
    media_len: u64,
    out: *mut u8,
    out_len: usize,
    put: *mut h4_put_t,
) -> h4_status_t {
    let call = Call::new();
    let put = call.out(put, h4_put_t::NONE);
    end(|| {
        let mut put = put?;
        let writer = open(call.state_mut(writer)?)?;
        let block = call.input(block, block_len)?;
        let out = call.output(out, out_len)?;
        let done = writer.transformed_block(block, media_len, out)?;
        put.set(h4_put_t::of(&done));
        Ok(H4_OK)
    })
}

/// Writes only the header of a CORE chunk of a block, H4_CHUNK_HEADER_LEN bytes; the caller puts the block itself after it in the
/// file, from where it is. Nothing is copied.
///
/// Everything else as h4_writer_block.
#[unsafe(no_mangle)]
pub extern "C" fn h4_writer_block_header(
    writer: *mut h4_writer_t,
    block: *const u8,
    block_len: usize,
    out: *mut u8,
    out_len: usize,
    put: *mut h4_put_t,
) -> h4_status_t {
    let call = Call::new();
    let put = call.out(put, h4_put_t::NONE);
    end(|| {
        let mut put = put?;
        let writer = open(call.state_mut(writer)?)?;
        let block = call.input(block, block_len)?;
        put.set(h4_put_t::of(
            &writer.block_header(block, call.output(out, out_len)?)?,
        ));
        Ok(H4_OK)
    })
}

/// Writes a chunk of a tag that the format does not know, which readers skip, to the front of out: H4_CHUNK_HEADER_LEN +
/// payload_len bytes.
///
/// tag: H4_TAG_LEN bytes. payload: payload_len bytes, at most UINT32_MAX; NULL if payload_len is 0. len: the number of bytes
/// written. Nothing overlaps out.
/// Returns H4_OK, H4_ERR_RESERVED_TAG for CORE, SEEK, META, SAFE and VERI, otherwise as h4_writer_block. One thread at a time for
/// one writer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_writer_chunk(
    writer: *mut h4_writer_t,
    tag: *const u8,
    payload: *const u8,
    payload_len: usize,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let len = call.out(len, 0);
    end(|| {
        let mut len = len?;
        let writer = open(call.state_mut(writer)?)?;
        let tag = tag_of(&call, tag)?;
        let payload = call.input(payload, payload_len)?;
        len.set(writer.chunk(tag, payload, call.output(out, out_len)?)?);
        Ok(H4_OK)
    })
}

/// A tag that the caller shows.
pub(super) fn tag_of(call: &Call, tag: *const u8) -> Result<Tag, Failure> {
    let bytes = call.input(tag, size_of::<Tag>())?;
    let bytes = bytes.first_chunk().ok_or(Failure::of(H4_ERR_RANGE))?;
    Ok(Tag(*bytes))
}

/// A tag that the caller may leave out: NULL then.
pub(super) fn optional_tag(call: &Call, tag: *const u8) -> Result<Option<Tag>, Failure> {
    if tag.is_null() {
        return Ok(None);
    }
    tag_of(call, tag).map(Some)
}

/// Says how far the file is. Returns H4_OK, or misuse. One thread at a time for one writer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_writer_progress(
    writer: *const h4_writer_t,
    progress: *mut h4_progress_t,
) -> h4_status_t {
    let call = Call::new();
    let progress = call.out(progress, h4_progress_t::NONE);
    end(|| {
        let mut progress = progress?;
        if let Stage::Blocks(writer) = call.state(writer)? {
            progress.set(h4_progress_t {
                file_offset: writer.position(),
                media_len: writer.media_len(),
                blocks: writer.blocks(),
            });
        }
        Ok(H4_OK)
    })
}
