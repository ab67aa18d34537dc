//! Reading a file that lies in memory as one slice; payloads are lent, never copied. SPEC.md, "Reading".

use core::convert::Infallible;

use crate::bytes;
use crate::error::{Error, Fault, Rule};
use crate::hash::Crc32;
use crate::wire::chunk::Tag;
use crate::wire::file_header::{self, FileHeader};
use crate::wire::seek::SeekEntry;

use super::block::{Block, BlockWalk, Locator, MediaLengths, MediaRange};
use super::chunk::{Chunk, ChunkInfo};
use super::parser::{Event, Parser};
use super::read_at::{ReadError, in_memory};
use super::seek::table::SeekTable;
use super::verifier::{Verdict, Verified, Verifier};
use super::walk::Walk;

/// A block with its place in the media, and its chunk after the CRC passed.
pub type Located<'a> = (Block, Chunk<'a>);

/// A file in memory whose header is legal; what else is wrong with it is said when it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Container<'a> {
    bytes: &'a [u8],
}

impl<'a> Container<'a> {
    /// Checks the file header. Constant work.
    ///
    /// # Errors
    /// The [`Fault`] of the header.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let short = Fault::in_header(Rule::HeaderLength, bytes::len_u64(bytes.len()));
        let header = bytes.first_chunk().ok_or(short)?;
        file_header::Repr::parse(&FileHeader::new(header))?;
        Ok(Self { bytes })
    }

    /// The file's bytes.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// All chunks in file order up to VERI, each after its CRC passed and the rules of its tag held. Ends after the first fault;
    /// whether VERI matches, and what follows it, is [`Container::verify`]'s to say.
    #[must_use]
    pub fn chunks(&self) -> Chunks<'a> {
        Chunks::new(self.bytes, Parser::new(), None)
    }

    /// The chunks with `tag`. Faults of chunks in between are given too and end it, but for a SEEK that breaks its own rules,
    /// unless SEEK is what is asked for.
    #[must_use]
    pub fn chunks_tagged(&self, tag: Tag) -> Chunks<'a> {
        let parser = match tag {
            Tag::SEEK => Parser::new(),
            _ => Parser::for_blocks(),
        };
        Chunks::new(self.bytes, parser, Some(tag))
    }

    /// The first chunk with `tag`, its CRC checked. Chunks before it are stepped over by their headers, unverified.
    ///
    /// # Errors
    /// [`Rule::Truncated`] on the way, [`Rule::Crc`] of the chunk.
    pub fn find(&self, tag: Tag) -> Result<Option<Chunk<'a>>, Error> {
        let mut walk = Walk::new(bytes::len_u64(self.bytes.len()));
        match in_memory(walk.find_unverified(&mut { self.bytes }, tag))? {
            Some(info) => self.chunk(info).map(Some),
            None => Ok(None),
        }
    }

    /// A chunk by its place, its CRC checked.
    ///
    /// # Errors
    /// [`Rule::Truncated`] if it does not lie inside the file, [`Rule::Crc`].
    pub fn chunk(&self, info: ChunkInfo) -> Result<Chunk<'a>, Error> {
        let fault = |rule| Fault::in_chunk(rule, info.offset, info.index);
        let place = |offset: u64| usize::try_from(offset).map_err(|_| fault(Rule::Truncated));
        let payload = self
            .bytes
            .get(place(info.payload_offset())?..place(info.end())?)
            .ok_or(fault(Rule::Truncated))?;
        if Crc32::of(payload) != info.crc {
            return Err(fault(Rule::Crc).into());
        }
        Ok(Chunk { info, payload })
    }

    /// The first SEEK with its chunk, CRC and rules checked; none if the file has none.
    ///
    /// # Errors
    /// Faults of SEEK, and [`Rule::Truncated`] on the way.
    pub fn seek_table(&self) -> Result<Option<(ChunkInfo, SeekTable<'a>)>, Error> {
        let Some(chunk) = self.find(Tag::SEEK)? else {
            return Ok(None);
        };
        let table =
            SeekTable::parse(chunk.payload).map_err(|broken| broken.in_chunk(&chunk.info))?;
        Ok(Some((chunk.info, table)))
    }

    /// The blocks from the first on, by their headers.
    #[must_use]
    pub fn block_walk(&self, lengths: MediaLengths) -> BlockWalk {
        BlockWalk::new(bytes::len_u64(self.bytes.len()), lengths)
    }

    /// From a time to the block where decoding begins: the one that the entry with the largest time not after `pts_us` leads
    /// to, its CRC checked. None without SEEK, before the first entry, and where the entry leads to the end of the media. The
    /// table is validated at each call; keep a [`SeekTable`] and use [`Container::locate`] to seek often.
    ///
    /// # Errors
    /// Faults of SEEK, of the chunks on the way and of the block.
    pub fn seek(&self, pts_us: u64, lengths: MediaLengths) -> Result<Option<Located<'a>>, Error> {
        let Some((seek, table)) = self.seek_table()? else {
            return Ok(None);
        };
        match table.entry_at_or_before(pts_us) {
            Some((entry, found)) => self.locate(&seek, entry, found.offset, lengths),
            None => Ok(None),
        }
    }

    /// The block that an offset of SEEK leads to, its CRC checked; `entry` is the entry's number in `seek`.
    ///
    /// # Errors
    /// [`Rule::SeekOffset`] for an offset past the end of the media, faults of the chunks on the way and of the block.
    pub fn locate(
        &self,
        seek: &ChunkInfo,
        entry: u32,
        offset: u64,
        lengths: MediaLengths,
    ) -> Result<Option<Located<'a>>, Error> {
        let mut locator = Locator::new(bytes::len_u64(self.bytes.len()), lengths);
        self.located(locator.locate_unverified(&mut { self.bytes }, seek, entry, offset))
    }

    fn located(
        &self,
        found: Result<Option<Block>, ReadError<Infallible>>,
    ) -> Result<Option<Located<'a>>, Error> {
        match in_memory(found)? {
            Some(block) => Ok(Some((block, self.chunk(block.chunk)?))),
            None => Ok(None),
        }
    }

    /// The blocks of a stretch of media, in file order, each with its CRC checked. Ends after the first fault.
    #[must_use]
    pub fn blocks_in(&self, range: MediaRange, lengths: MediaLengths) -> BlocksIn<'a> {
        BlocksIn {
            container: *self,
            walk: Some(self.block_walk(lengths)),
            range,
        }
    }

    /// The key blocks: where the entries of SEEK lead, in the table's order. Entries that lead to the end of the media are left
    /// out. One walk over the headers, and one more for each entry whose offset is less than the one before.
    ///
    /// # Errors
    /// Faults of SEEK; each item as [`Container::locate`].
    pub fn key_blocks(&self, lengths: MediaLengths) -> Result<KeyBlocks<'a>, Error> {
        Ok(KeyBlocks {
            container: *self,
            table: self.seek_table()?,
            next: 0,
            locator: Locator::new(bytes::len_u64(self.bytes.len()), lengths),
        })
    }

    /// Checks structure, CRC and VERI; a [`VerifiedContainer`] exists only after this.
    ///
    /// # Errors
    /// The first [`Fault`] in the order of checks.
    pub fn verify(&self) -> Result<VerifiedContainer<'a>, Fault> {
        let mut verifier = Verifier::new();
        verifier.update(self.bytes)?;
        match verifier.finish() {
            Verdict::Verified(proof) => Ok(VerifiedContainer {
                container: *self,
                proof,
            }),
            Verdict::Unfinished(fault) | Verdict::Damaged(fault) => Err(fault),
        }
    }
}

