//! How a sender survives a restart without ever sealing two blocks with one counter.

use super::rules::Rules;
use super::sealer::Sealer;
use super::stored::{MARK_LEN, Reader, Writer};
use super::transcript;
use crate::error::Error;
use crate::wire::sealed_header::END;

const MARK: [u8; 4] = *b"H4LS";
/// Four leases fit a receiver's jump: a sender may be cut off so often, one time after the other, before it seals a block.
const LEASES_IN_JUMP: u32 = 4;

impl Sealer {
    /// Length in bytes of what [`lease`](Self::lease) writes.
    pub const STORED_LEN: usize = MARK_LEN + Rules::STORED_LEN + 8 + 32;

    /// Leases the next `blocks` counters: writes to the front of `out` the state of a sender that goes on behind them, and gives
    /// its length. Until it takes another lease this sealer seals these `blocks` and no more.
    ///
    /// Put the state where it lasts before the next block is sealed, in place of the one before; after a restart go on with
    /// [`resume`](Self::resume). It holds a key: keep it like a secret. The counter after the leased ones is never sealed by
    /// a resumed sender's predecessor, so no receiver holds the neighbour of the first resumed block, whose transcript
    /// begins anew.
    ///
    /// # Errors
    /// [`Error::Misplaced`] in the mode mixing, whose senders are not resumed; [`Error::Range`] unless `blocks` is 1 to a quarter of the
    /// session's jump; [`Error::Exhausted`] if the lease would pass the last counter; [`Error::TooSmall`] for less than
    /// [`STORED_LEN`](Self::STORED_LEN) bytes. Nothing is changed then.
    pub fn lease(&mut self, blocks: u32, out: &mut [u8]) -> Result<usize, Error> {
        if self.rules.mode.mixes() {
            return Err(Error::Misplaced);
        }
        if blocks == 0 || blocks > self.rules.jump / LEASES_IN_JUMP {
            return Err(Error::Range);
        }
        let limit = self.next.saturating_add(u64::from(blocks));
        let resumed = limit.saturating_add(1);
        if resumed > END {
            return Err(Error::Exhausted);
        }
        let mut to = Writer::new(out, Self::STORED_LEN, MARK)?;
        let mut chain = self.chain.clone();
        chain.walk(self.next, resumed);
        self.rules.export(&mut to);
        to.put(&resumed.to_be_bytes());
        to.put(chain.secret().expose());
        self.limit = limit;
        Ok(Self::STORED_LEN)
    }

    /// The sender that goes on behind a lease. It seals nothing before it takes one itself.
    ///
    /// # Errors
    /// [`Error::Range`] for bytes that no lease gives; [`Error::Unsupported`] for the mode announce without the feature
    /// `mixing`.
    pub fn resume(bytes: &[u8]) -> Result<Self, Error> {
        let mut from = Reader::new(bytes, Self::STORED_LEN, MARK)?;
        let rules = Rules::import(&mut from)?;
        let mut sealer = Self::empty(rules);
        sealer.next = u64::from_be_bytes(from.take()?);
        sealer.limit = sealer.next;
        sealer.transcript = transcript::START;
        from.fill(sealer.chain.secret_mut().expose_mut())?;
        if rules.mode.mixes() || sealer.next > END || sealer.next < 2 {
            Err(Error::Range)
        } else if rules.mode.interval() != 0 && !cfg!(feature = "mixing") {
            Err(Error::Unsupported)
        } else {
            Ok(sealer)
        }
    }
}
