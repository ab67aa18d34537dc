//! The eight bytes that begin a file. SPEC.md, "File header".

use crate::bytes;
use crate::error::{Fault, Rule};

mod field {
    pub(super) const MAGIC: usize = 0;
    pub(super) const VERSION: usize = 4;
    pub(super) const RESERVED: usize = 6;
}

/// Length in bytes.
pub const LEN: usize = 8;
/// The first four bytes of every file.
pub const MAGIC: [u8; 4] = *b"H4MK";
/// The one version of the format.
pub const VERSION: u16 = 1;

/// A file header as bytes.
#[derive(Clone, Copy, Debug)]
pub struct FileHeader<'a>(&'a [u8; LEN]);

impl<'a> FileHeader<'a> {
    /// Looks at `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8; LEN]) -> Self {
        Self(bytes)
    }

    /// The magic as it stands there.
    #[must_use]
    pub fn magic(&self) -> [u8; 4] {
        bytes::field::<{ field::MAGIC }, 4, LEN>(self.0)
    }

    /// The version as it stands there.
    #[must_use]
    pub fn version(&self) -> u16 {
        u16::from_be_bytes(bytes::field::<{ field::VERSION }, 2, LEN>(self.0))
    }

    /// The reserved field as it stands there.
    #[must_use]
    pub fn reserved(&self) -> u16 {
        u16::from_be_bytes(bytes::field::<{ field::RESERVED }, 2, LEN>(self.0))
    }
}

/// A legal file header; version 1 leaves nothing to choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repr;

impl Repr {
    /// Checks magic, version and reserved field, in that order.
    ///
    /// # Errors
    /// The [`Fault`] of the first field that is wrong, with the field's offset.
    pub fn parse(view: &FileHeader<'_>) -> Result<Self, Fault> {
        let at = |offset: usize| bytes::len_u64(offset);
        if view.magic() != MAGIC {
            Err(Fault::in_header(Rule::Magic, at(field::MAGIC)))
        } else if view.version() != VERSION {
            Err(Fault::in_header(Rule::Version, at(field::VERSION)))
        } else if view.reserved() != 0 {
            Err(Fault::in_header(Rule::Reserved, at(field::RESERVED)))
        } else {
            Ok(Self)
        }
    }

    /// The header as bytes.
    #[must_use]
    pub fn emit(&self) -> [u8; LEN] {
        let mut out = [0; LEN];
        bytes::put::<{ field::MAGIC }, 4, LEN>(&mut out, MAGIC);
        bytes::put::<{ field::VERSION }, 2, LEN>(&mut out, VERSION.to_be_bytes());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_is_what_it_emits() {
        assert_eq!(&Repr.emit(), b"H4MK\0\x01\0\0");
        assert_eq!(Repr::parse(&FileHeader::new(&Repr.emit())), Ok(Repr));
    }

    #[test]
    fn every_flipped_bit_is_the_fault_of_its_field() {
        for bit in 0..LEN * 8 {
            let mut bytes = Repr.emit();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let fault = Repr::parse(&FileHeader::new(&bytes)).unwrap_err();
            let (rule, offset) = match bit / 8 {
                0..4 => (Rule::Magic, 0),
                4..6 => (Rule::Version, 4),
                _ => (Rule::Reserved, 6),
            };
            assert_eq!(
                fault,
                Fault {
                    rule,
                    offset,
                    chunk: None
                }
            );
        }
    }
}
