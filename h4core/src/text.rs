//! Text made by formatting, written to a slice all or not at all.

use core::fmt::{self, Write as _};

use crate::bytes;
use crate::error::Error;

/// The length of a text in bytes.
pub(crate) fn len_of(text: &impl fmt::Display) -> usize {
    fill(&mut [], text)
}

/// Writes a text to the front of `out` and gives its length in bytes.
///
/// # Errors
/// [`Error::TooSmall`]; nothing is written then.
pub(crate) fn emit(text: &impl fmt::Display, out: &mut [u8]) -> Result<usize, Error> {
    let len = len_of(text);
    let needed = bytes::len_u64(len);
    let room = out.get_mut(..len).ok_or(Error::TooSmall { needed })?;
    Ok(fill(room, text))
}

fn fill(rest: &mut [u8], text: &impl fmt::Display) -> usize {
    let mut out = Out { rest, len: 0 };
    // Neither this writer nor the texts of this crate refuse anything.
    let _ = write!(out, "{text}");
    out.len
}

/// Counts what is written, and keeps as much of it as there is room for.
struct Out<'a> {
    rest: &'a mut [u8],
    len: usize,
}

impl fmt::Write for Out<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = self.rest.get_mut(self.len..).unwrap_or_default();
        bytes::copy_front(room, text.as_bytes());
        self.len = self.len.saturating_add(text.len());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_written_whole_or_not_at_all() {
        let mut out = [0xa5; 4];
        assert_eq!(emit(&12_345, &mut out), Err(Error::TooSmall { needed: 5 }));
        assert_eq!(out, [0xa5; 4]);
        assert_eq!(emit(&123, &mut out), Ok(3));
        assert_eq!(&out, b"123\xa5");
    }
}
