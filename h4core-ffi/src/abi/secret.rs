//! Secrets on their way to the caller's memory.

use core::hint::black_box;

use super::status::{Failure, end, h4_status_t};

/// The depth of the calls that make a key or a mask, in bytes. On 32 bits the depths are measured ones on Cortex-M0 and M4, at
/// opt-level "z" and 3, and some more: 360 of this one, 960 of the next, 5412 of the last. What the core wipes itself is not in them.
pub(super) const KEY: usize = narrow_or(512, 1024);
/// The depth of the calls that make a side of a session.
#[cfg(feature = "cipher")]
pub(super) const SESSION: usize = narrow_or(1152, 2048);
/// The depth of the calls that make, or end, a sealed container.
#[cfg(feature = "cipher")]
pub(super) const CONTAINER: usize = narrow_or(5632, 8192);

const fn narrow_or(narrow: usize, wide: usize) -> usize {
    match cfg!(target_pointer_width = "32") {
        true => narrow,
        false => wide,
    }
}

/// Ends a call that puts a secret in the caller's memory, and overwrites `N` bytes of the stack where it was on its way there. Best
/// effort: how deep a compiler lays frames is its own affair.
pub(super) fn secretly<const N: usize>(
    body: impl FnOnce() -> Result<h4_status_t, Failure>,
) -> h4_status_t {
    let status = apart(body);
    scrub::<N>();
    status
}

/// In a frame below the caller's, where `scrub` reaches.
#[inline(never)]
fn apart(body: impl FnOnce() -> Result<h4_status_t, Failure>) -> h4_status_t {
    end(body)
}

#[inline(never)]
fn scrub<const N: usize>() {
    black_box(&mut [0_u8; N]);
}
