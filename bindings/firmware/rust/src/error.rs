//! What can go wrong: the flash, the room on it, or the bytes of a container.

use core::fmt;

use h4core::container::ReadError;

/// Why a call failed. After any of these the recorder is to be booted again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error<E> {
    /// The flash said so.
    Flash(E),
    /// There is no room for another container.
    Full,
    /// The library said so.
    Core(h4core::error::Error),
}

impl<E> From<h4core::error::Error> for Error<E> {
    fn from(error: h4core::error::Error) -> Self {
        Self::Core(error)
    }
}

impl<E> From<ReadError<E>> for Error<E> {
    fn from(error: ReadError<E>) -> Self {
        match error {
            ReadError::Read(flash) => Self::Flash(flash),
            ReadError::Core(error) => Self::Core(error),
        }
    }
}

impl<E: fmt::Debug> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flash(error) => write!(f, "flash: {error:?}"),
            Self::Full => f.write_str("no free area"),
            Self::Core(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug> core::error::Error for Error<E> {}
