//! The token of a video block: thirteen bytes. SPEC.md, "Video block token".

use crate::bytes;

mod field {
    pub(super) const PTS: usize = 0;
    pub(super) const INDEX: usize = 8;
    pub(super) const KEY: usize = 12;
}

/// Length in bytes.
pub const LEN: usize = 13;

/// A video block token as bytes.
#[derive(Clone, Copy, Debug)]
pub struct VideoToken<'a>(&'a [u8; LEN]);

impl<'a> VideoToken<'a> {
    /// Looks at `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8; LEN]) -> Self {
        Self(bytes)
    }

    /// The block's time in microseconds.
    #[must_use]
    pub fn pts_us(&self) -> u64 {
        u64::from_be_bytes(bytes::field::<{ field::PTS }, 8, LEN>(self.0))
    }

    /// The block's number.
    #[must_use]
    pub fn index(&self) -> u32 {
        u32::from_be_bytes(bytes::field::<{ field::INDEX }, 4, LEN>(self.0))
    }

    /// The key flag as it stands there: 0 or 1 where it is legal.
    #[must_use]
    pub fn key_flag(&self) -> u8 {
        let [flag] = bytes::field::<{ field::KEY }, 1, LEN>(self.0);
        flag
    }
}

/// A legal video block token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Repr {
    /// The block's time in microseconds.
    pub pts_us: u64,
    /// The block's number, from 0.
    pub index: u32,
    /// Whether decoding can begin here.
    pub key: bool,
}

impl Repr {
    /// Checks the key flag; none where it is neither 0 nor 1.
    #[must_use]
    pub fn parse(view: &VideoToken<'_>) -> Option<Self> {
        let key = match view.key_flag() {
            0 => false,
            1 => true,
            _ => return None,
        };
        Some(Self {
            pts_us: view.pts_us(),
            index: view.index(),
            key,
        })
    }

    /// The token as bytes.
    #[must_use]
    pub fn emit(&self) -> [u8; LEN] {
        let mut out = [0; LEN];
        bytes::put::<{ field::PTS }, 8, LEN>(&mut out, self.pts_us.to_be_bytes());
        bytes::put::<{ field::INDEX }, 4, LEN>(&mut out, self.index.to_be_bytes());
        bytes::put::<{ field::KEY }, 1, LEN>(&mut out, [u8::from(self.key)]);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_what_it_emits_and_a_third_flag_is_none() {
        let token = Repr {
            pts_us: 33_333,
            index: 1,
            key: true,
        };
        let mut bytes = token.emit();
        assert_eq!(bytes, [0, 0, 0, 0, 0, 0, 0x82, 0x35, 0, 0, 0, 1, 1]);
        assert_eq!(Repr::parse(&VideoToken::new(&bytes)), Some(token));
        for flag in 2..=255 {
            bytes[12] = flag;
            assert_eq!(Repr::parse(&VideoToken::new(&bytes)), None);
        }
    }
}
