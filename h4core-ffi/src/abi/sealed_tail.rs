//! The end of a sealed container being written.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use h4core::stream::END_MAX_LEN;

use super::pointer::Call;
use super::sealed_writer::{Stage, open};
use super::secret::{CONTAINER, secretly};
use super::session::optional_32;
use super::state_cipher::h4_sealed_writer_t;
use super::status::{Failure, H4_ERR_MISPLACED, H4_OK, end, h4_status_t};
use super::tail::{h4_tail_input_t, tail};

/// The longest chunk that ends the blocks of a sealed container, in bytes.
pub const H4_SEALED_END_MAX: usize = 138;

const _: () = assert!(H4_SEALED_END_MAX == END_MAX_LEN);

/// Ends the blocks: writes the chunk of the authentic end to the front of out. SEEK, META, SAFE and VERI remain; h4_sealed_writer_tail gives
/// their bytes. META is to have the encryption of this container.
///
/// input: as for h4_writer_finish. entropy: as for h4_sealed_writer_block. out: out_len bytes, H4_SEALED_END_MAX always suffice. len: how
/// many were written.
/// Returns H4_OK, what h4_writer_finish does, H4_ERR_TOO_SMALL, H4_ERR_ENTROPY, or misuse; on failure the writer is as it was. One thread at
/// a time for one writer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_writer_finish(
    writer: *mut h4_sealed_writer_t,
    input: *const h4_tail_input_t,
    entropy: *const u8,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let len = call.out(len, 0);
    secretly::<CONTAINER>(|| {
        let mut len = len?;
        let stage = call.state_mut(writer)?;
        let out = call.output(out, out_len)?;
        let input = tail(&call, input)?;
        let entropy = optional_32(&call, entropy)?;
        let (state, written) =
            open(stage)?.finish_apart(entropy, input.entries, input.meta, input.safe, out)?;
        *stage = Stage::Tail(state);
        len.set(written);
        Ok(H4_OK)
    })
}

/// Fills out from the front with the next bytes of the file, as h4_writer_tail. With len 0 the file is whole, and the writer is to be wiped.
///
/// Returns what h4_writer_tail does. One thread at a time for one writer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_writer_tail(
    writer: *mut h4_sealed_writer_t,
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
        len.set(tail(&call, input)?.emit(state, out)?);
        Ok(H4_OK)
    })
}

/// Ends a writer and makes its memory zero. A writer that is wiped stays so.
///
/// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_writer_wipe(writer: *mut h4_sealed_writer_t) -> h4_status_t {
    let call = Call::new();
    end(|| {
        call.wipe(writer)?;
        Ok(H4_OK)
    })
}
