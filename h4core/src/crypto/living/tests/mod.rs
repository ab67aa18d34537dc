//! The rules of SPEC.md, "Living Cipher v3", one named test a rule. Known answers and the model stand in `tests/`.
#![allow(
    clippy::arithmetic_side_effects,
    reason = "a test stops where it fails"
)]

mod failure_rules;
mod file_rules;
mod fork_rules;
mod lease_rules;
#[cfg(feature = "mixing")]
mod mixing_rules;
#[cfg(feature = "mixing")]
mod pending_rules;
mod sealing_rules;
mod session_rules;
mod stored_rules;
mod window_rules;

use core::num::NonZeroU32;
use std::vec;
use std::vec::Vec;

use super::{Context, Exchange, Mode, Opener, Role, Sealer, Session};
use crate::error::Error;
use crate::wire::sealed_header::END;

const SECRET: [u8; 32] = [0x53; 32];
const ID: [u8; 32] = [0x1d; 32];
const AAD: &[u8] = b"what it is bound to";

fn session(role: Role, mode: Mode) -> Session<'static> {
    Session::new(&SECRET, Context::of_session(ID), role, mode).unwrap()
}

fn announce(interval: u32) -> Mode {
    Mode::Announce(NonZeroU32::new(interval).unwrap())
}

fn sealer() -> Sealer {
    Sealer::new(&session(Role::Initiator, Mode::Off)).unwrap()
}

fn opener<const W: usize>(jump: u32) -> Opener<W> {
    let session = session(Role::Responder, Mode::Off).with_jump(jump);
    Opener::new(&session.unwrap()).unwrap()
}

fn try_seal(
    sealer: &mut Sealer,
    plain: &[u8],
    entropy: Option<u8>,
    exchange: Option<&mut Exchange>,
) -> Result<Vec<u8>, Error> {
    let at = sealer.header_len();
    let mut block = vec![0xa5; plain.len() + sealer.overhead()];
    block[at..at + plain.len()].copy_from_slice(plain);
    let before = (
        block.clone(),
        sealer_state(sealer),
        exchange.as_deref().map(exchange_state),
    );
    let entropy = entropy.map(|byte| [byte; 32]);
    let mut exchange = exchange;
    let result = sealer.seal(&mut block, AAD, entropy.as_ref(), exchange.as_deref_mut());
    if result.is_err() {
        let after = (
            block.clone(),
            sealer_state(sealer),
            exchange.as_deref().map(exchange_state),
        );
        assert_eq!(after, before, "a failure changes nothing");
    }
    result.map(|_| block)
}

fn seal(sealer: &mut Sealer, plain: &[u8]) -> Vec<u8> {
    try_seal(sealer, plain, None, None).unwrap()
}

/// Blocks 0 to `count` − 1, each with its counter as plaintext.
fn blocks(count: u8) -> Vec<Vec<u8>> {
    let mut sealer = sealer();
    (0..count).map(|n| seal(&mut sealer, &[n])).collect()
}

/// Opens, and holds the opener to its promise: after a failure, state and bytes are as they were.
fn open_with<const W: usize>(
    opener: &mut Opener<W>,
    block: &[u8],
    aad: &[u8],
    exchange: Option<&mut Exchange>,
) -> Result<Vec<u8>, Error> {
    let mut exchange = exchange;
    let before = (
        opener_state(opener),
        exchange.as_deref().map(exchange_state),
    );
    let mut bytes = block.to_vec();
    let result = opener
        .open(&mut bytes, aad, exchange.as_deref_mut())
        .map(|opened| opened.plaintext.to_vec());
    if result.is_err() {
        let after = (
            opener_state(opener),
            exchange.as_deref().map(exchange_state),
        );
        assert_eq!(after, before, "a failure changes nothing");
        assert_eq!(bytes, block, "a failure leaves the buffer");
    }
    result
}

fn open<const W: usize>(opener: &mut Opener<W>, block: &[u8]) -> Result<Vec<u8>, Error> {
    open_with(opener, block, AAD, None)
}

fn opener_state<const W: usize>(opener: &Opener<W>) -> Vec<u8> {
    let mut out = vec![0xa5; Opener::<W>::STORED_LEN];
    opener.export(&mut out).unwrap();
    out
}

fn exchange_state(exchange: &Exchange) -> Vec<u8> {
    let mut out = vec![0xa5; Exchange::STORED_LEN];
    exchange.export(&mut out).unwrap();
    out
}

/// A sender has no stored form of where it stands; here it has.
fn sealer_state(sealer: &Sealer) -> Vec<u8> {
    [
        sealer.root.secret().expose().as_slice(),
        sealer.chain.secret().expose(),
        &sealer.transcript,
        &sealer.next.to_be_bytes(),
        &sealer.limit.to_be_bytes(),
    ]
    .concat()
}

/// Both ends of a direction, moved to `counter` on a chain of their own.
fn ends_at(counter: u64) -> (Sealer, Opener<4>) {
    let (mut sealer, mut opener) = (sealer(), opener::<4>(8));
    sealer.next = counter;
    opener.0.next = counter;
    assert!(counter <= END);
    (sealer, opener)
}
