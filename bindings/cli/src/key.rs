//! The key of a mask, from a file.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use h4core::crypto::mask::{MIN_KEY_LEN, MaskKey};
use zeroize::Zeroizing;

use crate::error::Error;

/// A longer file is no key.
const MAX_LEN: usize = 1 << 20;

/// Reads a key: all bytes of the file.
pub(crate) fn read(path: &Path) -> Result<MaskKey, Error> {
    let fail = |error| Error::io(path, &error);
    let file = File::open(path).map_err(fail)?;
    // As much room as is ever needed: a vector that grows leaves copies behind.
    let room = MAX_LEN.saturating_add(1);
    let mut key = Zeroizing::new(Vec::with_capacity(room));
    let most = u64::try_from(room).unwrap_or(u64::MAX);
    file.take(most).read_to_end(&mut key).map_err(fail)?;
    let wrong = |what: &str| {
        Error::Usage(format!(
            "{}: a key has {MIN_KEY_LEN} to {MAX_LEN} bytes; this file has {what}",
            path.display()
        ))
    };
    if key.len() > MAX_LEN {
        return Err(wrong("more"));
    }
    MaskKey::new(&key).map_err(|_| wrong(&key.len().to_string()))
}
