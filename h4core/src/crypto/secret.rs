//! A secret as a type: wiped on drop, not printable, compared in constant time. The one place that names the crates for it.

use core::fmt;

use ctutils::CtEq as _;
pub(crate) use zeroize::{Zeroize, ZeroizeOnDrop};

/// `N` bytes that nobody else is to learn.
///
/// Wiped on drop, where it is then. A move may leave a copy behind that nothing wipes: make a secret as [`Self::ZERO`] where it
/// is to live, fill it there, lend it out.
pub struct Secret<const N: usize>([u8; N]);

impl<const N: usize> Secret<N> {
    /// `N` zero bytes, to be filled.
    pub const ZERO: Self = Self([0; N]);

    /// Takes `bytes`; the caller's own copy stays the caller's to wipe.
    #[must_use]
    pub const fn new(bytes: [u8; N]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    #[must_use]
    pub const fn expose(&self) -> &[u8; N] {
        &self.0
    }

    /// The bytes, to be filled.
    #[must_use]
    pub const fn expose_mut(&mut self) -> &mut [u8; N] {
        &mut self.0
    }

    /// Makes every byte zero, in a way that the compiler keeps.
    pub fn wipe(&mut self) {
        self.0.zeroize();
    }
}

impl<const N: usize> Drop for Secret<N> {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl<const N: usize> ZeroizeOnDrop for Secret<N> {}

impl<const N: usize> Clone for Secret<N> {
    fn clone(&self) -> Self {
        Self(self.0)
    }

    /// Copies in place, so nothing is moved.
    fn clone_from(&mut self, source: &Self) {
        self.0 = source.0;
    }
}

impl<const N: usize> PartialEq for Secret<N> {
    /// Takes the same time whatever the bytes.
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).to_bool()
    }
}

impl<const N: usize> Eq for Secret<N> {}

impl<const N: usize> fmt::Debug for Secret<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Makes `value` zero, in a way that the compiler keeps; for large arrays a fraction of what wiping byte by byte takes.
pub(crate) fn wipe<T>(value: &mut T, zero: T) {
    *value = zero;
    zeroize::optimization_barrier(value);
}

/// Wipes what the functions called before left on the stack, as far as `N` bytes below the caller's frame reach.
///
/// For crates that keep secrets in plain local variables. They must be called through a function that is never inlined.
pub(crate) fn wipe_stack<const N: usize>() {
    zeroize::zeroize_stack::<N>();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    #[test]
    fn a_secret_does_not_print() {
        assert_eq!(format!("{:?}", Secret::new([0x41; 32])), "Secret(..)");
        assert_eq!(
            format!("{:#?}", Some(Secret::new([7]))),
            "Some(\n    Secret(..),\n)"
        );
    }

    #[test]
    fn secrets_are_equal_when_every_bit_is() {
        let secret = Secret::new([0xa5; 32]);
        assert_eq!(secret, secret.clone());
        for bit in 0..256 {
            let mut other = secret.clone();
            other.expose_mut()[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(secret, other);
        }
    }

    #[test]
    fn dropping_wipes() {
        let mut secret = Secret::new([0xa5; 40]);
        secret.wipe();
        assert_eq!(secret.expose(), &[0; 40]);
        assert!(core::mem::needs_drop::<Secret<40>>());
    }
}
