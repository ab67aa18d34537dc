//! What a sealed block of a container is bound to: the associated data `H4MK|…`. SPEC.md, "Living Cipher v3".
//!
//! It is authenticated and never stored: whoever opens a block makes it again from what the container says.

use crate::error::Error;

/// The longest binding in bytes.
pub const MAX_LEN: usize =
    PREFIX.len() + 2 * (FIELD_MAX + 1) + 2 * (HEX_LEN + 1) + 2 * DECIMAL_MAX + 1;
/// The longest engine id or track id in bytes.
pub const FIELD_MAX: usize = 255;
/// The track id of the empty block that ends a sealed container.
pub const END_TRACK: &str = "~end";

const PREFIX: &[u8] = b"H4MK|";
const HEX_LEN: usize = 64;
const DECIMAL_MAX: usize = 20;
const SEPARATOR: u8 = b'|';

/// Whether `text` can be a field: 1 to 255 bytes of 0x21 to 0x7E without `|`.
#[must_use]
pub fn is_field(text: &str) -> bool {
    (1..=FIELD_MAX).contains(&text.len())
        && text
            .bytes()
            .all(|byte| matches!(byte, 0x21..=0x7e) && byte != SEPARATOR)
}

/// The 32 bytes of 64 lower-case hexadecimal digits; none of any other text.
#[must_use]
pub fn digest_of_hex(text: &str) -> Option<[u8; 32]> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let mut digest = [0; 32];
    if !rest.is_empty() || pairs.len() != digest.len() {
        return None;
    }
    for (byte, [high, low]) in digest.iter_mut().zip(pairs) {
        *byte = nibble(*high)? << 4 | nibble(*low)?;
    }
    Some(digest)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => digit.checked_sub(b'0'),
        b'a'..=b'f' => digit.checked_sub(b'a' - 10),
        _ => None,
    }
}

/// What the blocks of one track of one container are bound to, beside their own time and number. Only a legal one can be
/// made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BlockBinding<'a> {
    engine_id: &'a str,
    engine_fingerprint: &'a [u8; 32],
    container_id: &'a [u8; 32],
    track_id: &'a str,
}

impl<'a> BlockBinding<'a> {
    /// Binds to an engine (its id and fingerprint), a container and a track.
    ///
    /// # Errors
    /// [`Error::Range`] if `engine_id` or `track_id` is no field ([`is_field`]), or the track is [`END_TRACK`], which
    /// [`of_the_end`](Self::of_the_end) alone gives.
    pub fn new(
        engine_id: &'a str,
        engine_fingerprint: &'a [u8; 32],
        container_id: &'a [u8; 32],
        track_id: &'a str,
    ) -> Result<Self, Error> {
        if is_field(engine_id) && is_field(track_id) && track_id != END_TRACK {
            Ok(Self {
                engine_id,
                engine_fingerprint,
                container_id,
                track_id,
            })
        } else {
            Err(Error::Range)
        }
    }

    /// The engine's id.
    #[must_use]
    pub const fn engine_id(&self) -> &'a str {
        self.engine_id
    }

    /// The engine's fingerprint.
    #[must_use]
    pub const fn engine_fingerprint(&self) -> &'a [u8; 32] {
        self.engine_fingerprint
    }

    /// The container's id.
    #[must_use]
    pub const fn container_id(&self) -> &'a [u8; 32] {
        self.container_id
    }

    /// The track's id.
    #[must_use]
    pub const fn track_id(&self) -> &'a str {
        self.track_id
    }

    /// The same for the block that ends the container.
    #[must_use]
    pub const fn of_the_end(&self) -> Self {
        Self {
            track_id: END_TRACK,
            ..*self
        }
    }

    /// The associated data of the block with this time and number, written to the front of `out`.
    #[must_use]
    pub fn emit<'o>(&self, pts_us: u64, index: u64, out: &'o mut [u8; MAX_LEN]) -> &'o [u8] {
        let mut text = Text { out, len: 0 };
        text.put(PREFIX);
        text.put(self.engine_id.as_bytes());
        text.separate();
        text.put_hex(self.engine_fingerprint);
        text.separate();
        text.put_hex(self.container_id);
        text.separate();
        text.put(self.track_id.as_bytes());
        text.separate();
        text.put_decimal(pts_us);
        text.separate();
        text.put_decimal(index);
        text.finish()
    }
}

