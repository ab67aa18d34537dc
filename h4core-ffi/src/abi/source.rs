//! A file that is read where it is: in memory, or through the caller's read function.

use core::ffi::c_void;

use h4core::container::ReadAt;

use super::pointer::Call;
use super::status::{Failure, H4_ERR_NULL, H4_ERR_RANGE, H4_ERR_READ};

/// Reads bytes of a file: up to len bytes from the file offset on, to buf. Gives how many were read, 0 at the end of the file, or
/// a negative number on failure; fewer than len are not the end of the file. It must not call functions of this library with a state,
/// buffer or source of the call that it was called from.
pub type h4_read_at_fn =
    Option<extern "C" fn(context: *mut c_void, offset: u64, buf: *mut u8, len: usize) -> i64>;

/// A file, in memory (bytes) or behind a function (read_at). It is the caller's and is not kept by any state.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_source_t {
    /// The file's bytes; NULL if read_at is given.
    pub bytes: *const u8,
    /// The function that reads the file; NULL if bytes is given.
    pub read_at: h4_read_at_fn,
    /// What read_at is called with; the library does not look at it.
    pub context: *mut c_void,
    /// The file's length in bytes.
    pub file_len: u64,
}

/// The caller's read function failed.
#[derive(Clone, Copy)]
pub(super) struct ReadFailed;

impl From<ReadFailed> for Failure {
    fn from(_: ReadFailed) -> Self {
        Self::of(H4_ERR_READ)
    }
}

/// A source as the library takes it.
#[derive(Clone, Copy)]
pub(super) enum Source<'c> {
    Memory(&'c [u8]),
    Function {
        read_at: extern "C" fn(*mut c_void, u64, *mut u8, usize) -> i64,
        context: *mut c_void,
        file_len: u64,
    },
}

impl<'c> Source<'c> {
    /// What the caller shows.
    pub(super) fn of(call: &'c Call, source: *const h4_source_t) -> Result<Self, Failure> {
        let source = call.value(source)?;
        match source.read_at {
            Some(_) if !source.bytes.is_null() => Err(Failure::of(H4_ERR_RANGE)),
            Some(read_at) => Ok(Self::Function {
                read_at,
                context: source.context,
                file_len: source.file_len,
            }),
            None if source.bytes.is_null() && source.file_len > 0 => Err(Failure::of(H4_ERR_NULL)),
            None => {
                let len = usize::try_from(source.file_len);
                let len = len.map_err(|_| Failure::of(H4_ERR_RANGE))?;
                Ok(Self::Memory(call.input(source.bytes, len)?))
            }
        }
    }

    /// The file's length in bytes.
    pub(super) const fn file_len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Function { file_len, .. } => *file_len,
        }
    }
}

impl ReadAt for Source<'_> {
    type Error = ReadFailed;

    fn size(&mut self) -> Result<u64, ReadFailed> {
        Ok(self.file_len())
    }

    fn read_at(&mut self, offset: u64, buf: &mut [u8]) -> Result<usize, ReadFailed> {
        match self {
            Self::Memory(bytes) => match bytes.read_at(offset, buf) {
                Ok(read) => Ok(read),
                Err(never) => match never {},
            },
            Self::Function {
                read_at, context, ..
            } => {
                let read = read_at(*context, offset, buf.as_mut_ptr(), buf.len());
                let read = usize::try_from(read).ok().filter(|read| *read <= buf.len());
                read.ok_or(ReadFailed)
            }
        }
    }
}
