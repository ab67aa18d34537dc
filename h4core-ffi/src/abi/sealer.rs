//! The sender of one direction of a session.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use h4core::crypto::living::Sealer;
use h4core::wire::sealed_header::{LEN, LEN_WITH_KEY, OVERHEAD, OVERHEAD_WITH_KEY};

use super::pointer::{Call, State};
use super::secret::{SESSION, secretly};
use super::session::{h4_session_t, h4_tip_t, optional_32};
use super::state_cipher::{h4_exchange_t, h4_sealer_t};
use super::status::{H4_OK, end, h4_status_t};

/// Length of a sealed block's header in bytes; longer at a boundary block.
pub const H4_SEALED_HEADER_LEN: usize = 78;
/// Length of a boundary block's header in bytes.
pub const H4_SEALED_HEADER_KEY_LEN: usize = 110;
/// What a sealed block is longer than its plaintext, in bytes; more at a boundary block.
pub const H4_SEALED_OVERHEAD: usize = 94;
/// What a boundary block is longer than its plaintext, in bytes.
pub const H4_SEALED_OVERHEAD_KEY: usize = 126;
/// Length in bytes of what h4_sealer_lease writes.
pub const H4_SEALER_STORED_LEN: usize = 56;

const _: () = assert!(
    H4_SEALED_HEADER_LEN == LEN
        && H4_SEALED_HEADER_KEY_LEN == LEN_WITH_KEY
        && H4_SEALED_OVERHEAD == OVERHEAD
        && H4_SEALED_OVERHEAD_KEY == OVERHEAD_WITH_KEY
        && H4_SEALER_STORED_LEN == Sealer::STORED_LEN
);

impl State for h4_sealer_t {
    type Inner = Sealer;
    const KIND: u64 = u64::from_be_bytes(*b"h4seal_1");
}

/// Makes the sender of this side of a session, at its beginning. Never make it twice for one session, and never go on from a copy of
/// its memory: two senders that go on from one state seal different blocks under one key and nonce, which reveals both. To survive a
/// restart a sender takes leases. A secret: h4_sealer_wipe when it is not needed any more.
///
/// memory: size bytes, at least H4_SEALER_SIZE, aligned as h4_sealer_t; all of it is overwritten, also on failure.
/// Returns H4_OK, H4_ERR_SHORT_KEY, H4_ERR_RANGE, H4_ERR_UNSUPPORTED, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one sealer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealer_init(
    memory: *mut c_void,
    size: usize,
    session: *const h4_session_t,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_sealer_t>(memory, size);
    secretly::<SESSION>(|| {
        let place = place?;
        place.put(Sealer::new(&h4_session_t::of(&call, session)?)?);
        Ok(H4_OK)
    })
}

/// How much longer the next block is than its plaintext: H4_SEALED_OVERHEAD, or H4_SEALED_OVERHEAD_KEY for a boundary block.
///
/// header_len: where the plaintext is put. overhead: header and tag together, in bytes; may be NULL.
/// Returns H4_OK or misuse. Any thread for one sealer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealer_room(
    sealer: *const h4_sealer_t,
    header_len: *mut usize,
    overhead: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let header_len = call.out(header_len, 0);
    let overhead = call.optional(overhead, 0);
    end(|| {
        let (mut header_len, overhead) = (header_len?, overhead?);
        let sealer = call.state(sealer)?;
        header_len.set(sealer.header_len());
        if let Some(mut overhead) = overhead {
            overhead.set(sealer.overhead());
        }
        Ok(H4_OK)
    })
}

/// The counter of the next block and the transcript there.
///
/// Returns H4_OK or misuse. Any thread for one sealer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealer_tip(sealer: *const h4_sealer_t, tip: *mut h4_tip_t) -> h4_status_t {
    let call = Call::new();
    let tip = call.out(tip, h4_tip_t::NONE);
    end(|| {
        let mut tip = tip?;
        tip.set(h4_tip_t::of(call.state(sealer)?.tip()));
        Ok(H4_OK)
    })
}

