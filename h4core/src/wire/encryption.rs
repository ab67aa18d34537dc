//! The value of META's `encryption`, which repeats SEAL. SPEC.md, "META and SAFE".

use core::fmt;

use crate::error::Error;
use crate::text;
use crate::wire::seal;

/// The name of the cipher.
pub const CIPHER: &str = "living-cipher-v3";

/// The object, to be written or shown: JSON without insignificant white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encryption<'a>(pub seal::Repr<'a>);

impl Encryption<'_> {
    /// The length in bytes of what [`emit`](Self::emit) writes.
    #[must_use]
    pub fn emitted_len(&self) -> usize {
        text::len_of(self)
    }

    /// Writes the object to the front of `out` and gives its length in bytes.
    ///
    /// # Errors
    /// [`Error::TooSmall`]; nothing is written then.
    pub fn emit(&self, out: &mut [u8]) -> Result<usize, Error> {
        text::emit(self, out)
    }
}

impl fmt::Display for Encryption<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seal = &self.0;
        let (mode, interval) = (seal.mode.name(), seal.mode.interval());
        let (session, container) = (Hex(seal.session_id), Hex(seal.binding.container_id()));
        let (role, track) = (seal.role.name(), Escaped(seal.binding.track_id()));
        write!(
            f,
            r#"{{"cipher":"{CIPHER}","mode":"{mode}","context_binding":true,"session_id":"{session}","container_id":"{container}","interval":{interval},"role":"{role}","track_id":"{track}","sealed":true}}"#
        )
    }
}

struct Hex<'a>(&'a [u8; 32]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A field of a binding inside quotes: of its characters JSON wants two escaped.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        self.0.chars().try_for_each(|char| {
            if matches!(char, '"' | '\\') {
                f.write_char('\\')?;
            }
            f.write_char(char)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::binding::BlockBinding;
    use crate::wire::seal::{Mode, Role};
    use core::num::NonZeroU32;
    use std::format;
    use std::string::ToString as _;

    fn encryption(track_id: &'static str) -> Encryption<'static> {
        Encryption(seal::Repr {
            mode: Mode::Announce(NonZeroU32::new(1024).unwrap()),
            role: Role::Initiator,
            frame_time_us: 40_000,
            session_id: &[0x0f; 32],
            binding: BlockBinding::new("e", &[1; 32], &[0xc0; 32], track_id).unwrap(),
        })
    }

    #[test]
    fn encryption_is_byte_for_byte_the_contract() {
        let expected = format!(
            r#"{{"cipher":"living-cipher-v3","mode":"announce","context_binding":true,"session_id":"{}","container_id":"{}","interval":1024,"role":"initiator","track_id":"video_main","sealed":true}}"#,
            "0f".repeat(32),
            "c0".repeat(32)
        );
        let encryption = encryption("video_main");
        assert_eq!(encryption.to_string(), expected);
        let mut out = std::vec![0xa5; expected.len() + 1];
        assert_eq!(encryption.emit(&mut out), Ok(expected.len()));
        assert_eq!(&out[..expected.len()], expected.as_bytes());
        assert_eq!(out[expected.len()], 0xa5);

        let mut off = encryption;
        (off.0.mode, off.0.role) = (Mode::Off, Role::Responder);
        let expected = expected
            .replace("announce", "off")
            .replace("1024", "0")
            .replace("initiator", "responder");
        assert_eq!(off.to_string(), expected);
    }

    #[test]
    fn a_track_id_is_escaped_where_json_wants_it() {
        let text = encryption(r#"a"b\c/'~"#).to_string();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["track_id"], r#"a"b\c/'~"#);
        assert!(text.contains(r#""track_id":"a\"b\\c/'~","#));
    }

    #[test]
    fn a_slice_one_byte_short_is_left_alone() {
        let encryption = encryption("t");
        let len = encryption.emitted_len();
        let mut out = std::vec![0xa5; len - 1];
        let needed = len as u64;
        assert_eq!(encryption.emit(&mut out), Err(Error::TooSmall { needed }));
        assert!(out.iter().all(|byte| *byte == 0xa5));
    }
}
