//! Where a receiver stands, and its stored form.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use super::opener_kinds::{Origin, lengths, make, opener};
use super::pointer::Call;
use super::session::h4_tip_t;
use super::state_cipher::h4_opener_t;
use super::status::{H4_OK, end, h4_status_t};

/// The highest opened counter + 1 and the transcript there: all receivers that opened the same highest block report the same, and the
/// sender's h4_sealer_tip right after it is equal to it.
///
/// Returns H4_OK or misuse. Any thread for one opener.
#[unsafe(no_mangle)]
pub extern "C" fn h4_opener_tip(receiver: *const h4_opener_t, tip: *mut h4_tip_t) -> h4_status_t {
    let call = Call::new();
    let tip = call.out(tip, h4_tip_t::NONE);
    end(|| {
        let mut tip = tip?;
        tip.set(h4_tip_t::of(opener(&call, receiver)?.tip()));
        Ok(H4_OK)
    })
}

/// Length in bytes of what h4_opener_export writes for a receiver of this window; 0 if the window is not offered. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_opener_stored_len(window: u32) -> usize {
    lengths(window).1
}

/// Writes a receiver to the front of out, to go on from later: h4_opener_stored_len(window) bytes, to be kept like a secret. A receiver
/// that goes on from an older state opens again what was opened since.
///
/// out: out_len bytes. len: how many were written.
/// Returns H4_OK, H4_ERR_TOO_SMALL, or misuse. Any thread for one opener.
#[unsafe(no_mangle)]
pub extern "C" fn h4_opener_export(
    receiver: *const h4_opener_t,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let len = call.out(len, 0);
    end(|| {
        let mut len = len?;
        let opener = opener(&call, receiver)?;
        len.set(opener.export(call.output(out, out_len)?)?);
        Ok(H4_OK)
    })
}

/// Makes the receiver that h4_opener_export wrote.
///
/// memory and window: as for h4_opener_init; the window is that of the receiver that was written. bytes: bytes_len bytes.
/// Returns H4_OK, H4_ERR_RANGE for bytes that no export of a receiver with this window gives, H4_ERR_UNSUPPORTED, H4_ERR_STATE_SIZE, or
/// misuse. One thread at a time for one opener.
#[unsafe(no_mangle)]
pub extern "C" fn h4_opener_import(
    memory: *mut c_void,
    size: usize,
    window: u32,
    bytes: *const u8,
    bytes_len: usize,
) -> h4_status_t {
    let call = Call::new();
    make(&call, memory, size, window, || {
        Ok(Origin::Stored(call.input(bytes, bytes_len)?))
    })
}
