//! The token of one spectral peak of an audio frame: eight bytes. SPEC.md, "Audio token".

use crate::bytes;

mod field {
    pub(super) const FREQUENCY: usize = 0;
    pub(super) const MAGNITUDE: usize = 4;
    pub(super) const PHASE: usize = 6;
}

/// Length in bytes.
pub const LEN: usize = 8;

/// An audio token as bytes. Every eight bytes are one.
#[derive(Clone, Copy, Debug)]
pub struct AudioToken<'a>(&'a [u8; LEN]);

impl<'a> AudioToken<'a> {
    /// Looks at `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8; LEN]) -> Self {
        Self(bytes)
    }

    /// The frequency in tenths of a hertz.
    #[must_use]
    pub fn frequency(&self) -> u32 {
        u32::from_be_bytes(bytes::field::<{ field::FREQUENCY }, 4, LEN>(self.0))
    }

    /// The magnitude: 65535 is the largest of the frame.
    #[must_use]
    pub fn magnitude(&self) -> u16 {
        u16::from_be_bytes(bytes::field::<{ field::MAGNITUDE }, 2, LEN>(self.0))
    }

    /// The phase: 0 is −π, 65535 is π.
    #[must_use]
    pub fn phase(&self) -> u16 {
        u16::from_be_bytes(bytes::field::<{ field::PHASE }, 2, LEN>(self.0))
    }
}

/// An audio token. Every value of every field is legal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Repr {
    /// The frequency in tenths of a hertz; a tokenizer writes at most 200 000.
    pub frequency: u32,
    /// The magnitude: 65535 is the largest of the frame.
    pub magnitude: u16,
    /// The phase: 0 is −π, 65535 is π.
    pub phase: u16,
}

impl Repr {
    /// What fills a buffer that tokens are about to be written to.
    pub const EMPTY: Self = Self {
        frequency: 0,
        magnitude: 0,
        phase: 0,
    };

    /// Reads the fields; nothing can be wrong with them.
    #[must_use]
    pub fn parse(view: &AudioToken<'_>) -> Self {
        Self {
            frequency: view.frequency(),
            magnitude: view.magnitude(),
            phase: view.phase(),
        }
    }

    /// The token as bytes.
    #[must_use]
    pub fn emit(&self) -> [u8; LEN] {
        let mut out = [0; LEN];
        bytes::put::<{ field::FREQUENCY }, 4, LEN>(&mut out, self.frequency.to_be_bytes());
        bytes::put::<{ field::MAGNITUDE }, 2, LEN>(&mut out, self.magnitude.to_be_bytes());
        bytes::put::<{ field::PHASE }, 2, LEN>(&mut out, self.phase.to_be_bytes());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_what_it_emits() {
        let token = Repr {
            frequency: 4453,
            magnitude: 65535,
            phase: 0x22ff,
        };
        let bytes = token.emit();
        assert_eq!(bytes, [0, 0, 0x11, 0x65, 0xff, 0xff, 0x22, 0xff]);
        assert_eq!(Repr::parse(&AudioToken::new(&bytes)), token);
    }
}
