//! An opener with a live peer: blocks in any order, again, cut, forged, in every mode. What opens is what was sealed, once; what
//! does not changes neither state nor buffer.
#![no_main]

use std::num::NonZeroU32;

use arbitrary::Arbitrary;
use h4core::crypto::living::{Context, Exchange, Mode, Opener, Role, Sealer, Session};
use h4core::error::Error;
use libfuzzer_sys::fuzz_target;

const WINDOW: usize = 4;
const JUMP: u32 = 8;

#[derive(Arbitrary, Debug)]
enum Step {
    Seal {
        back: bool,
        plain: u8,
        entropy: u8,
    },
    Deliver {
        back: bool,
        which: u8,
    },
    Forge {
        back: bool,
        which: u8,
        at: u16,
        bit: u8,
    },
    Cut {
        back: bool,
        which: u8,
        len: u8,
    },
    Raw {
        back: bool,
        bytes: Vec<u8>,
    },
    Restore {
        back: bool,
    },
}

struct Sealed {
    plain: Vec<u8>,
    block: Vec<u8>,
    opened: bool,
}

struct Side {
    sealer: Sealer,
    opener: Opener<WINDOW>,
    exchange: Exchange,
    sent: Vec<Sealed>,
}

impl Side {
    fn new(role: Role, mode: Mode) -> Self {
        let session = Session::new(&[0x53; 32], Context::of_session([7; 32]), role, mode).unwrap();
        let session = session.with_jump(JUMP).unwrap();
        Self {
            sealer: Sealer::new(&session).unwrap(),
            opener: Opener::new(&session).unwrap(),
            exchange: Exchange::new(),
            sent: Vec::new(),
        }
    }

    fn state(&self) -> (Vec<u8>, Vec<u8>) {
        let (mut opener, mut exchange) = (
            vec![0; Opener::<WINDOW>::STORED_LEN],
            vec![0; Exchange::STORED_LEN],
        );
        self.opener.export(&mut opener).unwrap();
        self.exchange.export(&mut exchange).unwrap();
        (opener, exchange)
    }

    fn seal(&mut self, mixing: bool, plain: u8, entropy: u8) {
        let plain = vec![plain; usize::from(plain % 40)];
        let header = self.sealer.header_len();
        let mut block = vec![0; self.sealer.overhead() + plain.len()];
        block[header..header + plain.len()].copy_from_slice(&plain);
        let lent = mixing.then_some(&mut self.exchange);
        let done = self
            .sealer
            .seal(&mut block, b"aad", Some(&[entropy; 32]), lent);
        done.unwrap();
        self.sent.push(Sealed {
            plain,
            block,
            opened: false,
        });
    }

    /// Tries to open; on failure nothing may have changed.
    fn open(&mut self, mixing: bool, block: &[u8]) -> Result<Vec<u8>, Error> {
        let (before, mut buffer) = (self.state(), block.to_vec());
        let lent = mixing.then_some(&mut self.exchange);
        let opened = self.opener.open(&mut buffer, b"aad", lent);
        match opened.map(|opened| opened.plaintext.to_vec()) {
            Ok(plain) => Ok(plain),
            Err(error) => {
                assert_eq!(buffer, block);
                assert!(self.state() == before);
                Err(error)
            }
        }
    }
}

fuzz_target!(|input: (u8, Vec<Step>)| {
    let (mode, steps) = input;
    let interval = NonZeroU32::new(3).unwrap();
    let mode = [Mode::Off, Mode::Announce(interval), Mode::Mixing(interval)][usize::from(mode % 3)];
    let mixing = matches!(mode, Mode::Mixing(_));
    let (mut a, mut b) = (
        Side::new(Role::Initiator, mode),
        Side::new(Role::Responder, mode),
    );
    for step in steps.into_iter().take(60) {
        let back = match &step {
            Step::Seal { back, .. } | Step::Deliver { back, .. } | Step::Forge { back, .. } => {
                *back
            }
            Step::Cut { back, .. } | Step::Raw { back, .. } | Step::Restore { back } => *back,
        };
        let (from, to) = if back {
            (&mut b, &mut a)
        } else {
            (&mut a, &mut b)
        };
        let pick = |which: u8, sent: &[Sealed]| {
            (!sent.is_empty()).then(|| usize::from(which) % sent.len())
        };
        match step {
            Step::Seal { plain, entropy, .. } => from.seal(mixing, plain, entropy),
            Step::Deliver { which, .. } => {
                let Some(index) = pick(which, &from.sent) else {
                    continue;
                };
                let (next, _) = to.opener.tip();
                let sent = &mut from.sent[index];
                match to.open(mixing, &sent.block) {
                    Ok(plain) => {
                        assert!(!sent.opened, "opened twice");
                        assert_eq!(plain, sent.plain);
                        sent.opened = true;
                    }
                    Err(Error::Replay) => assert!(sent.opened),
                    Err(Error::TooFar) => assert!(index as u64 > next + u64::from(JUMP)),
                    Err(Error::TooOld) => assert!((index as u64) < next),
                    Err(Error::Pending) => assert!(mixing && index as u64 > next),
                    Err(error) => panic!("an authentic block: {error}"),
                }
            }
            Step::Forge { which, at, bit, .. } => {
                let Some(index) = pick(which, &from.sent) else {
                    continue;
                };
                let mut forged = from.sent[index].block.clone();
                let at = usize::from(at) % forged.len();
                forged[at] ^= 1 << (bit % 8);
                assert!(to.open(mixing, &forged).is_err());
            }
            Step::Cut { which, len, .. } => {
                let Some(index) = pick(which, &from.sent) else {
                    continue;
                };
                let block = &from.sent[index].block;
                let len = usize::from(len) % block.len();
                assert!(to.open(mixing, &block[..len]).is_err());
            }
            Step::Raw { bytes, .. } => assert!(to.open(mixing, &bytes).is_err()),
            Step::Restore { .. } => {
                let (opener, exchange) = to.state();
                to.opener = Opener::import(&opener).unwrap();
                to.exchange = Exchange::import(&exchange).unwrap();
                assert!(to.state() == (opener, exchange));
            }
        }
    }
});
