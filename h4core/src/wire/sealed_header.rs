//! The header of a sealed block: 78 bytes, or 110 with a public key. SPEC.md, "Living Cipher v3".

use crate::bytes;
use crate::error::Error;

mod field {
    pub(super) const MAGIC: usize = 0;
    pub(super) const SUITE_LEN: usize = 5;
    pub(super) const SUITE: usize = 6;
    pub(super) const COUNTER: usize = 37;
    pub(super) const TRANSCRIPT: usize = 45;
    pub(super) const FLAGS: usize = 77;
}

/// Length in bytes without a public key.
pub const LEN: usize = 78;
/// Length in bytes of the public key that follows where the flags are 1.
pub const KEY_LEN: usize = 32;
/// Length in bytes with a public key.
pub const LEN_WITH_KEY: usize = LEN + KEY_LEN;
/// Length in bytes of the tag that ends a sealed block.
pub const TAG_LEN: usize = 16;
/// What sealing adds to a plaintext without a public key, in bytes.
pub const OVERHEAD: usize = LEN + TAG_LEN;
/// What sealing adds to a plaintext with a public key, in bytes.
pub const OVERHEAD_WITH_KEY: usize = LEN_WITH_KEY + TAG_LEN;
/// The longest plaintext in bytes: its sealed block still fits the payload of a chunk.
pub const MAX_PLAINTEXT_LEN: u64 = u32::MAX as u64 - OVERHEAD_WITH_KEY as u64;
/// The first counter that is neither sealed nor opened.
pub const END: u64 = u64::MAX - (1 << 13);
/// The first five bytes.
pub const MAGIC: [u8; 5] = *b"H4LC3";
/// The one suite.
pub const SUITE: [u8; SUITE_LEN] = *b"H4-LIVING-AESGCM-HKDF-SHA256-v3";

const SUITE_LEN: usize = 31;
/// [`SUITE_LEN`] as it stands in a header.
const SUITE_LEN_BYTE: u8 = 31;

/// Whether the block of this counter carries a public key: it is a multiple, past 0, of an interval other than 0.
#[must_use]
pub const fn is_boundary(counter: u64, interval: u32) -> bool {
    match counter.checked_rem(interval as u64) {
        Some(rest) => rest == 0 && counter > 0,
        None => false,
    }
}

/// The length of a header with or without a public key, in bytes.
#[must_use]
pub const fn len(with_key: bool) -> usize {
    if with_key { LEN_WITH_KEY } else { LEN }
}

/// Where the header of `block`, a header and what it heads, ends by its flags byte; none if `block` is shorter than that.
/// The flags byte is believed and nothing else is looked at.
#[must_use]
pub fn end_in(block: &[u8]) -> Option<usize> {
    let len = len(*block.get(field::FLAGS)? == 1);
    (block.len() >= len).then_some(len)
}

/// A header as bytes.
#[derive(Clone, Copy, Debug)]
pub struct SealedHeader<'a> {
    fixed: &'a [u8; LEN],
    rest: &'a [u8],
}

impl<'a> SealedHeader<'a> {
    /// Looks at `bytes`; none if they are fewer than [`LEN`].
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let (fixed, rest) = bytes.split_first_chunk()?;
        Some(Self { fixed, rest })
    }

    /// The magic as it stands there.
    #[must_use]
    pub fn magic(&self) -> [u8; 5] {
        bytes::field::<{ field::MAGIC }, 5, LEN>(self.fixed)
    }

    /// The length of the suite text as it stands there.
    #[must_use]
    pub fn suite_len(&self) -> u8 {
        let [len] = bytes::field::<{ field::SUITE_LEN }, 1, LEN>(self.fixed);
        len
    }

    /// The suite text as it stands there.
    #[must_use]
    pub fn suite(&self) -> [u8; SUITE_LEN] {
        bytes::field::<{ field::SUITE }, SUITE_LEN, LEN>(self.fixed)
    }

    /// The block's counter.
    #[must_use]
    pub fn counter(&self) -> u64 {
        u64::from_be_bytes(bytes::field::<{ field::COUNTER }, 8, LEN>(self.fixed))
    }

    /// The transcript of the blocks before, T(counter).
    #[must_use]
    pub fn transcript(&self) -> [u8; 32] {
        bytes::field::<{ field::TRANSCRIPT }, 32, LEN>(self.fixed)
    }

    /// The flags as they stand there: 0 or 1 where they are legal.
    #[must_use]
    pub fn flags(&self) -> u8 {
        let [flags] = bytes::field::<{ field::FLAGS }, 1, LEN>(self.fixed);
        flags
    }

    /// What follows the flags: nothing or a public key where it is legal.
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

/// A legal header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Repr {
    /// The block's counter, below [`END`].
    pub counter: u64,
    /// The transcript of the blocks before, T(counter).
    pub transcript: [u8; 32],
    /// The public key, at a boundary and nowhere else.
    pub key: Option<[u8; KEY_LEN]>,
}

impl Repr {
    /// Checks everything that can be checked without a secret: the exact length, the constants, flags 0 or 1 and set
    /// exactly at a boundary of `interval` (0 has none), the counter below [`END`].
    ///
    /// # Errors
    /// [`Error::Header`].
    pub fn parse(view: &SealedHeader<'_>, interval: u32) -> Result<Self, Error> {
        let counter = view.counter();
        let key = match (view.flags(), view.rest()) {
            (0, []) => None,
            (1, key) => Some(<[u8; KEY_LEN]>::try_from(key).map_err(|_| Error::Header)?),
            _ => return Err(Error::Header),
        };
        let constants =
            view.magic() == MAGIC && view.suite_len() == SUITE_LEN_BYTE && view.suite() == SUITE;
        if constants && counter < END && key.is_some() == is_boundary(counter, interval) {
            Ok(Self {
                counter,
                transcript: view.transcript(),
                key,
            })
        } else {
            Err(Error::Header)
        }
    }

