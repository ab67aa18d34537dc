//! The rules of a file's structure over bytes that arrive in pieces of any size. SPEC.md, "Reading".
//!
//! Every reader of this crate is a way of feeding this one.

use crate::bytes::{self, Gather};
use crate::error::{Fault, Rule};
use crate::hash::Crc32;
use crate::wire::chunk::{self, ChunkHeader, Tag};
use crate::wire::file_header::{self, FileHeader};

use super::chunk::ChunkInfo;
use super::seek::check::SeekCheck;

/// What the next bytes of a file were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// The file header; first and once.
    FileHeader(file_header::Repr),
    /// A chunk header. Only VERI speaks for tag and length, only [`Event::ChunkSound`] for the payload to come.
    ChunkUnverified(ChunkInfo),
    /// The next piece of the payload, not empty; its bytes are not checked before [`Event::ChunkSound`].
    PayloadUnverified(&'a [u8]),
    /// The payload that just ended has its CRC-32, and the rules of its tag hold.
    ChunkSound(ChunkInfo),
}

/// Which faults end the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strictness {
    /// Any fault.
    Every,
    /// Faults of structure and CRC; a SEEK that breaks its own rules is passed over.
    Blocks,
}

/// What the next bytes belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    FileHeader,
    ChunkHeader,
    /// The payload of the chunk at hand.
    Payload,
    /// Nothing: the chunk at hand is VERI and was sound.
    AfterVeri,
    /// Nothing: a rule was broken.
    Failed,
}

/// An [`Event`] without what the parser itself holds.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    More,
    FileHeader,
    Chunk,
    Piece(&'a [u8]),
    Sound,
    Failed,
}

/// A reader that is pushed; it keeps nothing but what an unfinished structure needs.
///
/// The same bytes give the same events, apart from where payload pieces are cut, however the input is cut.
#[derive(Clone, Debug)]
pub struct Parser {
    stage: Stage,
    strictness: Strictness,
    seek_seen: bool,
    /// The file or chunk header at hand.
    held: Gather<{ chunk::LEN }>,
    /// The chunk whose header was the last one.
    chunk: ChunkInfo,
    /// What is missing of its payload.
    left: u32,
    offset: u64,
    next_chunk: u64,
    crc: Crc32,
    seek: Option<SeekCheck>,
    seek_fault: Option<Fault>,
    /// Why the stage is [`Stage::Failed`].
    failed: Fault,
}

impl Default for Parser {
    fn default() -> Self {
        Self::new()
    }
}

impl Parser {
    /// A parser at the start of a file that stops at the first fault of any rule.
    #[must_use]
    pub fn new() -> Self {
        Self::with(Strictness::Every)
    }

    /// A parser at the start of a file that passes over a SEEK which breaks its own rules: what it says of times is of no
    /// use, the blocks are. [`Parser::seek_fault`] tells.
    #[must_use]
    pub fn for_blocks() -> Self {
        Self::with(Strictness::Blocks)
    }

    fn with(strictness: Strictness) -> Self {
        Self {
            stage: Stage::FileHeader,
            strictness,
            seek_seen: false,
            held: Gather::EMPTY,
            chunk: ChunkInfo::NONE,
            left: 0,
            offset: 0,
            next_chunk: 0,
            crc: Crc32::new(),
            seek: None,
            seek_fault: None,
            failed: Fault::in_header(Rule::HeaderLength, 0),
        }
    }

    /// The file offset of the next byte to come.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// The number of chunk headers seen.
    #[must_use]
    pub const fn chunks(&self) -> u64 {
        self.next_chunk
    }

    /// The fault of the SEEK that a parser for blocks passed over.
    #[must_use]
    pub const fn seek_fault(&self) -> Option<Fault> {
        self.seek_fault
    }

    /// How many bytes the structure at hand still takes: a caller that reads just as many never holds bytes that wait.
    /// After VERI it is 1, for whatever comes then is a fault; 0 where an event is due without further bytes, and after a fault.
    #[must_use]
    pub fn wants(&self) -> u32 {
        let missing =
            |len: usize| u32::try_from(len.saturating_sub(self.held.len())).unwrap_or(u32::MAX);
        match self.stage {
            Stage::FileHeader => missing(file_header::LEN),
            Stage::ChunkHeader => missing(chunk::LEN),
            Stage::Payload => self.left,
            Stage::AfterVeri => 1,
            Stage::Failed => 0,
        }
    }

    /// How much of a payload is missing, inside one.
    pub(super) const fn payload_left(&self) -> Option<u32> {
        match self.stage {
            Stage::Payload if self.left > 0 => Some(self.left),
            _ => None,
        }
    }

