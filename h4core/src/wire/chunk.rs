//! The twelve bytes before every payload. SPEC.md, "Chunk".

use core::fmt::{self, Write as _};

use crate::bytes;

mod field {
    pub(super) const TAG: usize = 0;
    pub(super) const LEN: usize = 4;
    pub(super) const CRC: usize = 8;
}

/// Length of a chunk header in bytes.
pub const LEN: usize = 12;

/// Four bytes that name what a payload is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag(pub [u8; 4]);

impl Tag {
    /// One media block, opaque.
    pub const CORE: Self = Self(*b"CORE");
    /// The seek table.
    pub const SEEK: Self = Self(*b"SEEK");
    /// A JSON object about the media.
    pub const META: Self = Self(*b"META");
    /// A JSON object: the scope the producer declares.
    pub const SAFE: Self = Self(*b"SAFE");
    /// The SHA-256 of the chunks before it.
    pub const VERI: Self = Self(*b"VERI");
    /// What the blocks of a sealed container are sealed with: its first chunk. To the container itself it is an unknown tag.
    pub const SEAL: Self = Self(*b"SEAL");

    /// Whether the container gives the tag a meaning. SEAL is not one of these: a reader skips it like any other, and a writer
    /// takes it from its caller.
    #[must_use]
    pub const fn is_known(self) -> bool {
        const CORE: u32 = Tag::CORE.word();
        const SEEK: u32 = Tag::SEEK.word();
        const META: u32 = Tag::META.word();
        const SAFE: u32 = Tag::SAFE.word();
        const VERI: u32 = Tag::VERI.word();
        matches!(self.word(), CORE | SEEK | META | SAFE | VERI)
    }

    /// The tag in one piece: byte by byte a comparison is longer.
    const fn word(self) -> u32 {
        u32::from_ne_bytes(self.0)
    }
}

impl fmt::Display for Tag {
    /// Printable ASCII as itself, anything else as `\xNN`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            match byte {
                b' '..=b'~' if byte != b'\\' => f.write_char(char::from(byte))?,
                _ => write!(f, "\\x{byte:02x}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tag({self})")
    }
}

/// A chunk header as bytes.
#[derive(Clone, Copy, Debug)]
pub struct ChunkHeader<'a>(&'a [u8; LEN]);

impl<'a> ChunkHeader<'a> {
    /// Looks at `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8; LEN]) -> Self {
        Self(bytes)
    }

    /// The tag.
    #[must_use]
    pub fn tag(&self) -> Tag {
        Tag(bytes::field::<{ field::TAG }, 4, LEN>(self.0))
    }

    /// The payload's length in bytes.
    #[must_use]
    pub fn payload_len(&self) -> u32 {
        u32::from_be_bytes(bytes::field::<{ field::LEN }, 4, LEN>(self.0))
    }

    /// The payload's CRC-32.
    #[must_use]
    pub fn crc(&self) -> u32 {
        u32::from_be_bytes(bytes::field::<{ field::CRC }, 4, LEN>(self.0))
    }
}

/// A chunk header as values; every value is legal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Repr {
    /// What the payload is.
    pub tag: Tag,
    /// The payload's length in bytes.
    pub payload_len: u32,
    /// The payload's CRC-32.
    pub crc: u32,
}

impl Repr {
    /// The header of bytes; it cannot fail.
    #[must_use]
    pub fn parse(view: &ChunkHeader<'_>) -> Self {
        Self {
            tag: view.tag(),
            payload_len: view.payload_len(),
            crc: view.crc(),
        }
    }

    /// The header as bytes.
    #[must_use]
    pub fn emit(&self) -> [u8; LEN] {
        let mut out = [0; LEN];
        bytes::put::<{ field::TAG }, 4, LEN>(&mut out, self.tag.0);
        bytes::put::<{ field::LEN }, 4, LEN>(&mut out, self.payload_len.to_be_bytes());
        bytes::put::<{ field::CRC }, 4, LEN>(&mut out, self.crc.to_be_bytes());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString as _;

    #[test]
    fn header_is_tag_length_and_crc_in_big_endian() {
        let repr = Repr {
            tag: Tag::CORE,
            payload_len: 0x0102_0304,
            crc: 0xa1a2_a3a4,
        };
        let bytes = *b"CORE\x01\x02\x03\x04\xa1\xa2\xa3\xa4";
        assert_eq!(repr.emit(), bytes);
        assert_eq!(Repr::parse(&ChunkHeader::new(&bytes)), repr);
    }

    #[test]
    fn any_four_bytes_are_a_tag_and_print_as_ascii() {
        assert_eq!(Tag::VERI.to_string(), "VERI");
        assert_eq!(Tag([0, b'\\', 0xff, b'a']).to_string(), "\\x00\\x5c\\xffa");
        assert!(!Tag(*b"core").is_known());
        assert!(!Tag::SEAL.is_known());
    }
}
