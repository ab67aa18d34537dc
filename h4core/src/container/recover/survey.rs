//! What can be kept of a file that is not verified, found in one pass. SPEC.md, "Recovery".

use crate::bytes;
use crate::error::{Fault, Rule};
use crate::wire::chunk::Tag;
use crate::wire::file_header;

use crate::container::block::MediaLengths;
use crate::container::chunk::ChunkInfo;
use crate::container::parser::{Parser, Step};
use crate::container::verifier::Verifier;

/// A first pass over a file, in pieces of any size, that finds out what is sound.
#[derive(Clone, Debug)]
pub struct Survey {
    verifier: Verifier,
    fault: Option<Fault>,
    veri_differs: bool,
    kept: Kept,
}

/// What of a file is kept: its sound chunks but VERI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// The file offset after the last kept chunk.
    pub(super) end: u64,
    /// The first SEEK.
    pub(super) seek: Option<ChunkInfo>,
    /// The first META.
    pub(super) meta: Option<ChunkInfo>,
    pub(super) has_safe: bool,
    /// Whether the first chunk is SEAL.
    is_sealed: bool,
    blocks: u64,
    /// Whether the last block stands before the first SEEK.
    seek_closes: bool,
    /// Whether a block without bytes stands at the end of the media.
    pub(super) ends_empty: bool,
    /// Whether there may have been more blocks.
    pub(super) cut: bool,
}

impl Default for Survey {
    fn default() -> Self {
        Self::new()
    }
}

impl Survey {
    /// A survey of a file of which nothing was seen yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            verifier: Verifier::over(Parser::for_blocks()),
            fault: None,
            veri_differs: false,
            kept: Kept {
                end: bytes::len_u64(file_header::LEN),
                seek: None,
                meta: None,
                has_safe: false,
                is_sealed: false,
                blocks: 0,
                seek_closes: false,
                ends_empty: false,
                cut: false,
            },
        }
    }

    /// Goes on with the next bytes of the file. Gives whether more of them can make a difference.
    pub fn update(&mut self, bytes: &[u8]) -> bool {
        let mut rest = bytes;
        while self.fault.is_none() {
            match self.verifier.step(&mut rest) {
                Step::More => return true,
                Step::Sound => self.keep(*self.verifier.parser().chunk()),
                Step::Failed => self.fault = Some(self.verifier.parser().failed()),
                Step::FileHeader | Step::Chunk | Step::Piece(_) => {}
            }
        }
        false
    }

    fn keep(&mut self, chunk: ChunkInfo) {
        let kept = &mut self.kept;
        match chunk.tag {
            Tag::VERI => {
                self.veri_differs = !self.verifier.veri_matches();
                return;
            }
            Tag::CORE => {
                kept.blocks = kept.blocks.saturating_add(1);
                kept.seek_closes = false;
                kept.ends_empty = chunk.payload_len == 0;
            }
            Tag::SEEK if kept.seek.is_none() => {
                kept.seek = Some(chunk);
                kept.seek_closes = kept.blocks > 0;
            }
            Tag::META => kept.meta = kept.meta.or(Some(chunk)),
            Tag::SAFE => kept.has_safe = true,
            Tag::SEAL if chunk.index == 0 => kept.is_sealed = true,
            _ => {}
        }
        kept.end = chunk.end();
    }

    /// The end of input.
    ///
    /// # Errors
    /// The [`Fault`] of a file header that is wrong: such a file is not this format's, and nothing is kept of it.
    pub fn finish(mut self) -> Result<Salvage, Fault> {
        self.update(&[]);
        let in_veri = self.verifier.in_veri();
        let seek_fault = self.verifier.parser().seek_fault();
        let later = match self.fault {
            Some(fault) => Some(fault),
            None => self.verifier.finish().fault(),
        };
        if let Some(fault) = later.filter(|fault| fault.chunk.is_none()) {
            return Err(fault);
        }
        let rule = later.map(|fault| fault.rule);
        let is_cut = matches!(rule, Some(Rule::Truncated | Rule::Crc));
        self.kept.cut = is_cut && !in_veri;
        Ok(Salvage {
            kept: self.kept,
            fault: seek_fault.or(later),
            seek_is_broken: seek_fault.is_some(),
            veri_is_wrong: self.veri_differs || rule == Some(Rule::VeriLength),
        })
    }
}

/// What a survey found: the sound part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Salvage {
    pub(super) kept: Kept,
    fault: Option<Fault>,
    pub(super) seek_is_broken: bool,
    veri_is_wrong: bool,
}

impl Salvage {
    /// The first fault of the file; none of a verified one, of which recovery makes a copy.
    #[must_use]
    pub const fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// Whether every CRC up to VERI is right and VERI is wrong. No power cut leaves that; somebody changed the file, and what is
    /// recovered would be verified again. It is for the user to say that this is wanted.
    #[must_use]
    pub const fn veri_is_wrong(&self) -> bool {
        self.veri_is_wrong
    }

    /// The number of blocks that are kept.
    #[must_use]
    pub const fn blocks(&self) -> u64 {
        self.kept.blocks
    }

    /// The first META that is kept; it says what SEEK offsets count.
    #[must_use]
    pub const fn meta(&self) -> Option<ChunkInfo> {
        self.kept.meta
    }

    /// Whether the file begins with SEAL, and that is kept.
    #[must_use]
    pub const fn is_sealed(&self) -> bool {
        self.kept.is_sealed
    }

    /// What SEEK offsets count as far as that can be known without META: the lengths as stored, or those before the cipher where
    /// SEAL begins the file; but none for a table that stands behind the blocks. There the blocks were complete when it was
    /// written, and what an engine may have done to their lengths is better not guessed.
    #[must_use]
    pub const fn lengths_without_meta(&self) -> Option<MediaLengths> {
        match self.kept.seek_closes {
            true => None,
            false => Some(MediaLengths::Stored.if_sealed(self.kept.is_sealed)),
        }
    }
}
