//! What an engine makes of a fixed input, as a digest. SPEC.md, "Engines", "Fingerprint".

use core::fmt::{self, Write as _};

use crate::bytes;
use crate::engine::Engine;
use crate::error::Error;
use crate::hash::{Digest, Sha256};

/// Blocks of the probe.
pub const PROBE_BLOCKS: u8 = 8;
/// The length of each in bytes.
pub const PROBE_BLOCK_LEN: usize = 512;

/// Where the second run of the probe's blocks 0 to 5 begins: lengths around one, two and three pairs of run-length packing.
const SECOND_RUN: [u16; 6] = [512, 511, 510, 257, 256, 254];

/// SHA-256 of what an engine packs the probe to. Another behaviour gives another fingerprint.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub Digest);

impl Fingerprint {
    /// As META writes it: 64 hexadecimal digits, lower case.
    #[must_use]
    pub fn hex(&self) -> [u8; 64] {
        let mut out = [0; 64];
        let (pairs, _) = out.as_chunks_mut::<2>();
        for (to, byte) in pairs.iter_mut().zip(self.0) {
            *to = [byte >> 4, byte & 15].map(|digit| match digit {
                0..10 => digit | b'0',
                _ => digit.wrapping_add(b'a' - 10),
            });
        }
        out
    }

    /// The fingerprint of 64 hexadecimal digits of either case; none of any other text.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits: &[u8; 64] = text.as_bytes().try_into().ok()?;
        let mut out = [0; 32];
        let (pairs, _) = digits.as_chunks::<2>();
        for (to, [high, low]) in out.iter_mut().zip(pairs) {
            *to = nibble(*high)? << 4 | nibble(*low)?;
        }
        Some(Self(out))
    }
}

fn nibble(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}

impl fmt::Display for Fingerprint {
    /// 64 hexadecimal digits, lower case.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.hex()
            .into_iter()
            .try_for_each(|digit| f.write_char(char::from(digit)))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// Writes block `number` of the probe, from 0 to [`PROBE_BLOCKS`] − 1; any greater number gives the last one.
pub fn probe_block(number: u8, out: &mut [u8; PROBE_BLOCK_LEN]) {
    let second_run = SECOND_RUN.get(usize::from(number));
    for (to, at) in out.iter_mut().zip(0_u16..) {
        let [low, _] = match (number, second_run) {
            (_, Some(start)) if at < *start => u16::from(number),
            (_, Some(_)) => u16::from(!number),
            (6, None) => at.isqrt(),
            _ => at.wrapping_mul(7),
        }
        .to_le_bytes();
        *to = low;
    }
}

/// The memory in bytes that [`fingerprint`] works in; none if the engine takes no block of [`PROBE_BLOCK_LEN`] bytes.
#[must_use]
pub fn work_len<E: Engine + ?Sized>(engine: &E) -> Option<u64> {
    let probe = bytes::len_u64(PROBE_BLOCK_LEN);
    engine.max_packed_len(probe)?.checked_add(probe)
}

/// The fingerprint of an engine, made with [`work_len`] bytes of the caller's memory: 1024 for [`super::Store`], 1536 for
/// [`super::RunLength`].
///
/// Says how the engine packs, and nothing of how it unpacks.
///
/// # Errors
/// [`Error::TooSmall`] if `work` is, [`Error::Range`] for an engine without [`work_len`], and what its `pack` refuses.
pub fn fingerprint<E: Engine + ?Sized>(engine: &E, work: &mut [u8]) -> Result<Fingerprint, Error> {
    let needed = work_len(engine).ok_or(Error::Range)?;
    let whole = bytes::len_u64(work.len()) >= needed;
    let (block, packed) = work
        .split_first_chunk_mut()
        .filter(|_| whole)
        .ok_or(Error::TooSmall { needed })?;
    let mut sha = Sha256::new();
    for number in 0..PROBE_BLOCKS {
        probe_block(number, block);
        let len = engine.pack(block, packed)?;
        sha.update(packed.get(..len).ok_or(Error::Range)?);
    }
    Ok(Fingerprint(sha.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::{String, ToString as _};

    #[test]
    fn hex_is_read_in_either_case_and_written_in_lower() {
        let fingerprint = Fingerprint(core::array::from_fn(|i| {
            0xa0 ^ (u8::try_from(i).unwrap() * 7)
        }));
        let text = fingerprint.to_string();
        assert!(text.starts_with("a0a7aeb5"), "{text}");
        assert_eq!(text.as_bytes(), fingerprint.hex());
        assert_eq!(Fingerprint::from_hex(&text), Some(fingerprint));
        let upper = text.to_uppercase();
        assert_eq!(Fingerprint::from_hex(&upper), Some(fingerprint));
    }

    #[test]
    fn text_that_is_not_64_digits_is_no_fingerprint() {
        let digits = Fingerprint([0xa5; 32]).hex().map(char::from);
        let text = String::from_iter(digits);
        for wrong in [
            "",
            "unknown",
            &text.replacen('a', "", 1),
            &(text.clone() + "0"),
        ] {
            assert_eq!(Fingerprint::from_hex(wrong), None, "{wrong}");
        }
        for at in 0..64 {
            for digit in ['g', '/', ':', '@', 'G', '`', '+', ' '] {
                let mut wrong = digits;
                wrong[at] = digit;
                let wrong = String::from_iter(wrong);
                assert_eq!(Fingerprint::from_hex(&wrong), None, "{wrong}");
            }
        }
    }
}
