//! What an engine does, whichever it is. SPEC.md, "Engines".

use crate::engine::{EngineIdentity, RunLength, Store};
use crate::error::Error;

/// A reversible change of a block's bytes: what `pack` makes of an input, `unpack` makes that input of.
///
/// A call that fails has written nothing. Every block stands alone; an engine keeps nothing from one to the next.
pub trait Engine {
    /// Who the engine is, as META is to name it.
    fn identity(&self) -> EngineIdentity<'_>;

    /// The most bytes that an input of `len` bytes packs to; none if the engine takes no input of that length, or the number
    /// has more than 64 bits.
    fn max_packed_len(&self, len: u64) -> Option<u64>;

    /// Packs `input` into the front of `out` and gives the length of what it wrote.
    ///
    /// # Errors
    /// [`Error::Range`] for an input of a length that the engine does not take, [`Error::TooSmall`] if `out` is; its `needed`
    /// is exact for the engines of this crate.
    fn pack(&self, input: &[u8], out: &mut [u8]) -> Result<usize, Error>;

    /// The length that `packed` unpacks to. Reads all of `packed`.
    ///
    /// # Errors
    /// [`Error::EngineData`] if `unpack` would refuse `packed`.
    fn unpacked_len(&self, packed: &[u8]) -> Result<u64, Error>;

    /// Unpacks `packed` into the front of `out` and gives the length of what it wrote. `out` bounds the work, whatever
    /// `packed` says.
    ///
    /// # Errors
    /// [`Error::EngineData`] if `packed` is nothing that the engine makes, then [`Error::TooSmall`] if `out` is.
    fn unpack(&self, packed: &[u8], out: &mut [u8]) -> Result<usize, Error>;
}

/// The engine of this crate that an identity names: [`Store`] or [`RunLength`].
///
/// # Errors
/// Those of [`EngineIdentity::require`]. A file of the earlier program, which names no build, is [`Error::EngineUnknown`] here:
/// see [`EngineIdentity::require_unpinned_reference`].
pub fn find(identity: &EngineIdentity<'_>) -> Result<&'static dyn Engine, Error> {
    let store: (_, &'static dyn Engine) = (Store::PIN, &Store);
    for (pin, engine) in [store, (RunLength::PIN, &RunLength)] {
        match identity.require(&pin) {
            Err(Error::EngineUnknown) => {}
            decided => return decided.map(|()| engine),
        }
    }
    Err(Error::EngineUnknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Fingerprint, UNKNOWN};

    #[test]
    fn an_engine_is_found_by_id_and_fingerprint_and_by_nothing_less() {
        for known in [Store::IDENTITY, RunLength::IDENTITY] {
            assert_eq!(find(&known).map(|engine| engine.identity()), Ok(known));
            let mut other = known;
            other.id = "h4core.store.2";
            assert_eq!(find(&other).err(), Some(Error::EngineUnknown));
            for fingerprint in [None, Some(Fingerprint([0; 32]))] {
                let other = EngineIdentity {
                    fingerprint,
                    ..known
                };
                assert_eq!(find(&other).err(), Some(Error::EngineMismatch));
            }
        }
        let earlier = EngineIdentity {
            id: UNKNOWN,
            fingerprint: None,
            ..RunLength::IDENTITY
        };
        assert_eq!(find(&earlier).err(), Some(Error::EngineUnknown));
    }
}
