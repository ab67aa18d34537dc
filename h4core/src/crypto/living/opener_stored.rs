//! The stored form of a receiver.

use super::opener::Opener;
use super::rules::Rules;
use super::stored::{MARK_LEN, Reader, Writer};
use super::window::Window;
use crate::error::Error;
use crate::wire::sealed_header::END;

const MARK: [u8; 4] = *b"H4LR";

impl<const W: usize> Opener<W> {
    /// Length in bytes of what [`export`](Self::export) writes.
    pub const STORED_LEN: usize =
        MARK_LEN + Rules::STORED_LEN + 8 + 3 * 32 + Window::<W>::STORED_LEN;

    /// Writes the state to the front of `out` and gives its length. It holds keys: keep it like a secret. A receiver that goes
    /// on from an older state opens again what was opened since.
    ///
    /// # Errors
    /// [`Error::TooSmall`] for less than [`STORED_LEN`](Self::STORED_LEN) bytes.
    pub fn export(&self, out: &mut [u8]) -> Result<usize, Error> {
        let mut to = Writer::new(out, Self::STORED_LEN, MARK)?;
        self.rules.export(&mut to);
        to.put(&self.next.to_be_bytes());
        to.put(self.root.secret().expose());
        to.put(self.chain.secret().expose());
        to.put(&self.expected);
        self.window.export(&mut to);
        Ok(Self::STORED_LEN)
    }

    /// The receiver that was written to `bytes`.
    ///
    /// # Errors
    /// [`Error::Range`] for bytes that no export of an opener with this `W` gives; [`Error::Unsupported`] for the mode mixing
    /// without the feature `mixing`.
    pub fn import(bytes: &[u8]) -> Result<Self, Error> {
        let mut from = Reader::new(bytes, Self::STORED_LEN, MARK)?;
        let rules = Rules::import(&mut from)?;
        let mut opener = Self::empty(rules)?;
        opener.next = u64::from_be_bytes(from.take()?);
        from.fill(opener.root.secret_mut().expose_mut())?;
        from.fill(opener.chain.secret_mut().expose_mut())?;
        opener.expected = from.take()?;
        opener.window.import(&mut from)?;
        if rules.mode.mixes() && !cfg!(feature = "mixing") {
            Err(Error::Unsupported)
        } else if opener.next <= END {
            Ok(opener)
        } else {
            Err(Error::Range)
        }
    }
}
