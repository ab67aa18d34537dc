//! From blocks as they are stored to blocks as they were handed in.

use std::path::{Path, PathBuf};

use h4core::crypto::mask::{self, MaskKey};
use h4core::engine::Engine;
use h4core::error::Error as CoreError;
use h4core::stream::{EndState, SealedReader};

use crate::args::OpenArgs;
use crate::error::{Error, describe, note};
use crate::file::Container;
use crate::key::{self, SECRET_VARIABLE};
use crate::meta::Json;
use crate::seal::{self, Seal};

/// The most bytes that a block is unpacked to where META has no `block_size`.
const MAX_UNPACKED: u64 = 1 << 30;

/// How the blocks of a container are given back.
pub(crate) struct Opener {
    path: PathBuf,
    way: Way,
    engine: Option<&'static dyn Engine>,
    /// The most bytes that a block is unpacked to.
    most: u64,
    unpacked: Vec<u8>,
    /// Whether META could be asked. Where it could not, blocks are given as the user says, or as stored.
    pub(crate) is_sure: bool,
}

enum Way {
    Stored,
    Masked(MaskKey),
    Sealed(Box<SealedReader>),
}

impl Opener {
    /// Fails where keys and secrets are not those that the container asks for.
    pub(crate) fn of(container: &mut Container, args: &OpenArgs) -> Result<Self, Error> {
        let path = container.path.clone();
        let seal = Seal::find(container)?;
        let meta = Json::find_meta(container)?;
        let (way, engine) = match &seal {
            Some(seal) => (
                Way::Sealed(Box::new(unseal(&path, seal, args)?)),
                seal.engine(&path)?,
            ),
            None => {
                refuse_secret(&path, args.seal_secret_file.as_deref())?;
                meta.refuse_lost_seal()?;
                (
                    unmask(&path, &meta, args)?,
                    meta.engine(args.allow_unpinned_engine)?,
                )
            }
        };
        if let Some(fault) = &meta.fault {
            note(&describe(&path, fault));
        }
        let most = match engine {
            Some(_) => meta.block_size()?,
            None => None,
        };
        Ok(Self {
            path,
            way,
            engine,
            most: most.unwrap_or(MAX_UNPACKED),
            unpacked: Vec::new(),
            // SEAL says all that there is to ask.
            is_sure: meta.fault.is_none() || seal.is_some(),
        })
    }

    /// The block with this number as it was handed in; none for the authentic end.
    pub(crate) fn open<'b>(
        &'b mut self,
        index: u64,
        block: &'b mut [u8],
    ) -> Result<Option<&'b [u8]>, Error> {
        let path = &self.path;
        let block = match &mut self.way {
            Way::Stored => block,
            Way::Masked(key) => {
                let mask = key.block(mask::DEFAULT_CONTEXT, index);
                mask.apply(0, block)
                    .map_err(|error| Error::core(path, &error))?;
                block
            }
            Way::Sealed(reader) => match seal::open(reader, path, index, block)? {
                Some(block) => block,
                None => return Ok(None),
            },
        };
        let Some(engine) = self.engine else {
            return Ok(Some(block));
        };
        let fail = |error: CoreError| {
            let path = path.display();
            Error::Failed(format!("{path}: block {index}: {error}"))
        };
        let len = engine.unpacked_len(block).map_err(fail)?;
        if len > self.most {
            let (path, most) = (path.display(), self.most);
            return Err(Error::Failed(format!(
                "{path}: block {index}: unpacks to {len} bytes, and {most} is the most"
            )));
        }
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        self.unpacked.resize(len, 0);
        let len = engine.unpack(block, &mut self.unpacked).map_err(fail)?;
        Ok(Some(self.unpacked.get(..len).unwrap_or_default()))
    }

    /// Whether the authentic end was among the blocks that were opened; none of blocks that are not sealed.
    pub(crate) fn end_state(&self) -> Option<EndState> {
        match &self.way {
            Way::Stored | Way::Masked(_) => None,
            Way::Sealed(reader) => Some(reader.end_state()),
        }
    }
}

/// Fails for a secret that is named for blocks that are not sealed.
pub(crate) fn refuse_secret(path: &Path, secret_file: Option<&Path>) -> Result<(), Error> {
    match secret_file {
        None => Ok(()),
        Some(_) => Err(Error::Usage(format!(
            "{}: the blocks are not sealed and need no secret",
            path.display()
        ))),
    }
}

fn unseal(path: &Path, seal: &Seal, args: &OpenArgs) -> Result<SealedReader, Error> {
    let wrong = |what: String| Error::Usage(format!("{}: {what}", path.display()));
    if args.key_file.is_some() {
        return Err(wrong("the blocks are sealed and not masked".to_owned()));
    }
    let secret = key::secret(args.seal_secret_file.as_deref())?.ok_or_else(|| {
        wrong(format!(
            "the blocks are sealed; name their secret with --seal-secret-file, or put it into {SECRET_VARIABLE}"
        ))
    })?;
    seal.reader(path, &secret)
}

fn unmask(path: &Path, meta: &Json, args: &OpenArgs) -> Result<Way, Error> {
    let (masked, path) = (meta.masked()?, path.display());
    match (masked, &args.key_file) {
        (Some(true), None) => Err(Error::Usage(format!(
            "{path}: the blocks are masked; name their key with --key-file"
        ))),
        (Some(false), Some(_)) => Err(Error::Usage(format!(
            "{path}: the blocks are not masked and need no key"
        ))),
        (_, Some(key_file)) => {
            let key = key::read(key_file)?;
            if masked.is_none() {
                note(&format!(
                    "{path}: META does not say that the blocks are masked; the key is used all the same"
                ));
            }
            Ok(Way::Masked(key))
        }
        (_, None) => Ok(Way::Stored),
    }
}
