//! Stored states: a mark and a version, then fields one behind the other, numbers in big-endian.

use crate::error::Error;

/// Length of mark and version in bytes.
pub(super) const MARK_LEN: usize = 5;

const VERSION: u8 = 1;

/// Writes a stored state.
pub(super) struct Writer<'o> {
    rest: &'o mut [u8],
}

impl<'o> Writer<'o> {
    /// Begins a state of `len` bytes at the front of `out`.
    pub(super) fn new(out: &'o mut [u8], len: usize, mark: [u8; 4]) -> Result<Self, Error> {
        let needed = crate::bytes::len_u64(len);
        let rest = out.get_mut(..len).ok_or(Error::TooSmall { needed })?;
        let mut writer = Self { rest };
        writer.put(&mark);
        writer.put(&[VERSION]);
        Ok(writer)
    }

    /// Writes `bytes`; what does not fit is a mistake in a length above, and left out.
    pub(super) fn put(&mut self, bytes: &[u8]) {
        let rest = core::mem::take(&mut self.rest);
        if let Some((to, rest)) = rest.split_at_mut_checked(bytes.len()) {
            to.copy_from_slice(bytes);
            self.rest = rest;
        }
    }
}

/// Reads a stored state.
pub(super) struct Reader<'i> {
    rest: &'i [u8],
}

impl<'i> Reader<'i> {
    /// Begins a state of exactly `len` bytes.
    pub(super) fn new(bytes: &'i [u8], len: usize, mark: [u8; 4]) -> Result<Self, Error> {
        let mut reader = Self { rest: bytes };
        let head = (reader.take()?, reader.take()?);
        if bytes.len() == len && head == (mark, [VERSION]) {
            Ok(reader)
        } else {
            Err(Error::Range)
        }
    }

    pub(super) fn take<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or(Error::Range)?;
        self.rest = rest;
        Ok(*bytes)
    }

    /// Reads secret bytes to where they stay.
    pub(super) fn fill<const N: usize>(&mut self, to: &mut [u8; N]) -> Result<(), Error> {
        let (bytes, rest) = self.rest.split_first_chunk::<N>().ok_or(Error::Range)?;
        to.copy_from_slice(bytes);
        self.rest = rest;
        Ok(())
    }
}
