//! A file that is read at any offset: on a card, behind a network, in memory. SPEC.md, "Reading".

use core::convert::Infallible;
use core::fmt;
use core::ops::Range;

use crate::bytes;
use crate::error::{Error, Fault};

/// Bytes with random access. Offsets have 64 bits on every target.
pub trait ReadAt {
    /// What can go wrong in the source itself.
    type Error;

    /// The number of bytes there are.
    ///
    /// # Errors
    /// The source's own.
    fn size(&mut self) -> Result<u64, Self::Error>;

    /// Fills `buf` from its front with the bytes from `offset` on and gives their number. Fewer than asked for are allowed, but
    /// not none, unless there are none: then the input ends there.
    ///
    /// # Errors
    /// The source's own.
    fn read_at(&mut self, offset: u64, buf: &mut [u8]) -> Result<usize, Self::Error>;
}

impl<R: ReadAt + ?Sized> ReadAt for &mut R {
    type Error = R::Error;

    fn size(&mut self) -> Result<u64, Self::Error> {
        (**self).size()
    }

    fn read_at(&mut self, offset: u64, buf: &mut [u8]) -> Result<usize, Self::Error> {
        (**self).read_at(offset, buf)
    }
}

impl ReadAt for &[u8] {
    type Error = Infallible;

    fn size(&mut self) -> Result<u64, Infallible> {
        Ok(bytes::len_u64((**self).len()))
    }

    fn read_at(&mut self, offset: u64, buf: &mut [u8]) -> Result<usize, Infallible> {
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        let there = self.get(from..).unwrap_or_default();
        Ok(bytes::copy_front(buf, there))
    }
}

/// Why reading through a [`ReadAt`] failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError<E> {
    /// The source said so.
    Read(E),
    /// The bytes or the call are wrong.
    Core(Error),
}

impl<E> From<Fault> for ReadError<E> {
    fn from(fault: Fault) -> Self {
        Self::Core(fault.into())
    }
}

impl<E> From<Error> for ReadError<E> {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl<E: fmt::Display> fmt::Display for ReadError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::Core(error) => error.fmt(f),
        }
    }
}

impl<E: core::error::Error> core::error::Error for ReadError<E> {}

/// Reads until `buf` is full or the input ends, and gives the number of bytes.
pub(in crate::container) fn read_full<R: ReadAt>(
    source: &mut R,
    offset: u64,
    buf: &mut [u8],
) -> Result<usize, R::Error> {
    let mut len = 0usize;
    while let Some(room) = buf.get_mut(len..).filter(|room| !room.is_empty()) {
        let at = offset.saturating_add(bytes::len_u64(len));
        match source.read_at(at, room)? {
            0 => break,
            read => len = len.saturating_add(read.min(room.len())),
        }
    }
    Ok(len)
}

/// Gives the bytes of `range` piece by piece through `buf`; `short` is the error where the input ends before.
pub(in crate::container) fn stream<R: ReadAt>(
    source: &mut R,
    range: Range<u64>,
    buf: &mut [u8],
    short: Error,
    mut then: impl FnMut(&[u8]),
) -> Result<(), ReadError<R::Error>> {
    if buf.is_empty() {
        return Err(Error::TooSmall { needed: 1 }.into());
    }
    let (mut at, end) = (range.start, range.end);
    while at < end {
        let left = usize::try_from(end.saturating_sub(at)).unwrap_or(usize::MAX);
        let room = buf.len().min(left);
        let room = buf.get_mut(..room).unwrap_or_default();
        if read_full(source, at, room).map_err(ReadError::Read)? < room.len() {
            return Err(short.into());
        }
        then(room);
        at = at.saturating_add(bytes::len_u64(room.len()));
    }
    Ok(())
}

/// Errors of a source in memory: its own cannot arise.
pub(in crate::container) fn in_memory<T>(
    result: Result<T, ReadError<Infallible>>,
) -> Result<T, Error> {
    result.map_err(|error| match error {
        ReadError::Read(never) => match never {},
        ReadError::Core(error) => error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Slow<'a>(&'a [u8]);

    impl ReadAt for Slow<'_> {
        type Error = Infallible;

        fn size(&mut self) -> Result<u64, Infallible> {
            self.0.size()
        }

        fn read_at(&mut self, offset: u64, buf: &mut [u8]) -> Result<usize, Infallible> {
            let most = buf.len().min(1);
            self.0
                .read_at(offset, buf.get_mut(..most).unwrap_or_default())
        }
    }

    #[test]
    fn short_reads_are_joined_and_the_end_is_told() {
        let mut buf = [0xa5; 4];
        assert_eq!(read_full(&mut Slow(b"abcdef"), 1, &mut buf), Ok(4));
        assert_eq!(&buf, b"bcde");
        assert_eq!(read_full(&mut Slow(b"abcdef"), 4, &mut buf), Ok(2));
        assert_eq!(&buf, b"efde");
        for offset in [6, 7, u64::MAX] {
            assert_eq!(read_full(&mut Slow(b"abcdef"), offset, &mut buf), Ok(0));
        }
    }
}