/// Bytes written one behind the other; [`MAX_LEN`] holds every binding.
struct Text<'o> {
    out: &'o mut [u8; MAX_LEN],
    len: usize,
}

impl<'o> Text<'o> {
    fn put(&mut self, bytes: &[u8]) {
        let room = self.out.get_mut(self.len..).unwrap_or_default();
        for (to, from) in room.iter_mut().zip(bytes) {
            *to = *from;
        }
        self.len = self.len.saturating_add(bytes.len()).min(MAX_LEN);
    }

    fn separate(&mut self) {
        self.put(&[SEPARATOR]);
    }

    fn put_hex(&mut self, digest: &[u8; 32]) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        for byte in digest {
            for nibble in [byte >> 4, byte & 15] {
                self.put(
                    DIGITS
                        .get(usize::from(nibble)..)
                        .and_then(|d| d.get(..1))
                        .unwrap_or_default(),
                );
            }
        }
    }

    fn put_decimal(&mut self, number: u64) {
        let mut digits = [0; DECIMAL_MAX];
        let mut rest = number;
        let mut count = 0usize;
        for digit in digits.iter_mut().rev() {
            // A remainder by ten fits a byte.
            *digit = u8::try_from(rest % 10).unwrap_or_default() | b'0';
            rest /= 10;
            count = count.saturating_add(1);
            if rest == 0 {
                break;
            }
        }
        self.put(
            digits
                .get(DECIMAL_MAX.saturating_sub(count)..)
                .unwrap_or_default(),
        );
    }

    fn finish(self) -> &'o [u8] {
        self.out.get(..self.len).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;
    use std::string::String;

    #[test]
    fn a_binding_is_its_fields_between_bars() {
        let binding = BlockBinding::new(
            "geometric-reference",
            &[0xab; 32],
            &[0xcd; 32],
            "video_main",
        )
        .unwrap();
        let expected = format!(
            "H4MK|geometric-reference|{}|{}|video_main|33333|1",
            "ab".repeat(32),
            "cd".repeat(32)
        );
        let mut out = [0xa5; MAX_LEN];
        assert_eq!(binding.emit(33_333, 1, &mut out), expected.as_bytes());
        let end = binding.of_the_end().emit(0, 10, &mut out);
        assert!(end.ends_with(b"|~end|0|10"));
    }

    #[test]
    fn the_longest_binding_fills_the_buffer() {
        let field = "~".repeat(FIELD_MAX);
        let binding = BlockBinding::new(&field, &[0; 32], &[0xff; 32], &field).unwrap();
        let mut out = [0xa5; MAX_LEN];
        let bytes = binding.emit(u64::MAX, u64::MAX, &mut out);
        assert_eq!(bytes.len(), MAX_LEN);
        assert!(bytes.ends_with(b"|18446744073709551615|18446744073709551615"));
        assert_eq!(MAX_LEN, 688);
    }

    #[test]
    fn a_field_that_could_be_read_as_two_is_refused() {
        let long = "x".repeat(FIELD_MAX + 1);
        for bad in ["", "a|b", "|", "a b", "tab\t", "\u{7f}", "Ø", long.as_str()] {
            let refused = Err(Error::Range);
            assert_eq!(BlockBinding::new(bad, &[0; 32], &[0; 32], "t"), refused);
            assert_eq!(BlockBinding::new("e", &[0; 32], &[0; 32], bad), refused);
        }
        for byte in 0..=0x7f_u8 {
            let text = String::from(char::from(byte));
            assert_eq!(is_field(&text), byte.is_ascii_graphic() && byte != b'|');
        }
    }

    #[test]
    fn no_track_has_the_id_of_the_end() {
        let binding = BlockBinding::new("e", &[0; 32], &[0; 32], END_TRACK);
        assert_eq!(binding, Err(Error::Range));
    }

    #[test]
    fn hexadecimal_is_64_lower_case_digits() {
        let text = "0123456789abcdef".repeat(4);
        let digest = digest_of_hex(&text).unwrap();
        assert_eq!(
            digest[..8],
            [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]
        );
        for bad in [
            text.strip_prefix("0").unwrap(),
            &text.to_uppercase(),
            &format!("{text}0"),
            &text.replace('f', "g"),
            "",
        ] {
            assert_eq!(digest_of_hex(bad), None);
        }
    }
}
