//! Reading a file that lies in memory as a whole.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use h4core::container::Container;

use super::pointer::Call;
use super::reader::next;
use super::state::{h4_blocks_t, h4_walk_t};
use super::status::{Failure, H4_OK, end, end_with, h4_fault_t, h4_status_t};
use super::types::{h4_block_t, h4_chunk_t, h4_lengths_t, lengths_of};
use super::verifier::h4_verdict_t;
use super::writer::{optional_tag, tag_of};

/// A file in memory that the caller shows.
pub(super) fn open<'c>(
    call: &'c Call,
    bytes: *const u8,
    len: usize,
) -> Result<Container<'c>, Failure> {
    Ok(Container::open(call.input(bytes, len)?)?)
}

/// Checks the file header of a file in memory. Constant work. The other functions of this kind check it again, so that no call depends on
/// an earlier one.
///
/// In all of them bytes are the file_len bytes of the file, NULL if file_len is 0; fault may be NULL; and a payload is
/// bytes + payload_offset of its chunk, payload_len bytes long.
/// Returns H4_OK, a fault of the file header (16 to 19), or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_container_open(
    bytes: *const u8,
    file_len: usize,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let fault = call.fault(fault);
    end_with(fault, || {
        open(&call, bytes, file_len)?;
        Ok(H4_OK)
    })
}

/// Checks structure, CRC and VERI of a file in memory, in one pass.
///
/// verdict: state, first fault, and what was found.
/// Returns H4_OK for a verified file, otherwise its first fault in the order of checks (16 to 47), or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_container_verify(
    bytes: *const u8,
    file_len: usize,
    verdict: *mut h4_verdict_t,
) -> h4_status_t {
    let call = Call::new();
    let verdict = call.out(verdict, h4_verdict_t::NONE);
    end(|| {
        let mut verdict = verdict?;
        let bytes = call.input(bytes, file_len)?;
        match Container::open(bytes).and_then(|container| container.verify()) {
            Ok(verified) => {
                verdict.set(h4_verdict_t::of(verified.proof()));
                Ok(H4_OK)
            }
            Err(fault) => {
                verdict.set(h4_verdict_t::of_fault(fault));
                Err(fault.into())
            }
        }
    })
}

/// The first chunk with a tag, its CRC checked. Chunks before it are stepped over by their headers, unverified.
///
/// tag: H4_TAG_LEN bytes.
/// Returns H4_OK, H4_NONE if there is none, H4_ERR_TRUNCATED on the way, H4_ERR_CRC of the chunk, a fault of the file header, or
/// misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_container_find(
    bytes: *const u8,
    file_len: usize,
    tag: *const u8,
    chunk: *mut h4_chunk_t,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let chunk = call.out(chunk, h4_chunk_t::NONE);
    let fault = call.fault(fault);
    end_with(fault, || {
        let chunk = chunk?;
        let tag = tag_of(&call, tag)?;
        let found = open(&call, bytes, file_len)?.find(tag)?;
        Ok(chunk.answer(found.map(|found| h4_chunk_t::of(&found.info))))
    })
}

/// Checks the CRC of a chunk by its place, such as a block that h4_reader_next_block_unverified gave.
///
/// Returns H4_OK, H4_ERR_TRUNCATED if it does not lie inside the file, H4_ERR_CRC, a fault of the file header, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_container_check(
    bytes: *const u8,
    file_len: usize,
    chunk: *const h4_chunk_t,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let fault = call.fault(fault);
    end_with(fault, || {
        let info = call.value(chunk)?.info();
        open(&call, bytes, file_len)?.chunk(info)?;
        Ok(H4_OK)
    })
}

/// The next chunk of a walk, its CRC checked; with a tag the next chunk with that tag, the ones before it stepped over by their headers.
///
/// walk: made by h4_walk_init with the same file_len; it moves on, also past a chunk whose CRC is wrong. tag: H4_TAG_LEN bytes,
/// or NULL for any.
/// Returns H4_OK, H4_NONE after VERI and at the end of the file, H4_ERR_TRUNCATED, after which the walk is over, H4_ERR_CRC, a fault
/// of the file header, or misuse. One thread at a time for one walk.
#[unsafe(no_mangle)]
pub extern "C" fn h4_container_next(
    bytes: *const u8,
    file_len: usize,
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
        let container = open(&call, bytes, file_len)?;
        let next = next(walk, &mut container.bytes(), tag)?;
        if let Some(info) = next {
            container.chunk(info)?;
        }
        Ok(chunk.answer(next.map(|info| h4_chunk_t::of(&info))))
    })
}

/// The next block of a walk over blocks, its CRC checked.
///
/// blocks: made by h4_blocks_init with the same file_len; it moves on, also past a block whose CRC is wrong.
/// Returns as h4_container_next. One thread at a time for one walk.
#[unsafe(no_mangle)]
pub extern "C" fn h4_container_next_block(
    bytes: *const u8,
    file_len: usize,
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
        let container = open(&call, bytes, file_len)?;
        let found = walk.next_in_unverified(&mut container.bytes(), range)?;
        if let Some(found) = found {
            container.chunk(found.chunk)?;
        }
        Ok(block.answer(found.map(|found| h4_block_t::of(&found))))
    })
}

/// From a time to the block where decoding begins, its CRC checked: the block that the seek entry with the largest time not after
/// pts_us leads to. block.chunk.offset is its file position. The table is validated at each call; h4_seek_t seeks often.
///
/// pts_us: microseconds. lengths: NULL for stored ones.
/// Returns H4_OK, H4_NONE without SEEK, before the first entry and where the entry leads to the end of the media, faults of SEEK, of the
/// chunks on the way and of the block, H4_ERR_RANGE for unknown lengths, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_container_seek(
    bytes: *const u8,
    file_len: usize,
    pts_us: u64,
    lengths: *const h4_lengths_t,
    block: *mut h4_block_t,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let block = call.out(block, h4_block_t::NONE);
    let fault = call.fault(fault);
    end_with(fault, || {
        let block = block?;
        let lengths = call.optional_value(lengths)?;
        let container = open(&call, bytes, file_len)?;
        let found = container.seek(pts_us, lengths_of(lengths)?)?;
        Ok(block.answer(found.map(|(found, _)| h4_block_t::of(&found))))
    })
}
