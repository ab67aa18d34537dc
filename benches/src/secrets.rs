//! Whether a branch or an index depends on a secret, as valgrind sees it: secrets are marked as bytes nobody set, and every use of
//! such a byte to decide or to address is reported.
//!
//! `cargo build --release -p benches && valgrind --error-exitcode=1 --suppressions=benches/secrets.supp target/release/secrets`
//!
//! The suppressions name the two verdicts that are told to everybody anyway: whether a tag is right, and whether the result of a key
//! exchange is zero. With the argument `leak` the program branches on a secret, and valgrind has to report it.
#![allow(
    unsafe_code,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a program that speaks to valgrind"
)]

use std::hint::black_box;
use std::num::NonZeroU32;

use h4core::crypto::living::{Context, Exchange, Mode, Opener, Role, Sealer, Session};
use h4core::crypto::mask::{DEFAULT_CONTEXT, MaskKey};

const MAKE_UNDEFINED: u64 = 0x4d43_0001;
const MAKE_DEFINED: u64 = 0x4d43_0002;

/// A request to valgrind; without it these instructions do nothing.
#[cfg(target_arch = "x86_64")]
fn request(code: u64, bytes: &[u8]) {
    let arguments = [code, bytes.as_ptr() as u64, bytes.len() as u64, 0, 0, 0];
    let mut answer = 0_u64;
    // SAFETY: the rotations add up to whole turns, and the exchange is one of a register with itself.
    unsafe {
        std::arch::asm!(
            "rol rdi, 3",
            "rol rdi, 13",
            "rol rdi, 61",
            "rol rdi, 51",
            "xchg rbx, rbx",
            in("rax") arguments.as_ptr(),
            inout("rdx") answer,
        );
    }
    black_box(answer);
}

#[cfg(not(target_arch = "x86_64"))]
fn request(_: u64, _: &[u8]) {
    eprintln!("SKIPPED: no requests to valgrind on this processor");
}

/// Both sides of a session: blocks in order, out of order, forged and again.
fn living(mode: Mode) {
    let mixing = matches!(mode, Mode::Mixing(_));
    let secret = |byte: u8| {
        let secret = Box::new(black_box([byte; 32]));
        request(MAKE_UNDEFINED, &*secret);
        secret
    };
    let (key, ours, theirs) = (secret(0x53), secret(0x11), secret(0x22));
    let session = |role| {
        Session::new(&*key, Context::of_session([7; 32]), role, mode).expect("a legal session")
    };
    let (initiator, responder) = (session(Role::Initiator), session(Role::Responder));
    let mut a = Sealer::new(&initiator).expect("a sealer");
    let mut b = Sealer::new(&responder).expect("a sealer");
    let mut from_b = Opener::<4>::new(&initiator).expect("an opener");
    let mut from_a = Opener::<4>::new(&responder).expect("an opener");
    let (mut at_a, mut at_b) = (Exchange::new(), Exchange::new());
    let seal = |sealer: &mut Sealer, entropy: &[u8; 32], exchange: &mut Exchange| {
        let mut block = vec![0x70; sealer.overhead() + 100];
        request(MAKE_UNDEFINED, &block);
        let lent = mixing.then_some(exchange);
        sealer
            .seal(&mut block, b"aad", Some(entropy), lent)
            .expect("sealed");
        request(MAKE_DEFINED, &block);
        block
    };
    let sent: Vec<Vec<u8>> = (0..6).map(|_| seal(&mut a, &ours, &mut at_a)).collect();
    let order = match mixing {
        true => [0, 1, 2, 4, 3, 5],
        false => [1, 0, 4, 2, 3, 5],
    };
    for index in order {
        let mut forged = sent[index].clone();
        forged[90] ^= 1;
        let refused = from_a.open(&mut forged, b"aad", mixing.then_some(&mut at_b));
        assert!(refused.is_err());
        let mut block = sent[index].clone();
        let opened = from_a.open(&mut block, b"aad", mixing.then_some(&mut at_b));
        assert!(opened.is_ok());
        let mut again = sent[index].clone();
        let refused = from_a.open(&mut again, b"aad", mixing.then_some(&mut at_b));
        assert!(refused.is_err());
    }
    for _ in 0..6 {
        let mut block = seal(&mut b, &theirs, &mut at_b);
        let opened = from_b.open(&mut block, b"aad", mixing.then_some(&mut at_a));
        assert!(opened.is_ok());
    }
    let mut stored = [0; 4096];
    from_b.export(&mut stored).expect("room");
    at_a.export(&mut stored).expect("room");
    if !mixing {
        a.lease(4, &mut stored).expect("room");
    }
}

fn mask() {
    let key = Box::new(black_box([0x53_u8; 32]));
    request(MAKE_UNDEFINED, &*key);
    let mut block = vec![0x70; 1000];
    request(MAKE_UNDEFINED, &block);
    let mask = MaskKey::new(&*key)
        .expect("long enough")
        .block(DEFAULT_CONTEXT, 7);
    mask.apply(5, &mut block).expect("in range");
    black_box(&block);
}

fn main() {
    let interval = NonZeroU32::new(2).expect("not zero");
    for mode in [Mode::Off, Mode::Announce(interval), Mode::Mixing(interval)] {
        living(mode);
    }
    mask();
    if std::env::args().nth(1).as_deref() == Some("leak") {
        let key = Box::new(black_box([1_u8; 4]));
        request(MAKE_UNDEFINED, &*key);
        if black_box(&key)[0] == 1 {
            eprintln!("a branch on a secret");
        }
    }
    println!("done");
}
