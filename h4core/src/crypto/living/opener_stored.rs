//! The stored form of a receiver.

use super::opener::{Opener, Receiver};
use super::rules::Rules;
use super::stored::{MARK_LEN, Reader, Writer};
use super::window;
use crate::error::Error;
use crate::wire::sealed_header::END;

const MARK: [u8; 4] = *b"H4LR";

/// Length in bytes of the stored form without its window.
const HEAD_LEN: usize = MARK_LEN + Rules::STORED_LEN + 8 + 3 * 32;

impl<const W: usize> Opener<W> {
    /// Length in bytes of what [`export`](Self::export) writes.
    pub const STORED_LEN: usize = HEAD_LEN + window::stored_len(W);

    /// Writes the state to the front of `out` and gives its length. It holds keys: keep it like a secret. A receiver that goes
    /// on from an older state opens again what was opened since.
    ///
    /// # Errors
    /// [`Error::TooSmall`] for less than [`STORED_LEN`](Self::STORED_LEN) bytes.
    pub fn export(&self, out: &mut [u8]) -> Result<usize, Error> {
        self.receiver().export(out)
    }

    /// The receiver that was written to `bytes`.
    ///
    /// # Errors
    /// [`Error::Range`] for bytes that no export of an opener with this `W` gives; [`Error::Unsupported`] for the mode mixing
    /// without the feature `mixing`.
    pub fn import(bytes: &[u8]) -> Result<Self, Error> {
        let mut opener = Self::EMPTY;
        opener.restore(bytes)?;
        Ok(opener)
    }

    /// Makes an [`Opener::EMPTY`] the receiver that was written to `bytes`, where it is.
    ///
    /// # Errors
    /// As [`Opener::import`]; what the opener holds then is of no use.
    pub fn restore(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.receiver_mut().restore(bytes)
    }
}

impl Receiver {
    fn stored_len(&self) -> usize {
        HEAD_LEN.saturating_add(self.window.stored_len())
    }

    /// As [`Opener::export`].
    ///
    /// # Errors
    /// As [`Opener::export`].
    pub fn export(&self, out: &mut [u8]) -> Result<usize, Error> {
        let mut to = Writer::new(out, self.stored_len(), MARK)?;
        self.rules.export(&mut to);
        to.put(&self.next.to_be_bytes());
        to.put(self.root.secret().expose());
        to.put(self.chain.secret().expose());
        to.put(&self.expected);
        self.window.export(&mut to);
        Ok(self.stored_len())
    }

    /// As [`Opener::restore`].
    ///
    /// # Errors
    /// As [`Opener::import`].
    pub fn restore(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let mut from = Reader::new(bytes, self.stored_len(), MARK)?;
        let rules = Rules::import(&mut from)?;
        self.obey(rules)?;
        self.next = u64::from_be_bytes(from.take()?);
        from.fill(self.root.secret_mut().expose_mut())?;
        from.fill(self.chain.secret_mut().expose_mut())?;
        self.expected = from.take()?;
        self.window.import(&mut from)?;
        if rules.mode.mixes() && !cfg!(feature = "mixing") {
            Err(Error::Unsupported)
        } else if self.next <= END {
            Ok(())
        } else {
            Err(Error::Range)
        }
    }
}
