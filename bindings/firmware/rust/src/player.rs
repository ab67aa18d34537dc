//! Reads a container back from where it lies: seeks, unmasks, opens.

use embedded_storage::nor_flash::NorFlash;
use h4core::container::{BlockWalk, MediaLengths, MediaRange, Reader};
use h4core::crypto::mask::MaskKey;
use h4core::engine::Store;
use h4core::stream::{SealedReader, Unsealed, seal_of};
use h4core::wire::seal;
use h4core::wire::sealed_header::OVERHEAD;

use crate::area::{self, AreaSource, Header, Kind};
use crate::error::Error;
use crate::ids::{self, MASK_KEY, SEAL_SECRET};
use crate::layout::PCM_BLOCK_LEN;

/// The longest block as it is stored.
pub const STORED_LEN: usize = PCM_BLOCK_LEN + OVERHEAD;

/// A block as it was recorded.
#[derive(Debug)]
pub struct Block<'b> {
    /// Its number, from 0.
    pub index: u64,
    /// Its bytes; none where it is the authentic end of a sealed container.
    pub data: Option<&'b [u8]>,
}

/// What it takes to read the blocks of a container.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one, and no heap")]
enum Blocks {
    Plain,
    Masked(MaskKey),
    Sealed(SealedReader),
}

/// A container that is played.
#[derive(Debug)]
pub struct Player<'f, F> {
    header: Header,
    reader: Reader<AreaSource<'f, F>>,
    walk: BlockWalk,
    range: MediaRange,
    blocks: Blocks,
}

impl<'f, F: NorFlash> Player<'f, F> {
    /// Opens the container of an area, and stands before its first block. None if there is no container, or a sealed one of which
    /// nothing could be played.
    ///
    /// # Errors
    /// The flash's own, and what is wrong with the container.
    pub fn open(flash: &'f mut F, area: u32) -> Result<Option<Self>, Error<F::Error>> {
        let Some(header) = area::header(flash, area).map_err(Error::Flash)? else {
            return Ok(None);
        };
        let source = AreaSource::open(flash, area).map_err(Error::Flash)?;
        let mut reader = Reader::open(source)?;
        let blocks = match header.kind {
            Kind::Tokens => Blocks::Plain,
            Kind::Masked => Blocks::Masked(MaskKey::new(MASK_KEY)?),
            Kind::Sealed => {
                let mut buf = [0; seal::MAX_LEN];
                match seal_of(&mut reader, &mut buf)? {
                    Some(seal) => {
                        Blocks::Sealed(SealedReader::new(SEAL_SECRET, &seal, &Store::PIN)?)
                    }
                    // A cut left no SEAL, and then no blocks either.
                    None => return Ok(None),
                }
            }
        };
        let walk = reader.block_walk(lengths(header.kind));
        Ok(Some(Self {
            header,
            reader,
            walk,
            range: MediaRange::between(None, None),
            blocks,
        }))
    }

    /// The next block; none behind the last one.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn next<'b>(
        &mut self,
        buf: &'b mut [u8; STORED_LEN],
    ) -> Result<Option<Block<'b>>, Error<F::Error>> {
        let source = self.reader.source();
        let Some(block) = self.walk.next_in_unverified(source, &self.range)? else {
            return Ok(None);
        };
        let len = self.reader.chunk(block.chunk, buf)?.payload.len();
        let stored = &mut buf[..len];
        let index = block.index;
        let data = match &mut self.blocks {
            Blocks::Plain => Some(&*stored),
            Blocks::Masked(key) => {
                let context = ids::id(b'M', self.header.boot, self.header.serial);
                key.block(&context, index).apply(0, stored)?;
                Some(&*stored)
            }
            Blocks::Sealed(reader) => match reader.open(index, stored)? {
                Unsealed::Media { plaintext, .. } => Some(&*plaintext),
                Unsealed::End => None,
            },
        };
        Ok(Some(Block { index, data }))
    }

    /// Goes to where playing from this time on begins; false if the container has no entry for it.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn seek(&mut self, pts_us: u64) -> Result<bool, Error<F::Error>> {
        let mut buf = [0; 64];
        let Some((_, table)) = self.reader.seek_file(&mut buf)? else {
            return Ok(false);
        };
        let found = table.entry_at_or_before(self.reader.source(), pts_us)?;
        let Some((_, entry)) = found else {
            return Ok(false);
        };
        self.range = MediaRange::between(Some(entry), None);
        self.walk = self.reader.block_walk(lengths(self.header.kind));
        if let Blocks::Sealed(reader) = &mut self.blocks {
            // Keys go forward only.
            reader.restart(SEAL_SECRET)?;
        }
        Ok(true)
    }
}

const fn lengths(kind: Kind) -> MediaLengths {
    match kind {
        Kind::Sealed => MediaLengths::Sealed,
        Kind::Tokens | Kind::Masked => MediaLengths::Stored,
    }
}
