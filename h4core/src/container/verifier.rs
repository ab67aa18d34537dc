//! CRC and VERI in one pass over bytes that arrive in pieces. SPEC.md, "States and the order of checks".

use crate::bytes;
use crate::error::{Fault, Rule, State};
use crate::hash::{Digest, Sha256};
use crate::wire::chunk::Tag;

use super::parser::{Parser, Step};

/// Bytes looked at before either checksum moves on, so that both find them in the nearest cache.
const STRIDE: usize = 8 * 1024;

/// What is known of a file whose every check of structure, CRC and VERI held. There is no other way to have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    digest: Digest,
    len: u64,
    chunks: u64,
    blocks: u64,
    media_len: u64,
}

impl Verified {
    /// The SHA-256 that VERI holds.
    #[must_use]
    pub const fn digest(&self) -> &Digest {
        &self.digest
    }

    /// The file's length in bytes.
    #[must_use]
    pub const fn file_len(&self) -> u64 {
        self.len
    }

    /// The number of chunks, VERI included.
    #[must_use]
    pub const fn chunks(&self) -> u64 {
        self.chunks
    }

    /// The number of CORE blocks.
    #[must_use]
    pub const fn blocks(&self) -> u64 {
        self.blocks
    }

    /// The sum of the lengths of the CORE payloads as stored, in bytes.
    #[must_use]
    pub const fn media_len(&self) -> u64 {
        self.media_len
    }
}

/// The outcome of a verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every check holds.
    Verified(Verified),
    /// All chunks up to the end of input are sound, and VERI is absent or the last chunk is cut.
    Unfinished(Fault),
    /// Anything else.
    Damaged(Fault),
}

impl Verdict {
    /// The state without its details.
    #[must_use]
    pub const fn state(&self) -> State {
        match self {
            Self::Verified(_) => State::Verified,
            Self::Unfinished(_) => State::Unfinished,
            Self::Damaged(_) => State::Damaged,
        }
    }

    /// The first fault; none of a verified file.
    #[must_use]
    pub const fn fault(&self) -> Option<Fault> {
        match self {
            Self::Verified(_) => None,
            Self::Unfinished(fault) | Self::Damaged(fault) => Some(*fault),
        }
    }
}

/// A verification under way. Constant memory; each byte is looked at once.
#[derive(Clone, Debug)]
pub struct Verifier {
    parser: Parser,
    sha: Sha256,
    declared: Digest,
    declared_len: usize,
    in_veri: bool,
    blocks: u64,
    media_len: u64,
}

impl Default for Verifier {
    fn default() -> Self {
        Self::new()
    }
}

impl Verifier {
    /// A verification of a file of which nothing was seen yet.
    #[must_use]
    pub fn new() -> Self {
        Self::over(Parser::new())
    }

    pub(in crate::container) fn over(parser: Parser) -> Self {
        Self {
            parser,
            sha: Sha256::new(),
            declared: [0; 32],
            declared_len: 0,
            in_veri: false,
            blocks: 0,
            media_len: 0,
        }
    }

    /// Goes on with the next bytes of the file, in pieces of any size.
    ///
    /// # Errors
    /// The first [`Fault`] as soon as it is certain; the bytes after it make no difference any more.
    pub fn update(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        for mut piece in bytes.chunks(STRIDE) {
            loop {
                match self.step(&mut piece) {
                    Step::More => break,
                    Step::Failed => return Err(self.parser.failed()),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// One step of the parser, with what it means for VERI.
    pub(in crate::container) fn step<'a>(&mut self, piece: &mut &'a [u8]) -> Step<'a> {
        let step = self.parser.step(piece);
        let chunk = self.parser.chunk();
        match step {
            Step::Chunk => {
                self.in_veri = chunk.tag == Tag::VERI;
                if !self.in_veri {
                    self.sha.update(&chunk.header().emit());
                }
            }
            Step::Piece(payload) if self.in_veri => {
                let room = self.declared.get_mut(self.declared_len..);
                let copied = bytes::copy_front(room.unwrap_or_default(), payload);
                self.declared_len = self.declared_len.saturating_add(copied);
            }
            Step::Piece(payload) => self.sha.update(payload),
            Step::Sound if chunk.tag == Tag::CORE => {
                self.blocks = self.blocks.saturating_add(1);
                self.media_len = self.media_len.saturating_add(u64::from(chunk.payload_len));
            }
            Step::FileHeader | Step::Sound | Step::More | Step::Failed => {}
        }
        step
    }

    /// The parser inside, for its position and what it passed over.
    pub(in crate::container) const fn parser(&self) -> &Parser {
        &self.parser
    }

    /// Whether the last chunk header seen is VERI's.
    pub(in crate::container) const fn in_veri(&self) -> bool {
        self.in_veri
    }

    /// Whether VERI, just read, is what it must be.
    pub(in crate::container) fn veri_matches(&self) -> bool {
        self.sha.so_far() == self.declared
    }

    /// The end of input. The verifier stays as it is, so that a file which is still growing can be judged and then read on.
    #[must_use]
    pub fn finish(&self) -> Verdict {
        match self.compare() {
            Ok(verified) => Verdict::Verified(verified),
            Err(fault) => match fault.state() {
                State::Unfinished => Verdict::Unfinished(fault),
                _ => Verdict::Damaged(fault),
            },
        }
    }

    fn compare(&self) -> Result<Verified, Fault> {
        let veri = self.parser.finish()?;
        if !self.veri_matches() {
            return Err(veri.fault(Rule::VeriMismatch));
        }
        Ok(Verified {
            digest: self.declared,
            len: self.parser.offset(),
            chunks: self.parser.chunks(),
            blocks: self.blocks,
            media_len: self.media_len,
        })
    }
}
