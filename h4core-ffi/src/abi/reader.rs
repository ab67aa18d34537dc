//! Reading a file where it is, in constant memory.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use h4core::container::{BlockWalk, ChunkInfo, MediaRange, ReadAt, ReadError, Reader, Walk};
use h4core::wire::chunk::Tag;

use super::pointer::{Call, State};
use super::source::{Source, h4_source_t};
use super::state::{h4_blocks_t, h4_walk_t};
use super::status::{H4_OK, end, end_with, h4_fault_t, h4_status_t};
use super::types::{h4_block_t, h4_chunk_t, h4_lengths_t, h4_media_range_t, lengths_of};
use super::writer::optional_tag;

impl State for h4_walk_t {
    type Inner = Walk;
    const KIND: u64 = u64::from_be_bytes(*b"h4walk_1");
}

impl State for h4_blocks_t {
    type Inner = (BlockWalk, MediaRange);
    const KIND: u64 = u64::from_be_bytes(*b"h4block1");
}

/// A reader of a file whose header was checked by h4_reader_open.
pub(super) fn reader(source: Source<'_>) -> Reader<Source<'_>> {
    let file_len = source.file_len();
    Reader::resume(source, file_len)
}

/// The next chunk of a walk, of any tag or of one.
pub(super) fn next<R: ReadAt>(
    walk: &mut Walk,
    source: &mut R,
    tag: Option<Tag>,
) -> Result<Option<ChunkInfo>, ReadError<R::Error>> {
    match tag {
        None => walk.next_unverified(source),
        Some(tag) => walk.find_unverified(source, tag),
    }
}

/// Checks the file header: one read of H4_FILE_HEADER_LEN bytes. The other functions of this kind do not look at it again.
///
/// In all of them source is the file; fault may be NULL; a read function that fails gives H4_ERR_READ.
/// Returns H4_OK, a fault of the file header (16 to 19), H4_ERR_READ, H4_ERR_RANGE for a source of both bytes and read_at, or misuse.
/// One thread at a time for one source whose read function demands it.
#[unsafe(no_mangle)]
pub extern "C" fn h4_reader_open(
    source: *const h4_source_t,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let fault = call.fault(fault);
    end_with(fault, || {
        Reader::open(Source::of(&call, source)?)?;
        Ok(H4_OK)
    })
}

/// Makes a walk before the first chunk of a file. It holds no pointers and nothing that has to be freed; it may be moved and copied as
/// bytes, to come back to a place.
///
/// memory: size bytes, at least H4_WALK_SIZE, aligned as h4_walk_t; all of it is overwritten, also on failure.
/// file_len: the file's length in bytes.
/// Returns H4_OK, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one walk.
#[unsafe(no_mangle)]
pub extern "C" fn h4_walk_init(memory: *mut c_void, size: usize, file_len: u64) -> h4_status_t {
    let call = Call::new();
    end(|| {
        call.place::<h4_walk_t>(memory, size)?
            .put(Walk::new(file_len));
        Ok(H4_OK)
    })
}

/// The next chunk of a walk by its header: one read of H4_CHUNK_HEADER_LEN bytes; with a tag the next chunk with that tag, one read
/// for each chunk passed over. Header and payload are unverified; that the chunk lies inside the file is checked.
///
/// tag: H4_TAG_LEN bytes, or NULL for any.
/// Returns H4_OK, H4_NONE after VERI and at the end of the file, H4_ERR_TRUNCATED or H4_ERR_READ, after which the walk is over, or
/// misuse. One thread at a time for one walk.
#[unsafe(no_mangle)]
pub extern "C" fn h4_reader_next_unverified(
    source: *const h4_source_t,
    walk: *mut h4_walk_t,
    tag: *const u8,
    chunk: *mut h4_chunk_t,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let chunk = call.out(chunk, h4_chunk_t::NONE);
    let fault = call.fault(fault);
    end_with(fault, || {
        let chunk = chunk?;
        let walk = call.state_mut(walk)?;
        let tag = optional_tag(&call, tag)?;
        let mut source = Source::of(&call, source)?;
        let found = next(walk, &mut source, tag)?;
        Ok(chunk.answer(found.map(|info| h4_chunk_t::of(&info))))
    })
}

/// Reads a payload to the front of buf and checks its CRC.
///
/// chunk: as h4_reader_next_unverified gave it. buf: buf_len bytes, at least chunk.payload_len; unless H4_OK is returned they hold nothing of the
/// payload: zeros where some of it was read.
/// Returns H4_OK, H4_ERR_TOO_SMALL, H4_ERR_TRUNCATED, H4_ERR_CRC, H4_ERR_READ, or misuse.
#[unsafe(no_mangle)]
pub extern "C" fn h4_reader_chunk(
    source: *const h4_source_t,
    chunk: *const h4_chunk_t,
    buf: *mut u8,
    buf_len: usize,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let fault = call.fault(fault);
    end_with(fault, || {
        let buf = call.output(buf, buf_len)?;
        let info = call.value(chunk)?.info();
        let mut reader = reader(Source::of(&call, source)?);
        match reader.chunk(info, buf).map(|_| H4_OK) {
            Ok(status) => Ok(status),
            Err(error) => {
                let len = usize::try_from(info.payload_len).unwrap_or(usize::MAX);
                buf.get_mut(..len).unwrap_or_default().fill(0);
                Err(error.into())
            }
        }
    })
}

/// Checks the CRC of a payload of any length through buf, of which nothing but its size matters.
///
/// buf: buf_len bytes, at least one; what they hold afterwards is of no use.
/// Returns H4_OK, H4_ERR_TOO_SMALL for a buf of no bytes, H4_ERR_TRUNCATED, H4_ERR_CRC, H4_ERR_READ, or misuse.
#[unsafe(no_mangle)]
pub extern "C" fn h4_reader_check(
    source: *const h4_source_t,
    chunk: *const h4_chunk_t,
    buf: *mut u8,
    buf_len: usize,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let fault = call.fault(fault);
    end_with(fault, || {
        let buf = call.output(buf, buf_len)?;
        let info = call.value(chunk)?.info();
        reader(Source::of(&call, source)?).check(&info, buf)?;
        Ok(H4_OK)
    })
}

/// Makes a walk before the first block of a stretch of media. It holds no pointers and nothing that has to be freed; it may be moved and
/// copied as bytes.
///
/// memory: size bytes, at least H4_BLOCKS_SIZE, aligned as h4_blocks_t; all of it is overwritten, also on failure.
/// file_len: the file's length in bytes. lengths: NULL for stored ones. range: NULL for all blocks; h4_seek_range makes one from times.
/// Returns H4_OK, H4_ERR_STATE_SIZE, H4_ERR_RANGE for unknown lengths, or misuse. One thread at a time for one walk.
#[unsafe(no_mangle)]
pub extern "C" fn h4_blocks_init(
    memory: *mut c_void,
    size: usize,
    file_len: u64,
    lengths: *const h4_lengths_t,
    range: *const h4_media_range_t,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_blocks_t>(memory, size);
    end(|| {
        let place = place?;
        let lengths = lengths_of(call.optional_value(lengths)?)?;
        let range = call.optional_value(range)?;
        let range = range.map_or(MediaRange::default(), |range| range.range());
        place.put((BlockWalk::new(file_len, lengths), range));
        Ok(H4_OK)
    })
}

/// The media offset of the next block of a walk; at the end of the file the length of all media.
///
/// Returns H4_OK, or misuse. One thread at a time for one walk.
#[unsafe(no_mangle)]
pub extern "C" fn h4_blocks_media_offset(
    blocks: *const h4_blocks_t,
    media_offset: *mut u64,
) -> h4_status_t {
    let call = Call::new();
    let offset = call.out(media_offset, 0);
    end(|| {
        let mut offset = offset?;
        let (walk, _) = call.state(blocks)?;
        offset.set(walk.media_offset());
        Ok(H4_OK)
    })
}

/// The next block that has a byte of the range, or that begins where the range begins: one read for each chunk passed over. Header and
/// payload are unverified.
///
/// Returns as h4_reader_next_unverified. One thread at a time for one walk.
#[unsafe(no_mangle)]
pub extern "C" fn h4_reader_next_block_unverified(
    source: *const h4_source_t,
    blocks: *mut h4_blocks_t,
    block: *mut h4_block_t,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let block = call.out(block, h4_block_t::NONE);
    let fault = call.fault(fault);
    end_with(fault, || {
        let block = block?;
        let (walk, range) = call.state_mut(blocks)?;
        let mut source = Source::of(&call, source)?;
        let found = walk.next_in_unverified(&mut source, range)?;
        Ok(block.answer(found.map(|found| h4_block_t::of(&found))))
    })
}

/// From a time to the block where decoding begins: the block that the seek entry with the largest time not after pts_us leads to.
/// block.chunk.offset is its file position. The block's payload is not read and not checked. SEEK is validated at each call; h4_seek_t
/// seeks often.
///
/// pts_us: microseconds. lengths: NULL for stored ones. buf: buf_len bytes, at least one, through which SEEK is read.
/// Returns H4_OK, H4_NONE without SEEK, before the first entry and where the entry leads to the end of the media, H4_ERR_TOO_SMALL for a
/// buf of no bytes, faults of SEEK and on the way, H4_ERR_RANGE for unknown lengths, H4_ERR_READ, or misuse.
#[unsafe(no_mangle)]
pub extern "C" fn h4_reader_seek_unverified(
    source: *const h4_source_t,
    pts_us: u64,
    lengths: *const h4_lengths_t,
    buf: *mut u8,
    buf_len: usize,
    block: *mut h4_block_t,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let block = call.out(block, h4_block_t::NONE);
    let fault = call.fault(fault);
    end_with(fault, || {
        let block = block?;
        let buf = call.output(buf, buf_len)?;
        let lengths = call.optional_value(lengths)?;
        let mut reader = reader(Source::of(&call, source)?);
        let found = reader.seek_unverified(pts_us, lengths_of(lengths)?, buf)?;
        Ok(block.answer(found.map(|found| h4_block_t::of(&found))))
    })
}
