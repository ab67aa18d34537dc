//! The receiver of one direction of a live session.

use super::block::{Arrival, Opened, check_lengths};
use super::exchange_state::Exchange;
use super::ratchet::{Chain, MessageKey, Root};
use super::rules::Rules;
use super::session::Session;
use super::transcript;
use super::window::{DEFAULT_WINDOW, Slot, Window};
use crate::crypto::aead::TAG_LEN;
use crate::error::Error;
use crate::hash::Digest;
use crate::wire::sealed_header::{self, Repr, SealedHeader, is_boundary};

/// Opens the blocks that the other side of a session seals, in any order within a window of `W` counters, 1 to 64.
///
/// The size is fixed, about 200 + 64 `W` bytes, without pointers.
#[derive(Debug)]
pub struct Opener<const W: usize = DEFAULT_WINDOW>(pub(super) Receiver<[Slot; W]>);

/// An [`Opener`] of any window, behind a reference: what openers do is the same code for all of them.
#[derive(Debug)]
pub struct Receiver<S: ?Sized = [Slot]> {
    pub(super) root: Root,
    /// The chain at block `next`.
    pub(super) chain: Chain,
    /// T(next), as block next − 1 gives it.
    pub(super) expected: Digest,
    /// The highest opened counter + 1.
    pub(super) next: u64,
    pub(super) rules: Rules,
    pub(super) window: Window<S>,
}

impl<const W: usize> Opener<W> {
    /// One that was given no session yet and opens nothing.
    pub const EMPTY: Self = Self(Receiver {
        root: Root::ZERO,
        chain: Chain::ZERO,
        expected: transcript::START,
        next: 0,
        rules: Rules::NONE,
        window: Window::EMPTY,
    });

    /// The receiver of this side of `session`, at its beginning.
    ///
    /// # Errors
    /// [`Error::Range`] if the session's jump is less than `W`.
    pub fn new(session: &Session<'_>) -> Result<Self, Error> {
        let mut opener = Self::EMPTY;
        opener.begin(session)?;
        Ok(opener)
    }

    /// Makes an [`Opener::EMPTY`] the receiver of this side of `session`, where it is.
    ///
    /// # Errors
    /// As [`Opener::new`]; the opener is then empty.
    pub fn begin(&mut self, session: &Session<'_>) -> Result<(), Error> {
        self.receiver_mut().begin(session)
    }

    /// The opener without its window in the type.
    #[must_use]
    pub const fn receiver(&self) -> &Receiver {
        &self.0
    }

    /// The opener without its window in the type.
    #[must_use]
    pub const fn receiver_mut(&mut self) -> &mut Receiver {
        &mut self.0
    }

    /// The highest opened counter + 1 and the transcript there: all receivers that opened the same highest block report the
    /// same, and the sender's [`Sealer::tip`](super::Sealer::tip) right after it is equal to it.
    #[must_use]
    pub const fn tip(&self) -> (u64, Digest) {
        self.receiver().tip()
    }

    /// Opens `block`, header ‖ ciphertext ‖ tag, in place; gives the plaintext, which lies where the ciphertext was. `aad` is
    /// what the sender bound the block to, at most [`AAD_MAX`](super::AAD_MAX) bytes. `exchange` is this side's in the mode
    /// mixing, none otherwise.
    ///
    /// On every error the opener, the exchange and `block` are as they were.
    ///
    /// # Errors
    /// In this order: [`Error::Misplaced`] for an exchange too many or too few; [`Error::Range`] for too long `aad`;
    /// [`Error::Header`]; [`Error::TooFar`], [`Error::TooOld`] or [`Error::Replay`]; [`Error::Auth`], or in its place
    /// [`Error::Pending`] in the mode mixing while a boundary block before this one is missing; [`Error::Fork`].
    ///
    /// A block that is refused costs at most J + 1 steps of the chain, one that opens at most J + W + 1; at a boundary two key
    /// exchanges more.
    pub fn open<'b>(
        &mut self,
        block: &'b mut [u8],
        aad: &[u8],
        exchange: Option<&mut Exchange>,
    ) -> Result<Opened<'b>, Error> {
        // A block too short for a header is a header of the wrong length.
        let end = sealed_header::end_in(block).unwrap_or(block.len());
        let (header, sealed) = block.split_at_mut_checked(end).ok_or(Error::Header)?;
        self.open_parts(header, sealed, aad, exchange)
    }

    /// The same for a header and a sealed body, ciphertext ‖ tag, that lie apart: `header` is exactly a header.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn open_parts<'b>(
        &mut self,
        header: &[u8],
        sealed: &'b mut [u8],
        aad: &[u8],
        exchange: Option<&mut Exchange>,
    ) -> Result<Opened<'b>, Error> {
        self.receiver_mut()
            .open_parts(header, sealed, aad, exchange)
    }
}

impl Receiver {
    /// As [`Opener::begin`].
    ///
    /// # Errors
    /// As [`Opener::begin`].
    pub fn begin(&mut self, session: &Session<'_>) -> Result<(), Error> {
        let rules = Rules::new(session, session.role().opens());
        self.obey(rules)?;
        session.begin(rules.direction, &mut self.root, &mut self.chain);
        Ok(())
    }

    /// Takes the rules of a session.
    pub(super) fn obey(&mut self, rules: Rules) -> Result<(), Error> {
        if u64::from(rules.jump) < self.window.reach() {
            return Err(Error::Range);
        }
        self.rules = rules;
        Ok(())
    }

