//! SEAL as sealed writers and readers keep it: as bytes, so that their states hold no pointers.

use crate::error::Error;
use crate::wire::binding;
use crate::wire::seal::{self, Seal};

#[derive(Clone, Debug)]
pub(super) struct OwnedSeal {
    bytes: [u8; seal::MAX_LEN],
    len: usize,
}

/// Which blocks a binding is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Media,
    End,
}

impl OwnedSeal {
    pub(super) fn new(seal: &seal::Repr<'_>) -> Self {
        let mut bytes = [0; seal::MAX_LEN];
        let len = seal.emit(&mut bytes).len();
        Self { bytes, len }
    }

    pub(super) fn payload(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// What was taken in; it was legal.
    pub(super) fn repr(&self) -> Result<seal::Repr<'_>, Error> {
        seal::Repr::parse(&Seal::new(self.payload()))
    }

    /// The associated data of block `index`, which is shown from `pts_us` on.
    pub(super) fn bind<'o>(
        &self,
        kind: Kind,
        pts_us: u64,
        index: u64,
        out: &'o mut [u8; binding::MAX_LEN],
    ) -> Result<&'o [u8], Error> {
        let media = self.repr()?.binding;
        let binding = match kind {
            Kind::Media => media,
            Kind::End => media.of_the_end(),
        };
        Ok(binding.emit(pts_us, index, out))
    }
}

/// The time of block `index`.
pub(super) fn pts_us(seal: &seal::Repr<'_>, index: u64) -> Result<u64, Error> {
    index.checked_mul(seal.frame_time_us).ok_or(Error::Range)
}
