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

#[derive(Clone, Debug)]
enum Stage {
    FileHeader(Gather<{ file_header::LEN }>),
    ChunkHeader(Gather<{ chunk::LEN }>),
    Payload { chunk: ChunkInfo, left: u32 },
    AfterVeri { veri: ChunkInfo },
    Failed(Fault),
}

/// A reader that is pushed; it keeps nothing but what an unfinished structure needs.
///
/// The same bytes give the same events, apart from where payload pieces are cut, however the input is cut.
#[derive(Clone, Debug)]
pub struct Parser {
    stage: Stage,
    strictness: Strictness,
    offset: u64,
    next_chunk: u64,
    crc: Crc32,
    seek: Option<SeekCheck>,
    seek_seen: bool,
    seek_fault: Option<Fault>,
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
            stage: Stage::FileHeader(Gather::EMPTY),
            strictness,
            offset: 0,
            next_chunk: 0,
            crc: Crc32::new(),
            seek: None,
            seek_seen: false,
            seek_fault: None,
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
            |len: usize, held: usize| u32::try_from(len.saturating_sub(held)).unwrap_or(u32::MAX);
        match &self.stage {
            Stage::FileHeader(held) => missing(file_header::LEN, held.len()),
            Stage::ChunkHeader(held) => missing(chunk::LEN, held.len()),
            Stage::Payload { left, .. } => *left,
            Stage::AfterVeri { .. } => 1,
            Stage::Failed(_) => 0,
        }
    }

    /// How much of a payload is missing, inside one.
    pub(super) const fn payload_left(&self) -> Option<u32> {
        match self.stage {
            Stage::Payload { left, .. } if left > 0 => Some(left),
            _ => None,
        }
    }

    /// Takes bytes from the front of `input` until something can be told of them. None: all of `input` is taken and more is
    /// needed. Call it until it gives none, and with an empty `input` for an event that is due without further bytes.
    ///
    /// # Errors
    /// The first [`Fault`] in the order of checks, again at every later call.
    pub fn push<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Event<'a>>, Fault> {
        let before = input.len();
        let step = self.step(input);
        let taken = before.saturating_sub(input.len());
        self.offset = self.offset.saturating_add(bytes::len_u64(taken));
        step.inspect_err(|fault| self.stage = Stage::Failed(*fault))
    }

    fn step<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Event<'a>>, Fault> {
        match &mut self.stage {
            Stage::FileHeader(held) => {
                let Some(bytes) = held.take(input) else {
                    return Ok(None);
                };
                let header = file_header::Repr::parse(&FileHeader::new(&bytes))?;
                self.stage = Stage::ChunkHeader(Gather::EMPTY);
                Ok(Some(Event::FileHeader(header)))
            }
            Stage::ChunkHeader(held) => {
                let start = self.offset.saturating_sub(bytes::len_u64(held.len()));
                let Some(bytes) = held.take(input) else {
                    return Ok(None);
                };
                let header = chunk::Repr::parse(&ChunkHeader::new(&bytes));
                Ok(Some(self.begin_chunk(ChunkInfo::new(
                    header,
                    start,
                    self.next_chunk,
                ))))
            }
            Stage::Payload { chunk, left: 0 } => {
                let chunk = *chunk;
                self.end_chunk(&chunk).map(Some)
            }
            Stage::Payload { left, .. } => {
                let most = usize::try_from(*left).unwrap_or(usize::MAX);
                let (piece, later) = input.split_at(most.min(input.len()));
                if piece.is_empty() {
                    return Ok(None);
                }
                *input = later;
                *left = left.saturating_sub(u32::try_from(piece.len()).unwrap_or(u32::MAX));
                self.crc.update(piece);
                if let Some(seek) = &mut self.seek {
                    seek.update(piece);
                }
                Ok(Some(Event::PayloadUnverified(piece)))
            }
            Stage::AfterVeri { veri } if !input.is_empty() => Err(Fault::in_chunk(
                Rule::AfterVeri,
                veri.end(),
                veri.index.saturating_add(1),
            )),
            Stage::AfterVeri { .. } => Ok(None),
            Stage::Failed(fault) => Err(*fault),
        }
    }

    fn begin_chunk(&mut self, chunk: ChunkInfo) -> Event<'static> {
        self.next_chunk = self.next_chunk.saturating_add(1);
        self.crc = Crc32::new();
        self.seek = None;
        if chunk.tag == Tag::SEEK && !self.seek_seen {
            self.seek_seen = true;
            self.seek = Some(SeekCheck::new(chunk.payload_len));
        }
        self.stage = Stage::Payload {
            chunk,
            left: chunk.payload_len,
        };
        Event::ChunkUnverified(chunk)
    }

    fn end_chunk(&mut self, chunk: &ChunkInfo) -> Result<Event<'static>, Fault> {
        if self.crc.value() != chunk.crc {
            return Err(Fault::in_chunk(Rule::Crc, chunk.offset, chunk.index));
        }
        let is_veri = chunk.tag == Tag::VERI;
        if is_veri && chunk.payload_len != super::VERI_LEN {
            return Err(Fault::in_chunk(Rule::VeriLength, chunk.offset, chunk.index));
        }
        if let Some(broken) = self.seek.take().and_then(|seek| seek.result().err()) {
            let fault = broken.in_chunk(chunk);
            match self.strictness {
                Strictness::Every => return Err(fault),
                Strictness::Blocks => self.seek_fault = Some(fault),
            }
        }
        self.stage = if is_veri {
            Stage::AfterVeri { veri: *chunk }
        } else {
            Stage::ChunkHeader(Gather::EMPTY)
        };
        Ok(Event::ChunkSound(*chunk))
    }

    /// The end of input: gives the VERI chunk of a file whose structure holds. That VERI matches is not known here; see
    /// [`Verifier`](super::Verifier).
    ///
    /// # Errors
    /// The first [`Fault`] in the order of checks.
    pub fn finish(mut self) -> Result<ChunkInfo, Fault> {
        if self.wants() == 0 {
            self.push(&mut [].as_slice())?;
        }
        match self.stage {
            Stage::FileHeader(_) => Err(Fault::in_header(Rule::HeaderLength, self.offset)),
            Stage::ChunkHeader(held) => {
                let (rule, held) = match held.len() {
                    0 => (Rule::VeriMissing, 0),
                    held => (Rule::Truncated, held),
                };
                let start = self.offset.saturating_sub(bytes::len_u64(held));
                Err(Fault::in_chunk(rule, start, self.next_chunk))
            }
            Stage::Payload { chunk, .. } => {
                Err(Fault::in_chunk(Rule::Truncated, chunk.offset, chunk.index))
            }
            Stage::AfterVeri { veri } => Ok(veri),
            Stage::Failed(fault) => Err(fault),
        }
    }
}
