//! What a receiver keeps of the last W counters before the highest opened one, h: keys of blocks still to come, transcripts
//! of opened ones.
//!
//! A counter has the slot counter mod W. Between h − W and h every counter's slot is in use, so a slot needs no counter.

use super::ratchet::{Chain, MessageKey};
use super::stored::{Reader, Writer};
use crate::bytes;
use crate::crypto::aead::KEY_LEN;
use crate::error::Error;
use crate::hash::Digest;

/// The window where nothing else is agreed.
pub const DEFAULT_WINDOW: usize = 32;
/// The largest window: its slots are told apart by the bits of a `u64`.
pub const WINDOW_MAX: usize = 64;

/// What is kept of one counter.
#[derive(Debug)]
pub struct Slot {
    /// The key of a block that has not been opened; zero once it has.
    key: MessageKey,
    /// T(n) of the slot's counter: as the opened block carried it, or, of one still to come, as the block before gives it.
    link: Digest,
}

/// Slots for W counters and what the block of h itself carried. `S` is an array where a window is made and a slice where it is used,
/// so that one function does for every W.
#[derive(Debug)]
pub(super) struct Window<S: ?Sized = [Slot]> {
    /// T(h) as block h carried it.
    newest: Digest,
    /// Bit k: slot k keeps the key of a block still to come.
    kept: u64,
    /// Bit k: slot k keeps a key, and its link is known.
    linked: u64,
    slots: S,
}

impl<const W: usize> Window<[Slot; W]> {
    pub(super) const EMPTY: Self = {
        assert!(1 <= W && W <= WINDOW_MAX, "a window has 1 to 64 slots");
        Self {
            newest: [0; 32],
            kept: 0,
            linked: 0,
            slots: [const {
                Slot {
                    key: MessageKey::ZERO,
                    link: [0; 32],
                }
            }; W],
        }
    };
}

/// Length in bytes of the stored form of a window of `slots`.
pub(super) const fn stored_len(slots: usize) -> usize {
    slots
        .saturating_mul(KEY_LEN.saturating_add(32))
        .saturating_add(32 + 2 * 8)
}

impl Window {
    /// Length in bytes of the stored form.
    pub(super) const fn stored_len(&self) -> usize {
        stored_len(self.slots.len())
    }

    /// The window as a distance between counters.
    pub(super) const fn reach(&self) -> u64 {
        bytes::len_u64(self.slots.len())
    }

    fn place(&self, n: u64) -> (usize, u64) {
        let rest = n.checked_rem(self.reach()).unwrap_or_default();
        // A remainder by at most 64 fits every number.
        let place = usize::try_from(rest).unwrap_or_default();
        (
            place,
            1_u64
                .checked_shl(u32::try_from(rest).unwrap_or_default())
                .unwrap_or_default(),
        )
    }

    fn slot(&self, n: u64) -> Option<(&Slot, u64)> {
        let (place, bit) = self.place(n);
        Some((self.slots.get(place)?, bit))
    }

    /// The key of a block before `newest`, the highest opened counter, that has not been opened.
    pub(super) fn key(&self, n: u64, newest: u64) -> Result<&MessageKey, Error> {
        if newest.saturating_sub(n) > self.reach() {
            return Err(Error::TooOld);
        }
        let (slot, bit) = self.slot(n).ok_or(Error::TooOld)?;
        if n < newest && self.kept & bit != 0 {
            Ok(&slot.key)
        } else {
            Err(Error::Replay)
        }
    }

    /// Whether block `n`, late and authentic, has the neighbours that are known: it carries `link`, and gives `after`.
    pub(super) fn fits(&self, n: u64, newest: u64, link: &Digest, after: &Digest) -> bool {
        let before = self
            .slot(n)
            .is_none_or(|(slot, bit)| self.linked & bit == 0 || slot.link == *link);
        let next = n.saturating_add(1);
        let behind = if next == newest {
            self.newest == *after
        } else {
            self.slot(next)
                .is_none_or(|(slot, bit)| self.kept & bit != 0 || slot.link == *after)
        };
        before && behind
    }

    /// Block `n`, late, was opened: its key goes, its neighbour's link is known.
    pub(super) fn opened_late(&mut self, n: u64, newest: u64, link: &Digest, after: &Digest) {
        self.set_opened(n, link);
        let next = n.saturating_add(1);
        let (place, bit) = self.place(next);
        if next != newest
            && self.kept & bit != 0
            && let Some(slot) = self.slots.get_mut(place)
        {
            slot.link = *after;
            self.linked |= bit;
        }
    }

    /// Block `n` becomes the highest opened one and carries `link`. `next` was the counter after the one before; `gap` is the
    /// chain at the first counter of the gap that is kept, `first`, and `expected` what block `next` must carry.
    pub(super) fn advance(
        &mut self,
        next: u64,
        first: u64,
        n: u64,
        gap: &mut Chain,
        expected: &Digest,
        link: &Digest,
    ) {
        if let Some(newest) = next.checked_sub(1)
            && n.saturating_sub(newest) <= self.reach()
        {
            let link = self.newest;
            self.set_opened(newest, &link);
        }
        for i in first..n {
            let (place, bit) = self.place(i);
            if let Some(slot) = self.slots.get_mut(place) {
                gap.step(i, &mut slot.key);
                slot.link = if i == next { *expected } else { [0; 32] };
            }
            self.kept |= bit;
            self.linked = if i == next {
                self.linked | bit
            } else {
                self.linked & !bit
            };
        }
        self.newest = *link;
    }

    fn set_opened(&mut self, n: u64, link: &Digest) {
        let (place, bit) = self.place(n);
        if let Some(slot) = self.slots.get_mut(place) {
            slot.key.wipe();
            slot.link = *link;
        }
        self.kept &= !bit;
        self.linked &= !bit;
    }

    pub(super) fn export(&self, to: &mut Writer<'_>) {
        to.put(&self.kept.to_be_bytes());
        to.put(&self.linked.to_be_bytes());
        to.put(&self.newest);
        for slot in &self.slots {
            to.put(slot.key.secret().expose());
            to.put(&slot.link);
        }
    }

    /// Reads the stored form into an empty window.
    pub(super) fn import(&mut self, from: &mut Reader<'_>) -> Result<(), Error> {
        self.kept = u64::from_be_bytes(from.take()?);
        self.linked = u64::from_be_bytes(from.take()?);
        self.newest = from.take()?;
        for slot in &mut self.slots {
            from.fill(slot.key.secret_mut().expose_mut())?;
            slot.link = from.take()?;
        }
        let bits = WINDOW_MAX.saturating_sub(self.slots.len());
        let all = u64::MAX
            .checked_shr(u32::try_from(bits).unwrap_or_default())
            .unwrap_or_default();
        if self.kept & !all == 0 && self.linked & !self.kept == 0 {
            Ok(())
        } else {
            Err(Error::Range)
        }
    }
}
