//! What META says of the engine.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use h4core::engine::{EngineIdentity, Names};

use super::engine_identity::h4_engine_identity_t;
use super::json::object_of;
use super::pointer::Call;
use super::status::{Failure, H4_ERR_TOO_SMALL, H4_NONE, H4_OK, end, h4_status_t};

/// Memory in bytes for the family and the id that are read.
pub const H4_ENGINE_NAMES_LEN: usize = 510;

const _: () = assert!(H4_ENGINE_NAMES_LEN == size_of::<Names>());

/// Reads what META says of the engine. An absent name counts as "unknown", an absent fingerprint as not known, an absent flag as 0.
///
/// json and scratch as for h4_json_has. names: names_len bytes, at least H4_ENGINE_NAMES_LEN, in which the texts of identity lie.
/// Returns H4_OK, H4_NONE if META has no compression: then the blocks went through no engine, H4_ERR_JSON, H4_ERR_FIELD_TWICE,
/// H4_ERR_FIELD_TYPE also for a name that is not legal and for a fingerprint that is neither 64 hexadecimal digits nor "unknown",
/// H4_ERR_TOO_SMALL for names or scratch, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_engine_identity_read(
    json: *const u8,
    json_len: usize,
    scratch: *mut u8,
    scratch_len: usize,
    names: *mut u8,
    names_len: usize,
    identity: *mut h4_engine_identity_t,
) -> h4_status_t {
    let call = Call::new();
    let identity = call.out(identity, h4_engine_identity_t::NONE);
    end(|| {
        let mut identity = identity?;
        let scratch = call.output(scratch, scratch_len)?;
        let json = call.input(json, json_len)?;
        let (names, _) = call.output(names, names_len)?.as_chunks_mut();
        let names: &mut Names = names
            .first_chunk_mut()
            .ok_or(Failure::of(H4_ERR_TOO_SMALL))?;
        let object = object_of(json, scratch)?;
        match EngineIdentity::read(&object, names, scratch)? {
            Some(found) => {
                identity.set(h4_engine_identity_t::of(&found));
                Ok(H4_OK)
            }
            None => Ok(H4_NONE),
        }
    })
}
