//! Recovery of a file that is not verified.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use h4core::container::{Rebuild, Salvage, Survey};

use super::pointer::{Call, State};
use super::source::{Source, h4_source_t};
use super::state::h4_recovery_t;
use super::status::{Failure, H4_ERR_MISPLACED, H4_OK, end, end_with, h4_fault_t, h4_status_t};
use super::types::{H4_LENGTHS_UNKNOWN, h4_chunk_t, h4_lengths_t, lengths_of};

impl State for h4_recovery_t {
    type Inner = Recovery;
    const KIND: u64 = u64::from_be_bytes(*b"h4recov1");
}

/// How far a recovery is.
pub(super) enum Recovery {
    Survey(Survey),
    Surveyed(Salvage),
    Rebuild(Salvage, Rebuild),
}

const MISPLACED: Failure = Failure::of(H4_ERR_MISPLACED);

/// What a survey found: the sound part of a file.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_salvage_t {
    /// The number of blocks that are kept.
    pub blocks: u64,
    /// The first META that is kept; it says what SEEK offsets count (h4_json_media_lengths). All zero if none is kept.
    pub meta: h4_chunk_t,
    /// The first fault of the file; status H4_OK of a verified one, of which recovery makes a copy.
    pub fault: h4_fault_t,
    /// 1 if every CRC up to VERI is right and VERI is wrong, otherwise 0. No power cut leaves that; somebody changed the file, and what
    /// is recovered would be verified again. It is for the user to say that this is wanted.
    pub veri_is_wrong: u32,
    /// 1 if a META is kept, otherwise 0.
    pub has_meta: u32,
    /// What SEEK offsets count as far as that can be known without META: lengths as stored, or unknown for a table that stands behind
    /// the blocks, for these were complete when it was written.
    pub lengths_without_meta: h4_lengths_t,
}

impl h4_salvage_t {
    const NONE: Self = Self {
        blocks: 0,
        meta: h4_chunk_t::NONE,
        fault: h4_fault_t::NONE,
        veri_is_wrong: 0,
        has_meta: 0,
        lengths_without_meta: h4_lengths_t::UNKNOWN,
    };

    fn of(salvage: &Salvage) -> Self {
        Self {
            blocks: salvage.blocks(),
            meta: salvage
                .meta()
                .map_or(h4_chunk_t::NONE, |meta| h4_chunk_t::of(&meta)),
            fault: salvage.fault().map_or(h4_fault_t::NONE, h4_fault_t::of),
            veri_is_wrong: u32::from(salvage.veri_is_wrong()),
            has_meta: u32::from(salvage.meta().is_some()),
            lengths_without_meta: h4_lengths_t::of(salvage.lengths_without_meta()),
        }
    }
}

/// Makes a recovery of a file of which nothing was seen yet. Feed the whole file to h4_recovery_update, then call h4_recovery_survey,
/// h4_recovery_rebuild, and h4_recovery_emit until it gives no more. It holds no pointers and nothing that has to be freed; it may be
/// moved and copied as bytes.
///
/// memory: size bytes, at least H4_RECOVERY_SIZE, aligned as h4_recovery_t; all of it is overwritten, also on failure.
/// Returns H4_OK, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one recovery.
#[unsafe(no_mangle)]
pub extern "C" fn h4_recovery_init(memory: *mut c_void, size: usize) -> h4_status_t {
    let call = Call::new();
    end(|| {
        call.place::<h4_recovery_t>(memory, size)?
            .put(Recovery::Survey(Survey::new()));
        Ok(H4_OK)
    })
}

/// Goes on with the next bytes of the file, in pieces of any size.
///
/// bytes: bytes_len bytes; NULL if bytes_len is 0. more: 1 if further bytes can make a difference, 0 if not.
/// Returns H4_OK, H4_ERR_MISPLACED after h4_recovery_survey, or misuse. A fault of the file is none of the call. One thread at a time for
/// one recovery.
#[unsafe(no_mangle)]
pub extern "C" fn h4_recovery_update(
    recovery: *mut h4_recovery_t,
    bytes: *const u8,
    bytes_len: usize,
    more: *mut u32,
) -> h4_status_t {
    let call = Call::new();
    let more = call.out(more, 0);
    end(|| {
        let mut more = more?;
        let Recovery::Survey(survey) = call.state_mut(recovery)? else {
            return Err(MISPLACED);
        };
        more.set(u32::from(survey.update(call.input(bytes, bytes_len)?)));
        Ok(H4_OK)
    })
}

