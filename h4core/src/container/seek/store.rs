//! Seek entries gathered in the caller's storage. SPEC.md, "SEEK".

use crate::error::Error;
use crate::wire::seek::SeekEntry;

/// Seek entries of a file being written, in slots that the caller brings. A full store refuses the entry and nothing else:
/// the file goes on and can be finished with the entries there are.
#[derive(Debug)]
pub struct SeekStore<'s> {
    slots: &'s mut [SeekEntry],
    len: usize,
}

impl<'s> SeekStore<'s> {
    /// An empty store over `slots`, whose contents make no difference ([`SeekEntry::EMPTY`] fills them).
    #[must_use]
    pub fn new(slots: &'s mut [SeekEntry]) -> Self {
        Self { slots, len: 0 }
    }

    /// Adds an entry: the media from `offset` (a [`Put::media_offset`](crate::container::Put::media_offset)) on begins at `pts_us`.
    ///
    /// # Errors
    /// [`Error::SeekOrder`] if `pts_us` is not greater than the last entry's, [`Error::SeekFull`]; nothing was changed.
    pub fn push(&mut self, pts_us: u64, offset: u64) -> Result<(), Error> {
        if self
            .entries()
            .last()
            .is_some_and(|last| pts_us <= last.pts_us)
        {
            return Err(Error::SeekOrder);
        }
        let slot = self.slots.get_mut(self.len).ok_or(Error::SeekFull)?;
        *slot = SeekEntry { pts_us, offset };
        self.len = self.len.saturating_add(1);
        Ok(())
    }

    /// The entries so far.
    #[must_use]
    pub fn entries(&self) -> &[SeekEntry] {
        self.slots.get(..self.len).unwrap_or_default()
    }
}
