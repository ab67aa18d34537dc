//! Writing a file chunk by chunk into whatever slice the caller gives. SPEC.md, "Writing".

use crate::bytes;
use crate::error::Error;
use crate::hash::{Crc32, Sha256};
use crate::wire::chunk::{self, Tag};
use crate::wire::file_header;
use crate::wire::seek::SeekEntry;

use super::tail::{Tail, TailPlan, TailState};

/// The most bytes that one payload holds.
pub const MAX_PAYLOAD_LEN: u32 = u32::MAX;

/// A block that was written, or whose header was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Put {
    /// The number of bytes written to the caller's slice.
    pub len: usize,
    /// The chunk's file offset.
    pub file_offset: u64,
    /// The block's media offset: what a seek entry that leads to this block holds.
    pub media_offset: u64,
    /// The block's number, from 0.
    pub index: u64,
}

/// A file being written. It holds a hash and four numbers however long the file grows, and does no I/O: each call gives the
/// bytes that come next in the file, and the caller puts them there.
#[derive(Clone, Debug)]
pub struct Writer {
    sha: Sha256,
    position: u64,
    media_len: u64,
    blocks: u64,
}

impl Writer {
    /// Begins a file: writes its header to the front of `out` and gives the number of bytes, 8.
    ///
    /// # Errors
    /// [`Error::TooSmall`].
    pub fn begin(out: &mut [u8]) -> Result<(Self, usize), Error> {
        let header = file_header::Repr.emit();
        bytes::put_front(with_room(out, header.len())?, &header);
        let writer = Self {
            sha: Sha256::new(),
            position: bytes::len_u64(header.len()),
            media_len: 0,
            blocks: 0,
        };
        Ok((writer, header.len()))
    }

    /// The file offset of the next byte to be written.
    #[must_use]
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// The bytes of media so far: the media offset of the next block.
    #[must_use]
    pub const fn media_len(&self) -> u64 {
        self.media_len
    }

    /// The number of blocks so far.
    #[must_use]
    pub const fn blocks(&self) -> u64 {
        self.blocks
    }

    /// Writes a CORE chunk of `block` to the front of `out`.
    ///
    /// # Errors
    /// [`Error::TooSmall`], [`Error::Range`] if the block is longer than [`MAX_PAYLOAD_LEN`]; nothing was changed.
    pub fn block(&mut self, block: &[u8], out: &mut [u8]) -> Result<Put, Error> {
        self.put_block(block, bytes::len_u64(block.len()), Body::Copied, out)
    }

    /// As [`Writer::block`], for a block that an engine or a cipher made of `media_len` bytes of media: seek offsets count those.
    ///
    /// # Errors
    /// As [`Writer::block`].
    pub fn transformed_block(
        &mut self,
        block: &[u8],
        media_len: u64,
        out: &mut [u8],
    ) -> Result<Put, Error> {
        self.put_block(block, media_len, Body::Copied, out)
    }

    /// Writes only the header of a CORE chunk of `block`, 12 bytes; the caller puts `block` itself after it in the file, from
    /// where it is.
    ///
    /// # Errors
    /// As [`Writer::block`].
    pub fn block_header(&mut self, block: &[u8], out: &mut [u8]) -> Result<Put, Error> {
        self.put_block(block, bytes::len_u64(block.len()), Body::LeftInPlace, out)
    }

    /// Writes only the header of a CORE chunk, as [`Writer::block_header`], for a block that an engine or a cipher made of
    /// `media_len` bytes of media.
    ///
    /// # Errors
    /// As [`Writer::block`].
    pub fn transformed_block_header(
        &mut self,
        block: &[u8],
        media_len: u64,
        out: &mut [u8],
    ) -> Result<Put, Error> {
        self.put_block(block, media_len, Body::LeftInPlace, out)
    }

    /// Writes a chunk of a tag that the format does not know, which readers skip, to the front of `out`; gives its length.
    ///
    /// # Errors
    /// [`Error::ReservedTag`] for CORE, SEEK, META, SAFE and VERI, otherwise as [`Writer::block`].
    pub fn chunk(&mut self, tag: Tag, payload: &[u8], out: &mut [u8]) -> Result<usize, Error> {
        if tag.is_known() {
            return Err(Error::ReservedTag);
        }
        self.put(tag, payload, Body::Copied, out)
    }

