//! What a container is sealed with.

use std::path::Path;

use h4core::container::ReadError;
use h4core::engine::{Engine, EnginePin, RunLength, Store};
use h4core::error::{self, State};
use h4core::stream::{EndState, SealedReader, Unsealed, seal_of};
use h4core::wire::chunk::Tag;
use h4core::wire::seal;

use crate::error::Error;
use crate::file::Container;
use crate::progress::Progress;
use crate::scan::{Blocks, Read, scan};

/// A legal SEAL.
pub(crate) struct Seal(Vec<u8>);

impl Seal {
    /// What the container begins with; none if it is not sealed, or cut before that is known.
    pub(crate) fn find(container: &mut Container) -> Result<Option<Self>, Error> {
        let Container { path, reader } = container;
        let (mut buf, mut payload) = ([0; seal::MAX_LEN], [0; seal::MAX_LEN]);
        match seal_of(reader, &mut buf) {
            Ok(seal) => Ok(seal.map(|seal| Self(seal.emit(&mut payload).to_vec()))),
            Err(ReadError::Core(error::Error::Fault(fault)))
                if fault.state() == State::Unfinished =>
            {
                Ok(None)
            }
            Err(error) => Err(Error::read(path, &error)),
        }
    }

    fn repr(&self) -> Result<seal::Repr<'_>, error::Error> {
        seal::Repr::parse(&seal::Seal::new(&self.0))
    }

    /// The engine that the blocks are bound to and went through; none where that changes nothing.
    pub(crate) fn engine(&self, path: &Path) -> Result<Option<&'static dyn Engine>, Error> {
        Ok(self.pin(path)?.1)
    }

    fn pin(&self, path: &Path) -> Result<(EnginePin<'static>, Option<&'static dyn Engine>), Error> {
        let seal = self.repr().map_err(|error| Error::core(path, &error))?;
        match seal.binding.engine_id() {
            id if id == Store::PIN.id => Ok((Store::PIN, None)),
            id if id == RunLength::PIN.id => Ok((RunLength::PIN, Some(&RunLength))),
            id => Err(Error::engine(path, id, &error::Error::EngineUnknown)),
        }
    }

    /// A reader of the blocks. That the secret is the right one shows when a block opens.
    pub(crate) fn reader(&self, path: &Path, secret: &[u8]) -> Result<SealedReader, Error> {
        let (pin, _) = self.pin(path)?;
        self.repr()
            .and_then(|seal| SealedReader::new(secret, &seal, &pin))
            .map_err(|error| Error::engine(path, pin.id, &error))
    }
}

/// Whether the first chunk is SEAL, by its header.
pub(crate) fn is_sealed(container: &mut Container) -> Result<bool, Error> {
    let Container { path, reader } = container;
    let mut walk = reader.walk();
    match walk.next_unverified(reader.source()) {
        Ok(chunk) => Ok(chunk.is_some_and(|chunk| chunk.tag == Tag::SEAL)),
        Err(ReadError::Core(error::Error::Fault(_))) => Ok(false),
        Err(error) => Err(Error::read(path, &error)),
    }
}

/// Opens a block in place; none for the authentic end.
pub(crate) fn open<'b>(
    reader: &mut SealedReader,
    path: &Path,
    index: u64,
    block: &'b mut [u8],
) -> Result<Option<&'b mut [u8]>, Error> {
    match reader.open(index, block) {
        Ok(Unsealed::Media { plaintext, .. }) => Ok(Some(plaintext)),
        Ok(Unsealed::End) => Ok(None),
        Err(error) => {
            let path = path.display();
            Err(Error::Failed(format!("{path}: block {index}: {error}")))
        }
    }
}

/// Opens every block of a container and forgets it. Gives the number of blocks of media, and whether they have an end.
pub(crate) fn open_all(
    container: &mut Container,
    reader: &mut SealedReader,
) -> Result<(u64, EndState), Error> {
    let path = container.path.clone();
    let progress = Progress::new(Some(container.reader.file_len()));
    let (mut index, mut media) = (0u64, 0u64);
    let mut open_one = |read: Read<'_>| -> Result<(), Error> {
        if let Some(fault) = &read.fault {
            return Err(Error::fault(&path, fault));
        }
        if read.info.tag == Tag::CORE {
            if open(reader, &path, index, read.block)?.is_some() {
                media = media.saturating_add(1);
            }
            index = index.saturating_add(1);
        }
        Ok(())
    };
    scan(
        container,
        Blocks::Keep,
        &progress,
        &mut |_| {},
        &mut open_one,
    )?;
    Ok((media, reader.end_state()))
}
