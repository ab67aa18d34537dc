//! Engines: what a producer may do to the bytes of a block before it is stored.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use h4core::engine::{self, Engine, RunLength, Store};
use h4core::hash::Digest;

use super::engine_identity::h4_engine_identity_t;
use super::pointer::Call;
use super::status::{Failure, H4_ERR_RANGE, H4_OK, end, h4_status_t};

/// No engine.
pub const H4_ENGINE_NONE: u32 = 0;
/// The engine that stores a block as it is: inputs of any length, packed to themselves.
pub const H4_ENGINE_STORE: u32 = 1;
/// The engine of runs of equal bytes: pairs of value, then length 1 to 255. Inputs are a multiple of 256 bytes.
pub const H4_ENGINE_RUN_LENGTH: u32 = 2;
/// The memory in bytes that h4_engine_fingerprint works in, for any engine of this library.
pub const H4_ENGINE_WORK_LEN: usize = 1536;

/// The engine of a number.
fn of(engine: u32) -> Result<&'static dyn Engine, Failure> {
    match engine {
        H4_ENGINE_STORE => Ok(&Store),
        H4_ENGINE_RUN_LENGTH => Ok(&RunLength),
        _ => Err(Failure::of(H4_ERR_RANGE)),
    }
}

/// Who an engine is, as META is to name it. Its texts are constant.
///
/// engine: H4_ENGINE_...
/// Returns H4_OK, H4_ERR_RANGE for any other number, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_engine_identity(
    engine: u32,
    identity: *mut h4_engine_identity_t,
) -> h4_status_t {
    let call = Call::new();
    let identity = call.out(identity, h4_engine_identity_t::NONE);
    end(|| {
        let mut identity = identity?;
        identity.set(h4_engine_identity_t::of(&of(engine)?.identity()));
        Ok(H4_OK)
    })
}

/// The engine of this library that an identity names, by id and fingerprint.
///
/// engine: H4_ENGINE_...; H4_ENGINE_NONE after a failure.
/// Returns H4_OK, H4_ERR_ENGINE_UNKNOWN for an id that is none of them, H4_ERR_ENGINE_MISMATCH for another fingerprint or none,
/// H4_ERR_RANGE for a name that is not UTF-8 or a flag that is neither 0 nor 1, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_engine_find(
    identity: *const h4_engine_identity_t,
    engine: *mut u32,
) -> h4_status_t {
    let call = Call::new();
    let engine = call.out(engine, H4_ENGINE_NONE);
    end(|| {
        let mut engine = engine?;
        let found = engine::find(&call.value(identity)?.identity(&call)?)?;
        engine.set(match found.identity() == Store::IDENTITY {
            true => H4_ENGINE_STORE,
            false => H4_ENGINE_RUN_LENGTH,
        });
        Ok(H4_OK)
    })
}

/// The most bytes that an input packs to.
///
/// engine: H4_ENGINE_... input_len: its length in bytes.
/// Returns H4_OK, H4_ERR_RANGE for a length that the engine does not take and for a number that is no engine, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_engine_max_packed_len(
    engine: u32,
    input_len: u64,
    packed_len: *mut u64,
) -> h4_status_t {
    let call = Call::new();
    let packed_len = call.out(packed_len, 0);
    end(|| {
        let mut packed_len = packed_len?;
        let most = of(engine)?.max_packed_len(input_len);
        packed_len.set(most.ok_or(Failure::of(H4_ERR_RANGE))?);
        Ok(H4_OK)
    })
}

/// Packs a block into the front of out. Every block stands alone.
///
/// engine: H4_ENGINE_... input: input_len bytes; NULL if input_len is 0. out: out_len bytes. len: how many were written.
/// Returns H4_OK, H4_ERR_RANGE for a length that the engine does not take and for a number that is no engine, H4_ERR_TOO_SMALL, or
/// misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_engine_pack(
    engine: u32,
    input: *const u8,
    input_len: usize,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let len = call.out(len, 0);
    end(|| {
        let mut len = len?;
        let input = call.input(input, input_len)?;
        let out = call.output(out, out_len)?;
        len.set(of(engine)?.pack(input, out)?);
        Ok(H4_OK)
    })
}

/// The length that a packed block unpacks to. Reads all of it.
///
/// engine: H4_ENGINE_... packed: packed_len bytes; NULL if packed_len is 0.
/// Returns H4_OK, H4_ERR_ENGINE_DATA for bytes that are nothing the engine makes, H4_ERR_RANGE for a number that is no engine, or misuse.
/// Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_engine_unpacked_len(
    engine: u32,
    packed: *const u8,
    packed_len: usize,
    unpacked_len: *mut u64,
) -> h4_status_t {
    let call = Call::new();
    let unpacked_len = call.out(unpacked_len, 0);
    end(|| {
        let mut unpacked_len = unpacked_len?;
        let packed = call.input(packed, packed_len)?;
        unpacked_len.set(of(engine)?.unpacked_len(packed)?);
        Ok(H4_OK)
    })
}

/// Unpacks a block into the front of out, which bounds the work, whatever the block says.
///
/// engine: H4_ENGINE_... packed: packed_len bytes; NULL if packed_len is 0. out: out_len bytes. len: how many were written.
/// Returns H4_OK, H4_ERR_ENGINE_DATA for bytes that are nothing the engine makes, then H4_ERR_TOO_SMALL, H4_ERR_RANGE for a number that is
/// no engine, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_engine_unpack(
    engine: u32,
    packed: *const u8,
    packed_len: usize,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let len = call.out(len, 0);
    end(|| {
        let mut len = len?;
        let packed = call.input(packed, packed_len)?;
        let out = call.output(out, out_len)?;
        len.set(of(engine)?.unpack(packed, out)?);
        Ok(H4_OK)
    })
}

/// The fingerprint of an engine: SHA-256 of what it packs a fixed probe to. Says how it packs, and nothing of how it unpacks.
///
/// engine: H4_ENGINE_... work: work_len bytes, H4_ENGINE_WORK_LEN always suffice; what they hold afterwards is of no use. fingerprint:
/// H4_DIGEST_LEN bytes.
/// Returns H4_OK, H4_ERR_TOO_SMALL for work, H4_ERR_RANGE for a number that is no engine, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_engine_fingerprint(
    engine: u32,
    work: *mut u8,
    work_len: usize,
    fingerprint: *mut u8,
) -> h4_status_t {
    let call = Call::new();
    let fingerprint = call.out(fingerprint.cast::<Digest>(), [0; 32]);
    end(|| {
        let mut fingerprint = fingerprint?;
        let work = call.output(work, work_len)?;
        fingerprint.set(engine::fingerprint(of(engine)?, work)?.0);
        Ok(H4_OK)
    })
}
