//! The engine that stores a block as it is. SPEC.md, "Engines", "Store".

use crate::bytes;
use crate::engine::{Engine, EngineIdentity, EnginePin, Fingerprint};
use crate::error::Error;

/// Stores as is: inputs of any length, packed to themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Store;

impl Store {
    /// What a reader that wants this engine requires.
    pub const PIN: EnginePin<'static> = EnginePin {
        id: "h4core.store.1",
        fingerprint: Fingerprint([
            0x32, 0xc6, 0x2e, 0xc6, 0x85, 0xe0, 0xec, 0x54, 0x3e, 0x6b, 0x02, 0x80, 0xc5, 0x5a,
            0x36, 0xfe, 0xbd, 0xdc, 0x3d, 0x8d, 0xf7, 0x64, 0xf9, 0x2d, 0xac, 0x28, 0x7a, 0x74,
            0xba, 0x72, 0x10, 0xf1,
        ]),
    };

    /// Who the engine is.
    pub const IDENTITY: EngineIdentity<'static> = EngineIdentity::of("store", Self::PIN);
}

impl Engine for Store {
    fn identity(&self) -> EngineIdentity<'_> {
        Self::IDENTITY
    }

    fn max_packed_len(&self, len: u64) -> Option<u64> {
        Some(len)
    }

    fn pack(&self, input: &[u8], out: &mut [u8]) -> Result<usize, Error> {
        let needed = bytes::len_u64(input.len());
        let out = out.get_mut(..input.len());
        out.ok_or(Error::TooSmall { needed })?
            .copy_from_slice(input);
        Ok(input.len())
    }

    fn unpacked_len(&self, packed: &[u8]) -> Result<u64, Error> {
        Ok(bytes::len_u64(packed.len()))
    }

    fn unpack(&self, packed: &[u8], out: &mut [u8]) -> Result<usize, Error> {
        self.pack(packed, out)
    }
}
