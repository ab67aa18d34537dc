//! What a sealed block of a container is bound to, and what its header says.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use h4core::wire::binding::{BlockBinding, FIELD_MAX, MAX_LEN};
use h4core::wire::sealed_header::{self, Repr, SealedHeader};

use super::pointer::Call;
use super::status::{Failure, H4_ERR_SEALED_HEADER, H4_ERR_TOO_SMALL, H4_OK, end, h4_status_t};
use super::types::{h4_text_t, text_of};

/// The longest binding in bytes.
pub const H4_BINDING_MAX: usize = 688;
/// The longest engine id or track id in bytes.
pub const H4_BINDING_FIELD_MAX: usize = 255;

const _: () = assert!(H4_BINDING_MAX == MAX_LEN && H4_BINDING_FIELD_MAX == FIELD_MAX);

/// What the blocks of one track of one container are bound to, beside their own time and number.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_binding_t {
    /// The engine's id: 1 to H4_BINDING_FIELD_MAX bytes of printable ASCII without space and |.
    pub engine_id: h4_text_t,
    /// The track's id: the same, and not ~end.
    pub track_id: h4_text_t,
    /// The engine's fingerprint.
    pub engine_fingerprint: [u8; 32],
    /// The container's id.
    pub container_id: [u8; 32],
}

impl h4_binding_t {
    pub(super) const NONE: Self = Self {
        engine_id: h4_text_t::NONE,
        track_id: h4_text_t::NONE,
        engine_fingerprint: [0; 32],
        container_id: [0; 32],
    };

    pub(super) fn of(binding: &BlockBinding<'_>) -> Self {
        Self {
            engine_id: h4_text_t::of(binding.engine_id()),
            track_id: h4_text_t::of(binding.track_id()),
            engine_fingerprint: *binding.engine_fingerprint(),
            container_id: *binding.container_id(),
        }
    }

    pub(super) fn binding<'c>(&'c self, call: &'c Call) -> Result<BlockBinding<'c>, Failure> {
        let engine_id = text_of(call, self.engine_id)?;
        let track_id = text_of(call, self.track_id)?;
        Ok(BlockBinding::new(
            engine_id,
            &self.engine_fingerprint,
            &self.container_id,
            track_id,
        )?)
    }
}

fn emit(
    binding: *const h4_binding_t,
    out: (*mut u8, usize),
    len: *mut usize,
    write: impl FnOnce(&BlockBinding<'_>, &mut [u8; MAX_LEN]) -> usize,
) -> h4_status_t {
    let call = Call::new();
    let len = call.out(len, 0);
    end(|| {
        let mut len = len?;
        let out = call.output(out.0, out.1)?;
        let given = call.value(binding)?;
        let binding = given.binding(&call)?;
        let mut room = [0; MAX_LEN];
        let written = write(&binding, &mut room);
        let written = room.get(..written).unwrap_or_default();
        out.get_mut(..written.len())
            .ok_or(Failure::of(H4_ERR_TOO_SMALL))?
            .copy_from_slice(written);
        len.set(written.len());
        Ok(H4_OK)
    })
}

/// Writes the associated data of the block with this time and number to the front of out: what it is sealed and opened with. It is
/// authenticated and never stored: whoever opens a block makes it again from what the container says.
///
/// out: out_len bytes; H4_BINDING_MAX hold every binding. len: how many were written.
/// Returns H4_OK, H4_ERR_RANGE for an id that is not legal, H4_ERR_TOO_SMALL, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_binding_emit(
    binding: *const h4_binding_t,
    pts_us: u64,
    index: u64,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    emit(binding, (out, out_len), len, |binding, room| {
        binding.emit(pts_us, index, room).len()
    })
}

/// The same for the empty block that ends a sealed container. Its track is ~end, whatever the binding's.
///
/// As for h4_binding_emit. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_binding_emit_end(
    binding: *const h4_binding_t,
    pts_us: u64,
    index: u64,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    emit(binding, (out, out_len), len, |binding, room| {
        binding.of_the_end().emit(pts_us, index, room).len()
    })
}

/// What the header of a sealed block says.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_sealed_header_t {
    /// The block's counter.
    pub counter: u64,
    /// The transcript of the blocks before.
    pub transcript: [u8; 32],
    /// The public key of a boundary block, zeros of any other.
    pub key: [u8; 32],
    /// 1 if there is a public key, otherwise 0.
    pub has_key: u32,
    /// The header's length in bytes: where the ciphertext begins.
    pub len: u32,
}

impl h4_sealed_header_t {
    const NONE: Self = Self {
        counter: 0,
        transcript: [0; 32],
        key: [0; 32],
        has_key: 0,
        len: 0,
    };
}

/// Reads the header of a sealed block, to route it or to look at it. Anyone can write a header: nothing of it is certain before the
/// block has opened.
///
/// block: block_len bytes, a header and what it heads. interval: blocks from one boundary block to the next; 0 if there are none.
/// Returns H4_OK, H4_ERR_SEALED_HEADER for a header that no block of such a session has, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_header_parse_unverified(
    block: *const u8,
    block_len: usize,
    interval: u32,
    header: *mut h4_sealed_header_t,
) -> h4_status_t {
    let call = Call::new();
    let header = call.out(header, h4_sealed_header_t::NONE);
    end(|| {
        let mut header = header?;
        let block = call.input(block, block_len)?;
        let bytes = sealed_header::end_in(block).and_then(|end| block.get(..end));
        let view = bytes.and_then(SealedHeader::new);
        let view = view.ok_or(Failure::of(H4_ERR_SEALED_HEADER))?;
        let found = Repr::parse(&view, interval)?;
        header.set(h4_sealed_header_t {
            counter: found.counter,
            transcript: found.transcript,
            key: found.key.unwrap_or_default(),
            has_key: u32::from(found.key.is_some()),
            len: u32::try_from(found.byte_len()).unwrap_or_default(),
        });
        Ok(H4_OK)
    })
}