/// The end of input: says what can be kept. It may be called again.
///
/// salvage: what was found. fault: may be NULL.
/// Returns H4_OK, a fault of the file header (16 to 19): such a file is not this format's and nothing is kept of it, or misuse. One
/// thread at a time for one recovery.
#[unsafe(no_mangle)]
pub extern "C" fn h4_recovery_survey(
    recovery: *mut h4_recovery_t,
    salvage: *mut h4_salvage_t,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let salvage = call.out(salvage, h4_salvage_t::NONE);
    let fault = call.fault(fault);
    end_with(fault, || {
        let mut salvage = salvage?;
        let stage = call.state_mut(recovery)?;
        let found = match stage {
            Recovery::Survey(survey) => survey.clone().finish()?,
            Recovery::Surveyed(found) | Recovery::Rebuild(found, _) => *found,
        };
        if let Recovery::Survey(_) = stage {
            *stage = Recovery::Surveyed(found);
        }
        salvage.set(h4_salvage_t::of(&found));
        Ok(H4_OK)
    })
}

/// Looks through the seek table for entries that lead nowhere any more, and is then ready to write. Called again it begins the file
/// again.
///
/// source: the file that was surveyed. lengths: what SEEK offsets count, by META or salvage.lengths_without_meta; where it is
/// unknown, or with NULL, no entry is left out. buf: buf_len bytes, at least one, through which SEEK is read.
/// dropped: the number of seek entries that are left out because the block they led to is not kept.
/// Returns H4_OK, H4_ERR_TOO_SMALL for a buf of no bytes, H4_ERR_MISPLACED before h4_recovery_survey and if the source is shorter than
/// surveyed, H4_ERR_RANGE for lengths that are none, H4_ERR_READ, or misuse. One thread at a time for one recovery.
#[unsafe(no_mangle)]
pub extern "C" fn h4_recovery_rebuild(
    recovery: *mut h4_recovery_t,
    source: *const h4_source_t,
    lengths: *const h4_lengths_t,
    buf: *mut u8,
    buf_len: usize,
    dropped: *mut u32,
) -> h4_status_t {
    let call = Call::new();
    let dropped = call.out(dropped, 0);
    end(|| {
        let mut dropped = dropped?;
        let stage = call.state_mut(recovery)?;
        let salvage = match stage {
            Recovery::Survey(_) => return Err(MISPLACED),
            Recovery::Surveyed(found) | Recovery::Rebuild(found, _) => *found,
        };
        let buf = call.output(buf, buf_len)?;
        let lengths = call.optional_value(lengths)?;
        let mut source = Source::of(&call, source)?;
        let lengths = match lengths {
            None => None,
            Some(lengths) if lengths.kind == H4_LENGTHS_UNKNOWN => None,
            lengths => Some(lengths_of(lengths)?),
        };
        let rebuild = salvage.rebuild(&mut source, lengths, buf)?;
        dropped.set(rebuild.dropped_entries());
        *stage = Recovery::Rebuild(salvage, rebuild);
        Ok(H4_OK)
    })
}

/// Fills out from the front with the next bytes of the recovered file. With len 0 it is whole; it verifies.
///
/// source: the file that was surveyed. out: out_len bytes, at least one. len: the number of bytes written.
/// Returns H4_OK, H4_ERR_TOO_SMALL for an out of no bytes, H4_ERR_MISPLACED before h4_recovery_rebuild and if the source is shorter than
/// surveyed, H4_ERR_READ, or misuse. What was made before an error is lost with it: call h4_recovery_rebuild. One thread at a time for
/// one recovery.
#[unsafe(no_mangle)]
pub extern "C" fn h4_recovery_emit(
    recovery: *mut h4_recovery_t,
    source: *const h4_source_t,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let len = call.out(len, 0);
    end(|| {
        let mut len = len?;
        let Recovery::Rebuild(_, rebuild) = call.state_mut(recovery)? else {
            return Err(MISPLACED);
        };
        let out = call.output(out, out_len)?;
        let mut source = Source::of(&call, source)?;
        len.set(rebuild.emit(&mut source, out)?);
        Ok(H4_OK)
    })
}
