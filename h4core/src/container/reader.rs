//! Reading a file through a caller's `read at`, in constant memory. SPEC.md, "Reading".

use crate::bytes;
use crate::error::{Error, Fault, Rule};
use crate::hash::Crc32;
use crate::wire::chunk::{self, Tag};
use crate::wire::file_header::{self, FileHeader};

use super::block::{Block, BlockWalk, Locator, MediaLengths};
use super::chunk::{Chunk, ChunkInfo};
use super::parser::{Event, Parser};
use super::read_at::{ReadAt, ReadError, read_full, stream};
use super::seek::check::SeekCheck;
use super::seek::file::SeekFile;
use super::walk::Walk;

/// A file behind a [`ReadAt`] whose header is legal.
#[derive(Clone, Debug)]
pub struct Reader<R> {
    source: R,
    file_len: u64,
}

impl<R: ReadAt> Reader<R> {
    /// Reads and checks the file header. Constant work.
    ///
    /// # Errors
    /// The [`Fault`] of the header, and the source's own.
    pub fn open(mut source: R) -> Result<Self, ReadError<R::Error>> {
        let file_len = source.size().map_err(ReadError::Read)?;
        let mut header = [0; file_header::LEN];
        let read = read_full(&mut source, 0, &mut header).map_err(ReadError::Read)?;
        if read < header.len() {
            return Err(Fault::in_header(Rule::HeaderLength, bytes::len_u64(read)).into());
        }
        file_header::Repr::parse(&FileHeader::new(&header))?;
        Ok(Self { source, file_len })
    }

    /// A file that was opened before, when its length was `file_len`. No work: a caller that can keep no reader between calls keeps
    /// the length and need not read the header again.
    #[must_use]
    pub const fn resume(source: R, file_len: u64) -> Self {
        Self { source, file_len }
    }

    /// The file's length in bytes, as the source said it when the file was opened.
    #[must_use]
    pub const fn file_len(&self) -> u64 {
        self.file_len
    }

    /// The source.
    pub const fn source(&mut self) -> &mut R {
        &mut self.source
    }

    /// The source, given back.
    pub fn into_source(self) -> R {
        self.source
    }

    /// A walk over the chunks by their headers.
    #[must_use]
    pub fn walk(&self) -> Walk {
        Walk::new(self.file_len)
    }

    /// A walk over the blocks by their headers.
    #[must_use]
    pub fn block_walk(&self, lengths: MediaLengths) -> BlockWalk {
        BlockWalk::new(self.file_len, lengths)
    }

    /// A locator, for use with [`Reader::source`].
    #[must_use]
    pub fn locator(&self, lengths: MediaLengths) -> Locator {
        Locator::new(self.file_len, lengths)
    }

    /// The first chunk with `tag`, by headers alone.
    ///
    /// # Errors
    /// [`Rule::Truncated`] on the way, and the source's own.
    pub fn find_unverified(&mut self, tag: Tag) -> Result<Option<ChunkInfo>, ReadError<R::Error>> {
        self.walk().find_unverified(&mut self.source, tag)
    }

