//! Output that appears under its name only when it is whole.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::Error;
use crate::unfinished::Unfinished;

/// Small writes are gathered up to this many bytes.
const GATHER: usize = 256 << 10;

/// Where a command writes.
#[derive(Debug)]
pub(crate) struct Output {
    path: PathBuf,
    to: io::BufWriter<To>,
}

#[derive(Debug)]
enum To {
    Stdout(io::Stdout),
    /// A device or a pipe: what is written there is written.
    Device(File),
    /// A file of another name in the same directory, until it is whole.
    File {
        file: NamedTempFile,
        target: PathBuf,
        _unfinished: Unfinished,
    },
}

impl Output {
    /// Begins an output; `-` is standard output. `input` is a file that it must not take the place of.
    pub(crate) fn begin(path: &Path, input: &Path) -> Result<Self, Error> {
        let to = if path == Path::new("-") {
            To::Stdout(io::stdout())
        } else if is_same(path, input) {
            let path = path.display();
            return Err(Error::Usage(format!("{path}: both input and output")));
        } else {
            begin_named(path).map_err(|error| Error::io(path, &error))?
        };
        Ok(Self {
            path: path.to_owned(),
            to: io::BufWriter::with_capacity(GATHER, to),
        })
    }

    /// Writes all of `bytes`.
    pub(crate) fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.to.write_all(bytes).map_err(|error| self.fail(&error))
    }

    /// The output is whole: it gets its name once it is on the disk.
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        self.to.flush().map_err(|error| self.fail(&error))?;
        let path = self.path;
        match self.to.into_parts().0 {
            To::Stdout(_) | To::Device(_) => Ok(()),
            To::File { file, target, .. } => {
                finish_named(file, &target).map_err(|error| Error::io(&path, &error))
            }
        }
    }

    fn fail(&self, error: &io::Error) -> Error {
        match self.to.get_ref() {
            To::Stdout(_) => Error::stdout(error),
            To::Device(_) | To::File { .. } => Error::io(&self.path, error),
        }
    }
}

impl Write for To {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(stdout) => stdout.write(buf),
            Self::Device(file) => file.write(buf),
            Self::File { file, .. } => file.as_file_mut().write(buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(stdout) => stdout.flush(),
            Self::Device(_) | Self::File { .. } => Ok(()),
        }
    }
}

fn begin_named(path: &Path) -> io::Result<To> {
    let (target, permissions) = match fs::metadata(path) {
        Ok(there) if there.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(there) if !there.is_file() => {
            return Ok(To::Device(File::options().write(true).open(path)?));
        }
        // Through links, so that the file is replaced and not a link to it.
        Ok(there) => (fs::canonicalize(path)?, Some(there.permissions())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (path.to_owned(), usual()),
        Err(error) => return Err(error),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".harmony4-").suffix(".part");
    if let Some(permissions) = permissions {
        builder.permissions(permissions);
    }
    let file = builder.tempfile_in(dir_of(&target))?;
    let unfinished = Unfinished::new(file.path());
    Ok(To::File {
        file,
        target,
        _unfinished: unfinished,
    })
}

fn finish_named(file: NamedTempFile, target: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    // That the name is on the disk too. Not every system knows how; the file is whole in any case.
    if let Ok(dir) = File::open(dir_of(target)) {
        let _ = dir.sync_all();
    }
    Ok(())
}

fn dir_of(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}

/// What a new file may be used for, before the user's mask.
fn usual() -> Option<fs::Permissions> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        Some(fs::Permissions::from_mode(0o666))
    }
    #[cfg(not(unix))]
    None
}

/// Fails for two outputs that are one.
pub(crate) fn refuse_same(a: &Path, b: &Path) -> Result<(), Error> {
    if a == b || is_same(a, b) {
        let path = a.display();
        return Err(Error::Usage(format!("{path}: for two outputs")));
    }
    Ok(())
}

fn is_same(a: &Path, b: &Path) -> bool {
    match (fs::canonicalize(a), fs::canonicalize(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}
