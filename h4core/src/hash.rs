//! CRC-32 and SHA-256: the one place that names their crates. SPEC.md, "Checksums".

use sha2::Digest as _;

/// A SHA-256 digest.
pub type Digest = [u8; 32];

/// The hasher that constructions over SHA-256 are built on; its state is wiped on drop.
#[cfg(feature = "mask")]
pub(crate) use sha2::Sha256 as Hasher;

/// CRC-32 as in IEEE 802.3 and zlib, fed in pieces.
#[derive(Clone, Debug, Default)]
pub struct Crc32(crc_32::State);

impl Crc32 {
    /// The checksum of nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
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
        self.0.value()
    }
}

/// As fast as the processor allows, with a table of 16 KiB where it has no instruction for it.
#[cfg(not(feature = "small-crc"))]
mod crc_32 {
    #[derive(Clone, Debug, Default)]
    pub(super) struct State(crc32fast::Hasher);

    impl State {
        pub(super) fn update(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }

        pub(super) fn value(&self) -> u32 {
            self.0.clone().finalize()
        }
    }
}

/// Small: bit by bit. On a Cortex-M4 at opt-level "z" a byte takes 84 instructions; with `Table<1>` in place of `NoTable` it would take
/// 11, and the program 1 KiB more.
#[cfg(feature = "small-crc")]
mod crc_32 {
    use crc::{CRC_32_ISO_HDLC, Crc, NoTable};

    static CRC: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC);

    /// The checksum so far: the crate's own digest would hold a pointer.
    #[derive(Clone, Debug, Default)]
    pub(super) struct State(u32);

    impl State {
        pub(super) fn update(&mut self, bytes: &[u8]) {
            // The crate takes the register as an algorithm's catalogue has it, not reflected and before its last inversion.
            let mut digest = CRC.digest_with_initial((!self.0).reverse_bits());
            digest.update(bytes);
            self.0 = digest.finalize();
        }

        pub(super) const fn value(&self) -> u32 {
            self.0
        }
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
    pub fn finish(mut self) -> Digest {
        self.take()
    }

    /// The digest of the bytes so far; more may follow.
    #[must_use]
    pub fn so_far(&self) -> Digest {
        self.clone().take()
    }

    /// The digest, taken where the hash is: its state is longer than what is left to do.
    fn take(&mut self) -> Digest {
        let mut digest = Digest::default();
        self.0.finalize_into_reset((&mut digest).into());
        digest
    }
}

/// SHA-256 of many short messages, each one block with its padding.
#[cfg(feature = "mask")]
pub(crate) mod one_block {
    use core::{iter, slice};

    use crate::bytes;

    /// The eight words of a SHA-256 state; of a digest, in big-endian, the bytes.
    pub(crate) type Words = [u32; 8];

    /// The state SHA-256 begins with: FIPS 180-4, section 5.3.3.
    const INITIAL: Words = [
        0x6a09_e667,
        0xbb67_ae85,
        0x3c6e_f372,
        0xa54f_f53a,
        0x510e_527f,
        0x9b05_688c,
        0x1f83_d9ab,
        0x5be0_cd19,
    ];

    /// Pads the message of `N` bytes, at most 55, that begins `block`: the one block that SHA-256 makes of it.
    pub(crate) fn pad<const N: usize>(block: &mut [u8; 64]) {
        const { assert!(N <= 55, "the padding takes nine bytes") };
        let bits = bytes::len_u64(N).saturating_mul(8).to_be_bytes();
        let zeros = const { 55_usize.saturating_sub(N) };
        let padding = iter::once(0x80).chain(iter::repeat_n(0, zeros));
        for (to, from) in block.iter_mut().skip(N).zip(padding.chain(bits)) {
            *to = from;
        }
    }

    /// The digests of messages padded by [`pad`], one after another. What is left over of the longer slice is not touched.
    ///
    /// Where the processor hashes in hardware this takes about half the time of [`super::Sha256`]: nothing is buffered, and no
    /// digest waits for the one before.
    pub(crate) fn digests(blocks: &[[u8; 64]], digests: &mut [Words]) {
        for (digest, block) in digests.iter_mut().zip(blocks) {
            *digest = INITIAL;
            sha2::block_api::compress256(digest, slice::from_ref(block));
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::hash::Sha256;

        #[test]
        fn a_padded_block_hashes_like_its_message() {
            fn check<const N: usize>() {
                let message: [u8; N] = core::array::from_fn(|i| u8::try_from(i).unwrap() ^ 0xa5);
                let mut block = [0xa5; 64];
                block[..N].copy_from_slice(&message);
                pad::<N>(&mut block);
                let mut words = [[0xa5a5_a5a5; 8]; 3];
                digests(&[block; 2], &mut words);
                for digest in &words[..2] {
                    assert_eq!(
                        digest.map(u32::to_be_bytes).as_flattened(),
                        Sha256::of(&message)
                    );
                }
                assert_eq!(words[2], [0xa5a5_a5a5; 8]);
            }
            check::<0>();
            check::<1>();
            check::<36>();
            check::<54>();
            check::<55>();
        }
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
    fn crc32_is_equal_whichever_crate_takes_it() {
        let bytes: [u8; 300] = core::array::from_fn(|i| (i * 167 % 251).try_into().unwrap());
        for len in 0..=bytes.len() {
            let mut crc = Crc32::new();
            crc.update(&bytes[..len / 3]);
            crc.update(&bytes[len / 3..len]);
            assert_eq!(crc.value(), crc32fast::hash(&bytes[..len]), "{len}");
        }
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