/// Chunks of a slice, each after its CRC passed. See [`Container::chunks`].
#[derive(Clone, Debug)]
pub struct Chunks<'a> {
    input: &'a [u8],
    parser: Option<Parser>,
    tag: Option<Tag>,
    payload: &'a [u8],
}

impl<'a> Chunks<'a> {
    fn new(input: &'a [u8], parser: Parser, tag: Option<Tag>) -> Self {
        Self {
            input,
            parser: Some(parser),
            tag,
            payload: &[],
        }
    }

    fn step(&mut self, parser: &mut Parser) -> Result<Option<Chunk<'a>>, Fault> {
        while let Some(event) = parser.push(&mut self.input)? {
            match event {
                Event::FileHeader(_) => {}
                Event::ChunkUnverified(_) => self.payload = &[],
                Event::PayloadUnverified(payload) => self.payload = payload,
                Event::ChunkSound(info) => {
                    if info.tag == Tag::VERI {
                        self.input = &[];
                    }
                    if self.tag.is_none_or(|tag| tag == info.tag) {
                        let payload = self.payload;
                        return Ok(Some(Chunk { info, payload }));
                    }
                }
            }
        }
        Ok(None)
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Result<Chunk<'a>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut parser = self.parser.take()?;
        match self.step(&mut parser) {
            Ok(Some(chunk)) => {
                self.parser = Some(parser);
                Some(Ok(chunk))
            }
            // Without VERI the chunks simply end: that they do is the verifier's to judge.
            Ok(None) => match parser.finish() {
                Err(fault) if fault.rule != Rule::VeriMissing => Some(Err(fault)),
                _ => None,
            },
            Err(fault) => Some(Err(fault)),
        }
    }
}