    /// Reads a payload to the front of `buf` and checks its CRC.
    ///
    /// # Errors
    /// [`Error::TooSmall`], [`Rule::Truncated`], [`Rule::Crc`], and the source's own. On a fault `buf` holds nothing of use.
    pub fn chunk<'b>(
        &mut self,
        info: ChunkInfo,
        buf: &'b mut [u8],
    ) -> Result<Chunk<'b>, ReadError<R::Error>> {
        let len = usize::try_from(info.payload_len).map_err(|_| Error::Range)?;
        let room = buf.get_mut(..len).ok_or(Error::TooSmall {
            needed: u64::from(info.payload_len),
        })?;
        let read = read_full(&mut self.source, info.payload_offset(), room);
        if read.map_err(ReadError::Read)? < len {
            return Err(info.fault(Rule::Truncated).into());
        }
        if Crc32::of(room) != info.crc {
            return Err(info.fault(Rule::Crc).into());
        }
        Ok(Chunk {
            info,
            payload: room,
        })
    }

    /// Checks the CRC of a payload of any length through `buf`, of which nothing but its size matters.
    ///
    /// # Errors
    /// As [`Reader::chunk`]; [`Error::TooSmall`] only for an empty `buf`.
    pub fn check(&mut self, info: &ChunkInfo, buf: &mut [u8]) -> Result<(), ReadError<R::Error>> {
        self.stream(info, buf, |_| {})
    }

    /// Gives a payload piece by piece through `buf` and checks its CRC at the end; until this returns the pieces are unverified.
    ///
    /// # Errors
    /// As [`Reader::check`].
    pub fn stream(
        &mut self,
        info: &ChunkInfo,
        buf: &mut [u8],
        mut piece_unverified: impl FnMut(&[u8]),
    ) -> Result<(), ReadError<R::Error>> {
        let mut crc = Crc32::new();
        let cut = info.fault(Rule::Truncated).into();
        let payload = info.payload_offset()..info.end();
        stream(&mut self.source, payload, buf, cut, |piece| {
            crc.update(piece);
            piece_unverified(piece);
        })?;
        if crc.value() != info.crc {
            return Err(info.fault(Rule::Crc).into());
        }
        Ok(())
    }

    /// The first SEEK, its CRC and rules checked in one pass through `buf`; none if the file has none. The table stays where it
    /// is and is searched there.
    ///
    /// # Errors
    /// Faults of SEEK, [`Rule::Truncated`] on the way, [`Error::TooSmall`] for an empty `buf`, and the source's own.
    pub fn seek_file(
        &mut self,
        buf: &mut [u8],
    ) -> Result<Option<(ChunkInfo, SeekFile)>, ReadError<R::Error>> {
        let Some(info) = self.find_unverified(Tag::SEEK)? else {
            return Ok(None);
        };
        Ok(Some((info, self.seek_file_in(&info, buf)?)))
    }

    /// The table of a SEEK whose place is known, as [`Reader::seek_file`].
    ///
    /// # Errors
    /// Faults of SEEK, [`Error::TooSmall`] for an empty `buf`, and the source's own.
    pub fn seek_file_in(
        &mut self,
        info: &ChunkInfo,
        buf: &mut [u8],
    ) -> Result<SeekFile, ReadError<R::Error>> {
        let mut check = SeekCheck::new(info.payload_len);
        self.stream(info, buf, |piece| check.update(piece))?;
        let summary = check.result().map_err(|broken| broken.in_chunk(info))?;
        Ok(SeekFile::new(info.payload_offset(), summary))
    }

    /// From a time to the block where decoding begins, as [`Container::seek`](super::Container::seek); the block's payload is
    /// not read and not checked. One walk over the headers.
    ///
    /// # Errors
    /// Faults of SEEK and on the way, [`Error::TooSmall`] for an empty `buf`, and the source's own.
    pub fn seek_unverified(
        &mut self,
        pts_us: u64,
        lengths: MediaLengths,
        buf: &mut [u8],
    ) -> Result<Option<Block>, ReadError<R::Error>> {
        let Some((info, table)) = self.seek_file(buf)? else {
            return Ok(None);
        };
        let Some((number, entry)) = table.entry_at_or_before(&mut self.source, pts_us)? else {
            return Ok(None);
        };
        let mut locator = self.locator(lengths);
        locator.locate_unverified(&mut self.source, &info, number, entry.offset)
    }

    /// The events of the file from its start.
    #[must_use]
    pub fn events(&mut self) -> Events<'_, R> {
        Events {
            source: &mut self.source,
            parser: Parser::new(),
            ended: false,
        }
    }
}

/// The longest structure of fixed size that a parser asks for.
const LONGEST_FIXED: usize = chunk::LEN;

/// The events of a file behind a [`ReadAt`]: those of a [`Parser`] that is pushed the same bytes.
#[derive(Debug)]
pub struct Events<'r, R> {
    source: &'r mut R,
    parser: Parser,
    ended: bool,
}

impl<R: ReadAt> Events<'_, R> {
    /// The next event; payload pieces lie in `buf` and are as long as it at most. None at the end of a file whose structure
    /// holds; VERI is not compared.
    ///
    /// # Errors
    /// The first [`Fault`], [`Error::TooSmall`] for an empty `buf`, and the source's own; a fault comes once, then none.
    pub fn next<'b>(
        &mut self,
        buf: &'b mut [u8],
    ) -> Result<Option<Event<'b>>, ReadError<R::Error>> {
        if buf.is_empty() {
            return Err(Error::TooSmall { needed: 1 }.into());
        }
        if self.ended {
            return Ok(None);
        }
        if let Some(left) = self.parser.payload_left() {
            let room = buf.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            let room = buf.get_mut(..room).unwrap_or_default();
            let read = self.read(room)?;
            let Some(mut piece) = room.get(..read).filter(|piece| !piece.is_empty()) else {
                return self.end();
            };
            return Ok(self.parser.push(&mut piece)?);
        }
        self.next_fixed()
    }

    /// The event of a structure of fixed size, which is read past `buf`: it may be longer.
    fn next_fixed<'b>(&mut self) -> Result<Option<Event<'b>>, ReadError<R::Error>> {
        loop {
            let mut held = [0; LONGEST_FIXED];
            let wants = usize::try_from(self.parser.wants()).unwrap_or(usize::MAX);
            let room = held.get_mut(..wants).unwrap_or_default();
            let read = if wants == 0 { 0 } else { self.read(room)? };
            let mut piece = room.get(..read).unwrap_or_default();
            match self
                .parser
                .push(&mut piece)
                .inspect_err(|_| self.ended = true)?
            {
                Some(Event::FileHeader(header)) => return Ok(Some(Event::FileHeader(header))),
                Some(Event::ChunkUnverified(info)) => {
                    return Ok(Some(Event::ChunkUnverified(info)));
                }
                Some(Event::ChunkSound(info)) => return Ok(Some(Event::ChunkSound(info))),
                Some(Event::PayloadUnverified(_)) | None if read == 0 => return self.end(),
                Some(Event::PayloadUnverified(_)) | None => {}
            }
        }
    }

    fn read(&mut self, room: &mut [u8]) -> Result<usize, ReadError<R::Error>> {
        let read = self.source.read_at(self.parser.offset(), room);
        Ok(read.map_err(ReadError::Read)?.min(room.len()))
    }

    fn end<'b>(&mut self) -> Result<Option<Event<'b>>, ReadError<R::Error>> {
        self.ended = true;
        self.parser.finish()?;
        Ok(None)
    }
}