    /// Ends the blocks. SEEK with the given entries, META, SAFE and VERI remain; [`Tail`] gives their bytes. The entries are
    /// walked twice, once here and once as they are written.
    ///
    /// # Errors
    /// [`Error::SeekOrder`], [`Error::SeekOffset`] (past [`Writer::media_len`]), [`Error::Range`] (too many entries, or `meta`
    /// or `safe` too long); the writer comes back with the error, as it was.
    #[expect(
        clippy::result_large_err,
        reason = "nothing is lost: what could not be finished is given back"
    )]
    pub fn finish<'m, I>(
        self,
        entries: I,
        meta: &'m [u8],
        safe: &'m [u8],
    ) -> Result<Tail<'m, I::IntoIter>, (Self, Error)>
    where
        I: IntoIterator<Item = SeekEntry>,
        I::IntoIter: Clone,
    {
        let entries = entries.into_iter();
        match self.finish_apart(entries.clone(), meta, safe) {
            Ok(state) => Ok(Tail::resume(state, entries, meta, safe)),
            Err(error) => Err((self, error)),
        }
    }

    /// As [`Writer::finish`], for a caller that keeps writers and tails where they cannot be moved: gives the state of the tail,
    /// after which this writer is not used any more.
    ///
    /// # Errors
    /// As [`Writer::finish`].
    pub fn finish_apart(
        &self,
        entries: impl Iterator<Item = SeekEntry> + Clone,
        meta: &[u8],
        safe: &[u8],
    ) -> Result<TailState, Error> {
        let plan = self.plan_tail(entries, meta, safe)?;
        Ok(self.finish_planned(plan))
    }

    /// The first half of [`Writer::finish`], with all that can fail.
    pub(crate) fn plan_tail(
        &self,
        entries: impl Iterator<Item = SeekEntry> + Clone,
        meta: &[u8],
        safe: &[u8],
    ) -> Result<TailPlan, Error> {
        TailPlan::of(self.media_len, entries, meta, safe)
    }

    /// The second half of [`Writer::finish`]. Entries and objects are those of the plan; blocks without media may have been
    /// written since.
    pub(crate) fn finish_planned(&self, plan: TailPlan) -> TailState {
        TailState::new(self.sha.clone(), plan)
    }

    fn put_block(
        &mut self,
        block: &[u8],
        media_len: u64,
        body: Body,
        out: &mut [u8],
    ) -> Result<Put, Error> {
        let file_offset = self.position;
        let len = self.put(Tag::CORE, block, body, out)?;
        let put = Put {
            len,
            file_offset,
            media_offset: self.media_len,
            index: self.blocks,
        };
        self.blocks = self.blocks.saturating_add(1);
        self.media_len = self.media_len.saturating_add(media_len);
        Ok(put)
    }

    /// Checks all that can fail, then changes the state.
    fn put(
        &mut self,
        tag: Tag,
        payload: &[u8],
        body: Body,
        out: &mut [u8],
    ) -> Result<usize, Error> {
        let payload_len = u32::try_from(payload.len()).map_err(|_| Error::Range)?;
        let copied = match body {
            Body::Copied => payload.len(),
            Body::LeftInPlace => 0,
        };
        let mut room = with_room(out, chunk::LEN.saturating_add(copied))?;
        let header = chunk::Repr {
            tag,
            payload_len,
            crc: Crc32::of(payload),
        };
        let header = header.emit();
        self.sha.update(&header);
        room = bytes::put_front(room, &header);
        for piece in payload.chunks(STRIDE) {
            if body == Body::Copied {
                room = bytes::put_front(room, piece);
            }
            self.sha.update(piece);
        }
        let len = header.len().saturating_add(payload.len());
        self.position = self.position.saturating_add(bytes::len_u64(len));
        Ok(header.len().saturating_add(copied))
    }
}

/// Bytes copied before the hash follows, so that it finds them in the nearest cache.
const STRIDE: usize = 8 * 1024;

/// Whether a payload goes to the caller's slice behind its header.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    Copied,
    LeftInPlace,
}

/// `out`, if it has room for this many bytes.
fn with_room(out: &mut [u8], needed: usize) -> Result<&mut [u8], Error> {
    let too_small = Error::TooSmall {
        needed: bytes::len_u64(needed),
    };
    out.get_mut(..needed).ok_or(too_small)
}
