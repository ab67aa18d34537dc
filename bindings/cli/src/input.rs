//! Streams that are read once from front to back.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::error::Error;

/// Input is read by at least this many bytes, and the memory for a block grows by it at first.
pub(crate) const INPUT: usize = 256 << 10;

/// The stream with this name, `-` being standard input, and its length if that is known.
pub(crate) fn open(path: &Path) -> Result<(Box<dyn Read>, Option<u64>), Error> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), None));
    }
    let fail = |error| Error::io(path, &error);
    let file = File::open(path).map_err(fail)?;
    let metadata = file.metadata().map_err(fail)?;
    let total = metadata.is_file().then_some(metadata.len());
    Ok((Box::new(io::BufReader::with_capacity(INPUT, file)), total))
}
