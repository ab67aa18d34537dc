//! The META and SAFE of a standard export.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_char;

use h4core::wire::meta::{STANDARD_SAFE, StandardMeta};

use super::pointer::Call;
use super::status::{Failure, H4_OK, end, h4_status_t};
use super::text::c_text;
use super::token::flag;

/// The META of a standard export.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_standard_meta_t {
    /// Frames in a second, greater than 0 and at most 1 000 000.
    pub fps_hint: f64,
    /// The length of a block in bytes.
    pub block_size: u32,
    /// Blocks from one key block to the next.
    pub gop: u32,
    /// 1 if the blocks carry the transport mask, otherwise 0.
    pub masked: u32,
    /// Not used; 0.
    pub reserved: u32,
}

fn meta_of(call: &Call, meta: *const h4_standard_meta_t) -> Result<StandardMeta, Failure> {
    let meta = call.value(meta)?;
    Ok(StandardMeta {
        block_size: meta.block_size,
        fps_hint: meta.fps_hint,
        gop: meta.gop,
        masked: flag(meta.masked)?,
    })
}

/// The length in bytes of what h4_standard_meta_emit writes.
///
/// Returns H4_OK, H4_ERR_RANGE if fps_hint is outside its range or not a number or masked is neither 0 nor 1, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_standard_meta_len(
    meta: *const h4_standard_meta_t,
    len: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let len = call.out(len, 0);
    end(|| {
        len?.set(meta_of(&call, meta)?.emitted_len()?);
        Ok(H4_OK)
    })
}

/// Writes META as a JSON object without insignificant white space to the front of out.
///
/// out: out_len bytes. len: the number of bytes written; they end without NUL.
/// Returns H4_OK, H4_ERR_TOO_SMALL, otherwise as h4_standard_meta_len. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_standard_meta_emit(
    meta: *const h4_standard_meta_t,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let len = call.out(len, 0);
    end(|| {
        let mut len = len?;
        let out = call.output(out, out_len)?;
        len.set(meta_of(&call, meta)?.emit(out)?);
        Ok(H4_OK)
    })
}

/// The SAFE of a standard export, a JSON object without insignificant white space. The text is constant, ends with NUL, which is no
/// part of the payload, and is never NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_standard_safe() -> *const c_char {
    c_text!(STANDARD_SAFE).as_ptr()
}
