//! From chunk header to chunk header without looking at payloads. SPEC.md, "Reading".

use crate::bytes;
use crate::error::Rule;
use crate::wire::chunk::{self, ChunkHeader, Tag};
use crate::wire::file_header;

use super::chunk::ChunkInfo;
use super::read_at::{ReadAt, ReadError, read_full};

/// A place between chunks. It holds no reference, so that it can be kept anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Walk {
    offset: u64,
    index: u64,
    file_len: u64,
    ended: bool,
}

impl Walk {
    /// Before the first chunk of a file of `file_len` bytes.
    #[must_use]
    pub fn new(file_len: u64) -> Self {
        Self {
            offset: bytes::len_u64(file_header::LEN),
            index: 0,
            file_len,
            ended: false,
        }
    }

    /// The next chunk's header: one read of 12 bytes. Payload and header are unverified; that the chunk lies inside the file is
    /// checked. None after VERI and at the end of the file.
    ///
    /// # Errors
    /// [`Rule::Truncated`], and the source's own; the walk is over then.
    pub fn next_unverified<R: ReadAt>(
        &mut self,
        source: &mut R,
    ) -> Result<Option<ChunkInfo>, ReadError<R::Error>> {
        if self.ended || self.offset >= self.file_len {
            return Ok(None);
        }
        self.ended = true;
        let mut header = [0; chunk::LEN];
        let read = read_full(source, self.offset, &mut header).map_err(ReadError::Read)?;
        let header = chunk::Repr::parse(&ChunkHeader::new(&header));
        let chunk = ChunkInfo::new(header, self.offset, self.index);
        if read < chunk::LEN || chunk.end() > self.file_len {
            return Err(chunk.fault(Rule::Truncated).into());
        }
        self.ended = chunk.tag == Tag::VERI;
        self.offset = chunk.end();
        self.index = self.index.saturating_add(1);
        Ok(Some(chunk))
    }

    /// The next chunk with `tag`; one read a chunk passed over.
    ///
    /// # Errors
    /// As [`Walk::next_unverified`].
    pub fn find_unverified<R: ReadAt>(
        &mut self,
        source: &mut R,
        tag: Tag,
    ) -> Result<Option<ChunkInfo>, ReadError<R::Error>> {
        while let Some(chunk) = self.next_unverified(source)? {
            if chunk.tag == tag {
                return Ok(Some(chunk));
            }
        }
        Ok(None)
    }
}
