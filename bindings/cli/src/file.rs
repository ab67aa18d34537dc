//! Containers on disk.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use h4core::container::{ReadAt, ReadError, Reader};
use h4core::error::{self, Fault};

use crate::error::Error;

/// Payloads are read by this many bytes.
pub(crate) const PIECE: usize = 256 << 10;
/// Reads shorter than this go through a window: chunk headers and small chunks stand close together, others do not.
const WINDOW: usize = 4 << 10;

/// A file read by position.
#[derive(Debug)]
pub(crate) struct Source {
    file: File,
    /// Where the file stands.
    position: u64,
    window: Box<[u8; WINDOW]>,
    /// The part of the file that the window shows.
    window_at: u64,
    window_len: usize,
}

impl Source {
    /// Opens a regular file.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let fail = |error| Error::io(path, &error);
        // Asked before it is opened: a pipe would wait for someone to write.
        if !fs::metadata(path).map_err(fail)?.is_file() {
            return Err(Error::Failed(format!(
                "{}: not a regular file",
                path.display()
            )));
        }
        Ok(Self {
            file: File::open(path).map_err(fail)?,
            position: 0,
            window: Box::new([0; WINDOW]),
            window_at: 0,
            window_len: 0,
        })
    }

    /// What the window shows from `offset` on.
    fn seen(&self, offset: u64) -> &[u8] {
        let shown = self.window.get(..self.window_len).unwrap_or_default();
        offset
            .checked_sub(self.window_at)
            .and_then(|skip| usize::try_from(skip).ok())
            .and_then(|skip| shown.get(skip..))
            .unwrap_or_default()
    }
}

impl ReadAt for Source {
    type Error = io::Error;

    fn size(&mut self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    fn read_at(&mut self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        if self.seen(offset).is_empty() {
            let (file, position) = (&mut self.file, &mut self.position);
            if buf.len() >= WINDOW {
                return read_file(file, position, offset, buf);
            }
            self.window_len = 0;
            self.window_len = read_file(file, position, offset, self.window.as_mut_slice())?;
            self.window_at = offset;
        }
        let seen = self.seen(offset);
        let len = seen.len().min(buf.len());
        for (to, from) in buf.iter_mut().zip(seen) {
            *to = *from;
        }
        Ok(len)
    }
}

/// Reads at `offset` a file that stands at `position`.
fn read_file(
    file: &mut File,
    position: &mut u64,
    offset: u64,
    buf: &mut [u8],
) -> io::Result<usize> {
    if *position != offset {
        *position = file.seek(SeekFrom::Start(offset))?;
    }
    loop {
        match file.read(buf) {
            Ok(read) => {
                *position = position.saturating_add(wide(read));
                return Ok(read);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// A container with its name for messages.
#[derive(Debug)]
pub(crate) struct Container {
    pub(crate) path: PathBuf,
    pub(crate) reader: Reader<Source>,
}

impl Container {
    /// Opens a file whose header is legal.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        Self::of(path, Source::open(path)?)?.map_err(|fault| Error::fault(path, &fault))
    }

    /// A file whose header is legal, or the fault of the header.
    pub(crate) fn of(path: &Path, source: Source) -> Result<Result<Self, Fault>, Error> {
        match Reader::open(source) {
            Ok(reader) => Ok(Ok(Self {
                path: path.to_owned(),
                reader,
            })),
            Err(ReadError::Core(error::Error::Fault(fault))) => Ok(Err(fault)),
            Err(error) => Err(Error::read(path, &error)),
        }
    }
}

/// A length in memory as a length in a file.
pub(crate) fn wide(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