/// Seals the next block in place. Where it is sealed it is header, ciphertext and tag, one behind the other; ask h4_sealer_room where
/// in it the plaintext is put. On every failure sealer, exchange and block are as they were.
///
/// block: block_len bytes, as many as plaintext and overhead together. aad: aad_len bytes that the block is bound to, at most
/// H4_AAD_MAX; NULL if aad_len is 0. entropy: H4_ENTROPY_LEN random bytes for a new key, never used before or after, the caller's to
/// wipe; they are looked at where a boundary block makes a key, and may be NULL elsewhere. exchange: this side's in the mode mixing,
/// NULL otherwise. counter: the block's.
/// Returns H4_OK; in this order H4_ERR_MISPLACED for an exchange too many or too few, H4_ERR_LEASE, H4_ERR_EXHAUSTED, H4_ERR_TOO_SMALL
/// for a block shorter than the overhead, H4_ERR_RANGE for too long aad or plaintext, H4_ERR_ENTROPY, H4_ERR_WEAK_KEY; or misuse. One
/// thread at a time for one sealer and one exchange.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealer_seal(
    sealer: *mut h4_sealer_t,
    block: *mut u8,
    block_len: usize,
    aad: *const u8,
    aad_len: usize,
    entropy: *const u8,
    exchange: *mut h4_exchange_t,
    counter: *mut u64,
) -> h4_status_t {
    let call = Call::new();
    let counter = call.out(counter, 0);
    end(|| {
        let mut counter = counter?;
        let sealer = call.state_mut(sealer)?;
        let exchange = call.optional_state_mut(exchange)?;
        let block = call.output(block, block_len)?;
        let aad = call.input(aad, aad_len)?;
        let entropy = optional_32(&call, entropy)?;
        counter.set(sealer.seal(block, aad, entropy, exchange)?);
        Ok(H4_OK)
    })
}

/// Leases the next blocks counters: writes to the front of out the state of a sender that goes on behind them, H4_SEALER_STORED_LEN
/// bytes. Until it takes another lease the sealer seals these blocks and no more. Put the state where it lasts before the next block is
/// sealed, in place of the one before; after a restart go on with h4_sealer_resume. It holds a key: keep it like a secret.
///
/// blocks: 1 to a quarter of the session's jump. out: out_len bytes. len: how many were written.
/// Returns H4_OK, H4_ERR_MISPLACED in the mode mixing, whose senders are not resumed, H4_ERR_RANGE for other blocks, H4_ERR_EXHAUSTED if
/// the lease would pass the last counter, H4_ERR_TOO_SMALL, or misuse. One thread at a time for one sealer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealer_lease(
    sealer: *mut h4_sealer_t,
    blocks: u32,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let len = call.out(len, 0);
    end(|| {
        let mut len = len?;
        let sealer = call.state_mut(sealer)?;
        len.set(sealer.lease(blocks, call.output(out, out_len)?)?);
        Ok(H4_OK)
    })
}

/// Makes the sender that goes on behind a lease. It seals nothing before it takes one itself.
///
/// memory: as for h4_sealer_init. bytes: bytes_len bytes, as h4_sealer_lease wrote them.
/// Returns H4_OK, H4_ERR_RANGE for bytes that no lease gives, H4_ERR_UNSUPPORTED, H4_ERR_STATE_SIZE, or misuse. One thread at a time for
/// one sealer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealer_resume(
    memory: *mut c_void,
    size: usize,
    bytes: *const u8,
    bytes_len: usize,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_sealer_t>(memory, size);
    secretly::<SESSION>(|| {
        let place = place?;
        place.put(Sealer::resume(call.input(bytes, bytes_len)?)?);
        Ok(H4_OK)
    })
}

/// Ends a sender and makes its memory zero. A sender that is wiped stays so.
///
/// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealer_wipe(sealer: *mut h4_sealer_t) -> h4_status_t {
    let call = Call::new();
    end(|| {
        call.wipe(sealer)?;
        Ok(H4_OK)
    })
}
