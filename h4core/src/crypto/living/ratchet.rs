//! The keys of one direction: a root, the chain under it, and a message key for each block.
//!
//! Keys are made where they stay. A step never goes back: after it the earlier chain is gone.

use super::session::Context;
use crate::crypto::aead::{KEY_LEN, NONCE_LEN};
use crate::crypto::exchange;
use crate::crypto::kdf::{Prk, kdf};
use crate::crypto::secret::Secret;
use crate::error::Error;
use crate::wire::sealed_header::SUITE;

const CONTEXT: &[u8] = "HarmonyØ4|LivingCipher|v3".as_bytes();
const SESSION: &[u8] = b"|";
const ROOT: &[u8] = b"|root";
// The suite text and a label, in one piece.
const MESSAGE_KEY: &[u8] = b"H4-LIVING-AESGCM-HKDF-SHA256-v3|ratchet|mk|";
const CHAIN_KEY: &[u8] = b"H4-LIVING-AESGCM-HKDF-SHA256-v3|ratchet|ck|";
const ROOT_MIX: &[u8] = b"H4-LIVING-AESGCM-HKDF-SHA256-v3|root_mix";
const NONCE: &[u8] = b"nonce|";

/// The direction in which blocks go; the two have nothing in common but where their roots come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    FromInitiator,
    FromResponder,
}

impl Direction {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::FromInitiator => b"|ck_send",
            Self::FromResponder => b"|ck_recv",
        }
    }
}

/// The root of a direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Root(Secret<KEY_LEN>);

impl Root {
    pub(super) const ZERO: Self = Self(Secret::ZERO);

    pub(super) const fn secret(&self) -> &Secret<KEY_LEN> {
        &self.0
    }

    pub(super) const fn secret_mut(&mut self) -> &mut Secret<KEY_LEN> {
        &mut self.0
    }

    pub(super) fn begin(&mut self, secret: &[u8], context: &Context) {
        let id = context.session_id();
        Prk::extract(&[secret]).derive(
            &[CONTEXT, session(id), id.map_or(&[], |id| id), ROOT],
            &mut self.0,
        );
    }

    /// Mixes with the result of an own scalar and a public key of the peer.
    ///
    /// # Errors
    /// [`Error::WeakKey`] for an all-zero result, [`Error::Unsupported`]; the root is then as it was.
    pub(super) fn mix(&mut self, own: &Secret<KEY_LEN>, peer: &[u8; 32]) -> Result<(), Error> {
        let mut shared = Secret::ZERO;
        exchange::shared(own, peer, &mut shared)?;
        let prk = Prk::extract(&[self.0.expose(), shared.expose()]);
        prk.derive(&[ROOT_MIX], &mut self.0);
        Ok(())
    }

    pub(super) fn copy_from(&mut self, other: &Self) {
        *self.0.expose_mut() = *other.0.expose();
    }

    pub(super) fn wipe(&mut self) {
        self.0.wipe();
    }
}

/// The chain of a direction, at the block whose counter its owner keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chain(Secret<KEY_LEN>);

impl Chain {
    pub(super) const ZERO: Self = Self(Secret::ZERO);

    pub(super) const fn new(secret: Secret<KEY_LEN>) -> Self {
        Self(secret)
    }

    pub(super) const fn secret(&self) -> &Secret<KEY_LEN> {
        &self.0
    }

    pub(super) const fn secret_mut(&mut self) -> &mut Secret<KEY_LEN> {
        &mut self.0
    }

    /// The first chain under `root`.
    pub(super) fn begin(&mut self, root: &Root, context: &Context, direction: Direction) {
        let id = context.session_id();
        Prk::extract(&[root.0.expose()]).derive(
            &[
                CONTEXT,
                session(id),
                id.map_or(&[], |id| id),
                direction.label(),
            ],
            &mut self.0,
        );
    }

    /// The chain under a root that was mixed.
    pub(super) fn begin_mixed(&mut self, root: &Root, direction: Direction) {
        Prk::extract(&[root.0.expose()])
            .derive(&[SUITE.as_slice(), direction.label()], &mut self.0);
    }

    /// Goes from block `n` to the next and fills `key` for block `n`.
    pub(super) fn step(&mut self, n: u64, key: &mut MessageKey) {
        count_step();
        let prk = Prk::extract(&[self.0.expose()]);
        let n = n.to_be_bytes();
        prk.derive(&[MESSAGE_KEY, &n], &mut key.0);
        prk.derive(&[CHAIN_KEY, &n], &mut self.0);
    }

    /// Fills `key` for block `n` and stays there.
    pub(super) fn message_key(&self, n: u64, key: &mut MessageKey) {
        let prk = Prk::extract(&[self.0.expose()]);
        prk.derive(&[MESSAGE_KEY, &n.to_be_bytes()], &mut key.0);
    }

    /// Goes from block `from` to block `to`, without the keys between.
    pub(super) fn walk(&mut self, from: u64, to: u64) {
        for n in from..to {
            count_step();
            let prk = Prk::extract(&[self.0.expose()]);
            prk.derive(&[CHAIN_KEY, &n.to_be_bytes()], &mut self.0);
        }
    }

    pub(super) fn copy_from(&mut self, other: &Self) {
        *self.0.expose_mut() = *other.0.expose();
    }
}

/// The key of one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MessageKey(Secret<KEY_LEN>);

impl MessageKey {
    pub(super) const ZERO: Self = Self(Secret::ZERO);

    pub(super) const fn secret(&self) -> &Secret<KEY_LEN> {
        &self.0
    }

    pub(super) const fn secret_mut(&mut self) -> &mut Secret<KEY_LEN> {
        &mut self.0
    }

    /// The nonce of block `n`.
    pub(super) fn nonce(&self, n: u64) -> [u8; NONCE_LEN] {
        let mut nonce = [0; NONCE_LEN];
        // Only a length beyond MAX_LEN is refused.
        let _ = kdf(&[self.0.expose()], &[NONCE, &n.to_be_bytes()], &mut nonce);
        nonce
    }

    pub(super) fn wipe(&mut self) {
        self.0.wipe();
    }
}

fn session(id: Option<&[u8; 32]>) -> &'static [u8] {
    id.map_or(&[], |_| SESSION)
}

#[cfg(not(test))]
const fn count_step() {}

#[cfg(test)]
use steps::count_step;

#[cfg(test)]
pub(super) mod steps {
    use core::cell::Cell;

    std::thread_local! {
        static STEPS: Cell<u64> = const { Cell::new(0) };
    }

    pub(super) fn count_step() {
        STEPS.with(|steps| steps.set(steps.get().saturating_add(1)));
    }

    /// The chain steps of this thread since the last call.
    pub(in super::super) fn take() -> u64 {
        STEPS.with(Cell::take)
    }
}
