//! Secrets on their way to the caller's memory.

use core::hint::black_box;

use super::status::{Failure, end, h4_status_t};

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
