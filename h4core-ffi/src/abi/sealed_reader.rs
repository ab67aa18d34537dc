//! Opening the blocks of a sealed container.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use h4core::crypto::secret::Secret;
use h4core::engine::{EnginePin, Fingerprint};
use h4core::stream::{SealedReader, Unsealed};
use h4core::wire::sealed_header;

use super::pointer::{Call, State};
use super::seal::h4_seal_t;
use super::secret::{CONTAINER, SESSION, secretly};
use super::state_cipher::h4_sealed_reader_t;
use super::status::{
    Failure, H4_ERR_NULL, H4_ERR_RANGE, H4_ERR_TOO_SMALL, H4_OK, end, h4_status_t,
};
use super::types::{h4_text_t, text_of};

/// No block.
pub const H4_UNSEALED_NONE: u32 = 0;
/// A block of media, as the producer handed it in or as the engine made it.
pub const H4_UNSEALED_MEDIA: u32 = 1;
/// The authentic end: the blocks before this one are all there are.
pub const H4_UNSEALED_END: u32 = 2;

impl State for h4_sealed_reader_t {
    type Inner = SealedReader;
    const KIND: u64 = u64::from_be_bytes(*b"h4sread1");
}

/// What was in a block.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_unsealed_t {
    /// The block's time in microseconds; 0 where blocks have no regular times.
    pub pts_us: u64,
    /// Where the plaintext begins in the block, in bytes.
    pub plaintext_at: u64,
    /// Its length in bytes.
    pub plaintext_len: u64,
    /// H4_UNSEALED_...
    pub kind: u32,
    /// Not used; 0.
    pub reserved: u32,
}

impl h4_unsealed_t {
    const NONE: Self = Self {
        pts_us: 0,
        plaintext_at: 0,
        plaintext_len: 0,
        kind: H4_UNSEALED_NONE,
        reserved: 0,
    };
}

fn pin<'c>(
    call: &'c Call,
    id: *const h4_text_t,
    fingerprint: *const u8,
) -> Result<EnginePin<'c>, Failure> {
    let fingerprint = call.input(fingerprint, 32)?.first_chunk();
    Ok(EnginePin {
        id: text_of(call, call.value(id)?)?,
        fingerprint: Fingerprint(*fingerprint.ok_or(Failure::of(H4_ERR_NULL))?),
    })
}

fn chain_of(call: &Call, chain: *const u8, len: usize) -> Result<Secret<32>, Failure> {
    let chain: &[u8; 32] = call
        .input(chain, len)?
        .try_into()
        .map_err(|_| Failure::of(H4_ERR_RANGE))?;
    Ok(Secret::new(*chain))
}

/// Makes the reader of the container with this SEAL, whose blocks must be of the engine wanted. It takes CORE payloads with their numbers,
/// from wherever they are read; it stands before a block, at first before block 0, and goes forward: opening block k costs a step of the
/// chain for each block from there up to k. That the secret is the right one shows when a block opens. A secret:
/// h4_sealed_reader_wipe when it is not needed any more.
///
/// memory: size bytes, at least H4_SEALED_READER_SIZE, aligned as h4_sealed_reader_t; all of it is overwritten, also on failure. secret:
/// secret_len bytes, the writer's; no copy is kept. engine_id, fingerprint: the engine wanted; H4_DIGEST_LEN bytes of fingerprint.
/// Returns H4_OK, H4_ERR_ENGINE_UNKNOWN for another engine id, H4_ERR_ENGINE_MISMATCH for another fingerprint, H4_ERR_SHORT_KEY,
/// H4_ERR_UNSUPPORTED, H4_ERR_RANGE for a seal that is not legal, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one reader.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_reader_init(
    memory: *mut c_void,
    size: usize,
    secret: *const u8,
    secret_len: usize,
    seal: *const h4_seal_t,
    engine_id: *const h4_text_t,
    fingerprint: *const u8,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_sealed_reader_t>(memory, size);
    secretly::<CONTAINER>(|| {
        let place = place?;
        let secret = call.input(secret, secret_len)?;
        let seal = call.value(seal)?;
        let pin = pin(&call, engine_id, fingerprint)?;
        place.put(SealedReader::new(secret, &seal.repr(&call)?, &pin)?);
        Ok(H4_OK)
    })
}

/// Makes a reader that stands before block index, with the chain there: a point that h4_sealed_reader_point gave. It needs no secret.
///
/// chain: chain_len bytes, H4_CHAIN_LEN. Everything else as for h4_sealed_reader_init.
/// Returns what h4_sealed_reader_init does, and H4_ERR_RANGE for another length and for an index past the end of counters.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_reader_init_at(
    memory: *mut c_void,
    size: usize,
    index: u64,
    chain: *const u8,
    chain_len: usize,
    seal: *const h4_seal_t,
    engine_id: *const h4_text_t,
    fingerprint: *const u8,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_sealed_reader_t>(memory, size);
    secretly::<CONTAINER>(|| {
        let place = place?;
        let chain = chain_of(&call, chain, chain_len)?;
        let seal = call.value(seal)?;
        let pin = pin(&call, engine_id, fingerprint)?;
        place.put(SealedReader::at(index, chain, &seal.repr(&call)?, &pin)?);
        Ok(H4_OK)
    })
}

