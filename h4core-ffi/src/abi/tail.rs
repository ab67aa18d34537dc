//! The end of a file being written.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use h4core::container::{RegularSeek, TailState};
use h4core::error::Error;
use h4core::wire::seek::SeekEntry;

use super::pointer::Call;
use super::state::h4_writer_t;
use super::status::{Failure, H4_ERR_MISPLACED, H4_ERR_RANGE, H4_OK, end, h4_status_t};
use super::types::{h4_regular_seek_t, h4_seek_entry_t};
use super::writer::{Stage, open};

/// What stands behind the blocks of a finished file. The pointers are looked at during the call and not kept.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_tail_input_t {
    /// The seek entries, their times strictly increasing; NULL if there are none or regular is given.
    pub entries: *const h4_seek_entry_t,
    /// The number of entries.
    pub entry_count: usize,
    /// A regular stream whose entries are computed, instead of entries; otherwise NULL.
    pub regular: *const h4_regular_seek_t,
    /// The payload of META, a JSON object; it is written as it is.
    pub meta: *const u8,
    /// The length of META in bytes.
    pub meta_len: usize,
    /// The payload of SAFE, a JSON object; it is written as it is.
    pub safe: *const u8,
    /// The length of SAFE in bytes.
    pub safe_len: usize,
}

/// A tail as the library takes it.
pub(super) struct Tail<'c> {
    pub(super) entries: Entries<'c>,
    pub(super) meta: &'c [u8],
    pub(super) safe: &'c [u8],
}

impl Tail<'_> {
    /// The next bytes of it.
    pub(super) fn emit(self, state: &mut TailState, out: &mut [u8]) -> Result<usize, Error> {
        let done = usize::try_from(state.entries_done()).unwrap_or(usize::MAX);
        let mut entries = self.entries.skip(done);
        state.emit(&mut entries, self.meta, self.safe, out)
    }
}

/// Seek entries that the caller shows or that are computed.
#[derive(Clone)]
pub(super) enum Entries<'c> {
    Shown(core::slice::Iter<'c, h4_seek_entry_t>),
    Computed(RegularSeek),
}

impl Iterator for Entries<'_> {
    type Item = SeekEntry;

    fn next(&mut self) -> Option<SeekEntry> {
        self.nth(0)
    }

    fn nth(&mut self, n: usize) -> Option<SeekEntry> {
        match self {
            Self::Shown(entries) => entries.nth(n).map(h4_seek_entry_t::entry),
            Self::Computed(entries) => entries.nth(n),
        }
    }
}

pub(super) fn tail<'c>(call: &'c Call, input: *const h4_tail_input_t) -> Result<Tail<'c>, Failure> {
    let input = call.value(input)?;
    let shown = call.input(input.entries, input.entry_count)?;
    let entries = match call.optional_value(input.regular)? {
        None => Entries::Shown(shown.iter()),
        Some(_) if !shown.is_empty() => return Err(Failure::of(H4_ERR_RANGE)),
        Some(regular) => Entries::Computed(RegularSeek::new(
            regular.frame_time_us,
            regular.gop,
            regular.block_len,
            regular.blocks,
        )?),
    };
    Ok(Tail {
        entries,
        meta: call.input(input.meta, input.meta_len)?,
        safe: call.input(input.safe, input.safe_len)?,
    })
}

/// Ends the blocks. SEEK with the given entries, META, SAFE and VERI remain; h4_writer_tail gives their bytes.
///
/// input: what they hold; either entries or regular.
/// Returns H4_OK, H4_ERR_ENTRY_ORDER, H4_ERR_ENTRY_OFFSET for an entry past the end of the media, H4_ERR_RANGE for too many entries,
/// an object that is too long, a regular stream that is none, or both entries and regular, H4_ERR_MISPLACED if the blocks were ended
/// before, or misuse; on failure the writer is as it was. One thread at a time for one writer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_writer_finish(
    writer: *mut h4_writer_t,
    input: *const h4_tail_input_t,
) -> h4_status_t {
    let call = Call::new();
    end(|| {
        let stage = call.state_mut(writer)?;
        let input = tail(&call, input)?;
        let state = open(stage)?.finish_apart(input.entries, input.meta, input.safe)?;
        *stage = Stage::Tail(state);
        Ok(H4_OK)
    })
}

/// Fills out from the front with the next bytes of the file: as many as there are and as have room. With len 0 the file is whole.
///
/// input: the same entries and objects as at h4_writer_finish. None of it may overlap out.
/// out: out_len bytes, at least one. len: the number of bytes written.
/// Returns H4_OK, H4_ERR_TOO_SMALL for an out of no bytes, H4_ERR_MISPLACED before h4_writer_finish and where the entries or objects
/// are others than there, after which the file cannot be ended any more, or misuse. One thread at a time for one writer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_writer_tail(
    writer: *mut h4_writer_t,
    input: *const h4_tail_input_t,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let len = call.out(len, 0);
    end(|| {
        let mut len = len?;
        let Stage::Tail(state) = call.state_mut(writer)? else {
            return Err(Failure::of(H4_ERR_MISPLACED));
        };
        let out = call.output(out, out_len)?;
        let input = tail(&call, input)?;
        len.set(input.emit(state, out)?);
        Ok(H4_OK)
    })
}
