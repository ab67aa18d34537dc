//! `cat` and `block`: blocks as they were handed in.

use std::path::Path;

use h4core::container::{MediaLengths, Survey};
use h4core::crypto::mask::{self, MaskKey};
use h4core::error::{Rule, State};
use h4core::wire::chunk::Tag;

use crate::args::{BlockArgs, CatArgs};
use crate::error::{Done, Error, describe, note};
use crate::file::Container;
use crate::key;
use crate::meta::Json;
use crate::output::Output;
use crate::progress::Progress;
use crate::scan::{Blocks, Read, scan};

pub(crate) fn run_cat(args: &CatArgs) -> Result<Done, Error> {
    let mut container = Container::open(&args.file)?;
    let opened = Opened::of(&mut container, args.key_file.as_deref())?;
    let mut output = Output::begin(&args.output, &args.file)?;
    let done = cat(&mut container, opened.mask.as_ref(), &mut output)?;
    output.finish()?;
    Ok(if opened.is_sure { done } else { Done::Partly })
}

pub(crate) fn run_block(args: &BlockArgs) -> Result<Done, Error> {
    let mut container = Container::open(&args.file)?;
    let opened = Opened::of(&mut container, args.key_file.as_deref())?;
    let mut block = read_block(&mut container, args.index)?;
    if let Some(key) = &opened.mask {
        unmask(&container, key, args.index, &mut block)?;
    }
    let mut output = Output::begin(&args.output, &args.file)?;
    output.put(&block)?;
    output.finish()?;
    Ok(if opened.is_sure {
        Done::Whole
    } else {
        Done::Partly
    })
}

/// How the blocks of a container are to be given back.
struct Opened {
    mask: Option<MaskKey>,
    /// Whether META could be asked. Where it could not, blocks are given as the user says, or as stored.
    is_sure: bool,
}

impl Opened {
    fn of(container: &mut Container, key_file: Option<&Path>) -> Result<Self, Error> {
        let meta = Json::find_meta(container)?;
        meta.refuse_changed_blocks()?;
        let path = container.path.display();
        let masked = meta.masked()?;
        let mask = match (masked, key_file) {
            (Some(true), None) => {
                return Err(Error::Usage(format!(
                    "{path}: the blocks are masked; name their key with --key-file"
                )));
            }
            (Some(false), Some(_)) => {
                return Err(Error::Usage(format!(
                    "{path}: the blocks are not masked and need no key"
                )));
            }
            (_, Some(key_file)) => Some(key::read(key_file)?),
            (_, None) => None,
        };
        if let Some(fault) = &meta.fault {
            note(&describe(&container.path, fault));
        }
        if masked.is_none() && mask.is_some() {
            note(&format!(
                "{path}: META does not say that the blocks are masked; the key is used all the same"
            ));
        }
        Ok(Self {
            mask,
            is_sure: meta.fault.is_none(),
        })
    }
}

/// Writes all blocks up to the first fault of structure or CRC.
fn cat(
    container: &mut Container,
    key: Option<&MaskKey>,
    output: &mut Output,
) -> Result<Done, Error> {
    let path = container.path.clone();
    let mut survey = Survey::new();
    let mut index = 0u64;
    let mut feed = |bytes: &[u8]| {
        survey.update(bytes);
    };
    let mut give = |read: Read<'_>| -> Result<(), Error> {
        if let Some(fault) = &read.fault {
            return Err(Error::fault(&path, fault));
        }
        if read.info.tag == Tag::CORE {
            if let Some(key) = key {
                let mask = key.block(mask::DEFAULT_CONTEXT, index);
                mask.apply(0, read.block)
                    .map_err(|error| Error::core(&path, &error))?;
            }
            output.put(read.block)?;
            index = index.saturating_add(1);
        }
        Ok(())
    };
    let progress = Progress::new(Some(container.reader.file_len()));
    let passed = scan(container, Blocks::Keep, &progress, &mut feed, &mut give)?;
    drop(progress);
    let salvage = survey
        .finish()
        .map_err(|fault| Error::fault(&path, &fault))?;
    let Some(fault) = salvage.fault() else {
        return Ok(Done::Whole);
    };
    // Times play no part here: of a table that breaks its own rules the blocks are as good as ever.
    let is_of_seek = matches!(fault.rule, Rule::SeekLength | Rule::SeekOrder);
    if salvage.veri_is_wrong() || (fault.state() == State::Damaged && !is_of_seek) {
        return Err(Error::fault(&path, &fault));
    }
    note(&describe(&path, &fault));
    if passed.veri.is_some() {
        return Ok(Done::Whole);
    }
    note(&format!(
        "{}: {index} blocks are sound; there may have been more",
        path.display()
    ));
    Ok(Done::Partly)
}

/// A block by its number, its CRC checked.
fn read_block(container: &mut Container, index: u64) -> Result<Vec<u8>, Error> {
    let Container { path, reader } = container;
    let mut walk = reader.block_walk(MediaLengths::Stored);
    let block = loop {
        match walk.next_unverified(reader.source()) {
            Ok(Some(block)) if block.index == index => break block,
            Ok(Some(_)) => {}
            Ok(None) => {
                let path = path.display();
                return Err(Error::Failed(format!("{path}: there is no block {index}")));
            }
            Err(error) => return Err(Error::read(path, &error)),
        }
    };
    let len = usize::try_from(block.chunk.payload_len).unwrap_or(usize::MAX);
    let mut payload = vec![0; len];
    match reader.chunk(block.chunk, &mut payload) {
        Ok(_) => Ok(payload),
        Err(error) => Err(Error::read(path, &error)),
    }
}

fn unmask(container: &Container, key: &MaskKey, index: u64, block: &mut [u8]) -> Result<(), Error> {
    let mask = key.block(mask::DEFAULT_CONTEXT, index);
    mask.apply(0, block)
        .map_err(|error| Error::core(&container.path, &error))
}
