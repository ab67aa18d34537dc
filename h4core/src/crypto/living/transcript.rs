//! The transcript: a digest of all blocks before, carried in each header.

use crate::hash::{Digest, Sha256};

/// T(0).
pub(super) const START: Digest = [0; 32];

/// T(n + 1) from T(n), the header of block n, and what follows the header, in two parts.
pub(super) fn after(before: &Digest, header: &[u8], body: &[u8], tag: &[u8]) -> Digest {
    let mut sealed = Sha256::new();
    sealed.update(body);
    sealed.update(tag);
    let mut link = Sha256::new();
    link.update(before);
    link.update(&Sha256::of(header));
    link.update(&sealed.finish());
    link.finish()
}
