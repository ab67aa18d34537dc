//! The transport mask.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use h4core::crypto::mask::{BlockMask, DEFAULT_CONTEXT, MIN_KEY_LEN, MaskKey};

use super::pointer::{Call, State};
use super::secret::{KEY, secretly};
use super::state::{h4_mask_key_t, h4_mask_t};
use super::status::{H4_OK, end, h4_status_t};

/// The least length of a master key in bytes.
pub const H4_MASK_MIN_KEY_LEN: usize = 16;

const _: () = assert!(H4_MASK_MIN_KEY_LEN == MIN_KEY_LEN);

impl State for h4_mask_key_t {
    type Inner = MaskKey;
    const KIND: u64 = u64::from_be_bytes(*b"h4mkey_1");
}

impl State for h4_mask_t {
    type Inner = BlockMask;
    const KIND: u64 = u64::from_be_bytes(*b"h4mask_1");
}

/// Makes a key of masks from a master key. Not encryption: a mask hides bytes from casual reading and has no authenticity. The key is a
/// secret: h4_mask_key_wipe when it is not needed any more.
///
/// memory: size bytes, at least H4_MASK_KEY_SIZE, aligned as h4_mask_key_t; all of it is overwritten, also on failure.
/// master_key: len bytes, at least H4_MASK_MIN_KEY_LEN; the caller's own copy stays the caller's to wipe.
/// Returns H4_OK, H4_ERR_SHORT_KEY, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one key while it is made or wiped.
#[unsafe(no_mangle)]
pub extern "C" fn h4_mask_key_init(
    memory: *mut c_void,
    size: usize,
    master_key: *const u8,
    len: usize,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_mask_key_t>(memory, size);
    secretly::<KEY>(|| {
        let place = place?;
        place.put(MaskKey::new(call.input(master_key, len)?)?);
        Ok(H4_OK)
    })
}

/// Ends a key and makes its memory zero. A key that is wiped stays so.
///
/// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
#[unsafe(no_mangle)]
pub extern "C" fn h4_mask_key_wipe(key: *mut h4_mask_key_t) -> h4_status_t {
    let call = Call::new();
    end(|| {
        call.wipe(key)?;
        Ok(H4_OK)
    })
}

/// Makes the mask of one block. Not encryption: a mask hides bytes from casual reading and has no authenticity. The mask is a secret:
/// h4_mask_wipe when it is not needed any more.
///
/// memory: size bytes, at least H4_MASK_SIZE, aligned as h4_mask_t; all of it is overwritten, also on failure.
/// context: context_len bytes of the caller's own; NULL for the default of the format. index: the block's number, from 0.
/// Returns H4_OK, H4_ERR_STATE_SIZE, or misuse. Any thread for one key; one thread at a time for one mask while it is made or wiped.
#[unsafe(no_mangle)]
pub extern "C" fn h4_mask_init(
    memory: *mut c_void,
    size: usize,
    key: *const h4_mask_key_t,
    context: *const u8,
    context_len: usize,
    index: u64,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_mask_t>(memory, size);
    secretly::<KEY>(|| {
        let place = place?;
        let key = call.state(key)?;
        let context = match context.is_null() && context_len == 0 {
            true => DEFAULT_CONTEXT,
            false => call.input(context, context_len)?,
        };
        place.put(key.block(context, index));
        Ok(H4_OK)
    })
}

/// Masks data in place, or unmasks it: the same call does both. A block can be masked in pieces of any size, in any order; pieces that
/// begin at a multiple of 32 cost no hash twice.
///
/// at: the offset of data in the block, in bytes. data: len bytes; NULL if len is 0.
/// Returns H4_OK, H4_ERR_RANGE for data that reaches past 2^37 bytes, which is left as it is, or misuse. Any thread for one mask.
#[unsafe(no_mangle)]
pub extern "C" fn h4_mask_apply(
    mask: *const h4_mask_t,
    at: u64,
    data: *mut u8,
    len: usize,
) -> h4_status_t {
    let call = Call::new();
    end(|| {
        let mask = call.state(mask)?;
        mask.apply(at, call.output(data, len)?)?;
        Ok(H4_OK)
    })
}

/// Ends a mask and makes its memory zero. A mask that is wiped stays so.
///
/// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
#[unsafe(no_mangle)]
pub extern "C" fn h4_mask_wipe(mask: *mut h4_mask_t) -> h4_status_t {
    let call = Call::new();
    end(|| {
        call.wipe(mask)?;
        Ok(H4_OK)
    })
}
