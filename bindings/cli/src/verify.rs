//! `verify`: everything that can be checked in a container, and the entries of SEEK.

use std::io::{self, Write as _};

use h4core::container::{
    ChunkInfo, MediaLengths, ReadError, SeekFile, Verdict, Verified, Verifier, check_seek_offsets,
};
use h4core::error::{self, Fault};
use h4core::stream::EndState;

use crate::args::VerifyArgs;
use crate::error::{Done, Error, note};
use crate::file::{Container, PIECE};
use crate::key;
use crate::meta::Json;
use crate::open::refuse_secret;
use crate::progress::Progress;
use crate::scan::{Blocks, Passed, Read, scan};
use crate::seal::{self, Seal};

/// What was found out about a container.
#[derive(Debug)]
pub(crate) struct Findings {
    pub(crate) passed: Passed,
    pub(crate) verdict: Verdict,
    pub(crate) meta: Json,
    pub(crate) safe: Json,
    /// What SEEK offsets count; none if it is not known.
    pub(crate) lengths: Option<MediaLengths>,
    /// The first fault, those of SEEK offsets, META and SAFE included.
    pub(crate) fault: Option<Fault>,
}

pub(crate) fn run(args: &VerifyArgs) -> Result<Done, Error> {
    let mut container = Container::open(&args.file)?;
    let secret_file = args.seal_secret_file.as_deref();
    let secret = if seal::is_sealed(&mut container)? {
        key::secret(secret_file)?
    } else {
        refuse_secret(&args.file, secret_file)?;
        None
    };
    let progress = Progress::new(Some(container.reader.file_len()));
    let findings = examine(&mut container, &progress, &mut |_| Ok(()))?;
    drop(progress);
    if let Some(fault) = &findings.fault {
        return Err(Error::fault(&args.file, fault));
    }
    for json in [&findings.meta, &findings.safe] {
        json.payload()?;
    }
    if findings.lengths.is_none() {
        note(&format!(
            "{}: SEEK offsets are not checked, because META does not say what they count",
            args.file.display()
        ));
    }
    let sealed = sealed(
        &mut container,
        secret.as_ref().map(|secret| secret.as_slice()),
    )?;
    if let Verdict::Verified(proof) = &findings.verdict {
        say(args, proof, &sealed).map_err(|error| Error::stdout(&error))?;
    }
    Ok(Done::Whole)
}

/// Opens the blocks, if there is a secret; what is to be said of them.
fn sealed(container: &mut Container, secret: Option<&[u8]>) -> Result<String, Error> {
    let Some(seal) = Seal::find(container)? else {
        return Ok(String::new());
    };
    let Some(secret) = secret else {
        return Ok("; sealed, not opened".to_owned());
    };
    let mut reader = seal.reader(&container.path, secret)?;
    let (blocks, end) = seal::open_all(container, &mut reader)?;
    match end {
        EndState::Ended => Ok(format!(
            "; sealed, {blocks} blocks of media opened, with the authentic end"
        )),
        EndState::Cut => Err(Error::Unfinished(format!(
            "{}: {blocks} sealed blocks open, but the authentic end is not there; there may have been more",
            container.path.display()
        ))),
    }
}

fn say(args: &VerifyArgs, proof: &Verified, sealed: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{}: verified: {} bytes, {} chunks, {} blocks with {} bytes, SHA-256 {}{sealed}",
        args.file.display(),
        proof.file_len(),
        proof.chunks(),
        proof.blocks(),
        proof.media_len(),
        hex(proof.digest())
    )?;
    out.flush()
}

/// Checks everything; `then` sees each chunk.
pub(crate) fn examine(
    container: &mut Container,
    progress: &Progress,
    then: &mut dyn FnMut(Read<'_>) -> Result<(), Error>,
) -> Result<Findings, Error> {
    let mut verifier = Verifier::new();
    // The verifier keeps the first fault and gives it in the end.
    let mut feed = |bytes: &[u8]| {
        let _ = verifier.update(bytes);
    };
    let passed = scan(container, Blocks::Pass, progress, &mut feed, then)?;
    let verdict = verifier.finish();
    let meta = Json::read(container, passed.meta)?;
    let safe = Json::read(container, passed.safe)?;
    let lengths = meta.lengths().unwrap_or_default();
    let lengths = lengths.map(|lengths| lengths.if_sealed(passed.is_sealed));
    let mut fault = verdict.fault();
    if fault.is_none()
        && let Some(lengths) = lengths
    {
        fault = seek_fault(container, &passed, lengths)?;
    }
    Ok(Findings {
        fault: fault.or(meta.fault).or(safe.fault),
        passed,
        verdict,
        meta,
        safe,
        lengths,
    })
}

/// The first entry of SEEK that leads past the end of the media.
fn seek_fault(
    container: &mut Container,
    passed: &Passed,
    lengths: MediaLengths,
) -> Result<Option<Fault>, Error> {
    let Some(seek) = passed.seek else {
        return Ok(None);
    };
    let Some(table) = seek_table(container, &seek)? else {
        return Ok(None);
    };
    let media_len = media_len(container, passed, lengths)?;
    let Container { path, reader } = container;
    let mut failed = None;
    let entries = (0..table.len()).map_while(|number| match table.get(reader.source(), number) {
        Ok(entry) => entry,
        Err(error) => {
            failed = Some(error);
            None
        }
    });
    let checked = check_seek_offsets(&seek, entries, media_len);
    match failed {
        Some(error) => Err(Error::read(path, &error)),
        None => Ok(checked.err()),
    }
}

/// The table of a SEEK; none if it breaks its rules.
pub(crate) fn seek_table(
    container: &mut Container,
    seek: &ChunkInfo,
) -> Result<Option<SeekFile>, Error> {
    let Container { path, reader } = container;
    match reader.seek_file_in(seek, &mut vec![0; PIECE]) {
        Ok(table) => Ok(Some(table)),
        Err(ReadError::Core(error::Error::Fault(_))) => Ok(None),
        Err(error) => Err(Error::read(path, &error)),
    }
}

fn media_len(
    container: &mut Container,
    passed: &Passed,
    lengths: MediaLengths,
) -> Result<u64, Error> {
    if lengths == MediaLengths::Stored {
        return Ok(passed.media_len);
    }
    let Container { path, reader } = container;
    let mut walk = reader.block_walk(lengths);
    while walk
        .next_unverified(reader.source())
        .map_err(|error| Error::read(path, &error))?
        .is_some()
    {}
    Ok(walk.media_offset())
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
