//! Opening the blocks of a sealed container. SPEC.md, "Sealed containers", "Reading".

use super::owned::{Kind, OwnedSeal, pts_us};
use crate::crypto::aead::KEY_LEN;
use crate::crypto::living::{Context, FileChain, Session};
use crate::crypto::secret::Secret;
use crate::engine::EnginePin;
use crate::error::Error;
use crate::wire::sealed_header::{self, TAG_LEN};
use crate::wire::{binding, seal};

/// What was in a block.
#[derive(Debug, PartialEq, Eq)]
pub enum Unsealed<'b> {
    /// Media, as the producer handed it in or as the engine made it.
    Media {
        /// The block's time in microseconds; 0 where blocks have no regular times.
        pts_us: u64,
        /// The plaintext, where the ciphertext was.
        plaintext: &'b mut [u8],
    },
    /// The authentic end: the blocks before this one are all there are.
    End,
}

/// Whether a container is known to have ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EndState {
    /// The authentic end was opened.
    Ended,
    /// It was not: there may have been more blocks. VERI says nothing about that, for recovery makes a new one.
    Cut,
}

/// The reader of a sealed container's blocks. It takes CORE payloads with their numbers, from wherever they are read.
///
/// It stands before a block, at first before block 0, and goes forward: opening block k costs a step of the chain for each
/// block from there up to k. To go back, [`restart`](Self::restart), or [`resume`](Self::resume) at a stored point.
#[derive(Clone, Debug)]
pub struct SealedReader {
    chain: FileChain,
    seal: OwnedSeal,
    /// The number of the end, once it was opened.
    end: Option<u64>,
}

impl SealedReader {
    /// A reader of the container with this SEAL, whose blocks must be of the engine `pin`. `secret` is the one that the writer
    /// was given; no copy of it is kept. That it is the right one shows when a block opens.
    ///
    /// # Errors
    /// [`Error::EngineUnknown`] for another engine id, [`Error::EngineMismatch`] for another fingerprint;
    /// [`Error::ShortKey`]; [`Error::Unsupported`] for the mode mixing without the feature `mixing`.
    pub fn new(secret: &[u8], seal: &seal::Repr<'_>, pin: &EnginePin<'_>) -> Result<Self, Error> {
        require(seal, pin)?;
        Ok(Self {
            chain: begin(secret, seal)?,
            seal: OwnedSeal::new(seal),
            end: None,
        })
    }

    /// A reader that stands before block `index`, with the chain there: a [`point`](Self::point) that was stored. It opens
    /// that block and later ones, and needs no secret.
    ///
    /// # Errors
    /// [`Error::EngineUnknown`], [`Error::EngineMismatch`]; [`Error::Range`] for an index past the end of counters.
    pub fn at(
        index: u64,
        chain: Secret<KEY_LEN>,
        seal: &seal::Repr<'_>,
        pin: &EnginePin<'_>,
    ) -> Result<Self, Error> {
        require(seal, pin)?;
        Ok(Self {
            chain: FileChain::at(index, chain, seal.mode)?,
            seal: OwnedSeal::new(seal),
            end: None,
        })
    }

    /// Goes back to before block 0. What is known of the end stays known.
    ///
    /// # Errors
    /// [`Error::ShortKey`]; nothing is changed then.
    pub fn restart(&mut self, secret: &[u8]) -> Result<(), Error> {
        self.chain = begin(secret, &self.seal.repr()?)?;
        Ok(())
    }

    /// Goes, back or forward, to a stored [`point`](Self::point). What is known of the end stays known.
    ///
    /// # Errors
    /// [`Error::Range`] for an index past the end of counters; nothing is changed then.
    pub fn resume(&mut self, index: u64, chain: Secret<KEY_LEN>) -> Result<(), Error> {
        self.chain = FileChain::at(index, chain, self.seal.repr()?.mode)?;
        Ok(())
    }

    /// The number of the block that this stands before and the chain there, with which that block and every later one can be
    /// opened: keep it like a secret.
    #[must_use]
    pub const fn point(&self) -> (u64, &Secret<KEY_LEN>) {
        self.chain.point()
    }

    /// Goes forward to before block `index`, without opening those between: one step of the chain for each.
    ///
    /// # Errors
    /// [`Error::TooOld`] if this stands behind it, [`Error::Exhausted`] past the end of counters; nothing is changed then.
    pub fn walk_to(&mut self, index: u64) -> Result<(), Error> {
        self.chain.walk_to(index)
    }

    /// The payload of SEAL: what the container is sealed with, as [`seal::Repr::parse`] reads it.
    #[must_use]
    pub fn seal_payload(&self) -> &[u8] {
        self.seal.payload()
    }

    /// Opens `block`, a CORE payload, in place, as the block with this number, and stands behind it then. On every error the
    /// reader and `block` are as they were. Costs `index` − the present place + 1 steps of the chain, twice that for an empty
    /// block, which may be media or the end.
    ///
    /// # Errors
    /// In this order: [`Error::Auth`] behind the end; [`Error::Range`] for a block that would have a time of more than 64 bits;
    /// [`Error::TooOld`] if this stands behind `index`; [`Error::Exhausted`]; [`Error::Header`] for bytes that no writer makes at
    /// this place; [`Error::Auth`] for a block that was changed, is not of this place, track, container or secret, or was mixed;
    /// [`Error::Fork`] for one that contradicts the block before.
    pub fn open<'b>(&mut self, index: u64, block: &'b mut [u8]) -> Result<Unsealed<'b>, Error> {
        if self.end.is_some_and(|end| index > end) {
            return Err(Error::Auth);
        }
        let pts_us = pts_us(&self.seal.repr()?, index)?;
        let mut room = [0; binding::MAX_LEN];
        if is_empty(block) {
            let aad = self.seal.bind(Kind::End, pts_us, index, &mut room)?;
            match self.chain.open(index, block, aad) {
                Ok(_) => {
                    self.end = Some(index);
                    return Ok(Unsealed::End);
                }
                Err(Error::Auth) => {}
                Err(error) => return Err(error),
            }
        }
        let aad = self.seal.bind(Kind::Media, pts_us, index, &mut room)?;
        let opened = self.chain.open(index, block, aad)?;
        Ok(Unsealed::Media {
            pts_us,
            plaintext: opened.plaintext,
        })
    }

    /// Whether the container is known to have ended. A reader that did not open the last CORE chunk does not know.
    #[must_use]
    pub const fn end_state(&self) -> EndState {
        match self.end {
            Some(_) => EndState::Ended,
            None => EndState::Cut,
        }
    }

    /// The number of blocks of media, once the end was opened.
    #[must_use]
    pub const fn blocks(&self) -> Option<u64> {
        self.end
    }
}

fn require(seal: &seal::Repr<'_>, pin: &EnginePin<'_>) -> Result<(), Error> {
    if seal.binding.engine_id() != pin.id {
        Err(Error::EngineUnknown)
    } else if *seal.binding.engine_fingerprint() != pin.fingerprint.0 {
        Err(Error::EngineMismatch)
    } else {
        Ok(())
    }
}

/// The writer's chain, at its first block.
fn begin(secret: &[u8], seal: &seal::Repr<'_>) -> Result<FileChain, Error> {
    let context = Context::of_session(*seal.session_id);
    let session = Session::new(secret, context, seal.role.peer(), seal.mode)?;
    Ok(FileChain::new(&session))
}

/// Whether a block, by its flags byte, has no plaintext.
fn is_empty(block: &[u8]) -> bool {
    sealed_header::end_in(block).is_some_and(|end| block.len() == end.saturating_add(TAG_LEN))
}
