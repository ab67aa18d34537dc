//! One block under one message key: sealing it, and trying keys on it.

use super::ratchet::MessageKey;
use super::transcript;
use crate::crypto::aead::{self, TAG_LEN};
use crate::error::Error;
use crate::hash::Digest;
use crate::wire::sealed_header::{LEN_WITH_KEY, MAX_PLAINTEXT_LEN, Repr};

/// The most associated data that a caller binds a block to, in bytes.
pub const AAD_MAX: usize = 1024;

/// A block that was opened.
#[derive(Debug, PartialEq, Eq)]
pub struct Opened<'b> {
    /// The block's counter.
    pub counter: u64,
    /// The plaintext, where the ciphertext was.
    pub plaintext: &'b mut [u8],
}

/// Refuses what no block has: too much associated data, too long a plaintext.
pub(super) fn check_lengths(aad: &[u8], plaintext_len: usize) -> Result<(), Error> {
    let long = u64::try_from(plaintext_len).is_ok_and(|len| len <= MAX_PLAINTEXT_LEN);
    if long && aad.len() <= AAD_MAX {
        Ok(())
    } else {
        Err(Error::Range)
    }
}

/// The caller's associated data and the header, one behind the other.
struct AssociatedData {
    bytes: [u8; AAD_MAX + LEN_WITH_KEY],
    len: usize,
}

impl AssociatedData {
    fn new(aad: &[u8], header: &[u8]) -> Self {
        let mut bytes = [0; AAD_MAX + LEN_WITH_KEY];
        let (front, behind) = bytes.split_at_mut(aad.len().min(AAD_MAX));
        front.copy_from_slice(aad.get(..front.len()).unwrap_or_default());
        for (to, from) in behind.iter_mut().zip(header) {
            *to = *from;
        }
        Self {
            bytes,
            len: aad.len().saturating_add(header.len()),
        }
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

/// Encrypts `body` in place under `header`, and gives the tag and the transcript after the block.
pub(super) fn seal(
    key: &MessageKey,
    header: &Repr,
    header_bytes: &[u8],
    aad: &[u8],
    body: &mut [u8],
) -> Result<([u8; TAG_LEN], Digest), Error> {
    let nonce = key.nonce(header.counter);
    let associated = AssociatedData::new(aad, header_bytes);
    let tag = aead::seal(key.secret(), &nonce, associated.bytes(), body)?;
    let after = transcript::after(&header.transcript, header_bytes, body, &tag);
    Ok((tag, after))
}

/// A block that has arrived, its header parsed.
pub(super) struct Arrival<'b> {
    pub(super) header: Repr,
    /// The transcript after this block.
    pub(super) after: Digest,
    associated: AssociatedData,
    body: &'b mut [u8],
    /// None where there are not even the bytes of a tag; no key opens that.
    tag: Option<[u8; TAG_LEN]>,
}

impl<'b> Arrival<'b> {
    pub(super) fn new(header: Repr, header_bytes: &[u8], aad: &[u8], sealed: &'b mut [u8]) -> Self {
        let tag = sealed.last_chunk().copied();
        let len = tag.map_or(sealed.len(), |_| sealed.len().saturating_sub(TAG_LEN));
        let (body, tag_bytes) = sealed.split_at_mut(len);
        Self {
            header,
            after: transcript::after(&header.transcript, header_bytes, body, tag_bytes),
            associated: AssociatedData::new(aad, header_bytes),
            body,
            tag,
        }
    }

    /// Decrypts if `key` is the one; otherwise leaves the bytes as they are.
    pub(super) fn try_key(&mut self, key: &MessageKey) -> bool {
        let nonce = key.nonce(self.header.counter);
        self.tag.is_some_and(|tag| {
            aead::open(
                key.secret(),
                &nonce,
                self.associated.bytes(),
                self.body,
                &tag,
            )
            .is_ok()
        })
    }

    /// Takes back what `key` has decrypted: encrypting again gives the bytes that arrived.
    pub(super) fn take_back(&mut self, key: &MessageKey) {
        let nonce = key.nonce(self.header.counter);
        // A body that was decrypted is not too long to be encrypted.
        let _ = aead::seal(key.secret(), &nonce, self.associated.bytes(), self.body);
    }

    pub(super) fn reveal(self) -> Opened<'b> {
        Opened {
            counter: self.header.counter,
            plaintext: self.body,
        }
    }
}
