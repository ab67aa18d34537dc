//! Opening blocks that were stored: the reader chooses the block, so there is neither window nor jump.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use h4core::crypto::living::FileChain;
use h4core::crypto::secret::Secret;
use h4core::wire::sealed_header;

use super::pointer::{Call, State};
use super::secret::{SESSION, secretly};
use super::session::{h4_opened_t, h4_session_t, mode_of};
use super::state_cipher::h4_file_chain_t;
use super::status::{Failure, H4_ERR_RANGE, H4_ERR_TOO_SMALL, H4_OK, end, h4_status_t};

/// Length in bytes of a stored point of a chain.
pub const H4_CHAIN_LEN: usize = 32;

impl State for h4_file_chain_t {
    type Inner = FileChain;
    const KIND: u64 = u64::from_be_bytes(*b"h4chain1");
}

/// Makes the chain that the other side of a session sealed on, at its first block: a reader's session has the role that is not the
/// writer's. It only goes forward, a step a block; to go back, begin again or at a stored point. In the mode mixing it opens blocks up
/// to the first that was mixed. A secret: h4_file_chain_wipe when it is not needed any more.
///
/// memory: size bytes, at least H4_FILE_CHAIN_SIZE, aligned as h4_file_chain_t; all of it is overwritten, also on failure.
/// Returns H4_OK, H4_ERR_SHORT_KEY, H4_ERR_RANGE, H4_ERR_UNSUPPORTED, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one chain.
#[unsafe(no_mangle)]
pub extern "C" fn h4_file_chain_init(
    memory: *mut c_void,
    size: usize,
    session: *const h4_session_t,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_file_chain_t>(memory, size);
    secretly::<SESSION>(|| {
        let place = place?;
        place.put(FileChain::new(&h4_session_t::of(&call, session)?));
        Ok(H4_OK)
    })
}

/// Makes the chain at a stored point, as h4_file_chain_point gave it.
///
/// memory: as for h4_file_chain_init. counter: the point's. chain: chain_len bytes, H4_CHAIN_LEN. mode, interval: the session's.
/// Returns H4_OK, H4_ERR_RANGE for any other length or mode and for a counter past the end, H4_ERR_STATE_SIZE, or misuse. One thread at
/// a time for one chain.
#[unsafe(no_mangle)]
pub extern "C" fn h4_file_chain_init_at(
    memory: *mut c_void,
    size: usize,
    counter: u64,
    chain: *const u8,
    chain_len: usize,
    mode: u32,
    interval: u32,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_file_chain_t>(memory, size);
    secretly::<SESSION>(|| {
        let place = place?;
        let chain: &[u8; H4_CHAIN_LEN] = call
            .input(chain, chain_len)?
            .try_into()
            .map_err(|_| Failure::of(H4_ERR_RANGE))?;
        let chain = Secret::new(*chain);
        place.put(FileChain::at(counter, chain, mode_of(mode, interval)?)?);
        Ok(H4_OK)
    })
}

/// The counter that the chain stands at, and the chain there, from which every later block can be opened: keep it like a secret.
///
/// out: out_len bytes; H4_CHAIN_LEN are written to its front.
/// Returns H4_OK, H4_ERR_TOO_SMALL, or misuse. Any thread for one chain.
#[unsafe(no_mangle)]
pub extern "C" fn h4_file_chain_point(
    file_chain: *const h4_file_chain_t,
    counter: *mut u64,
    out: *mut u8,
    out_len: usize,
) -> h4_status_t {
    let call = Call::new();
    let counter = call.out(counter, 0);
    end(|| {
        let mut counter = counter?;
        let (at, chain) = call.state(file_chain)?.point();
        let out = call.output(out, out_len)?.first_chunk_mut();
        *out.ok_or(Failure::of(H4_ERR_TOO_SMALL))? = *chain.expose();
        counter.set(at);
        Ok(H4_OK)
    })
}

/// Goes forward to counter, in counter - the present one steps.
///
/// Returns H4_OK, H4_ERR_TOO_OLD if the chain stands behind counter, H4_ERR_EXHAUSTED if counter is past the end, or misuse. One thread
/// at a time for one chain.
#[unsafe(no_mangle)]
pub extern "C" fn h4_file_chain_walk_to(
    file_chain: *mut h4_file_chain_t,
    counter: u64,
) -> h4_status_t {
    let call = Call::new();
    end(|| {
        call.state_mut(file_chain)?.walk_to(counter)?;
        Ok(H4_OK)
    })
}

/// Opens a block, header, ciphertext and tag, in place, as the block with this counter, and stands behind it then; opened says where in
/// it the plaintext is. Costs counter - the present one + 1 steps. On every failure chain and block are as they were.
///
/// block: block_len bytes. aad: aad_len bytes that the sender bound the block to, at most H4_AAD_MAX; NULL if aad_len is 0.
/// Returns H4_OK; in this order H4_ERR_RANGE for too long aad, H4_ERR_TOO_OLD, H4_ERR_EXHAUSTED, H4_ERR_SEALED_HEADER also where the
/// header has another counter, H4_ERR_AUTH, H4_ERR_FORK if the block before was opened and gives another transcript; or misuse. One
/// thread at a time for one chain.
#[unsafe(no_mangle)]
pub extern "C" fn h4_file_chain_open(
    file_chain: *mut h4_file_chain_t,
    counter: u64,
    block: *mut u8,
    block_len: usize,
    aad: *const u8,
    aad_len: usize,
    opened: *mut h4_opened_t,
) -> h4_status_t {
    let call = Call::new();
    let opened = call.out(opened, h4_opened_t::NONE);
    end(|| {
        let mut opened = opened?;
        let chain = call.state_mut(file_chain)?;
        let block = call.output(block, block_len)?;
        let aad = call.input(aad, aad_len)?;
        let at = sealed_header::end_in(block).unwrap_or_default();
        let found = chain.open(counter, block, aad)?;
        opened.set(h4_opened_t::of(found.counter, at, found.plaintext.len()));
        Ok(H4_OK)
    })
}

/// Ends a chain and makes its memory zero. A chain that is wiped stays so.
///
/// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
#[unsafe(no_mangle)]
pub extern "C" fn h4_file_chain_wipe(file_chain: *mut h4_file_chain_t) -> h4_status_t {
    let call = Call::new();
    end(|| {
        call.wipe(file_chain)?;
        Ok(H4_OK)
    })
}
