//! What the two directions of one side share in the mode mixing: the keys it announced and the one it was told.

use super::ratchet::Root;
use super::stored::{Reader, Writer};
use crate::crypto::exchange::{self, LEN};
use crate::crypto::secret::Secret;
use crate::error::Error;

/// The most keys of its own that a side keeps.
pub(super) const OWN_MAX: usize = 2;

const MARK: [u8; 4] = *b"H4LX";

/// The key exchange of one side of a session in the mode mixing, lent to its sealer and to its opener.
///
/// One exchange belongs to one session and one side. It begins empty; [`Sealer::seal`](super::Sealer::seal) adds keys at
/// boundary blocks, [`Opener::open`](super::Opener::open) learns and uses them.
#[derive(Debug)]
pub struct Exchange {
    /// The newest first; those from `own_len` on are zero.
    own: [Secret<LEN>; OWN_MAX],
    peer: [u8; LEN],
    /// The counter of the block that brought `peer`.
    peer_counter: u64,
    own_len: u8,
    has_peer: bool,
}

/// A key that a boundary block is to carry.
pub(super) struct Announcement {
    scalar: Secret<LEN>,
    pub(super) public: [u8; LEN],
    fresh: bool,
}

impl Announcement {
    pub(super) const NONE: Self = Self {
        scalar: Secret::ZERO,
        public: [0; LEN],
        fresh: false,
    };

    /// Makes it a fresh key.
    pub(super) fn fill(&mut self, entropy: Option<&[u8; LEN]>) -> Result<(), Error> {
        *self.scalar.expose_mut() = *entropy.ok_or(Error::Entropy)?;
        self.fresh = true;
        self.publish()
    }

    fn publish(&mut self) -> Result<(), Error> {
        self.public = exchange::public_key(&self.scalar)?;
        Ok(())
    }
}

impl Exchange {
    /// Length in bytes of what [`export`](Self::export) writes.
    pub const STORED_LEN: usize = 112;

    /// No key of either side.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            own: [Secret::ZERO; OWN_MAX],
            peer: [0; LEN],
            peer_counter: 0,
            own_len: 0,
            has_peer: false,
        }
    }

    /// The key to announce next: a fresh one, or the newest again while two are out.
    pub(super) fn next_announcement(
        &self,
        entropy: Option<&[u8; LEN]>,
        announcement: &mut Announcement,
    ) -> Result<(), Error> {
        match &self.own {
            [newest, _] if usize::from(self.own_len) >= OWN_MAX => {
                *announcement.scalar.expose_mut() = *newest.expose();
                announcement.publish()
            }
            _ => announcement.fill(entropy),
        }
    }

    /// Mixes `root` for a block with this announcement; false if the peer has told no key.
    pub(super) fn mix_sealing(
        &self,
        announcement: &Announcement,
        root: &mut Root,
    ) -> Result<bool, Error> {
        if self.has_peer {
            root.mix(&announcement.scalar, &self.peer)?;
        }
        Ok(self.has_peer)
    }

    /// The block with this announcement was sealed.
    pub(super) fn announced(&mut self, announcement: &Announcement) {
        if announcement.fresh {
            let [newest, second] = &mut self.own;
            *second.expose_mut() = *newest.expose();
            *newest.expose_mut() = *announcement.scalar.expose();
            self.own_len = self.own_len.saturating_add(1);
        }
    }

    /// Whether this side has announced a key.
    pub(super) const fn has_announced(&self) -> bool {
        self.own_len > 0
    }

    /// Own keys that the peer may use, the newest first.
    pub(super) fn own(&self) -> impl Iterator<Item = &Secret<LEN>> {
        self.own.iter().take(usize::from(self.own_len))
    }

    /// The peer has used the own key at this place: older ones are dropped.
    pub(super) fn used(&mut self, place: usize) {
        if place == 0 && self.own_len > 1 {
            let [_, second] = &mut self.own;
            second.wipe();
            self.own_len = 1;
        }
    }

    /// An authentic block with this counter told the peer's key.
    pub(super) const fn learn(&mut self, counter: u64, key: &[u8; LEN]) {
        if !self.has_peer || counter > self.peer_counter {
            self.peer = *key;
            self.peer_counter = counter;
            self.has_peer = true;
        }
    }

    /// Writes the state to the front of `out` and gives its length. It holds scalars: keep it like a secret.
    ///
    /// # Errors
    /// [`Error::TooSmall`] for less than [`STORED_LEN`](Self::STORED_LEN) bytes.
    pub fn export(&self, out: &mut [u8]) -> Result<usize, Error> {
        let mut to = Writer::new(out, Self::STORED_LEN, MARK)?;
        to.put(&[self.own_len, u8::from(self.has_peer), 0]);
        to.put(&self.peer_counter.to_be_bytes());
        for own in &self.own {
            to.put(own.expose());
        }
        to.put(&self.peer);
        Ok(Self::STORED_LEN)
    }

    /// The state that was written to `bytes`.
    ///
    /// # Errors
    /// [`Error::Range`] for bytes that no export gives.
    pub fn import(bytes: &[u8]) -> Result<Self, Error> {
        let mut from = Reader::new(bytes, Self::STORED_LEN, MARK)?;
        let mut exchange = Self::new();
        let [own_len, has_peer, zero] = from.take()?;
        exchange.own_len = own_len;
        exchange.has_peer = has_peer == 1;
        exchange.peer_counter = u64::from_be_bytes(from.take()?);
        for own in &mut exchange.own {
            from.fill(own.expose_mut())?;
        }
        exchange.peer = from.take()?;
        if usize::from(own_len) <= OWN_MAX && has_peer <= 1 && zero == 0 {
            Ok(exchange)
        } else {
            Err(Error::Range)
        }
    }
}

impl Default for Exchange {
    fn default() -> Self {
        Self::new()
    }
}
