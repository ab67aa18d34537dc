//! The Living Cipher v3 against known answers: every message, every operation, every arrival, byte for byte.
#![cfg(feature = "mixing")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::large_enum_variant,
    reason = "a test stops where it fails"
)]

use core::num::NonZeroU32;

use h4core::crypto::living::{Context, Exchange, FileChain, Mode, Opener, Role, Sealer, Session};
use h4core::error::Error;
use h4core::hash::Digest;
use h4core::wire::binding::{BlockBinding, MAX_LEN};
use serde_json::Value;

fn load(text: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(text).unwrap();
    file["cases"].as_array().unwrap().clone()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().unwrap()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap()
}

fn number(value: &Value, name: &str) -> u64 {
    value[name].as_u64().unwrap()
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn hex(value: &Value, name: &str) -> Vec<u8> {
    unhex(text(value, name))
}

fn array<const N: usize>(value: &Value, name: &str) -> [u8; N] {
    hex(value, name).try_into().unwrap()
}

fn role(name: &str) -> Role {
    match name {
        "initiator" => Role::Initiator,
        "responder" => Role::Responder,
        other => panic!("{other}"),
    }
}

fn mode(case: &Value) -> Mode {
    let interval = NonZeroU32::new(u32::try_from(number(case, "M")).unwrap());
    match (text(case, "mode"), interval) {
        ("off", None) => Mode::Off,
        ("announce", Some(interval)) => Mode::Announce(interval),
        ("mixing", Some(interval)) => Mode::Mixing(interval),
        other => panic!("{other:?}"),
    }
}

fn result_name(error: Error) -> &'static str {
    match error {
        Error::Header => "header",
        Error::Auth => "auth",
        Error::Replay => "replay",
        Error::TooOld => "too_old",
        Error::TooFar => "too_far",
        Error::Pending => "pending",
        Error::Fork => "fork",
        other => panic!("{other:?}"),
    }
}

/// An opener of any window that the vectors use.
enum AnyOpener {
    W1(Opener<1>),
    W4(Opener<4>),
    W32(Opener<32>),
    W64(Opener<64>),
}

macro_rules! each {
    ($any:expr, $opener:ident => $do:expr) => {
        match $any {
            AnyOpener::W1($opener) => $do,
            AnyOpener::W4($opener) => $do,
            AnyOpener::W32($opener) => $do,
            AnyOpener::W64($opener) => $do,
        }
    };
}

impl AnyOpener {
    fn new(window: u64, session: &Session<'_>) -> Self {
        match window {
            1 => Self::W1(Opener::new(session).unwrap()),
            4 => Self::W4(Opener::new(session).unwrap()),
            32 => Self::W32(Opener::new(session).unwrap()),
            64 => Self::W64(Opener::new(session).unwrap()),
            other => panic!("{other}"),
        }
    }

    fn state(&self) -> Vec<u8> {
        let mut out = vec![0; 5000];
        let len = each!(self, opener => opener.export(&mut out)).unwrap();
        out.truncate(len);
        out
    }

    fn tip(&self) -> (u64, Digest) {
        each!(self, opener => opener.tip())
    }

    /// Opens, and holds the call to its promise: after a failure state and bytes are as they were.
    fn open(
        &mut self,
        header: &[u8],
        sealed: &[u8],
        aad: &[u8],
        mut exchange: Option<&mut Exchange>,
    ) -> Result<Vec<u8>, Error> {
        let before = (self.state(), exchange.as_deref().map(exchange_state));
        let mut bytes = sealed.to_vec();
        let result = each!(self, opener => opener.open_parts(header, &mut bytes, aad, exchange.as_deref_mut()))
            .map(|opened| opened.plaintext.to_vec());
        if result.is_err() {
            assert_eq!(bytes, sealed);
            assert_eq!(
                (self.state(), exchange.as_deref().map(exchange_state)),
                before
            );
        }
        result
    }
}

fn exchange_state(exchange: &Exchange) -> Vec<u8> {
    let mut out = vec![0; Exchange::STORED_LEN];
    exchange.export(&mut out).unwrap();
    out
}

fn seal(
    sealer: &mut Sealer,
    plain: &[u8],
    aad: &[u8],
    entropy: Option<&[u8; 32]>,
    exchange: Option<&mut Exchange>,
) -> Vec<u8> {
    let at = sealer.header_len();
    let mut block = vec![0xa5; plain.len() + sealer.overhead()];
    block[at..at + plain.len()].copy_from_slice(plain);
    sealer.seal(&mut block, aad, entropy, exchange).unwrap();
    block
}

