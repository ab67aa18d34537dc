//! `cat` and `block`: blocks as they were handed in.

use std::path::Path;

use h4core::container::{MediaLengths, Survey};
use h4core::error::{Rule, State};
use h4core::stream::EndState;
use h4core::wire::chunk::Tag;

use crate::args::{BlockArgs, CatArgs};
use crate::error::{Done, Error, describe, note};
use crate::file::Container;
use crate::open::Opener;
use crate::output::Output;
use crate::progress::Progress;
use crate::scan::{Blocks, Read, scan};

pub(crate) fn run_cat(args: &CatArgs) -> Result<Done, Error> {
    let mut container = Container::open(&args.file)?;
    let mut opener = Opener::of(&mut container, &args.open)?;
    let mut output = Output::begin(&args.output, &args.file)?;
    let done = cat(&mut container, &mut opener, &mut output)?;
    output.finish()?;
    if opener.end_state() == Some(EndState::Cut) {
        note(&format!(
            "{}: the blocks do not have the authentic end; there may have been more",
            args.file.display()
        ));
        return Ok(Done::Partly);
    }
    Ok(if opener.is_sure { done } else { Done::Partly })
}

pub(crate) fn run_block(args: &BlockArgs) -> Result<Done, Error> {
    let mut container = Container::open(&args.file)?;
    let mut opener = Opener::of(&mut container, &args.open)?;
    let mut stored = read_block(&mut container, args.index)?;
    let is_sure = opener.is_sure;
    let Some(block) = opener.open(args.index, &mut stored)? else {
        return Err(no_block(&args.file, args.index));
    };
    let mut output = Output::begin(&args.output, &args.file)?;
    output.put(block)?;
    output.finish()?;
    Ok(if is_sure { Done::Whole } else { Done::Partly })
}

/// Writes all blocks up to the first fault of structure or CRC.
fn cat(container: &mut Container, opener: &mut Opener, output: &mut Output) -> Result<Done, Error> {
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
            if let Some(block) = opener.open(index, read.block)? {
                output.put(block)?;
            }
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
    let end = opener.end_state();
    if passed.veri.is_some() || end == Some(EndState::Ended) {
        return Ok(Done::Whole);
    }
    if end.is_none() {
        note(&format!(
            "{}: {index} blocks are sound; there may have been more",
            path.display()
        ));
    }
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
            Ok(None) => return Err(no_block(path, index)),
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

fn no_block(path: &Path, index: u64) -> Error {
    let path = path.display();
    Error::Failed(format!("{path}: there is no block {index}"))
}