    /// Takes bytes from the front of `input` until something can be told of them. None: all of `input` is taken and more is
    /// needed. Call it until it gives none, and with an empty `input` for an event that is due without further bytes.
    ///
    /// # Errors
    /// The first [`Fault`] in the order of checks, again at every later call.
    pub fn push<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Event<'a>>, Fault> {
        Ok(Some(match self.step(input) {
            Step::More => return Ok(None),
            Step::FileHeader => Event::FileHeader(file_header::Repr),
            Step::Chunk => Event::ChunkUnverified(self.chunk),
            Step::Piece(piece) => Event::PayloadUnverified(piece),
            Step::Sound => Event::ChunkSound(self.chunk),
            Step::Failed => return Err(self.failed),
        }))
    }

    /// As [`Parser::push`]; the chunk is [`Parser::chunk`] and the fault [`Parser::failed`].
    pub(super) fn step<'a>(&mut self, input: &mut &'a [u8]) -> Step<'a> {
        let before = input.len();
        let step = match self.stage {
            Stage::FileHeader => match self.held.take_front(input) {
                None => Step::More,
                Some(bytes) => match file_header::Repr::parse(&FileHeader::new(&bytes)) {
                    Ok(file_header::Repr) => {
                        self.stage = Stage::ChunkHeader;
                        Step::FileHeader
                    }
                    Err(fault) => self.fail(fault),
                },
            },
            Stage::ChunkHeader => match self.held.take(input) {
                None => Step::More,
                Some(bytes) => {
                    self.begin_chunk(chunk::Repr::parse(&ChunkHeader::new(&bytes)));
                    Step::Chunk
                }
            },
            Stage::Payload if self.left == 0 => self.end_chunk(),
            Stage::Payload => self.payload(input),
            Stage::AfterVeri if !input.is_empty() => {
                let index = self.chunk.index.saturating_add(1);
                self.fail(Fault::in_chunk(Rule::AfterVeri, self.chunk.end(), index))
            }
            Stage::AfterVeri => Step::More,
            Stage::Failed => Step::Failed,
        };
        let taken = before.saturating_sub(input.len());
        self.offset = self.offset.saturating_add(bytes::len_u64(taken));
        step
    }

    fn fail(&mut self, fault: Fault) -> Step<'static> {
        self.stage = Stage::Failed;
        self.failed = fault;
        Step::Failed
    }

    /// The chunk whose header was the last one.
    pub(super) const fn chunk(&self) -> &ChunkInfo {
        &self.chunk
    }

    /// The first fault, once there was one.
    pub(super) const fn failed(&self) -> Fault {
        self.failed
    }

    /// The header that just ended begins a chunk; the bytes of it that came last are not counted yet.
    fn begin_chunk(&mut self, header: chunk::Repr) {
        let start = match self.next_chunk {
            0 => bytes::len_u64(file_header::LEN),
            _ => self.chunk.end(),
        };
        self.chunk = ChunkInfo::new(header, start, self.next_chunk);
        self.next_chunk = self.next_chunk.saturating_add(1);
        self.left = header.payload_len;
        self.stage = Stage::Payload;
        self.crc = Crc32::new();
        if header.tag == Tag::SEEK && !self.seek_seen {
            self.seek_seen = true;
            self.seek = Some(SeekCheck::new(header.payload_len));
        }
    }

    fn payload<'a>(&mut self, input: &mut &'a [u8]) -> Step<'a> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        let (piece, later) = input.split_at(most.min(input.len()));
        if piece.is_empty() {
            return Step::More;
        }
        *input = later;
        self.left = self
            .left
            .saturating_sub(u32::try_from(piece.len()).unwrap_or(u32::MAX));
        self.crc.update(piece);
        if let Some(seek) = &mut self.seek {
            seek.update(piece);
        }
        Step::Piece(piece)
    }

    fn end_chunk(&mut self) -> Step<'static> {
        if let Err(fault) = self.check_payload() {
            return self.fail(fault);
        }
        if let Some(broken) = self.seek_broken() {
            match self.strictness {
                Strictness::Every => return self.fail(broken),
                Strictness::Blocks => self.seek_fault = Some(broken),
            }
        }
        self.seek = None;
        self.stage = match self.chunk.tag {
            Tag::VERI => Stage::AfterVeri,
            _ => Stage::ChunkHeader,
        };
        Step::Sound
    }

    /// The payload at hand is complete: whether it is sound, apart from the rules of SEEK.
    fn check_payload(&self) -> Result<(), Fault> {
        let chunk = &self.chunk;
        if self.crc.value() != chunk.crc {
            return Err(chunk.fault(Rule::Crc));
        }
        if chunk.tag == Tag::VERI && chunk.payload_len != super::VERI_LEN {
            return Err(chunk.fault(Rule::VeriLength));
        }
        Ok(())
    }

    /// The payload at hand is complete: which rule of SEEK it breaks.
    fn seek_broken(&self) -> Option<Fault> {
        let broken = self.seek.as_ref()?.result().err()?;
        Some(broken.in_chunk(&self.chunk))
    }

    /// The end of input: gives the VERI chunk of a file whose structure holds. That VERI matches is not known here; see
    /// [`Verifier`](super::Verifier). The parser stays as it is, so that a file which is still growing can be judged and then
    /// read on.
    ///
    /// # Errors
    /// The first [`Fault`] in the order of checks.
    pub fn finish(&self) -> Result<ChunkInfo, Fault> {
        let missing = |at| Fault::in_chunk(Rule::VeriMissing, at, self.next_chunk);
        Err(match self.stage {
            Stage::FileHeader => Fault::in_header(Rule::HeaderLength, self.offset),
            Stage::ChunkHeader => match self.held.len() {
                0 => missing(self.offset),
                held => {
                    let start = self.offset.saturating_sub(bytes::len_u64(held));
                    Fault::in_chunk(Rule::Truncated, start, self.next_chunk)
                }
            },
            // An event is due that nobody asked for.
            Stage::Payload if self.left == 0 => {
                self.check_payload()?;
                match self.seek_broken() {
                    Some(broken) if self.strictness == Strictness::Every => broken,
                    _ if self.chunk.tag == Tag::VERI => return Ok(self.chunk),
                    _ => missing(self.offset),
                }
            }
            Stage::Payload => self.chunk.fault(Rule::Truncated),
            Stage::AfterVeri => return Ok(self.chunk),
            Stage::Failed => self.failed,
        })
    }
}
