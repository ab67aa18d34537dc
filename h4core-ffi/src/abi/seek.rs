//! Seek tables, searched where they are.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use h4core::container::{
    ChunkInfo, ReadAt, SeekFile, SeekFileUnverified, SeekTable, check_seek_offsets,
};

use super::pointer::{Call, State};
use super::reader::reader;
use super::source::{Source, h4_source_t};
use super::state::h4_seek_t;
use super::status::{Failure, H4_NONE, H4_OK, end, end_with, h4_fault_t, h4_status_t};
use super::types::{h4_chunk_t, h4_media_range_t, h4_seek_entry_t};

impl State for h4_seek_t {
    type Inner = Seek;
    const KIND: u64 = u64::from_be_bytes(*b"h4seek_1");
}

/// A table and the chunk it is from.
pub struct Seek {
    pub(super) chunk: ChunkInfo,
    table: SeekFile,
}

/// Finds the first SEEK of a file and checks its CRC and rules in one pass; from then on it is searched in the file. A seek table holds no
/// pointers and nothing that has to be freed; it may be moved and copied as bytes.
///
/// memory: size bytes, at least H4_SEEK_SIZE, aligned as h4_seek_t; all of it is overwritten, also on failure.
/// buf: buf_len bytes, at least one, through which SEEK is read. fault: may be NULL.
/// Returns H4_OK, H4_NONE if the file has no SEEK, faults of SEEK, H4_ERR_TRUNCATED on the way, H4_ERR_TOO_SMALL for a buf of no bytes,
/// H4_ERR_READ, H4_ERR_STATE_SIZE, or misuse. One thread at a time while it is made.
#[unsafe(no_mangle)]
pub extern "C" fn h4_seek_open(
    memory: *mut c_void,
    size: usize,
    source: *const h4_source_t,
    buf: *mut u8,
    buf_len: usize,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_seek_t>(memory, size);
    let fault = call.fault(fault);
    end_with(fault, || {
        let place = place?;
        let buf = call.output(buf, buf_len)?;
        let mut reader = reader(Source::of(&call, source)?);
        match reader.seek_file(buf)? {
            Some((chunk, table)) => {
                place.put(Seek { chunk, table });
                Ok(H4_OK)
            }
            None => Ok(H4_NONE),
        }
    })
}

/// Checks the rules of a SEEK payload in memory; its CRC is not looked at. The calls that search it take a source with the payload as its
/// bytes.
///
/// payload: payload_len bytes. chunk: the chunk it is from, which says where a fault is.
/// Everything else as h4_seek_open. Returns H4_OK, H4_ERR_SEEK_LENGTH, H4_ERR_SEEK_ORDER, H4_ERR_STATE_SIZE, or misuse.
#[unsafe(no_mangle)]
pub extern "C" fn h4_seek_open_payload(
    memory: *mut c_void,
    size: usize,
    payload: *const u8,
    payload_len: usize,
    chunk: *const h4_chunk_t,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_seek_t>(memory, size);
    let fault = call.fault(fault);
    end_with(fault, || {
        let place = place?;
        let chunk = call.value(chunk)?.info();
        let mut payload = call.input(payload, payload_len)?;
        SeekTable::parse(payload).map_err(|broken| broken.in_chunk(&chunk))?;
        place.put(Seek {
            chunk,
            table: unverified(&mut payload, &chunk, 0)?,
        });
        Ok(H4_OK)
    })
}

/// Takes a table in a file as it is: three reads, and neither rules nor CRC are checked, except that its length is right. What a search
/// finds in a table that breaks the rules is some entry or none, after the same bounded work.
///
/// chunk: the SEEK chunk, as h4_reader_next_unverified gave it.
/// Everything else as h4_seek_open. Returns H4_OK, H4_ERR_RANGE for a length that is not right, H4_ERR_MISPLACED if the file ends before
/// the table, H4_ERR_READ, H4_ERR_STATE_SIZE, or misuse.
#[unsafe(no_mangle)]
pub extern "C" fn h4_seek_open_unverified(
    memory: *mut c_void,
    size: usize,
    source: *const h4_source_t,
    chunk: *const h4_chunk_t,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_seek_t>(memory, size);
    end(|| {
        let place = place?;
        let chunk = call.value(chunk)?.info();
        let mut source = Source::of(&call, source)?;
        let table = unverified(&mut source, &chunk, chunk.payload_offset())?;
        place.put(Seek { chunk, table });
        Ok(H4_OK)
    })
}

fn unverified<R: ReadAt>(
    source: &mut R,
    chunk: &ChunkInfo,
    payload_offset: u64,
) -> Result<SeekFile, Failure>
where
    R::Error: Into<Failure>,
{
    let table = SeekFileUnverified::open(source, payload_offset, chunk.payload_len)?;
    Ok(*table.table_unverified())
}