    /// As [`Opener::tip`].
    #[must_use]
    pub const fn tip(&self) -> (u64, Digest) {
        (self.next, self.expected)
    }

    /// As [`Opener::open_parts`].
    ///
    /// # Errors
    /// As [`Opener::open`].
    pub fn open_parts<'b>(
        &mut self,
        header: &[u8],
        sealed: &'b mut [u8],
        aad: &[u8],
        exchange: Option<&mut Exchange>,
    ) -> Result<Opened<'b>, Error> {
        self.rules.check_exchange(exchange.is_some())?;
        check_lengths(aad, sealed.len().saturating_sub(TAG_LEN))?;
        let view = SealedHeader::new(header).ok_or(Error::Header)?;
        let repr = Repr::parse(&view, self.rules.mode.interval())?;
        match repr.counter.checked_sub(self.next) {
            Some(ahead) if ahead > u64::from(self.rules.jump) => Err(Error::TooFar),
            Some(_) => self.open_ahead(Arrival::new(repr, header, aad, sealed), exchange),
            None => {
                let key = self.window.key(repr.counter, self.newest())?.clone();
                self.open_late(Arrival::new(repr, header, aad, sealed), &key, exchange)
            }
        }
    }

    /// The highest opened counter, where there is one.
    const fn newest(&self) -> u64 {
        self.next.saturating_sub(1)
    }

    fn open_late<'b>(
        &mut self,
        mut arrival: Arrival<'b>,
        key: &MessageKey,
        exchange: Option<&mut Exchange>,
    ) -> Result<Opened<'b>, Error> {
        let Repr {
            counter,
            transcript,
            ..
        } = arrival.header;
        if !arrival.try_key(key) {
            return Err(Error::Auth);
        }
        if !self
            .window
            .fits(counter, self.newest(), &transcript, &arrival.after)
        {
            arrival.take_back(key);
            return Err(Error::Fork);
        }
        self.window
            .opened_late(counter, self.newest(), &transcript, &arrival.after);
        learn(exchange, &arrival.header);
        Ok(arrival.reveal())
    }

    fn open_ahead<'b>(
        &mut self,
        mut arrival: Arrival<'b>,
        mut exchange: Option<&mut Exchange>,
    ) -> Result<Opened<'b>, Error> {
        let Repr {
            counter,
            transcript,
            ..
        } = arrival.header;
        // The last W counters of the gap keep their keys; those are made once the block has proved itself.
        let first = counter.saturating_sub(self.window.reach()).max(self.next);
        let mut gap = self.chain.clone();
        gap.walk(self.next, first);
        let mut found = Candidate {
            root: self.root.clone(),
            chain: gap.clone(),
            key: MessageKey::ZERO,
            used: None,
        };
        found.chain.walk(first, counter);
        if !self.find(&mut arrival, exchange.as_deref(), &mut found) {
            let announced = exchange.is_some_and(|exchange| exchange.has_announced());
            return Err(if announced && self.passes_boundary(counter) {
                Error::Pending
            } else {
                Error::Auth
            });
        }
        if counter == self.next && transcript != self.expected {
            arrival.take_back(&found.key);
            return Err(Error::Fork);
        }
        self.window.advance(
            self.next,
            first,
            counter,
            &mut gap,
            &self.expected,
            &transcript,
        );
        self.root.copy_from(&found.root);
        self.chain.copy_from(&found.chain);
        self.expected = arrival.after;
        self.next = counter.saturating_add(1);
        if let (Some(exchange), Some(place)) = (exchange.as_deref_mut(), found.used) {
            exchange.used(place);
        }
        learn(exchange, &arrival.header);
        Ok(arrival.reveal())
    }

    /// Tries, at a boundary, the chains mixed with the own keys, the newest first, and then the chain that is not mixed. Of
    /// the one that opens the block, `found` has root, key and the chain after it.
    fn find(
        &self,
        arrival: &mut Arrival<'_>,
        exchange: Option<&Exchange>,
        found: &mut Candidate,
    ) -> bool {
        let counter = arrival.header.counter;
        if let (Some(peer), Some(exchange)) = (arrival.header.key, exchange) {
            let mut chain = Chain::ZERO;
            for (place, own) in exchange.own().enumerate() {
                found.root.copy_from(&self.root);
                if found.root.mix(own, &peer).is_err() {
                    continue;
                }
                chain.begin_mixed(&found.root, self.rules.direction);
                chain.message_key(counter, &mut found.key);
                if arrival.try_key(&found.key) {
                    chain.walk(counter, counter.saturating_add(1));
                    found.chain.copy_from(&chain);
                    found.used = Some(place);
                    return true;
                }
            }
            found.root.copy_from(&self.root);
        }
        found.chain.step(counter, &mut found.key);
        arrival.try_key(&found.key)
    }

    /// Whether a boundary block lies before `counter` that has not been opened.
    fn passes_boundary(&self, counter: u64) -> bool {
        let interval = u64::from(self.rules.mode.interval());
        let last = counter.saturating_sub(1);
        let boundary = last.saturating_sub(last.checked_rem(interval).unwrap_or_default());
        counter > self.next
            && boundary >= self.next
            && is_boundary(boundary, self.rules.mode.interval())
    }
}

/// What a block may have been sealed with.
struct Candidate {
    root: Root,
    chain: Chain,
    key: MessageKey,
    /// The place of the own key that was mixed in.
    used: Option<usize>,
}

fn learn(exchange: Option<&mut Exchange>, header: &Repr) {
    if let (Some(exchange), Some(key)) = (exchange, header.key) {
        exchange.learn(header.counter, &key);
    }
}
