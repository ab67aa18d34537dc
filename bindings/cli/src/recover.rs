//! `recover`: what is sound of a container, as one that verifies.

use std::path::Path;

use h4core::container::{MediaLengths, ReadAt as _, ReadError, Salvage, Survey};
use h4core::error;

use crate::args::RecoverArgs;
use crate::error::{Done, Error, describe, note};
use crate::file::{Container, PIECE, Source, wide};
use crate::meta::Json;
use crate::output::Output;
use crate::progress::Progress;

pub(crate) fn run(args: &RecoverArgs) -> Result<Done, Error> {
    let path = &args.file;
    let mut source = Source::open(path)?;
    let salvage = survey(path, &mut source)?;
    let mut container = match Container::of(path, source)? {
        Ok(container) => container,
        Err(fault) => return Err(Error::fault(path, &fault)),
    };
    let Some(fault) = salvage.fault() else {
        write(&mut container, &salvage, &args.output)?;
        return Ok(Done::Whole);
    };
    if salvage.veri_is_wrong() && !args.force {
        return Err(Error::Failed(format!(
            "{}; every CRC up to it is right, so the file was changed after it was finished; --force recovers it all the same",
            describe(path, &fault)
        )));
    }
    note(&describe(path, &fault));
    let dropped = write(&mut container, &salvage, &args.output)?;
    note(&format!(
        "{}: kept {} blocks; dropped {dropped} seek entries that lead past them",
        path.display(),
        salvage.blocks(),
    ));
    Ok(Done::Partly)
}

/// The first pass: what is sound.
fn survey(path: &Path, source: &mut Source) -> Result<Salvage, Error> {
    let fail = |error| Error::io(path, &error);
    let progress = Progress::new(Some(source.size().map_err(fail)?));
    let mut survey = Survey::new();
    let mut piece = vec![0; PIECE];
    let mut at = 0u64;
    loop {
        let read = source.read_at(at, &mut piece).map_err(fail)?;
        let bytes = piece.get(..read).unwrap_or_default();
        if bytes.is_empty() || !survey.update(bytes) {
            break;
        }
        at = at.saturating_add(wide(read));
        progress.at(at);
    }
    survey.finish().map_err(|fault| Error::fault(path, &fault))
}

/// The second pass: gives the number of seek entries that are left out.
fn write(container: &mut Container, salvage: &Salvage, output: &Path) -> Result<u32, Error> {
    let lengths = lengths(container, salvage)?;
    let Container { path, reader } = container;
    let source = reader.source();
    let fail = |error: ReadError<_>| match error {
        ReadError::Core(error::Error::Misplaced) => Error::Failed(format!(
            "{}: became shorter while it was read",
            path.display()
        )),
        error => Error::read(path, &error),
    };
    let mut piece = vec![0; PIECE];
    let rebuild = salvage.rebuild(source, lengths, &mut piece);
    let mut rebuild = rebuild.map_err(fail)?;
    let mut output = Output::begin(output, path)?;
    loop {
        let len = rebuild.emit(source, &mut piece).map_err(fail)?;
        if len == 0 {
            break;
        }
        output.put(piece.get(..len).unwrap_or_default())?;
    }
    output.finish()?;
    Ok(rebuild.dropped_entries())
}

/// What SEEK offsets count; none if it is not known.
fn lengths(container: &mut Container, salvage: &Salvage) -> Result<Option<MediaLengths>, Error> {
    let meta = Json::read(container, salvage.meta())?;
    if !meta.is_there() || meta.fault.is_some() {
        return Ok(salvage.lengths_without_meta());
    }
    // A field that cannot be read says nothing that could be relied on.
    let lengths = meta.lengths().unwrap_or_default();
    Ok(lengths.map(|lengths| lengths.if_sealed(salvage.is_sealed())))
}
