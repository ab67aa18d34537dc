//! CRC-32 and SHA-256: the one place that names their crates. SPEC.md, "Checksums".

use sha2::Digest as _;

/// A SHA-256 digest.
pub type Digest = [u8; 32];

/// CRC-32 as in IEEE 802.3 and zlib, fed in pieces.
#[derive(Clone, Debug, Default)]
pub struct Crc32(crc32fast::Hasher);

impl Crc32 {
    /// The checksum of nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self(crc32fast::Hasher::new())
    }

    /// The checksum of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> u32 {
        let mut crc = Self::new();
        crc.update(bytes);
        crc.value()
    }

    /// Goes on with `bytes`.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The checksum of all bytes so far.
    #[must_use]
    pub fn value(&self) -> u32 {
        self.0.clone().finalize()
    }
}

/// SHA-256, fed in pieces.
#[derive(Clone, Debug, Default)]
pub struct Sha256(sha2::Sha256);

impl Sha256 {
    /// The hash of nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self(sha2::Sha256::new())
    }

    /// The digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Digest {
        let mut sha = Self::new();
        sha.update(bytes);
        sha.finish()
    }

    /// Goes on with `bytes`.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all bytes given.
    #[must_use]
    pub fn finish(self) -> Digest {
        self.0.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc32_check_value() {
        assert_eq!(Crc32::of(b"123456789"), 0xcbf4_3926);
        assert_eq!(Crc32::of(b""), 0);
    }

    #[test]
    fn sha256_of_abc() {
        assert_eq!(Sha256::of(b"abc")[..4], [0xba, 0x78, 0x16, 0xbf]);
    }

    #[test]
    fn pieces_hash_like_the_whole() {
        let (mut crc, mut sha) = (Crc32::new(), Sha256::new());
        for piece in [&b"12345"[..], b"", b"6789"] {
            crc.update(piece);
            sha.update(piece);
        }
        assert_eq!(crc.value(), 0xcbf4_3926);
        assert_eq!(sha.finish(), Sha256::of(b"123456789"));
    }
}
