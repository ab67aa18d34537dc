//! The receiver of one direction of a live session.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use h4core::wire::sealed_header;

use super::opener_kinds::{Origin, lengths, make, opener_mut, wipe};
use super::pointer::Call;
use super::session::{h4_opened_t, h4_session_t};
use super::state_cipher::{h4_exchange_t, h4_opener_t};
use super::status::{Failure, H4_ERR_SEALED_HEADER, H4_OK, end, h4_status_t};

/// The bytes of memory that a h4_opener_t of this window takes: H4_OPENER_SIZE(window). 0 if the window is not offered. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_opener_size(window: u32) -> usize {
    lengths(window).0
}

/// Makes the receiver of this side of a session, at its beginning: it opens the blocks that the other side seals, in any order within
/// its window. A secret: h4_opener_wipe when it is not needed any more.
///
/// memory: size bytes, at least H4_OPENER_SIZE(window), aligned as h4_opener_t; so much of it is overwritten, also on failure; of a
/// window that is not offered H4_OPENER_SIZE(1). window: counters back from the highest opened one that still open: 1, 4, 8, 16, 32 or 64.
/// Returns H4_OK, H4_ERR_SHORT_KEY, H4_ERR_RANGE also for a window that is not offered or greater than the jump, H4_ERR_UNSUPPORTED,
/// H4_ERR_STATE_SIZE, or misuse. One thread at a time for one opener.
#[unsafe(no_mangle)]
pub extern "C" fn h4_opener_init(
    memory: *mut c_void,
    size: usize,
    session: *const h4_session_t,
    window: u32,
) -> h4_status_t {
    let call = Call::new();
    make(&call, memory, size, window, || {
        Ok(Origin::Session(h4_session_t::of(&call, session)?))
    })
}

/// Opens a block, header, ciphertext and tag, in place; opened says where in it the plaintext is then. On every failure opener, exchange
/// and block are as they were. A block that is refused costs at most jump + 1 steps of the chain, one that opens at most jump + window +
/// 1; at a boundary two key exchanges more.
///
/// block: block_len bytes. aad: aad_len bytes that the sender bound the block to, at most H4_AAD_MAX; NULL if aad_len is 0. exchange:
/// this side's in the mode mixing, NULL otherwise.
/// Returns H4_OK; in this order H4_ERR_MISPLACED for an exchange too many or too few, H4_ERR_RANGE for too long aad,
/// H4_ERR_SEALED_HEADER, H4_ERR_TOO_FAR, H4_ERR_TOO_OLD or H4_ERR_REPLAY, H4_ERR_AUTH, or in its place H4_ERR_PENDING in the mode mixing
/// while a boundary block before this one is missing, H4_ERR_FORK; or misuse. One thread at a time for one opener and one exchange.
#[unsafe(no_mangle)]
pub extern "C" fn h4_opener_open(
    opener: *mut h4_opener_t,
    block: *mut u8,
    block_len: usize,
    aad: *const u8,
    aad_len: usize,
    exchange: *mut h4_exchange_t,
    opened: *mut h4_opened_t,
) -> h4_status_t {
    let call = Call::new();
    let opened = call.out(opened, h4_opened_t::NONE);
    end(|| {
        let mut opened = opened?;
        let opener = opener_mut(&call, opener)?;
        let exchange = call.optional_state_mut(exchange)?;
        let block = call.output(block, block_len)?;
        let aad = call.input(aad, aad_len)?;
        // A block too short for a header is a header of the wrong length.
        let at = sealed_header::end_in(block).unwrap_or(block.len());
        let (header, sealed) = block
            .split_at_mut_checked(at)
            .ok_or(Failure::of(H4_ERR_SEALED_HEADER))?;
        let found = opener.open_parts(header, sealed, aad, exchange)?;
        opened.set(h4_opened_t::of(found.counter, at, found.plaintext.len()));
        Ok(H4_OK)
    })
}

/// As h4_opener_open for a header and a sealed body, ciphertext and tag, that lie apart. The plaintext is then at the front of sealed.
///
/// header: header_len bytes, exactly a header. sealed: sealed_len bytes. The rest as for h4_opener_open.
/// Returns what h4_opener_open does. One thread at a time for one opener and one exchange.
#[unsafe(no_mangle)]
pub extern "C" fn h4_opener_open_parts(
    opener: *mut h4_opener_t,
    header: *const u8,
    header_len: usize,
    sealed: *mut u8,
    sealed_len: usize,
    aad: *const u8,
    aad_len: usize,
    exchange: *mut h4_exchange_t,
    opened: *mut h4_opened_t,
) -> h4_status_t {
    let call = Call::new();
    let opened = call.out(opened, h4_opened_t::NONE);
    end(|| {
        let mut opened = opened?;
        let opener = opener_mut(&call, opener)?;
        let exchange = call.optional_state_mut(exchange)?;
        let header = call.input(header, header_len)?;
        let sealed = call.output(sealed, sealed_len)?;
        let aad = call.input(aad, aad_len)?;
        let found = opener.open_parts(header, sealed, aad, exchange)?;
        opened.set(h4_opened_t::of(found.counter, 0, found.plaintext.len()));
        Ok(H4_OK)
    })
}

/// Ends a receiver and makes its memory zero, as far as its window goes. A receiver that is wiped stays so.
///
/// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
#[unsafe(no_mangle)]
pub extern "C" fn h4_opener_wipe(opener: *mut h4_opener_t) -> h4_status_t {
    let call = Call::new();
    end(|| {
        wipe(&call, opener)?;
        Ok(H4_OK)
    })
}
