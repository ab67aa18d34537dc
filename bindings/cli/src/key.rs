//! Keys of masks and secrets of seals: from files, and from the environment.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use h4core::crypto::living::SECRET_MIN;
use h4core::crypto::mask::{MIN_KEY_LEN, MaskKey};
use zeroize::Zeroizing;

use crate::error::Error;

/// Nothing longer is a key or a secret.
const MAX_LEN: usize = 1 << 20;
/// Where a secret is if no file is named: the bytes of the text.
pub(crate) const SECRET_VARIABLE: &str = "HARMONY4_SECRET";

/// Reads the key of a mask: all bytes of the file.
pub(crate) fn read(path: &Path) -> Result<MaskKey, Error> {
    let key = read_bytes(path)?;
    MaskKey::new(&key)
        .map_err(|_| wrong(&path.display().to_string(), "key", MIN_KEY_LEN, key.len()))
}

/// The secret of a seal: all bytes of the file; without one, those of the environment variable, if it is set.
pub(crate) fn secret(path: Option<&Path>) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
    let (name, secret) = match path {
        Some(path) => (path.display().to_string(), read_bytes(path)?),
        None => match std::env::var_os(SECRET_VARIABLE) {
            Some(text) => {
                let text = Zeroizing::new(text.into_encoded_bytes());
                (SECRET_VARIABLE.to_owned(), text)
            }
            None => return Ok(None),
        },
    };
    match secret.len() {
        SECRET_MIN..=MAX_LEN => Ok(Some(secret)),
        len => Err(wrong(&name, "secret", SECRET_MIN, len)),
    }
}

/// All bytes of a file, and one more than are allowed of one that has too many.
fn read_bytes(path: &Path) -> Result<Zeroizing<Vec<u8>>, Error> {
    let fail = |error| Error::io(path, &error);
    let file = File::open(path).map_err(fail)?;
    // As much room as is ever needed: a vector that grows leaves copies behind.
    let room = MAX_LEN.saturating_add(1);
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    let most = u64::try_from(room).unwrap_or(u64::MAX);
    file.take(most).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() > MAX_LEN {
        return Err(Error::Usage(format!(
            "{}: has more than {MAX_LEN} bytes, the most of a key or secret",
            path.display()
        )));
    }
    Ok(bytes)
}

fn wrong(name: &str, what: &str, least: usize, len: usize) -> Error {
    Error::Usage(format!(
        "{name}: a {what} has {least} to {MAX_LEN} bytes; this one has {len}"
    ))
}
