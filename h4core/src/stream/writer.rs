//! Writing a sealed container. SPEC.md, "Sealed containers", "Writing".

use super::owned::{Kind, OwnedSeal, pts_us};
use crate::bytes;
use crate::container::{Put, Tail, TailState, Writer};
use crate::crypto::living::{Context, Mode, Sealer, Session};
use crate::error::Error;
use crate::wire::chunk::{self, Tag};
use crate::wire::seal;
use crate::wire::seek::SeekEntry;
use crate::wire::{binding, file_header, sealed_header};

/// The longest chunk that ends the blocks of a sealed container, in bytes.
pub const END_MAX_LEN: usize = chunk::LEN + sealed_header::OVERHEAD_WITH_KEY;

/// A sealed container being written: a [`Writer`] whose blocks go through a [`Sealer`] first.
///
/// It is never copied, stored or resumed: two that went on from one state would seal different blocks under one key and nonce,
/// which reveals both. After a cut the container is recovered, and recording goes on in another one, with another session id.
#[derive(Debug)]
pub struct SealedWriter {
    writer: Writer,
    sealer: Sealer,
    seal: OwnedSeal,
}

impl SealedWriter {
    /// Begins a container: writes the file header and SEAL to the front of `out` and gives their length in bytes.
    ///
    /// `secret` is shared with the readers, at least [`SECRET_MIN`](crate::crypto::living::SECRET_MIN) bytes, and no copy of it
    /// is kept. The session id of `seal` must not have been used with it before, in a container or elsewhere, and the container
    /// id must be new: 32 random bytes each.
    ///
    /// # Errors
    /// [`Error::Misplaced`] for the mode mixing, whose blocks a file could not be read by: it is for two directions;
    /// [`Error::Unsupported`] for the mode announce without the feature `mixing`; [`Error::ShortKey`]; [`Error::TooSmall`].
    pub fn begin(
        secret: &[u8],
        seal: &seal::Repr<'_>,
        out: &mut [u8],
    ) -> Result<(Self, usize), Error> {
        if matches!(seal.mode, Mode::Mixing(_)) {
            return Err(Error::Misplaced);
        }
        let context = Context::of_session(*seal.session_id);
        let session = Session::new(secret, context, seal.role, seal.mode)?;
        let sealer = Sealer::new(&session)?;
        let seal = OwnedSeal::new(seal);
        let payload = seal.payload();
        let len = (file_header::LEN + chunk::LEN).saturating_add(payload.len());
        let too_small = Error::TooSmall {
            needed: bytes::len_u64(len),
        };
        let out = out.get_mut(..len).ok_or(too_small)?;
        let (header, chunk) = out
            .split_at_mut_checked(file_header::LEN)
            .ok_or(too_small)?;
        let (mut writer, _) = Writer::begin(header)?;
        writer.chunk(Tag::SEAL, payload, chunk)?;
        let sealed = Self {
            writer,
            sealer,
            seal,
        };
        Ok((sealed, len))
    }

    /// The payload of SEAL: what the container is sealed with, as [`seal::Repr::parse`] reads it.
    #[must_use]
    pub fn seal_payload(&self) -> &[u8] {
        self.seal.payload()
    }

    /// The file offset of the next byte to be written.
    #[must_use]
    pub const fn position(&self) -> u64 {
        self.writer.position()
    }

    /// The bytes of media so far, before engine and cipher: the media offset of the next block.
    #[must_use]
    pub const fn media_len(&self) -> u64 {
        self.writer.media_len()
    }

    /// The number of blocks so far. The block that ends the container is none.
    #[must_use]
    pub const fn blocks(&self) -> u64 {
        self.writer.blocks()
    }

    /// Where the plaintext of the next block stands in its chunk, in bytes: 90, or 122 at a boundary.
    #[must_use]
    pub const fn plaintext_at(&self) -> usize {
        self.sealer.header_len().saturating_add(chunk::LEN)
    }

    /// What the chunk of the next block is longer than its plaintext, in bytes: 106, or 138 at a boundary.
    #[must_use]
    pub const fn overhead(&self) -> usize {
        self.sealer.overhead().saturating_add(chunk::LEN)
    }

    /// Whether the next block, be it of media or the end, takes 32 random bytes: it is at a boundary.
    #[must_use]
    pub const fn takes_entropy(&self) -> bool {
        self.sealer.header_len() == sealed_header::LEN_WITH_KEY
    }

    /// Makes the next bytes of the file, the CORE chunk of a block, in place. `chunk` is as long as the plaintext and
    /// [`overhead`](Self::overhead) together, and the plaintext stands at [`plaintext_at`](Self::plaintext_at).
    ///
    /// `entropy` is 32 random bytes, never used before or after, where [`takes_entropy`](Self::takes_entropy) says so; wiping
    /// them is the caller's part. On every error the writer and `chunk` are as they were.
    ///
    /// # Errors
    /// [`Error::Range`] if the plaintext is longer than a block can be, or the block after this one would have a time of more
    /// than 64 bits; [`Error::TooSmall`] if `chunk` is shorter than the overhead; [`Error::Exhausted`]; [`Error::Entropy`].
    pub fn block(&mut self, chunk: &mut [u8], entropy: Option<&[u8; 32]>) -> Result<Put, Error> {
        let media_len = chunk.len().saturating_sub(self.overhead());
        self.transformed_block(chunk, bytes::len_u64(media_len), entropy)
    }