impl core::iter::FusedIterator for Chunks<'_> {}

/// Blocks of a stretch of media. See [`Container::blocks_in`].
#[derive(Clone, Debug)]
pub struct BlocksIn<'a> {
    container: Container<'a>,
    walk: Option<BlockWalk>,
    range: MediaRange,
}

impl<'a> Iterator for BlocksIn<'a> {
    type Item = Result<Located<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut walk = self.walk.take()?;
        let mut source = self.container.bytes;
        let found = in_memory(walk.next_in_unverified(&mut source, &self.range)).transpose()?;
        let item = found.and_then(|block| Ok((block, self.container.chunk(block.chunk)?)));
        self.walk = item.is_ok().then_some(walk);
        Some(item)
    }
}

impl core::iter::FusedIterator for BlocksIn<'_> {}

/// Where the entries of SEEK lead. See [`Container::key_blocks`].
#[derive(Clone, Debug)]
pub struct KeyBlocks<'a> {
    container: Container<'a>,
    table: Option<(ChunkInfo, SeekTable<'a>)>,
    next: u32,
    locator: Locator,
}

impl<'a> KeyBlocks<'a> {
    fn step(&mut self) -> Option<Result<(SeekEntry, Option<Located<'a>>), Error>> {
        let (seek, table) = self.table.as_ref()?;
        let entry = table.get(self.next)?;
        let mut source = self.container.bytes;
        let found = self
            .locator
            .locate_unverified(&mut source, seek, self.next, entry.offset);
        self.next = self.next.saturating_add(1);
        Some(self.container.located(found).map(|found| (entry, found)))
    }
}

impl<'a> Iterator for KeyBlocks<'a> {
    type Item = Result<(SeekEntry, Block, Chunk<'a>), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.step()? {
                Ok((entry, Some((block, chunk)))) => return Some(Ok((entry, block, chunk))),
                Ok((_, None)) => {}
                Err(error) => {
                    self.table = None;
                    return Some(Err(error));
                }
            }
        }
    }
}

impl core::iter::FusedIterator for KeyBlocks<'_> {}

/// A file in memory of which structure, CRC and VERI were checked.
#[derive(Clone, Copy, Debug)]
pub struct VerifiedContainer<'a> {
    container: Container<'a>,
    proof: Verified,
}

impl<'a> VerifiedContainer<'a> {
    /// The file.
    #[must_use]
    pub const fn container(&self) -> Container<'a> {
        self.container
    }

    /// What verification found.
    #[must_use]
    pub const fn proof(&self) -> &Verified {
        &self.proof
    }
}
