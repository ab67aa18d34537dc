//! Reading a file that arrives in pieces.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use h4core::container::{Event, Parser};

use super::pointer::{Call, State};
use super::state::h4_parser_t;
use super::status::{Failure, H4_OK, end, end_with, h4_fault_t, h4_status_t};
use super::types::h4_chunk_t;

impl State for h4_parser_t {
    type Inner = Parser;
    const KIND: u64 = u64::from_be_bytes(*b"h4parse1");
}

/// All input is taken, and more is needed to tell anything.
pub const H4_EVENT_NONE: u32 = 0;
/// The file header; first and once.
pub const H4_EVENT_FILE_HEADER: u32 = 1;
/// A chunk header. Only VERI speaks for tag and length, only H4_EVENT_CHUNK_SOUND for the payload to come.
pub const H4_EVENT_CHUNK_UNVERIFIED: u32 = 2;
/// The next piece of the payload, not empty; its bytes are not checked before H4_EVENT_CHUNK_SOUND.
pub const H4_EVENT_PAYLOAD_UNVERIFIED: u32 = 3;
/// The payload that just ended has its CRC-32, and the rules of its tag hold.
pub const H4_EVENT_CHUNK_SOUND: u32 = 4;

/// What the next bytes of a file were.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_event_t {
    /// With H4_EVENT_CHUNK_UNVERIFIED and H4_EVENT_CHUNK_SOUND the chunk; otherwise zero.
    pub chunk: h4_chunk_t,
    /// With H4_EVENT_PAYLOAD_UNVERIFIED where in the input of this call the piece begins; otherwise 0.
    pub piece_offset: usize,
    /// With H4_EVENT_PAYLOAD_UNVERIFIED the length of the piece in bytes; otherwise 0.
    pub piece_len: usize,
    /// H4_EVENT_...
    pub kind: u32,
    /// Not used; 0.
    pub reserved: u32,
}

impl h4_event_t {
    pub(super) const NONE: Self = Self {
        chunk: h4_chunk_t::NONE,
        piece_offset: 0,
        piece_len: 0,
        kind: H4_EVENT_NONE,
        reserved: 0,
    };

    /// `taken` bytes of the input led to the event; a piece is the last of them.
    fn of(event: Option<Event<'_>>, taken: usize) -> Self {
        let (kind, chunk, piece_len) = match event {
            None => (H4_EVENT_NONE, None, 0),
            Some(Event::FileHeader(_)) => (H4_EVENT_FILE_HEADER, None, 0),
            Some(Event::ChunkUnverified(chunk)) => (H4_EVENT_CHUNK_UNVERIFIED, Some(chunk), 0),
            Some(Event::PayloadUnverified(piece)) => {
                (H4_EVENT_PAYLOAD_UNVERIFIED, None, piece.len())
            }
            Some(Event::ChunkSound(chunk)) => (H4_EVENT_CHUNK_SOUND, Some(chunk), 0),
        };
        Self {
            chunk: chunk.map_or(h4_chunk_t::NONE, |chunk| h4_chunk_t::of(&chunk)),
            piece_offset: match piece_len {
                0 => 0,
                len => taken.saturating_sub(len),
            },
            piece_len,
            kind,
            reserved: 0,
        }
    }
}

/// How far a parser is.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_parser_info_t {
    /// The file offset of the next byte to come.
    pub offset: u64,
    /// The number of chunk headers seen.
    pub chunks: u64,
    /// How many bytes the structure at hand still takes: a caller that reads just as many never holds bytes that wait. After VERI it
    /// is 1, for whatever comes then is a fault; 0 where an event is due without further bytes, and after a fault.
    pub wants: u32,
    /// Not used; 0.
    pub reserved: u32,
    /// The fault of the SEEK that a parser for blocks passed over; status H4_OK if there is none.
    pub seek_fault: h4_fault_t,
}

impl h4_parser_info_t {
    const NONE: Self = Self {
        offset: 0,
        chunks: 0,
        wants: 0,
        reserved: 0,
        seek_fault: h4_fault_t::NONE,
    };
}

