//! Opening blocks that were stored: the reader chooses the block, so there is neither window nor jump.

use super::block::{Arrival, Opened, check_lengths};
use super::ratchet::{Chain, MessageKey, Root};
use super::session::{Mode, Session};
use super::transcript;
use crate::crypto::aead::{KEY_LEN, TAG_LEN};
use crate::crypto::secret::Secret;
use crate::error::Error;
use crate::hash::Digest;
use crate::wire::sealed_header::{self, END, Repr, SealedHeader};

/// The chain that a stored sequence of blocks was sealed on, at one of its counters.
///
/// It only goes forward, a step a block, and how far is the caller's choice. To go back, begin again or at a stored point. In
/// the mode mixing it opens blocks up to the first that was mixed.
#[derive(Clone, Debug)]
pub struct FileChain {
    chain: Chain,
    next: u64,
    /// T(next), where the block before was opened.
    expected: Option<Digest>,
    interval: u32,
}

impl FileChain {
    /// The chain that the other side of `session` sealed on, at its first block. A reader's session has the role that is not the
    /// writer's.
    #[must_use]
    pub fn new(session: &Session<'_>) -> Self {
        let mut root = Root::ZERO;
        let mut file = Self {
            chain: Chain::ZERO,
            next: 0,
            expected: Some(transcript::START),
            interval: session.mode().interval(),
        };
        session.begin(session.role().opens(), &mut root, &mut file.chain);
        file
    }

    /// The chain at a stored point: a counter and the chain there, as [`point`](Self::point) gave them.
    ///
    /// # Errors
    /// [`Error::Range`] for a counter past the end.
    pub fn at(counter: u64, chain: Secret<KEY_LEN>, mode: Mode) -> Result<Self, Error> {
        if counter > END {
            return Err(Error::Range);
        }
        Ok(Self {
            chain: Chain::new(chain),
            next: counter,
            expected: None,
            interval: mode.interval(),
        })
    }

    /// The counter this stands at and the chain there, from which every later block can be opened: keep it like a secret.
    #[must_use]
    pub const fn point(&self) -> (u64, &Secret<KEY_LEN>) {
        (self.next, self.chain.secret())
    }

    /// Goes forward to `counter`, in `counter` − the present one steps.
    ///
    /// # Errors
    /// [`Error::TooOld`] if this stands behind `counter`, [`Error::Exhausted`] if it is past the end; nothing is changed then.
    pub fn walk_to(&mut self, counter: u64) -> Result<(), Error> {
        self.check(counter)?;
        self.chain.walk(self.next, counter);
        if counter > self.next {
            self.expected = None;
        }
        self.next = counter;
        Ok(())
    }

    /// Opens `block`, header ‖ ciphertext ‖ tag, in place, as the block with this counter, and stands behind it then. Costs
    /// `counter` − the present one + 1 steps. On every error the chain and `block` are as they were.
    ///
    /// # Errors
    /// In this order: [`Error::Range`] for too long `aad`; [`Error::TooOld`] and [`Error::Exhausted`] as for
    /// [`walk_to`](Self::walk_to); [`Error::Header`], also where the header has another counter; [`Error::Auth`];
    /// [`Error::Fork`] if the block before was opened and gives another transcript.
    pub fn open<'b>(
        &mut self,
        counter: u64,
        block: &'b mut [u8],
        aad: &[u8],
    ) -> Result<Opened<'b>, Error> {
        check_lengths(
            aad,
            block.len().saturating_sub(sealed_header::LEN + TAG_LEN),
        )?;
        self.check(counter)?;
        let end = sealed_header::end_in(block).ok_or(Error::Header)?;
        let (header, sealed) = block.split_at_mut_checked(end).ok_or(Error::Header)?;
        let view = SealedHeader::new(header).ok_or(Error::Header)?;
        let repr = Repr::parse(&view, self.interval)?;
        if repr.counter != counter {
            return Err(Error::Header);
        }
        let mut arrival = Arrival::new(repr, header, aad, sealed);
        let mut chain = self.chain.clone();
        chain.walk(self.next, counter);
        let mut key = MessageKey::ZERO;
        chain.step(counter, &mut key);
        if !arrival.try_key(&key) {
            return Err(Error::Auth);
        }
        let expected = self.expected.filter(|_| counter == self.next);
        if expected.is_some_and(|expected| expected != repr.transcript) {
            arrival.take_back(&key);
            return Err(Error::Fork);
        }
        self.chain.copy_from(&chain);
        self.next = counter.saturating_add(1);
        self.expected = Some(arrival.after);
        Ok(arrival.reveal())
    }

    const fn check(&self, counter: u64) -> Result<(), Error> {
        if counter < self.next {
            Err(Error::TooOld)
        } else if counter >= END {
            Err(Error::Exhausted)
        } else {
            Ok(())
        }
    }
}
