//! Every prefix and every flipped bit of small containers: never verified, the damage named, the same by every reader.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod common;

use h4core::container::{Container, Event, Parser, Reader, Verdict, Verifier};
use h4core::error::{Fault, Rule, State};

fn containers() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = common::cases(include_str!("vectors/h4mk.json"))
        .iter()
        .map(|case| common::hex(&case["container"]))
        .collect();
    all.push(common::small());
    all
}

fn verdict(bytes: &[u8]) -> Verdict {
    let mut verifier = Verifier::new();
    let _ = verifier.update(bytes);
    verifier.finish()
}

/// What the readers say: the events as text with payload pieces joined, then the fault that ended them.
type Told = (Vec<String>, Option<Fault>);

struct Telling(Told, Vec<u8>);

impl Telling {
    fn new() -> Self {
        Self((Vec::new(), None), Vec::new())
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::PayloadUnverified(piece) => {
                assert!(!piece.is_empty());
                self.1.extend_from_slice(piece);
            }
            Event::FileHeader(_) | Event::ChunkUnverified(_) | Event::ChunkSound(_) => {
                self.joined();
                self.0.0.push(format!("{event:?}"));
            }
        }
    }

    fn joined(&mut self) {
        if !self.1.is_empty() {
            self.0.0.push(format!("{:?}", std::mem::take(&mut self.1)));
        }
    }

    fn end(mut self, fault: Option<Fault>) -> Told {
        self.joined();
        self.0.1 = fault;
        self.0
    }
}

fn pushed(bytes: &[u8], mut cut: impl FnMut() -> usize) -> Told {
    let (mut parser, mut told, mut rest) = (Parser::new(), Telling::new(), bytes);
    while !rest.is_empty() {
        let (mut piece, later) = rest.split_at(cut().clamp(1, rest.len()));
        rest = later;
        loop {
            match parser.push(&mut piece) {
                Ok(Some(event)) => told.event(event),
                Ok(None) => break,
                Err(fault) => {
                    assert_eq!(parser.push(&mut &b"more"[..]), Err(fault), "a fault stays");
                    return told.end(Some(fault));
                }
            }
        }
    }
    let end = parser.finish();
    told.end(end.err())
}

fn read_at(bytes: &[u8], buf_len: usize) -> Told {
    use h4core::container::ReadError;
    use h4core::error::Error;
    let core = |error| match error {
        ReadError::Read(never) => match never {},
        ReadError::Core(Error::Fault(fault)) => fault,
        ReadError::Core(other) => panic!("{other:?}"),
    };
    let (mut told, mut buf) = (Telling::new(), vec![0xa5; buf_len]);
    let mut reader = match Reader::open(bytes) {
        Ok(reader) => reader,
        Err(error) => return told.end(Some(core(error))),
    };
    let mut events = reader.events();
    loop {
        match events.next(&mut buf) {
            Ok(Some(event)) => told.event(event),
            Ok(None) => return told.end(None),
            Err(error) => {
                assert_eq!(events.next(&mut buf), Ok(None), "a fault comes once");
                return told.end(Some(core(error)));
            }
        }
    }
}

/// The slice reader, where it tells: whole chunks.
fn sliced(bytes: &[u8]) -> Told {
    let mut told = Telling::new();
    let container = match Container::open(bytes) {
        Ok(container) => container,
        Err(fault) => return told.end(Some(fault)),
    };
    told.event(Event::FileHeader(Default::default()));
    for chunk in container.chunks() {
        match chunk {
            Ok(chunk) => {
                told.event(Event::ChunkUnverified(chunk.info));
                if !chunk.payload.is_empty() {
                    told.event(Event::PayloadUnverified(chunk.payload));
                }
                told.event(Event::ChunkSound(chunk.info));
            }
            Err(fault) => return told.end(Some(fault)),
        }
    }
    told.end(None)
}

/// All readers tell the same; gives what.
fn agreed(bytes: &[u8]) -> Told {
    let whole = pushed(bytes, || usize::MAX);
    assert_eq!(pushed(bytes, || 1), whole);
    let mut n = 0;
    let uneven = pushed(bytes, || {
        n = (n * 5 + 3) % 17;
        n
    });
    assert_eq!(uneven, whole);
    for buf_len in [1, 5, 4096] {
        assert_eq!(read_at(bytes, buf_len), whole);
    }
    let chunks = sliced(bytes);
    let sound = |told: &Told| -> Vec<String> {
        let mut all = told.0.clone();
        all.retain(|event| event.starts_with("ChunkSound"));
        all
    };
    assert_eq!(sound(&chunks), sound(&whole));
    match whole.1 {
        // Where the chunks end is not theirs to judge.
        Some(fault) if matches!(fault.rule, Rule::VeriMissing | Rule::AfterVeri) => {
            assert_eq!(chunks.1, None);
        }
        fault => assert_eq!(chunks.1, fault),
    }
    whole
}

#[test]
fn whole_containers_read_the_same_by_every_reader() {
    for bytes in containers() {
        let (events, fault) = agreed(&bytes);
        assert_eq!(fault, None);
        assert!(events.len() > 8);
        assert_eq!(sliced(&bytes), (events, None));
    }
}

#[test]
fn every_cut_in_two_reads_like_the_whole() {
    for bytes in containers() {
        let whole = pushed(&bytes, || usize::MAX);
        for cut in 1..bytes.len() {
            let mut sizes = [cut, usize::MAX].into_iter();
            assert_eq!(pushed(&bytes, || sizes.next().unwrap()), whole);
        }
    }
}

#[test]
fn every_prefix_is_damaged_in_the_header_and_unfinished_after_it() {
    for bytes in containers() {
        for len in 0..bytes.len() {
            let prefix = &bytes[..len];
            let verdict = verdict(prefix);
            let fault = verdict.fault().unwrap();
            match len {
                0..8 => assert_eq!(
                    (verdict.state(), fault.rule, fault.offset),
                    (State::Damaged, Rule::HeaderLength, len as u64)
                ),
                _ => {
                    assert_eq!(verdict.state(), State::Unfinished);
                    assert!(matches!(fault.rule, Rule::Truncated | Rule::VeriMissing));
                    assert!(fault.offset <= len as u64);
                }
            }
            assert_eq!(agreed(prefix).1, Some(fault), "{len}");
        }
    }
}

#[test]
fn every_flipped_bit_is_found_and_named() {
    for bytes in containers() {
        let veri = bytes.len() - 44;
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let verdict = verdict(&flipped);
            let fault = verdict.fault().expect("a flipped bit is never verified");
            let at = bit / 8;
            match at {
                0..4 => assert_eq!(fault.rule, Rule::Magic),
                4..6 => assert_eq!(fault.rule, Rule::Version),
                6..8 => assert_eq!(fault.rule, Rule::Reserved),
                _ if (veri..veri + 4).contains(&at) => {
                    assert_eq!(
                        (verdict.state(), fault.rule),
                        (State::Unfinished, Rule::VeriMissing)
                    );
                }
                // A flip that only VERI can see is in a tag, or in VERI's digest.
                _ if fault.rule == Rule::VeriMismatch => assert_eq!(fault.offset, veri as u64),
                _ => assert!(fault.offset <= at as u64, "{fault} for byte {at}"),
            }
            // What only VERI can see, the readers do not.
            let (_, told) = agreed(&flipped);
            match fault.rule {
                Rule::VeriMismatch => assert_eq!(told, None),
                _ => assert_eq!(told, Some(fault)),
            }
        }
    }
}
