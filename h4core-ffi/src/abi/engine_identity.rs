//! Who an engine is, and what a reader requires of it.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use h4core::engine::{EngineIdentity, EnginePin, Fingerprint, MAX_EMITTED_LEN, MAX_NAME_LEN};

use super::pointer::Call;
use super::status::{Failure, H4_ERR_NULL, H4_OK, end, h4_status_t};
use super::token::flag;
use super::types::{h4_text_t, text_of};

/// The most bytes of a family or an id; the least is 1.
pub const H4_ENGINE_NAME_MAX: usize = 255;
/// The most bytes that h4_engine_identity_emit writes.
pub const H4_ENGINE_IDENTITY_MAX: usize = 693;

const _: () =
    assert!(H4_ENGINE_NAME_MAX == MAX_NAME_LEN && H4_ENGINE_IDENTITY_MAX == MAX_EMITTED_LEN);

/// Who made the blocks of a file what they are. A family or id is 1 to H4_ENGINE_NAME_MAX bytes of printable ASCII without space,
/// quotation mark, backslash and |. The flags are 1 or 0; they are what the engine declares of itself, and nothing here depends on them.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_engine_identity_t {
    /// The family: engines of one family read each other's bytes.
    pub family: h4_text_t,
    /// The exact build.
    pub id: h4_text_t,
    /// What it makes of the probe.
    pub fingerprint: [u8; 32],
    /// 1 if the fingerprint is known.
    pub has_fingerprint: u32,
    /// The same input gives the same bytes, everywhere and always.
    pub deterministic: u32,
    /// Unpacking gives back the input, byte for byte.
    pub identity_safe: u32,
    /// The engine sees bytes and not what they mean.
    pub is_opaque: u32,
    /// Id and fingerprint name this engine and no other, for readers to pin.
    pub sealed: u32,
    /// Not used; 0.
    pub reserved: u32,
}

impl h4_engine_identity_t {
    pub(super) const NONE: Self = Self {
        family: h4_text_t::NONE,
        id: h4_text_t::NONE,
        fingerprint: [0; 32],
        has_fingerprint: 0,
        deterministic: 0,
        identity_safe: 0,
        is_opaque: 0,
        sealed: 0,
        reserved: 0,
    };

    pub(super) fn of(identity: &EngineIdentity<'_>) -> Self {
        Self {
            family: h4_text_t::of(identity.family),
            id: h4_text_t::of(identity.id),
            fingerprint: identity.fingerprint.map_or([0; 32], |known| known.0),
            has_fingerprint: u32::from(identity.fingerprint.is_some()),
            deterministic: u32::from(identity.deterministic),
            identity_safe: u32::from(identity.identity_safe),
            is_opaque: u32::from(identity.opaque),
            sealed: u32::from(identity.sealed),
            reserved: 0,
        }
    }

    pub(super) fn identity<'c>(&self, call: &'c Call) -> Result<EngineIdentity<'c>, Failure> {
        let known = flag(self.has_fingerprint)?;
        Ok(EngineIdentity {
            family: text_of(call, self.family)?,
            id: text_of(call, self.id)?,
            fingerprint: known.then_some(Fingerprint(self.fingerprint)),
            deterministic: flag(self.deterministic)?,
            identity_safe: flag(self.identity_safe)?,
            opaque: flag(self.is_opaque)?,
            sealed: flag(self.sealed)?,
        })
    }
}

/// Whether blocks of an identity are of the engine that a reader wants. The family is not asked for: the id is exact.
///
/// id: the build wanted. fingerprint: H4_DIGEST_LEN bytes, what it makes of the probe.
/// Returns H4_OK, H4_ERR_ENGINE_UNKNOWN for another id, H4_ERR_ENGINE_MISMATCH for the id with another fingerprint or with none,
/// H4_ERR_RANGE for a name that is not UTF-8 or a flag that is neither 0 nor 1, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_engine_require(
    identity: *const h4_engine_identity_t,
    id: *const h4_text_t,
    fingerprint: *const u8,
) -> h4_status_t {
    let call = Call::new();
    end(|| {
        let identity = call.value(identity)?.identity(&call)?;
        let id = text_of(&call, call.value(id)?)?;
        let fingerprint = call.input(fingerprint, 32)?.first_chunk();
        let fingerprint = Fingerprint(*fingerprint.ok_or(Failure::of(H4_ERR_NULL))?);
        identity.require(&EnginePin { id, fingerprint })?;
        Ok(H4_OK)
    })
}

/// Whether an identity is that of an earlier program: the family of H4_ENGINE_RUN_LENGTH with id "unknown" and no fingerprint. Such blocks
/// are bytes that H4_ENGINE_RUN_LENGTH unpacks, but nothing says which build made them: a caller that asks this takes them unpinned.
///
/// Returns H4_OK, H4_ERR_ENGINE_UNKNOWN for any other family or id, H4_ERR_ENGINE_MISMATCH if there is a fingerprint, H4_ERR_RANGE as for
/// h4_engine_require, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_engine_require_unpinned_reference(
    identity: *const h4_engine_identity_t,
) -> h4_status_t {
    let call = Call::new();
    end(|| {
        let identity = call.value(identity)?.identity(&call)?;
        identity.require_unpinned_reference()?;
        Ok(H4_OK)
    })
}

/// Writes the value of META's compression, a JSON object without white space, to the front of out.
///
/// out: out_len bytes; H4_ENGINE_IDENTITY_MAX always suffice. len: how many were written.
/// Returns H4_OK, H4_ERR_RANGE if family or id is not legal or a flag neither 0 nor 1, H4_ERR_TOO_SMALL, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_engine_identity_emit(
    identity: *const h4_engine_identity_t,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let len = call.out(len, 0);
    end(|| {
        let mut len = len?;
        let out = call.output(out, out_len)?;
        let identity = call.value(identity)?.identity(&call)?;
        len.set(identity.emit(out)?);
        Ok(H4_OK)
    })
}
