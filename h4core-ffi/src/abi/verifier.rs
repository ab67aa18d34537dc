//! CRC and VERI in one pass over bytes that arrive in pieces.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use h4core::container::{Verdict, Verified, Verifier};

use super::pointer::{Call, State};
use super::state::h4_verifier_t;
use super::status::{
    Failure, H4_OK, H4_STATE_NONE, H4_STATE_VERIFIED, end, end_with, h4_fault_t, h4_status_t,
    state_of,
};

impl State for h4_verifier_t {
    type Inner = Verifier;
    const KIND: u64 = u64::from_be_bytes(*b"h4verif1");
}

/// The outcome of a verification. Everything but state and fault is zero unless the file is verified.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_verdict_t {
    /// The file's length in bytes.
    pub file_len: u64,
    /// The number of chunks, VERI included.
    pub chunks: u64,
    /// The number of CORE blocks.
    pub blocks: u64,
    /// The sum of the lengths of the CORE payloads as stored, in bytes.
    pub media_len: u64,
    /// The SHA-256 that VERI holds.
    pub digest: [u8; 32],
    /// The first fault; status H4_OK of a verified file.
    pub fault: h4_fault_t,
    /// H4_STATE_...
    pub state: u32,
    /// Not used; 0.
    pub reserved: u32,
}

impl h4_verdict_t {
    pub(super) const NONE: Self = Self {
        file_len: 0,
        chunks: 0,
        blocks: 0,
        media_len: 0,
        digest: [0; 32],
        fault: h4_fault_t::NONE,
        state: H4_STATE_NONE,
        reserved: 0,
    };

    pub(super) fn of(proof: &Verified) -> Self {
        Self {
            file_len: proof.file_len(),
            chunks: proof.chunks(),
            blocks: proof.blocks(),
            media_len: proof.media_len(),
            digest: *proof.digest(),
            fault: h4_fault_t::NONE,
            state: H4_STATE_VERIFIED,
            reserved: 0,
        }
    }

    pub(super) fn of_fault(fault: h4core::error::Fault) -> Self {
        Self {
            fault: h4_fault_t::of(fault),
            state: state_of(fault.state()),
            ..Self::NONE
        }
    }
}

/// Makes a verification of a file of which nothing was seen yet. It takes constant memory, looks at each byte once, holds no pointers
/// and nothing that has to be freed; it may be moved and copied as bytes.
///
/// memory: size bytes, at least H4_VERIFIER_SIZE, aligned as h4_verifier_t; all of it is overwritten, also on failure.
/// Returns H4_OK, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one verifier.
#[unsafe(no_mangle)]
pub extern "C" fn h4_verifier_init(memory: *mut c_void, size: usize) -> h4_status_t {
    let call = Call::new();
    end(|| {
        call.place::<h4_verifier_t>(memory, size)?
            .put(Verifier::new());
        Ok(H4_OK)
    })
}

/// Goes on with the next bytes of the file, in pieces of any size.
///
/// bytes: bytes_len bytes; NULL if bytes_len is 0. fault: may be NULL.
/// Returns H4_OK, the first fault (16 to 47) as soon as it is certain, after which further bytes make no difference, or misuse. One
/// thread at a time for one verifier.
#[unsafe(no_mangle)]
pub extern "C" fn h4_verifier_update(
    verifier: *mut h4_verifier_t,
    bytes: *const u8,
    bytes_len: usize,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let fault = call.fault(fault);
    end_with(fault, || {
        let verifier = call.state_mut(verifier)?;
        verifier.update(call.input(bytes, bytes_len)?)?;
        Ok(H4_OK)
    })
}

/// The end of input. The verifier stays as it is, so that a file which is still growing can be judged and then read on.
///
/// verdict: state, first fault, and what was found.
/// Returns H4_OK for a verified file, otherwise its first fault in the order of checks (16 to 47), or misuse. One thread at a time for
/// one verifier.
#[unsafe(no_mangle)]
pub extern "C" fn h4_verifier_finish(
    verifier: *const h4_verifier_t,
    verdict: *mut h4_verdict_t,
) -> h4_status_t {
    let call = Call::new();
    let verdict = call.out(verdict, h4_verdict_t::NONE);
    end(|| {
        let mut verdict = verdict?;
        match call.state(verifier)?.finish() {
            Verdict::Verified(proof) => {
                verdict.set(h4_verdict_t::of(&proof));
                Ok(H4_OK)
            }
            Verdict::Unfinished(fault) | Verdict::Damaged(fault) => {
                verdict.set(h4_verdict_t::of_fault(fault));
                Err(Failure::from(fault))
            }
        }
    })
}
