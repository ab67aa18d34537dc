//! Writing a sealed container.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use h4core::container::{Put, TailState};
use h4core::error::Error;
use h4core::stream::SealedWriter;

use super::pointer::{Call, State};
use super::seal::h4_seal_t;
use super::secret::{CONTAINER, secretly};
use super::session::optional_32;
use super::state_cipher::h4_sealed_writer_t;
use super::status::{Failure, H4_ERR_MISPLACED, H4_OK, end, h4_status_t};
use super::writer::{h4_progress_t, h4_put_t, tag_of};

impl State for h4_sealed_writer_t {
    type Inner = Stage;
    const KIND: u64 = u64::from_be_bytes(*b"h4swrit1");
}

/// How far a sealed container is written.
#[expect(
    clippy::large_enum_variant,
    reason = "the caller's memory is as long as the longest in any case"
)]
pub enum Stage {
    /// Blocks and chunks may follow.
    Blocks(SealedWriter),
    /// The tail is given.
    Tail(TailState),
}

pub(super) fn open(stage: &mut Stage) -> Result<&mut SealedWriter, Failure> {
    match stage {
        Stage::Blocks(writer) => Ok(writer),
        Stage::Tail(_) => Err(Failure::of(H4_ERR_MISPLACED)),
    }
}

/// Begins a sealed container: makes a writer in the caller's memory and writes the file header and SEAL to the front of out. As h4_writer_t
/// it does no I/O. It is never copied, stored or resumed: two that went on from one state would seal different blocks under one key and
/// nonce, which reveals both. After a cut the container is recovered, and recording goes on in another one, with another session id. A
/// secret: h4_sealed_writer_wipe when the last byte of the tail is given or before.
///
/// memory: size bytes, at least H4_SEALED_WRITER_SIZE, aligned as h4_sealed_writer_t; all of it is overwritten, also on failure. secret:
/// secret_len bytes, at least H4_SECRET_MIN, shared with the readers; no copy is kept. out: out_len bytes. len: how many were written.
/// Returns H4_OK, H4_ERR_MISPLACED for the mode mixing, which is for two directions, H4_ERR_RANGE for a seal that is not legal,
/// H4_ERR_UNSUPPORTED, H4_ERR_SHORT_KEY, H4_ERR_TOO_SMALL, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one writer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_writer_begin(
    memory: *mut c_void,
    size: usize,
    secret: *const u8,
    secret_len: usize,
    seal: *const h4_seal_t,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_sealed_writer_t>(memory, size);
    let len = call.out(len, 0);
    secretly::<CONTAINER>(|| {
        let (place, mut len) = (place?, len?);
        let out = call.output(out, out_len)?;
        let secret = call.input(secret, secret_len)?;
        let seal = call.value(seal)?;
        let (writer, written) = SealedWriter::begin(secret, &seal.repr(&call)?, out)?;
        place.put(Stage::Blocks(writer));
        len.set(written);
        Ok(H4_OK)
    })
}

/// What the chunk of the next block needs.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_sealed_room_t {
    /// Where the plaintext stands in the chunk, in bytes.
    pub plaintext_at: u64,
    /// What the chunk is longer than its plaintext, in bytes.
    pub overhead: u64,
    /// 1 if the next block, be it of media or the end, takes random bytes, otherwise 0.
    pub takes_entropy: u32,
    /// Not used; 0.
    pub reserved: u32,
}

/// What the chunk of the next block needs.
///
/// Returns H4_OK, H4_ERR_MISPLACED after h4_sealed_writer_finish, or misuse. One thread at a time for one writer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_writer_room(
    writer: *const h4_sealed_writer_t,
    room: *mut h4_sealed_room_t,
) -> h4_status_t {
    let call = Call::new();
    let none = h4_sealed_room_t {
        plaintext_at: 0,
        overhead: 0,
        takes_entropy: 0,
        reserved: 0,
    };
    let room = call.out(room, none);
    end(|| {
        let mut room = room?;
        let Stage::Blocks(writer) = call.state(writer)? else {
            return Err(Failure::of(H4_ERR_MISPLACED));
        };
        room.set(h4_sealed_room_t {
            plaintext_at: writer.plaintext_at() as u64,
            overhead: writer.overhead() as u64,
            takes_entropy: u32::from(writer.takes_entropy()),
            reserved: 0,
        });
        Ok(H4_OK)
    })
}

