//! How a command ends, and what it says on standard error.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use h4core::container::ReadError;
use h4core::error::{self, Fault};

/// A command that did what it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// All of it.
    Whole,
    /// As far as an unfinished or damaged file allows.
    Partly,
}

impl Done {
    pub(crate) fn exit_code(self) -> ExitCode {
        match self {
            Self::Whole => ExitCode::SUCCESS,
            Self::Partly => ExitCode::from(3),
        }
    }
}

/// Why a command did not do what it was asked for.
#[derive(Debug)]
pub(crate) enum Error {
    /// The command line, a key or an object given with it is wrong.
    Usage(String),
    /// Anything else.
    Failed(String),
    /// The file is unfinished, and that was the question.
    Unfinished(String),
    /// Nobody reads standard output any more.
    Closed,
}

impl Error {
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Failed(_) | Self::Closed => ExitCode::from(1),
            Self::Usage(_) => ExitCode::from(2),
            Self::Unfinished(_) => ExitCode::from(3),
        }
    }

    pub(crate) fn report(&self) {
        match self {
            Self::Usage(text) | Self::Failed(text) | Self::Unfinished(text) => note(text),
            Self::Closed => {}
        }
    }

    /// A failure of the operating system with `path`.
    pub(crate) fn io(path: &Path, error: &io::Error) -> Self {
        Self::Failed(format!("{}: {error}", path.display()))
    }

    /// A failure to write standard output.
    pub(crate) fn stdout(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Failed(format!("standard output: {error}")),
        }
    }

    /// A fault of the file `path`.
    pub(crate) fn fault(path: &Path, fault: &Fault) -> Self {
        let text = describe(path, fault);
        match fault.state() {
            error::State::Unfinished => Self::Unfinished(text),
            _ => Self::Failed(text),
        }
    }

    /// A call of the library about the file `path` that failed.
    pub(crate) fn core(path: &Path, error: &error::Error) -> Self {
        match error {
            error::Error::Fault(fault) => Self::Failed(describe(path, fault)),
            other => Self::Failed(format!("{}: {other}", path.display())),
        }
    }

    /// An engine, by its id, that the blocks of the file `path` cannot be unpacked with.
    pub(crate) fn engine(path: &Path, id: &str, error: &error::Error) -> Self {
        let path = path.display();
        match error {
            error::Error::EngineUnknown => Self::Failed(format!(
                "{path}: the blocks went through the engine {id}, which is not known here"
            )),
            error::Error::EngineMismatch => Self::Failed(format!(
                "{path}: the engine {id} of the blocks has another fingerprint than the one known here"
            )),
            other => Self::Failed(format!("{path}: {other}")),
        }
    }

    /// A read of the file `path` that failed.
    pub(crate) fn read(path: &Path, error: &ReadError<io::Error>) -> Self {
        match error {
            ReadError::Read(error) => Self::io(path, error),
            ReadError::Core(error) => Self::core(path, error),
        }
    }
}

/// A fault in words: file, state, rule, offset and chunk.
pub(crate) fn describe(path: &Path, fault: &Fault) -> String {
    format!("{}: {}: {fault}", path.display(), fault.state().name())
}

/// A line on standard error. That nobody reads it is no failure.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "harmony4: {text}");
}