    /// As [`block`](Self::block), where the plaintext is what an engine made of `media_len` bytes of media: seek offsets count
    /// those.
    ///
    /// # Errors
    /// As [`block`](Self::block).
    pub fn transformed_block(
        &mut self,
        chunk: &mut [u8],
        media_len: u64,
        entropy: Option<&[u8; 32]>,
    ) -> Result<Put, Error> {
        // Behind every block there is room for the end: in time and in counters.
        let behind = self.writer.blocks().saturating_add(1);
        pts_us(&self.seal.repr()?, behind)?;
        if behind >= sealed_header::END {
            return Err(Error::Exhausted);
        }
        self.put(Kind::Media, chunk, media_len, entropy)
    }

    /// Writes a chunk of a tag that the format does not know, which readers skip, to the front of `out`; gives its length.
    /// It is not sealed.
    ///
    /// # Errors
    /// [`Error::ReservedTag`] for CORE, SEEK, META, SAFE, VERI and SEAL, otherwise as [`Writer::chunk`].
    pub fn chunk(&mut self, tag: Tag, payload: &[u8], out: &mut [u8]) -> Result<usize, Error> {
        if tag == Tag::SEAL {
            return Err(Error::ReservedTag);
        }
        self.writer.chunk(tag, payload, out)
    }

    /// Ends the blocks: writes the chunk of the authentic end, at most [`END_MAX_LEN`] bytes, to the front of `out` and gives its
    /// length. Behind it come SEEK with the given entries, META, SAFE and VERI; [`Tail`] gives their bytes. The entries are
    /// walked twice, once here and once as they are written.
    ///
    /// META is to have the `encryption` of this container; see [`ExportMeta`](crate::wire::meta::ExportMeta).
    ///
    /// # Errors
    /// Those of [`Writer::finish`], [`Error::TooSmall`] if `out` is, [`Error::Entropy`] where [`takes_entropy`](Self::takes_entropy)
    /// says so; the writer comes back with the error, as it was.
    #[expect(
        clippy::result_large_err,
        reason = "nothing is lost: what could not be finished is given back"
    )]
    #[expect(
        clippy::type_complexity,
        reason = "the end and the tail are two results of one call"
    )]
    pub fn finish<'m, I>(
        mut self,
        entropy: Option<&[u8; 32]>,
        entries: I,
        meta: &'m [u8],
        safe: &'m [u8],
        out: &mut [u8],
    ) -> Result<(Tail<'m, I::IntoIter>, usize), (Self, Error)>
    where
        I: IntoIterator<Item = SeekEntry>,
        I::IntoIter: Clone,
    {
        let entries = entries.into_iter();
        match self.finish_apart(entropy, entries.clone(), meta, safe, out) {
            Ok((state, len)) => Ok((Tail::resume(state, entries, meta, safe), len)),
            Err(error) => Err((self, error)),
        }
    }

    /// As [`finish`](Self::finish), for a caller that keeps writers and tails where they cannot be moved: gives the state of the
    /// tail, after which this writer is not used any more.
    ///
    /// # Errors
    /// As [`finish`](Self::finish).
    pub fn finish_apart(
        &mut self,
        entropy: Option<&[u8; 32]>,
        entries: impl Iterator<Item = SeekEntry> + Clone,
        meta: &[u8],
        safe: &[u8],
        out: &mut [u8],
    ) -> Result<(TailState, usize), Error> {
        let plan = self.writer.plan_tail(entries, meta, safe)?;
        let room = self.overhead().min(out.len());
        let end = out.get_mut(..room).unwrap_or_default();
        let put = self.put(Kind::End, end, 0, entropy)?;
        Ok((self.writer.finish_planned(plan), put.len))
    }

    /// Checks what the container asks for, then seals, which may still fail and changes nothing then; after that the container
    /// takes the block, which cannot fail any more.
    fn put(
        &mut self,
        kind: Kind,
        chunk: &mut [u8],
        media_len: u64,
        entropy: Option<&[u8; 32]>,
    ) -> Result<Put, Error> {
        let too_small = Error::TooSmall {
            needed: bytes::len_u64(self.overhead()),
        };
        if chunk.len() < self.overhead() {
            return Err(too_small);
        }
        let len = chunk.len();
        let (header, block) = chunk.split_at_mut_checked(chunk::LEN).ok_or(too_small)?;
        let index = self.writer.blocks();
        let pts_us = pts_us(&self.seal.repr()?, index)?;
        let mut room = [0; binding::MAX_LEN];
        let aad = self.seal.bind(kind, pts_us, index, &mut room)?;
        // A block that the sealer takes fits a payload.
        self.sealer.seal(block, aad, entropy, None)?;
        let put = self
            .writer
            .transformed_block_header(block, media_len, header)?;
        Ok(Put { len, ..put })
    }
}
