//! META and SAFE as objects of a file.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use h4core::container::{Chunk, media_lengths, object};
use h4core::wire::json::Object;

use super::json::{Field, give};
use super::pointer::Call;
use super::status::{H4_OK, end_with, h4_fault_t, h4_status_t};
use super::types::{h4_chunk_t, h4_lengths_t};

/// Whether the payload of META or SAFE is one JSON object in UTF-8. On request only: a file is verified without it.
///
/// json: json_len bytes, the payload. chunk: the chunk it is from, META or SAFE; its tag names the rule.
/// scratch: scratch_len bytes, for strings with escapes; json_len always suffices, none are needed without a backslash. What they
/// hold afterwards is of no use. They must not overlap json. fault: may be NULL.
/// Returns H4_OK, H4_ERR_META_JSON, H4_ERR_SAFE_JSON, H4_ERR_TOO_SMALL for the scratch, H4_ERR_MISPLACED for another tag, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_json_check(
    json: *const u8,
    json_len: usize,
    chunk: *const h4_chunk_t,
    scratch: *mut u8,
    scratch_len: usize,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let fault = call.fault(fault);
    end_with(fault, || {
        let scratch = call.output(scratch, scratch_len)?;
        let chunk = Chunk {
            info: call.value(chunk)?.info(),
            payload: call.input(json, json_len)?,
        };
        object(&chunk, scratch)?;
        Ok(H4_OK)
    })
}

/// What the SEEK offsets of a file with this META count.
///
/// lengths: H4_LENGTHS_UNKNOWN where an engine changed the lengths and block_size is missing.
/// json and scratch as for h4_json_has.
/// Returns H4_OK, H4_ERR_JSON, H4_ERR_FIELD_TWICE and H4_ERR_FIELD_TYPE of a field that says it, H4_ERR_TOO_SMALL for the scratch, or
/// misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_json_media_lengths(
    json: *const u8,
    json_len: usize,
    scratch: *mut u8,
    scratch_len: usize,
    lengths: *mut h4_lengths_t,
) -> h4_status_t {
    let field = Field {
        json,
        json_len,
        path: core::ptr::null(),
        path_len: 0,
        scratch,
        scratch_len,
    };
    let lengths = (lengths, h4_lengths_t::UNKNOWN);
    let read = |object: &Object<'_>, _: &[&str], scratch: &mut [u8]| {
        media_lengths(object, scratch).map(Some)
    };
    give(&Call::new(), field, lengths, read, h4_lengths_t::of)
}