#[test]
fn messages_in_order_from_both_roles() {
    let cases = load(include_str!("vectors/living-v3.json"));
    assert_eq!(cases.len(), 2);
    for case in cases {
        let secret = hex(&case, "secret");
        let sender = role(text(&case, "sender"));
        let session = |role| {
            Session::new(&secret, Context::bare_of_old_producers(), role, Mode::Off).unwrap()
        };
        let mut sealer = Sealer::new(&session(sender)).unwrap();
        let mut again = Sealer::new(&session(sender)).unwrap();
        let mut opener = AnyOpener::new(32, &session(sender.peer()));
        let mut file = FileChain::new(&session(sender.peer()));
        for (counter, message) in (0..).zip(list(&case, "messages")) {
            let (plain, aad) = (hex(message, "plain"), hex(message, "aad"));
            let (header, sealed) = (hex(message, "header"), hex(message, "ciphertext"));
            let block = [header.clone(), sealed.clone()].concat();
            assert_eq!(seal(&mut sealer, &plain, &aad, None, None), block);
            assert_eq!(seal(&mut again, &plain, &aad, None, None), block);
            let tip = (counter + 1, array(message, "transcript_after"));
            assert_eq!(sealer.tip(), tip);
            assert_eq!(opener.open(&header, &sealed, &aad, None), Ok(plain.clone()));
            assert_eq!(opener.tip(), tip);
            let mut bytes = block;
            let opened = file.open(counter, &mut bytes, &aad).unwrap();
            assert_eq!(opened.plaintext, plain);
        }
    }
}

#[test]
fn the_bindings_of_known_messages() {
    let cases = load(include_str!("vectors/living-v3.json"));
    let binding = BlockBinding::new(
        "geometric-reference",
        &[0xab; 32],
        &[0xcd; 32],
        "video_main",
    )
    .unwrap();
    let mut out = [0xa5; MAX_LEN];
    for message in cases.iter().flat_map(|case| list(case, "messages")) {
        let aad = hex(message, "aad");
        if aad.is_empty() {
            continue;
        }
        let header = hex(message, "header");
        let index = u64::from_be_bytes(header[37..45].try_into().unwrap());
        let expected = binding.emit(index * 33_333, index, &mut out);
        assert_eq!(expected, aad);
    }
}

#[test]
fn every_operation_of_four_sessions() {
    for case in load(include_str!("vectors/living-v3-sessions.json")) {
        let secret = hex(&case, "secret");
        let jump = u32::try_from(number(&case, "J")).unwrap();
        let mode = mode(&case);
        let mixing = matches!(mode, Mode::Mixing(_));
        let mut sides = ["initiator", "responder"].map(|name| {
            let context = Context::bare_of_old_producers();
            let session = Session::new(&secret, context, role(name), mode).unwrap();
            let session = session.with_jump(jump).unwrap();
            (
                Sealer::new(&session).unwrap(),
                AnyOpener::new(number(&case, "W"), &session),
                Exchange::new(),
            )
        });
        let ops = list(&case, "ops");
        for (at, op) in ops.iter().enumerate() {
            let (sealer, opener, exchange) = &mut sides[usize::from(text(op, "by") == "responder")];
            let exchange = mixing.then_some(exchange);
            if text(op, "op") == "seal" {
                let entropy = array(op, "entropy");
                let block = seal(
                    sealer,
                    &hex(op, "plain"),
                    &hex(op, "aad"),
                    Some(&entropy),
                    exchange,
                );
                let expected = [hex(op, "header"), hex(op, "ciphertext")].concat();
                assert_eq!(block, expected, "op {at}");
                continue;
            }
            let sealed_at = &ops[usize::try_from(number(op, "sealed_at")).unwrap()];
            let mut sealed = hex(sealed_at, "ciphertext");
            if let Some(bit) = op.get("flip_bit").and_then(Value::as_u64) {
                sealed[usize::try_from(bit / 8).unwrap()] ^= 1 << (bit % 8);
            }
            let result = opener.open(
                &hex(sealed_at, "header"),
                &sealed,
                &hex(sealed_at, "aad"),
                exchange,
            );
            match (text(op, "result"), result) {
                ("ok", Ok(plain)) => assert_eq!(plain, hex(op, "plain"), "op {at}"),
                (expected, result) => {
                    assert_eq!(result.map_err(result_name), Err(expected), "op {at}");
                }
            }
            let tip = (number(op, "next"), array(op, "transcript"));
            assert_eq!(opener.tip(), tip, "op {at}");
        }
    }
}

#[test]
fn every_arrival_of_the_cases() {
    let cases = load(include_str!("vectors/living-v3-cases.json"));
    assert_eq!(cases.len(), 8);
    for case in cases {
        let name = text(&case, "name");
        let secret = hex(&case, "secret");
        let context = match case["session_id"].as_str() {
            Some(_) => Context::of_session(array(&case, "session_id")),
            None => Context::bare_of_old_producers(),
        };
        let session = Session::new(&secret, context, role(text(&case, "role")), mode(&case))
            .unwrap()
            .with_jump(u32::try_from(number(&case, "J")).unwrap())
            .unwrap();
        let fresh = || AnyOpener::new(number(&case, "W"), &session);
        let mut opener = fresh();
        for (at, arrival) in list(&case, "arrivals").iter().enumerate() {
            if name == "far" {
                opener = fresh();
            }
            let (header, sealed) = (hex(arrival, "header"), hex(arrival, "ciphertext"));
            let result = opener.open(&header, &sealed, &hex(arrival, "aad"), None);
            match (text(arrival, "result"), result) {
                ("ok", Ok(plain)) => assert_eq!(plain, hex(arrival, "plain"), "{name} {at}"),
                (expected, result) => {
                    assert_eq!(result.map_err(result_name), Err(expected), "{name} {at}");
                }
            }
            let tip = (number(arrival, "next"), array(arrival, "transcript"));
            assert_eq!(opener.tip(), tip, "{name} {at}");
        }
    }
}