/// Makes a parser at the start of a file that stops at the first fault of any rule. It keeps nothing but what an unfinished
/// structure needs, holds no pointers and nothing that has to be freed; it may be moved and copied as bytes.
///
/// memory: size bytes, at least H4_PARSER_SIZE, aligned as h4_parser_t; all of it is overwritten, also on failure.
/// Returns H4_OK, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one parser.
#[unsafe(no_mangle)]
pub extern "C" fn h4_parser_init(memory: *mut c_void, size: usize) -> h4_status_t {
    begin(memory, size, Parser::new)
}

/// As h4_parser_init, but the parser passes over a SEEK that breaks its own rules: what such a table says of times is of no use, the
/// blocks are. h4_parser_info tells.
#[unsafe(no_mangle)]
pub extern "C" fn h4_parser_init_for_blocks(memory: *mut c_void, size: usize) -> h4_status_t {
    begin(memory, size, Parser::for_blocks)
}

fn begin(memory: *mut c_void, size: usize, parser: impl FnOnce() -> Parser) -> h4_status_t {
    let call = Call::new();
    end(|| {
        call.place::<h4_parser_t>(memory, size)?.put(parser());
        Ok(H4_OK)
    })
}

/// Takes bytes from the front of input until something can be told of them. Call it until it gives H4_EVENT_NONE, each time with what
/// it left of the input, and with no input for an event that is due without further bytes.
///
/// input: input_len bytes; NULL if input_len is 0. taken: how many of them were taken. event: what they were.
/// fault: may be NULL; where and how the file breaks a rule.
/// Returns H4_OK, the first fault in the order of checks (16 to 47), and again at every later call, or misuse. One thread at a time
/// for one parser.
#[unsafe(no_mangle)]
pub extern "C" fn h4_parser_push(
    parser: *mut h4_parser_t,
    input: *const u8,
    input_len: usize,
    taken: *mut usize,
    event: *mut h4_event_t,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let (taken, event) = (call.out(taken, 0), call.out(event, h4_event_t::NONE));
    let fault = call.fault(fault);
    end_with(fault, || {
        let (mut taken, mut event) = (taken?, event?);
        let parser = call.state_mut(parser)?;
        let mut rest = call.input(input, input_len)?;
        let found = parser.push(&mut rest);
        let used = input_len.saturating_sub(rest.len());
        taken.set(used);
        event.set(h4_event_t::of(found?, used));
        Ok(H4_OK)
    })
}

/// Says how far the parser is. Returns H4_OK, or misuse. One thread at a time for one parser.
#[unsafe(no_mangle)]
pub extern "C" fn h4_parser_info(
    parser: *const h4_parser_t,
    info: *mut h4_parser_info_t,
) -> h4_status_t {
    let call = Call::new();
    let info = call.out(info, h4_parser_info_t::NONE);
    end(|| {
        let mut info = info?;
        let parser = call.state(parser)?;
        info.set(h4_parser_info_t {
            offset: parser.offset(),
            chunks: parser.chunks(),
            wants: parser.wants(),
            reserved: 0,
            seek_fault: parser.seek_fault().map_or(h4_fault_t::NONE, h4_fault_t::of),
        });
        Ok(H4_OK)
    })
}

/// The end of input: gives the VERI chunk of a file whose structure holds. That VERI matches is not known here; that is what a verifier
/// finds out. The parser stays as it is, so that a file which is still growing can be judged and then read on.
///
/// fault: may be NULL.
/// Returns H4_OK, the first fault in the order of checks (16 to 47), or misuse. One thread at a time for one parser.
#[unsafe(no_mangle)]
pub extern "C" fn h4_parser_finish(
    parser: *const h4_parser_t,
    veri: *mut h4_chunk_t,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let veri = call.out(veri, h4_chunk_t::NONE);
    let fault = call.fault(fault);
    end_with(fault, || {
        let mut veri = veri?;
        let found = call.state(parser)?.finish()?;
        veri.set(h4_chunk_t::of(&found));
        Ok::<_, Failure>(H4_OK)
    })
}
