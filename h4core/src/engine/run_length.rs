//! The run-length engine, family `geometric-reference`. SPEC.md, "Engines", "Run length".

use crate::bytes;
use crate::engine::{Engine, EngineIdentity, EnginePin, Fingerprint, UNKNOWN};
use crate::error::Error;

/// Pairs of value, then run length 1 to 255. Inputs are a multiple of 256 bytes.
///
/// Packing is canonical: each run of equal bytes is as long as it can be, cut after every 255. Unpacking takes runs cut
/// anywhere, for other producers may cut elsewhere; so packing again what was unpacked need not give the same bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunLength;

impl RunLength {
    /// Inputs, and what is unpacked, are a multiple of this many bytes.
    pub const UNIT: usize = 256;

    /// The longest run of a pair.
    pub const MAX_RUN: usize = 255;

    /// What a reader that wants this engine requires.
    pub const PIN: EnginePin<'static> = EnginePin {
        id: "h4core.geometric-reference.1",
        fingerprint: Fingerprint([
            0x31, 0x57, 0x73, 0x74, 0xf5, 0xd3, 0x10, 0x57, 0x33, 0x7f, 0x32, 0x67, 0x81, 0x44,
            0x78, 0x30, 0xe2, 0x91, 0xb6, 0xef, 0x80, 0x56, 0xb9, 0x13, 0x28, 0xb7, 0xdc, 0xbf,
            0x19, 0x5c, 0x6c, 0x52,
        ]),
    };

    /// Who the engine is.
    pub const IDENTITY: EngineIdentity<'static> =
        EngineIdentity::of("geometric-reference", Self::PIN);

    /// As an earlier program names it: without a build and without a fingerprint. The flags are those of [`Self::IDENTITY`];
    /// such files may carry others.
    pub const UNPINNED_REFERENCE: EngineIdentity<'static> = EngineIdentity {
        id: UNKNOWN,
        fingerprint: None,
        ..Self::IDENTITY
    };
}

impl Engine for RunLength {
    fn identity(&self) -> EngineIdentity<'_> {
        Self::IDENTITY
    }

    /// 2 × `len`: no byte is equal to the one before.
    fn max_packed_len(&self, len: u64) -> Option<u64> {
        let whole = len.is_multiple_of(bytes::len_u64(Self::UNIT));
        len.checked_mul(2).filter(|_| whole)
    }

    fn pack(&self, input: &[u8], out: &mut [u8]) -> Result<usize, Error> {
        if !input.len().is_multiple_of(Self::UNIT) {
            return Err(Error::Range);
        }
        let (room, _) = out.as_chunks_mut::<2>();
        // Where there is room for any input of the length, the runs need not be counted first.
        if room.len() < input.len() {
            let count = pairs(input).count();
            if room.len() < count {
                let needed = bytes::len_u64(count).saturating_mul(2);
                return Err(Error::TooSmall { needed });
            }
        }
        let mut len: usize = 0;
        for (to, pair) in room.iter_mut().zip(pairs(input)) {
            *to = pair;
            len = len.saturating_add(2);
        }
        Ok(len)
    }

    /// At most 255 / 2 × the length of `packed`.
    fn unpacked_len(&self, packed: &[u8]) -> Result<u64, Error> {
        let (pairs, odd) = packed.as_chunks::<2>();
        if !odd.is_empty() || pairs.iter().any(|[_, run]| *run == 0) {
            return Err(Error::EngineData);
        }
        let runs = pairs.iter().map(|[_, run]| u64::from(*run));
        let len = runs.fold(0, u64::saturating_add);
        match len.is_multiple_of(bytes::len_u64(Self::UNIT)) {
            true => Ok(len),
            false => Err(Error::EngineData),
        }
    }

    fn unpack(&self, packed: &[u8], out: &mut [u8]) -> Result<usize, Error> {
        let needed = self.unpacked_len(packed)?;
        if needed > bytes::len_u64(out.len()) {
            return Err(Error::TooSmall { needed });
        }
        let room = out.len();
        let mut rest = out;
        let (pairs, _) = packed.as_chunks::<2>();
        for [value, run] in pairs {
            let run = usize::from(*run).min(rest.len());
            let (now, later) = rest.split_at_mut(run);
            now.fill(*value);
            rest = later;
        }
        Ok(room.saturating_sub(rest.len()))
    }
}

/// The runs of equal bytes, as long as they can be, as pairs.
fn pairs(input: &[u8]) -> impl Iterator<Item = [u8; 2]> {
    let mut rest = input;
    core::iter::from_fn(move || {
        let value = *rest.first()?;
        let most = rest.get(..RunLength::MAX_RUN).unwrap_or(rest);
        let run = most.iter().take_while(|byte| **byte == value).count();
        rest = rest.get(run..).unwrap_or_default();
        Some([value, u8::try_from(run).unwrap_or(u8::MAX)])
    })
}
