//! From entries of a seek table to blocks.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use h4core::container::Locator;

use super::container::open;
use super::pointer::{Call, State};
use super::source::{Source, h4_source_t};
use super::state::{h4_locator_t, h4_seek_t};
use super::status::{H4_OK, end, end_with, h4_fault_t, h4_status_t};
use super::types::{h4_block_t, h4_lengths_t, lengths_of};

impl State for h4_locator_t {
    type Inner = Locator;
    const KIND: u64 = u64::from_be_bytes(*b"h4locat1");
}

/// Makes a locator. It holds no pointers and nothing that has to be freed; it may be moved and copied as bytes.
///
/// memory: size bytes, at least H4_LOCATOR_SIZE, aligned as h4_locator_t; all of it is overwritten, also on failure.
/// file_len: the file's length in bytes. lengths: NULL for stored ones.
/// Returns H4_OK, H4_ERR_STATE_SIZE, H4_ERR_RANGE for unknown lengths, or misuse. One thread at a time for one locator.
#[unsafe(no_mangle)]
pub extern "C" fn h4_locator_init(
    memory: *mut c_void,
    size: usize,
    file_len: u64,
    lengths: *const h4_lengths_t,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_locator_t>(memory, size);
    end(|| {
        let place = place?;
        let lengths = lengths_of(call.optional_value(lengths)?)?;
        place.put(Locator::new(file_len, lengths));
        Ok(H4_OK)
    })
}

/// The block that an entry of a seek table leads to: the first one that begins at the offset, else the one that contains the byte.
/// block.chunk.offset is its file position. Its payload is not read and not checked. One read for each chunk from the last found block
/// on, or from the start if the offset is less than at the last call. Over the entries from 0 on it gives the key blocks.
///
/// seek: the table. source: the file. number, offset: of the entry, as h4_seek_at_or_before and h4_seek_entry give them.
/// fault: may be NULL.
/// Returns H4_OK, H4_NONE for an offset that is the end of the media, H4_ERR_SEEK_OFFSET for one past it, H4_ERR_TRUNCATED on the way,
/// H4_ERR_READ, or misuse. One thread at a time for one locator.
#[unsafe(no_mangle)]
pub extern "C" fn h4_reader_locate_unverified(
    source: *const h4_source_t,
    locator: *mut h4_locator_t,
    seek: *const h4_seek_t,
    number: u32,
    offset: u64,
    block: *mut h4_block_t,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let block = call.out(block, h4_block_t::NONE);
    let fault = call.fault(fault);
    end_with(fault, || {
        let block = block?;
        let locator = call.state_mut(locator)?;
        let chunk = &call.state(seek)?.chunk;
        let mut source = Source::of(&call, source)?;
        let found = locator.locate_unverified(&mut source, chunk, number, offset)?;
        Ok(block.answer(found.map(|found| h4_block_t::of(&found))))
    })
}

/// As h4_reader_locate_unverified over a file in memory, with the block's CRC checked.
///
/// bytes: the file_len bytes of the file, NULL if file_len is 0. Returns also H4_ERR_CRC of the block, and a fault of the file header.
#[unsafe(no_mangle)]
pub extern "C" fn h4_container_locate(
    bytes: *const u8,
    file_len: usize,
    locator: *mut h4_locator_t,
    seek: *const h4_seek_t,
    number: u32,
    offset: u64,
    block: *mut h4_block_t,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let block = call.out(block, h4_block_t::NONE);
    let fault = call.fault(fault);
    end_with(fault, || {
        let block = block?;
        let locator = call.state_mut(locator)?;
        let chunk = &call.state(seek)?.chunk;
        let container = open(&call, bytes, file_len)?;
        let found = locator.locate_unverified(&mut container.bytes(), chunk, number, offset)?;
        if let Some(found) = found {
            container.chunk(found.chunk)?;
        }
        Ok(block.answer(found.map(|found| h4_block_t::of(&found))))
    })
}
