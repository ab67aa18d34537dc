//! The three readers over the same bytes: equal events and equal faults, however the input is cut.
#![no_main]

use h4core::container::{Container, Event, Parser, ReadAt, ReadError, Reader, Verifier};
use h4core::error::{Error, Fault, Rule};
use h4core_fuzz::Made;
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Default, PartialEq)]
struct Told {
    events: Vec<String>,
    payload: Vec<u8>,
    fault: Option<Fault>,
}

impl Told {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::PayloadUnverified(piece) => {
                assert!(!piece.is_empty());
                self.payload.extend_from_slice(piece);
            }
            event => {
                let payload = std::mem::take(&mut self.payload);
                self.events.push(format!("{} {event:?}", payload.len()));
                self.events.push(format!("{payload:?}"));
            }
        }
    }
}

fn pushed(bytes: &[u8], cuts: &[u8]) -> Told {
    let (mut told, mut parser, mut rest) = (Told::default(), Parser::new(), bytes);
    let mut cuts = cuts.iter().cycle();
    while !rest.is_empty() {
        let cut = cuts
            .next()
            .map_or(rest.len(), |cut| usize::from(*cut).max(1));
        let (mut piece, later) = rest.split_at(cut.min(rest.len()));
        rest = later;
        loop {
            match parser.push(&mut piece) {
                Ok(Some(event)) => told.event(event),
                Ok(None) => break,
                Err(fault) => {
                    told.fault = Some(fault);
                    return told;
                }
            }
        }
    }
    told.fault = parser.finish().err();
    told
}

/// A source that gives fewer bytes than asked for.
struct Short<'a>(&'a [u8], usize);

impl ReadAt for Short<'_> {
    type Error = core::convert::Infallible;

    fn size(&mut self) -> Result<u64, Self::Error> {
        self.0.size()
    }

    fn read_at(&mut self, offset: u64, buf: &mut [u8]) -> Result<usize, Self::Error> {
        let most = buf.len().min(self.1);
        self.0.read_at(offset, &mut buf[..most])
    }
}

fn read_at(bytes: &[u8], most: usize, buf: usize) -> Told {
    let (mut told, mut buf) = (Told::default(), vec![0; buf]);
    let fault = |error| match error {
        ReadError::Core(Error::Fault(fault)) => Some(fault),
        other => panic!("{other:?}"),
    };
    match Reader::open(Short(bytes, most)) {
        Err(error) => told.fault = fault(error),
        Ok(mut reader) => {
            let mut events = reader.events();
            loop {
                match events.next(&mut buf) {
                    Ok(Some(event)) => told.event(event),
                    Ok(None) => break,
                    Err(error) => {
                        told.fault = fault(error);
                        break;
                    }
                }
            }
        }
    }
    told
}

fuzz_target!(|input: ([u8; 3], u8, u8, Result<Made, Vec<u8>>)| {
    let (cuts, most, buf, file) = input;
    let bytes = &file.map_or_else(|raw| raw, |made| made.bytes())[..];
    let whole = pushed(bytes, &[]);
    let mut cut = pushed(bytes, &cuts);
    // Where the fault lies behind a piece that one cut shows and another does not, only that piece may differ.
    cut.payload.clone_from(&whole.payload);
    assert_eq!(cut, whole);
    let mut read = read_at(bytes, usize::from(most).max(1), usize::from(buf).max(1));
    read.payload.clone_from(&whole.payload);
    match whole.fault {
        // Opening reads the header before there are events.
        Some(fault) if fault.chunk.is_none() => assert_eq!(read.fault, whole.fault),
        _ => assert_eq!(read, whole),
    }

    let mut verifier = Verifier::new();
    let _ = verifier.update(bytes);
    let verdict = verifier.finish();
    match whole.fault {
        Some(fault) => assert_eq!(verdict.fault(), Some(fault)),
        None => assert!(
            verdict
                .fault()
                .is_none_or(|fault| fault.rule == Rule::VeriMismatch)
        ),
    }
    let Ok(container) = Container::open(bytes) else {
        return;
    };
    assert_eq!(container.verify().err(), verdict.fault());
    let sound = whole
        .events
        .iter()
        .filter(|event| event.contains("ChunkSound"))
        .count();
    assert_eq!(container.chunks().filter(Result::is_ok).count(), sound);
    for pts_us in [0, 40_000, u64::MAX] {
        let _ = container.seek(pts_us, Default::default());
    }
    if let Ok(blocks) = container.key_blocks(Default::default()) {
        assert!(blocks.take(100).count() <= 100);
    }
});