/// The number of entries of a table, and the chunk it is from.
///
/// Returns H4_OK, or misuse. Any thread for one table.
#[unsafe(no_mangle)]
pub extern "C" fn h4_seek_info(
    seek: *const h4_seek_t,
    count: *mut u32,
    chunk: *mut h4_chunk_t,
) -> h4_status_t {
    let call = Call::new();
    let (count, chunk) = (call.out(count, 0), call.out(chunk, h4_chunk_t::NONE));
    end(|| {
        let (mut count, mut chunk) = (count?, chunk?);
        let seek = call.state(seek)?;
        count.set(seek.table.len());
        chunk.set(h4_chunk_t::of(&seek.chunk));
        Ok(H4_OK)
    })
}

/// An entry by its number, from 0; one read.
///
/// source: the file, or the payload as bytes, as when the table was opened.
/// Returns H4_OK, H4_NONE for a number past the last entry, H4_ERR_MISPLACED if the source has become shorter, H4_ERR_READ, or misuse.
/// Any thread for one table.
#[unsafe(no_mangle)]
pub extern "C" fn h4_seek_entry(
    seek: *const h4_seek_t,
    source: *const h4_source_t,
    number: u32,
    entry: *mut h4_seek_entry_t,
) -> h4_status_t {
    let call = Call::new();
    let entry = call.out(entry, h4_seek_entry_t::NONE);
    end(|| {
        let entry = entry?;
        let seek = call.state(seek)?;
        let found = seek.table.get(&mut Source::of(&call, source)?, number)?;
        Ok(entry.answer(found.map(h4_seek_entry_t::of)))
    })
}

/// The entry with the largest time not after pts_us, in microseconds. Reads pages of 512 bytes: three at most in a table with even times, in
/// any no more than max(1, log2(count / 32) + 5), rounded up, and one entry.
///
/// source: as for h4_seek_entry. number: of the entry, from 0.
/// Returns H4_OK, H4_NONE before the first entry, otherwise as h4_seek_entry. Any thread for one table.
#[unsafe(no_mangle)]
pub extern "C" fn h4_seek_at_or_before(
    seek: *const h4_seek_t,
    source: *const h4_source_t,
    pts_us: u64,
    number: *mut u32,
    entry: *mut h4_seek_entry_t,
) -> h4_status_t {
    let call = Call::new();
    let (number, entry) = (call.out(number, 0), call.out(entry, h4_seek_entry_t::NONE));
    end(|| {
        let (mut number, mut entry) = (number?, entry?);
        let seek = call.state(seek)?;
        let mut source = Source::of(&call, source)?;
        let Some(found) = seek.table.at_or_before(&mut source, pts_us)? else {
            return Ok(H4_NONE);
        };
        let Some(of) = seek.table.get(&mut source, found)? else {
            return Ok(H4_NONE);
        };
        number.set(found);
        entry.set(h4_seek_entry_t::of(of));
        Ok(H4_OK)
    })
}

/// The stretch of media that has what is shown from from_us up to, not including, to_us, in microseconds: from the last entry not after the
/// start, or the first block if there is none, to the first entry not before the end, or the last block. For h4_blocks_init.
///
/// source: as for h4_seek_entry.
/// Returns H4_OK, otherwise as h4_seek_entry. Any thread for one table.
#[unsafe(no_mangle)]
pub extern "C" fn h4_seek_range(
    seek: *const h4_seek_t,
    source: *const h4_source_t,
    from_us: u64,
    to_us: u64,
    range: *mut h4_media_range_t,
) -> h4_status_t {
    let call = Call::new();
    let range = call.out(range, h4_media_range_t::NONE);
    end(|| {
        let mut range = range?;
        let seek = call.state(seek)?;
        let mut source = Source::of(&call, source)?;
        let found = seek.table.media_range(&mut source, from_us, to_us)?;
        range.set(h4_media_range_t::of(found));
        Ok(H4_OK)
    })
}

/// Whether no offset is past the end of the media; one read for each entry. On request only: a file is verified without it.
///
/// source: as for h4_seek_entry. media_len: the length of all media, as h4_verdict_t has it for stored lengths and
/// h4_blocks_media_offset for any. fault: may be NULL; the first entry that leads too far.
/// Returns H4_OK, H4_ERR_SEEK_OFFSET, otherwise as h4_seek_entry. Any thread for one table.
#[unsafe(no_mangle)]
pub extern "C" fn h4_seek_check_offsets(
    seek: *const h4_seek_t,
    source: *const h4_source_t,
    media_len: u64,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let fault = call.fault(fault);
    end_with(fault, || {
        let seek = call.state(seek)?;
        let mut source = Source::of(&call, source)?;
        let mut unread = None;
        let entries = (0..seek.table.len()).map_while(|number| {
            let entry = seek.table.get(&mut source, number);
            entry.map_err(|error| unread = Some(error)).ok().flatten()
        });
        check_seek_offsets(&seek.chunk, entries, media_len)?;
        match unread {
            Some(error) => Err(error.into()),
            None => Ok(H4_OK),
        }
    })
}
