//! What happens to a session: sending, dropping, duplicating, reordering, forging, truncating, restarting.

use core::num::NonZeroU32;

use h4core::crypto::living::{FileChain, Role};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::model::{Key, Kind};
use crate::side::{Side, Terms};

#[derive(Clone, Debug)]
pub(crate) enum Event {
    Seal {
        plain: Vec<u8>,
        aad: Vec<u8>,
        entropy: Option<Key>,
    },
    /// A copy of the sender, which there must never be, seals a block: the first time from the present state, then from its own.
    TwinSeal {
        plain: Vec<u8>,
        entropy: Key,
    },
    /// A block arrives: the one `ahead` of what the receiver expects, late ones below 0. Blocks that are never chosen are lost.
    Arrive {
        ahead: i64,
        newest: bool,
        damage: Damage,
    },
    Lease(u32),
    Cut(usize),
    ExportAndImport,
    Save,
    Restore,
}

#[derive(Clone, Debug)]
pub(crate) enum Damage {
    None,
    /// A bit of the block.
    Flip(u16),
    /// A bit of the public key, where there is one.
    FlipKey(u8),
    Truncate(u16),
    OtherAad,
}

#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    terms: Terms,
    window: usize,
    events: Vec<(bool, Event)>,
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        12 => Just(Damage::None),
        2 => any::<u16>().prop_map(Damage::Flip),
        1 => any::<u8>().prop_map(Damage::FlipKey),
        1 => (0..180_u16).prop_map(Damage::Truncate),
        1 => Just(Damage::OtherAad),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let seal = (
        vec(any::<u8>(), 0..40),
        vec(any::<u8>(), 0..8),
        proptest::option::weighted(0.9, any::<Key>()),
    );
    let ahead = prop_oneof![3 => Just(0), 2 => -4..5_i64, 1 => -70..30_i64];
    prop_oneof![
        30 => seal.prop_map(|(plain, aad, entropy)| Event::Seal { plain, aad, entropy }),
        1 => (vec(any::<u8>(), 0..40), any::<Key>())
            .prop_map(|(plain, entropy)| Event::TwinSeal { plain, entropy }),
        40 => (ahead, any::<bool>(), damage())
            .prop_map(|(ahead, newest, damage)| Event::Arrive { ahead, newest, damage }),
        2 => (0..6_u32).prop_map(Event::Lease),
        1 => (0..3_usize).prop_map(Event::Cut),
        2 => Just(Event::ExportAndImport),
        1 => Just(Event::Save),
        1 => Just(Event::Restore),
    ]
}

pub(crate) fn schedules() -> impl Strategy<Value = Schedule> {
    let kind = prop_oneof![
        1 => Just(Kind::Off),
        1 => Just(Kind::Announce),
        2 => Just(Kind::Mixing),
    ];
    let window = proptest::sample::select(vec![1, 2, 4, 32, 64]);
    let terms = (
        vec(any::<u8>(), 32..40),
        proptest::option::of(any::<Key>()),
        kind,
        0..24_u32,
        1..9_u32,
        window,
    );
    let events = vec((any::<bool>(), event()), 1..160);
    (terms, events).prop_map(
        |((secret, session_id, kind, jump, interval, window), events)| {
            let interval = NonZeroU32::new(interval).unwrap();
            let jump = u32::try_from(window).unwrap() + jump;
            let terms = Terms {
                secret,
                session_id,
                kind,
                jump,
                interval,
            };
            Schedule {
                terms,
                window,
                events,
            }
        },
    )
}

/// A block as it was sealed, with what it was bound to and what it says.
struct Sent {
    block: Vec<u8>,
    aad: Vec<u8>,
    plain: Vec<u8>,
}

impl Schedule {
    /// Lets it happen; gives the results there were.
    pub(crate) fn run(&self) -> Vec<&'static str> {
        match self.window {
            1 => self.run_in::<1>(),
            2 => self.run_in::<2>(),
            4 => self.run_in::<4>(),
            32 => self.run_in::<32>(),
            _ => self.run_in::<64>(),
        }
    }

    fn run_in<const W: usize>(&self) -> Vec<&'static str> {
        let mut sides =
            [Role::Initiator, Role::Responder].map(|role| Side::<W>::new(role, &self.terms));
        let mut sent = [Vec::<Sent>::new(), Vec::new()];
        let mut results = Vec::new();
        for (by, event) in &self.events {
            let by = usize::from(*by);
            let side = &mut sides[by];
            match event {
                Event::Seal {
                    plain,
                    aad,
                    entropy,
                } => {
                    let result = side.seal(plain, aad, *entropy);
                    results.push(result.as_ref().err().copied().unwrap_or("ok"));
                    sent[by].extend(result.ok().map(|block| Sent {
                        block,
                        aad: aad.clone(),
                        plain: plain.clone(),
                    }));
                }
                Event::TwinSeal { plain, entropy } => {
                    sent[by].extend(side.twin_seal(plain, *entropy).map(|block| Sent {
                        block,
                        aad: Vec::new(),
                        plain: plain.clone(),
                    }));
                }
                Event::Arrive {
                    ahead,
                    newest,
                    damage,
                } => {
                    let wanted = side.next().saturating_add_signed(*ahead);
                    // Two senders may share a counter.
                    let mut found = sent[1 - by].iter().filter(|sent| counter(sent) == wanted);
                    let found = if *newest {
                        found.next_back()
                    } else {
                        found.next()
                    };
                    if let Some(found) = found {
                        let (block, aad) = damage.apply(found);
                        results.push(side.open(&block, &aad));
                    }
                }
                Event::Lease(blocks) => results.push(side.lease(*blocks)),
                Event::Cut(back) => side.cut(*back),
                Event::ExportAndImport => side.export_and_import(),
                Event::Save => side.save(),
                Event::Restore => side.restore(),
            }
        }
        let one_sender = |(_, event): &_| !matches!(event, Event::TwinSeal { .. } | Event::Cut(_));
        if self.terms.kind != Kind::Mixing && self.events.iter().all(one_sender) {
            self.read_back(Role::Responder, &sent[0]);
            self.read_back(Role::Initiator, &sent[1]);
        }
        results
    }

    /// Everything that one sender sealed is read back as a file, in order and after a seek.
    fn read_back(&self, reader: Role, sent: &[Sent]) {
        let mut file = FileChain::new(&self.terms.session(reader));
        let begin = file.clone();
        for (n, sent) in (0..).zip(sent) {
            for file in [&mut begin.clone(), &mut file] {
                let mut block = sent.block.clone();
                let opened = file.open(n, &mut block, &sent.aad).unwrap();
                assert_eq!(opened.plaintext, sent.plain);
            }
        }
    }
}

fn counter(sent: &Sent) -> u64 {
    u64::from_be_bytes(sent.block[37..45].try_into().unwrap())
}

impl Damage {
    fn apply(&self, sent: &Sent) -> (Vec<u8>, Vec<u8>) {
        let (mut block, mut aad) = (sent.block.clone(), sent.aad.clone());
        let bits = block.len() * 8;
        match *self {
            Self::None => {}
            Self::Flip(bit) => flip(&mut block, usize::from(bit) % bits),
            Self::FlipKey(bit) if block[77] == 1 => flip(&mut block, 78 * 8 + usize::from(bit)),
            Self::FlipKey(_) => {}
            Self::Truncate(len) => block.truncate(usize::from(len)),
            Self::OtherAad => aad.push(0),
        }
        (block, aad)
    }
}

fn flip(block: &mut [u8], bit: usize) {
    block[bit / 8] ^= 1 << (bit % 8);
}