/// Goes back to before block 0. What is known of the end stays known.
///
/// Returns H4_OK, H4_ERR_SHORT_KEY, or misuse. One thread at a time for one reader.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_reader_restart(
    reader: *mut h4_sealed_reader_t,
    secret: *const u8,
    secret_len: usize,
) -> h4_status_t {
    let call = Call::new();
    secretly::<SESSION>(|| {
        let reader = call.state_mut(reader)?;
        reader.restart(call.input(secret, secret_len)?)?;
        Ok(H4_OK)
    })
}

/// Goes, back or forward, to a stored point. What is known of the end stays known.
///
/// chain: chain_len bytes, H4_CHAIN_LEN.
/// Returns H4_OK, H4_ERR_RANGE for another length and for an index past the end of counters, or misuse. One thread at a time for one reader.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_reader_resume(
    reader: *mut h4_sealed_reader_t,
    index: u64,
    chain: *const u8,
    chain_len: usize,
) -> h4_status_t {
    let call = Call::new();
    secretly::<SESSION>(|| {
        let reader = call.state_mut(reader)?;
        reader.resume(index, chain_of(&call, chain, chain_len)?)?;
        Ok(H4_OK)
    })
}

/// The number of the block that the reader stands before and the chain there, with which that block and every later one can be opened: keep
/// it like a secret.
///
/// out: out_len bytes; H4_CHAIN_LEN are written to its front.
/// Returns H4_OK, H4_ERR_TOO_SMALL, or misuse. Any thread for one reader.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_reader_point(
    reader: *const h4_sealed_reader_t,
    index: *mut u64,
    out: *mut u8,
    out_len: usize,
) -> h4_status_t {
    let call = Call::new();
    let index = call.out(index, 0);
    end(|| {
        let mut index = index?;
        let (at, chain) = call.state(reader)?.point();
        let out = call.output(out, out_len)?.first_chunk_mut();
        *out.ok_or(Failure::of(H4_ERR_TOO_SMALL))? = *chain.expose();
        index.set(at);
        Ok(H4_OK)
    })
}

/// Goes forward to before block index, without opening those between: one step of the chain for each.
///
/// Returns H4_OK, H4_ERR_TOO_OLD if the reader stands behind it, H4_ERR_EXHAUSTED past the end of counters, or misuse. One thread at a time
/// for one reader.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_reader_walk_to(
    reader: *mut h4_sealed_reader_t,
    index: u64,
) -> h4_status_t {
    let call = Call::new();
    end(|| {
        call.state_mut(reader)?.walk_to(index)?;
        Ok(H4_OK)
    })
}

/// Opens a CORE payload in place, as the block with this number, and stands behind it then. On every failure reader and block are as they
/// were. Costs index - the present place + 1 steps of the chain, twice that for an empty block, which may be media or the end.
///
/// block: block_len bytes. unsealed: what was in it.
/// Returns H4_OK; in this order H4_ERR_AUTH behind the end, H4_ERR_RANGE for a block that would have a time of more than 64 bits,
/// H4_ERR_TOO_OLD, H4_ERR_EXHAUSTED, H4_ERR_SEALED_HEADER, H4_ERR_AUTH for a block that was changed, is not of this place, track, container
/// or secret, or was mixed, H4_ERR_FORK for one that contradicts the block before; or misuse. One thread at a time for one reader.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_reader_open(
    reader: *mut h4_sealed_reader_t,
    index: u64,
    block: *mut u8,
    block_len: usize,
    unsealed: *mut h4_unsealed_t,
) -> h4_status_t {
    let call = Call::new();
    let unsealed = call.out(unsealed, h4_unsealed_t::NONE);
    end(|| {
        let mut unsealed = unsealed?;
        let reader = call.state_mut(reader)?;
        let block = call.output(block, block_len)?;
        let at = sealed_header::end_in(block).unwrap_or_default();
        let found = reader.open(index, block)?;
        let none = h4_unsealed_t::NONE;
        unsealed.set(match found {
            Unsealed::Media { pts_us, plaintext } => h4_unsealed_t {
                pts_us,
                plaintext_at: at as u64,
                plaintext_len: plaintext.len() as u64,
                kind: H4_UNSEALED_MEDIA,
                ..none
            },
            Unsealed::End => h4_unsealed_t {
                kind: H4_UNSEALED_END,
                ..none
            },
        });
        Ok(H4_OK)
    })
}

/// The number of blocks of media, once the end was opened.
///
/// Returns H4_OK, H4_NONE if it was not: there may have been more blocks, and VERI says nothing about that, for recovery makes a new one; or
/// misuse. Any thread for one reader.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_reader_end(
    reader: *const h4_sealed_reader_t,
    blocks: *mut u64,
) -> h4_status_t {
    let call = Call::new();
    let blocks = call.out(blocks, 0);
    end(|| {
        let blocks = blocks?;
        Ok(blocks.answer(call.state(reader)?.blocks()))
    })
}

/// Ends a reader and makes its memory zero. A reader that is wiped stays so.
///
/// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_reader_wipe(reader: *mut h4_sealed_reader_t) -> h4_status_t {
    let call = Call::new();
    end(|| {
        call.wipe(reader)?;
        Ok(H4_OK)
    })
}