    /// The header's length in bytes.
    #[must_use]
    pub const fn byte_len(&self) -> usize {
        len(self.key.is_some())
    }

    /// Writes the header to the front of `out` and gives it back; the bytes behind it stay.
    #[must_use]
    pub fn emit<'o>(&self, out: &'o mut [u8; LEN_WITH_KEY]) -> &'o [u8] {
        let flags = u8::from(self.key.is_some());
        bytes::put::<{ field::MAGIC }, 5, LEN_WITH_KEY>(out, MAGIC);
        bytes::put::<{ field::SUITE_LEN }, 1, LEN_WITH_KEY>(out, [SUITE_LEN_BYTE]);
        bytes::put::<{ field::SUITE }, SUITE_LEN, LEN_WITH_KEY>(out, SUITE);
        bytes::put::<{ field::COUNTER }, 8, LEN_WITH_KEY>(out, self.counter.to_be_bytes());
        bytes::put::<{ field::TRANSCRIPT }, 32, LEN_WITH_KEY>(out, self.transcript);
        bytes::put::<{ field::FLAGS }, 1, LEN_WITH_KEY>(out, [flags]);
        if let Some(key) = self.key {
            bytes::put::<LEN, KEY_LEN, LEN_WITH_KEY>(out, key);
        }
        out.get(..self.byte_len()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT_BOUNDARY: Repr = Repr {
        counter: 0x0102_0304_0506_0700,
        transcript: [7; 32],
        key: Some([9; 32]),
    };

    fn parse(bytes: &[u8], interval: u32) -> Result<Repr, Error> {
        Repr::parse(&SealedHeader::new(bytes).ok_or(Error::Header)?, interval)
    }

    #[test]
    fn a_header_is_what_it_emits() {
        let mut out = [0xa5; LEN_WITH_KEY];
        let bytes = AT_BOUNDARY.emit(&mut out);
        assert_eq!(&bytes[..6], b"H4LC3\x1f");
        assert_eq!(&bytes[6..37], b"H4-LIVING-AESGCM-HKDF-SHA256-v3");
        assert_eq!(&bytes[37..45], [1, 2, 3, 4, 5, 6, 7, 0]);
        assert_eq!((&bytes[45..77], bytes[77]), (&[7; 32][..], 1));
        assert_eq!(&bytes[78..], [9; 32]);
        assert_eq!(parse(bytes, 256), Ok(AT_BOUNDARY));

        let plain = Repr {
            key: None,
            ..AT_BOUNDARY
        };
        let mut out = [0xa5; LEN_WITH_KEY];
        let bytes = plain.emit(&mut out);
        assert_eq!(bytes.len(), LEN);
        assert_eq!(parse(bytes, 0), Ok(plain));
        assert_eq!(&out[LEN..], [0xa5; 32]);
    }

    #[test]
    fn every_other_length_is_refused() {
        let mut out = [0; LEN_WITH_KEY];
        let bytes = AT_BOUNDARY.emit(&mut out).to_vec();
        for len in 0..bytes.len() {
            assert_eq!(parse(&bytes[..len], 256), Err(Error::Header));
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert_eq!(parse(&longer, 256), Err(Error::Header));
        longer[77] = 0;
        for len in [77, 79, 109, 110, 111] {
            assert_eq!(parse(&longer[..len], 0), Err(Error::Header));
        }
        assert!(parse(&longer[..78], 0).is_ok());
    }

    #[test]
    fn every_flipped_bit_of_the_constants_and_the_flags_is_refused() {
        for bit in (0..field::COUNTER * 8).chain(field::FLAGS * 8..LEN * 8) {
            let mut bytes = [0; LEN_WITH_KEY];
            let _ = AT_BOUNDARY.emit(&mut bytes);
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(parse(&bytes, 256), Err(Error::Header), "bit {bit}");
        }
    }

    #[test]
    fn a_key_stands_exactly_at_a_boundary() {
        let mut out = [0; LEN_WITH_KEY];
        let bytes = AT_BOUNDARY.emit(&mut out);
        assert_eq!(parse(bytes, 0), Err(Error::Header));
        assert_eq!(parse(bytes, 512), Err(Error::Header));
        for (counter, interval, boundary) in [
            (0, 4, false),
            (3, 4, false),
            (4, 4, true),
            (1, 1, true),
            (4, 0, false),
            (u64::from(u32::MAX), u32::MAX, true),
        ] {
            assert_eq!(is_boundary(counter, interval), boundary);
        }
    }

    #[test]
    fn counters_from_the_end_on_are_refused() {
        assert_eq!(END, 18_446_744_073_709_543_423);
        for (counter, legal) in [(END - 1, true), (END, false), (u64::MAX, false)] {
            let header = Repr {
                counter,
                transcript: [0; 32],
                key: None,
            };
            let mut out = [0; LEN_WITH_KEY];
            assert_eq!(parse(header.emit(&mut out), 0).is_ok(), legal);
        }
    }

    #[test]
    fn a_block_is_split_by_its_flags_byte() {
        let mut block = [0; 120];
        assert_eq!(end_in(&block), Some(78));
        assert_eq!(end_in(&block[..78]), Some(78));
        assert_eq!(end_in(&block[..77]), None);
        block[77] = 1;
        assert_eq!(end_in(&block), Some(110));
        assert_eq!(end_in(&block[..109]), None);
    }
}
