//! The sender of one direction of a session.

use super::block::{self, check_lengths};
use super::exchange_state::{Announcement, Exchange};
use super::ratchet::{Chain, MessageKey, Root};
use super::rules::Rules;
use super::session::{Mode, Session};
use super::transcript;
use crate::crypto::aead::TAG_LEN;
use crate::error::Error;
use crate::hash::Digest;
use crate::wire::sealed_header::{self, END, LEN_WITH_KEY, Repr, is_boundary};

/// Seals the blocks of this side of a session, one counter after the other.
///
/// A sealer is never copied: two that go on from one state seal different blocks under one key and nonce, which reveals both.
/// To survive a restart it takes a [`lease`](Self::lease).
#[derive(Debug)]
pub struct Sealer {
    pub(super) root: Root,
    /// The chain at block `next`.
    pub(super) chain: Chain,
    /// T(next).
    pub(super) transcript: Digest,
    pub(super) next: u64,
    /// The first counter that is not leased.
    pub(super) limit: u64,
    pub(super) rules: Rules,
}

impl Sealer {
    /// The sender of this side of `session`, at its beginning.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for the modes announce and mixing without the feature `mixing`.
    pub fn new(session: &Session<'_>) -> Result<Self, Error> {
        if session.mode() != Mode::Off && !cfg!(feature = "mixing") {
            return Err(Error::Unsupported);
        }
        let rules = Rules::new(session, session.role().seals());
        let mut sealer = Self::empty(rules);
        session.begin(rules.direction, &mut sealer.root, &mut sealer.chain);
        Ok(sealer)
    }

    pub(super) const fn empty(rules: Rules) -> Self {
        Self {
            root: Root::ZERO,
            chain: Chain::ZERO,
            transcript: transcript::START,
            next: 0,
            limit: u64::MAX,
            rules,
        }
    }

    /// The counter of the next block and the transcript there.
    #[must_use]
    pub const fn tip(&self) -> (u64, Digest) {
        (self.next, self.transcript)
    }

    /// The length of the next block's header in bytes: 78, or 110 at a boundary.
    #[must_use]
    pub const fn header_len(&self) -> usize {
        sealed_header::len(self.at_boundary())
    }

    /// What the next block is longer than its plaintext, in bytes: 94, or 126 at a boundary.
    #[must_use]
    pub const fn overhead(&self) -> usize {
        self.header_len().saturating_add(TAG_LEN)
    }

    const fn at_boundary(&self) -> bool {
        is_boundary(self.next, self.rules.mode.interval())
    }

    /// Seals the next block in place and gives its counter. `block` is as long as its plaintext and
    /// [`overhead`](Self::overhead) together; the plaintext stands at [`header_len`](Self::header_len), and afterwards `block`
    /// is header ‖ ciphertext ‖ tag. `aad` is what the block is bound to, at most [`AAD_MAX`](super::AAD_MAX) bytes.
    ///
    /// `entropy` is 32 random bytes for a new key, never used before or after; they are looked at where a boundary block makes
    /// one. Wiping them is the caller's part. `exchange` is this side's in the mode mixing, none otherwise.
    ///
    /// On every error the sealer, the exchange and `block` are as they were.
    ///
    /// # Errors
    /// In this order: [`Error::Misplaced`] for an exchange too many or too few; [`Error::Lease`]; [`Error::Exhausted`];
    /// [`Error::TooSmall`] if `block` is shorter than the overhead; [`Error::Range`] for too long `aad` or plaintext;
    /// [`Error::Entropy`] where random bytes are due; [`Error::WeakKey`].
    pub fn seal(
        &mut self,
        block: &mut [u8],
        aad: &[u8],
        entropy: Option<&[u8; 32]>,
        exchange: Option<&mut Exchange>,
    ) -> Result<u64, Error> {
        self.rules.check_exchange(exchange.is_some())?;
        self.check_counter()?;
        let frame = self.split(block)?;
        check_lengths(aad, frame.body.len())?;

        let mut root = self.root.clone();
        let mut chain = self.chain.clone();
        let mut announcement = Announcement::NONE;
        let mut key = None;
        if self.at_boundary() {
            match exchange.as_deref() {
                Some(exchange) => {
                    exchange.next_announcement(entropy, &mut announcement)?;
                    if exchange.mix_sealing(&announcement, &mut root)? {
                        chain.begin_mixed(&root, self.rules.direction);
                    }
                }
                None => announcement.fill(entropy)?,
            }
            key = Some(announcement.public);
        }
        let mut message_key = MessageKey::ZERO;
        chain.step(self.next, &mut message_key);

        let header = Repr {
            counter: self.next,
            transcript: self.transcript,
            key,
        };
        let mut header_room = [0; LEN_WITH_KEY];
        let header_bytes = header.emit(&mut header_room);
        let (tag, after) = block::seal(&message_key, &header, header_bytes, aad, frame.body)?;
        crate::bytes::copy_front(frame.header, header_bytes);
        *frame.tag = tag;

        self.root.copy_from(&root);
        self.chain.copy_from(&chain);
        self.transcript = after;
        self.next = self.next.saturating_add(1);
        if let (Some(exchange), Some(_)) = (exchange, key) {
            exchange.announced(&announcement);
        }
        Ok(header.counter)
    }

    fn check_counter(&self) -> Result<(), Error> {
        if self.next >= self.limit {
            Err(Error::Lease)
        } else if self.next >= END {
            Err(Error::Exhausted)
        } else {
            Ok(())
        }
    }

    fn split<'b>(&self, block: &'b mut [u8]) -> Result<Frame<'b>, Error> {
        let needed = crate::bytes::len_u64(self.overhead());
        let too_small = Error::TooSmall { needed };
        let (header, rest) = block
            .split_at_mut_checked(self.header_len())
            .ok_or(too_small)?;
        let (body, tag) = rest.split_last_chunk_mut().ok_or(too_small)?;
        Ok(Frame { header, body, tag })
    }
}

/// The parts of a block.
struct Frame<'b> {
    header: &'b mut [u8],
    body: &'b mut [u8],
    tag: &'b mut [u8; TAG_LEN],
}