/// Says how far the container is, as h4_writer_progress. Returns H4_OK, or misuse. One thread at a time for one writer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_writer_progress(
    writer: *const h4_sealed_writer_t,
    progress: *mut h4_progress_t,
) -> h4_status_t {
    let call = Call::new();
    let progress = call.out(progress, h4_progress_t::NONE);
    end(|| {
        let mut progress = progress?;
        if let Stage::Blocks(writer) = call.state(writer)? {
            progress.set(h4_progress_t {
                file_offset: writer.position(),
                media_len: writer.media_len(),
                blocks: writer.blocks(),
            });
        }
        Ok(H4_OK)
    })
}

fn block(
    writer: *mut h4_sealed_writer_t,
    chunk: (*mut u8, usize),
    entropy: *const u8,
    put: *mut h4_put_t,
    seal: impl FnOnce(&mut SealedWriter, &mut [u8], Option<&[u8; 32]>) -> Result<Put, Error>,
) -> h4_status_t {
    let call = Call::new();
    let put = call.out(put, h4_put_t::NONE);
    end(|| {
        let mut put = put?;
        let writer = open(call.state_mut(writer)?)?;
        let chunk = call.output(chunk.0, chunk.1)?;
        let entropy = optional_32(&call, entropy)?;
        put.set(h4_put_t::of(&seal(writer, chunk, entropy)?));
        Ok(H4_OK)
    })
}

/// Makes the next bytes of the file, the CORE chunk of a block, in place; h4_sealed_writer_room says where in it the plaintext is put. On
/// every failure writer and chunk are as they were.
///
/// chunk: chunk_len bytes, as many as plaintext and overhead together. entropy: H4_ENTROPY_LEN random bytes, never used before or after,
/// the caller's to wipe; NULL where none are taken. put: what was made, and where in file and media it stands.
/// Returns H4_OK, H4_ERR_RANGE if the plaintext is longer than a block can be or the block after this one would have a time of more than
/// 64 bits, H4_ERR_TOO_SMALL if chunk is shorter than the overhead, H4_ERR_EXHAUSTED, H4_ERR_ENTROPY, H4_ERR_MISPLACED after
/// h4_sealed_writer_finish, or misuse. One thread at a time for one writer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_writer_block(
    writer: *mut h4_sealed_writer_t,
    chunk: *mut u8,
    chunk_len: usize,
    entropy: *const u8,
    put: *mut h4_put_t,
) -> h4_status_t {
    block(writer, (chunk, chunk_len), entropy, put, |w, c, e| {
        w.block(c, e)
    })
}

/// As h4_sealed_writer_block, where the plaintext is what an engine made of media_len bytes of media: seek entries count those.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_writer_transformed_block(
    writer: *mut h4_sealed_writer_t,
    chunk: *mut u8,
    chunk_len: usize,
    media_len: u64,
    entropy: *const u8,
    put: *mut h4_put_t,
) -> h4_status_t {
    block(writer, (chunk, chunk_len), entropy, put, |w, c, e| {
        w.transformed_block(c, media_len, e)
    })
}

/// Writes a chunk of a tag that the format does not know, which readers skip and which is not sealed, as h4_writer_chunk.
///
/// Returns H4_OK, H4_ERR_RESERVED_TAG for CORE, SEEK, META, SAFE, VERI and SEAL, otherwise as h4_writer_chunk. One thread at a time for one
/// writer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_writer_chunk(
    writer: *mut h4_sealed_writer_t,
    tag: *const u8,
    payload: *const u8,
    payload_len: usize,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let len = call.out(len, 0);
    end(|| {
        let mut len = len?;
        let writer = open(call.state_mut(writer)?)?;
        let tag = tag_of(&call, tag)?;
        let payload = call.input(payload, payload_len)?;
        len.set(writer.chunk(tag, payload, call.output(out, out_len)?)?);
        Ok(H4_OK)
    })
}
