//! Who an engine is: the `compression` object of META, and what a reader requires of it. SPEC.md, "Engines", "Identity".

use crate::bytes;
use crate::engine::Fingerprint;
use crate::error::Error;

pub(super) mod name {
    pub(crate) const ENGINE: &str = "engine";
    pub(crate) const ENGINE_ID: &str = "engine_id";
    pub(crate) const FINGERPRINT: &str = "fingerprint";
    pub(crate) const DETERMINISTIC: &str = "deterministic";
    pub(crate) const IDENTITY_SAFE: &str = "identity_safe";
    pub(crate) const OPAQUE: &str = "opaque";
    pub(crate) const SEALED: &str = "sealed";
}

/// The most bytes of a family or an id; the least is 1.
pub const MAX_NAME_LEN: usize = 255;
/// The most bytes that [`EngineIdentity::emit`] writes.
pub const MAX_EMITTED_LEN: usize = LONGEST_FORM.len() + 2 * MAX_NAME_LEN + 64;

const LONGEST_FORM: &str = r#"{"engine":"","engine_id":"","fingerprint":"","deterministic":false,"identity_safe":false,"opaque":false,"sealed":false}"#;

/// What stands for an id or a fingerprint that the producer did not know.
pub const UNKNOWN: &str = "unknown";

/// Who made the blocks of a file what they are.
///
/// A family or id has 1 to [`MAX_NAME_LEN`] printable ASCII characters without space, `"`, `\` and `|`. The four flags are what
/// the engine declares of itself; nothing here depends on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EngineIdentity<'a> {
    /// The family: engines of one family read each other's bytes.
    pub family: &'a str,
    /// The exact build.
    pub id: &'a str,
    /// What it makes of the probe; none if the producer did not know.
    pub fingerprint: Option<Fingerprint>,
    /// The same input gives the same bytes, everywhere and always.
    pub deterministic: bool,
    /// Unpacking gives back the input, byte for byte.
    pub identity_safe: bool,
    /// The engine sees bytes and not what they mean.
    pub opaque: bool,
    /// Id and fingerprint name this engine and no other, for readers to pin.
    pub sealed: bool,
}

/// What a reader requires of an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EnginePin<'a> {
    /// The exact build.
    pub id: &'a str,
    /// What it makes of the probe.
    pub fingerprint: Fingerprint,
}

impl<'a> EngineIdentity<'a> {
    /// An engine that declares all four flags.
    pub(super) const fn of(family: &'a str, pin: EnginePin<'a>) -> Self {
        Self {
            family,
            id: pin.id,
            fingerprint: Some(pin.fingerprint),
            deterministic: true,
            identity_safe: true,
            opaque: true,
            sealed: true,
        }
    }

    /// Whether blocks of this identity are of the engine that the pin names. The family is not asked for: the id is exact.
    ///
    /// # Errors
    /// [`Error::EngineUnknown`] for another id, [`Error::EngineMismatch`] for the id with another fingerprint or with none.
    pub fn require(&self, pin: &EnginePin<'_>) -> Result<(), Error> {
        if self.id != pin.id {
            Err(Error::EngineUnknown)
        } else if self.fingerprint != Some(pin.fingerprint) {
            Err(Error::EngineMismatch)
        } else {
            Ok(())
        }
    }

    /// Whether the identity is that of an earlier program: the family of [`super::RunLength`] with id and fingerprint
    /// [`UNKNOWN`].
    ///
    /// Such blocks are bytes that [`super::RunLength`] unpacks, but nothing says which build made them: a caller that calls
    /// this takes them unpinned.
    ///
    /// # Errors
    /// [`Error::EngineUnknown`] for any other family or id, [`Error::EngineMismatch`] if there is a fingerprint.
    pub fn require_unpinned_reference(&self) -> Result<(), Error> {
        let earlier = super::RunLength::UNPINNED_REFERENCE;
        if (self.family, self.id) != (earlier.family, earlier.id) {
            Err(Error::EngineUnknown)
        } else if self.fingerprint.is_some() {
            Err(Error::EngineMismatch)
        } else {
            Ok(())
        }
    }

    /// The length in bytes of what [`EngineIdentity::emit`] writes, at most [`MAX_EMITTED_LEN`].
    ///
    /// # Errors
    /// [`Error::Range`] if family or id is not legal.
    pub fn emitted_len(&self) -> Result<usize, Error> {
        if !(is_name(self.family) && is_name(self.id)) {
            return Err(Error::Range);
        }
        let mut len: usize = 0;
        self.write(|part| len = len.saturating_add(part.len()));
        Ok(len)
    }

    /// Writes the value of META's `compression`, a JSON object without white space, to the front of `out` and gives its length
    /// in bytes.
    ///
    /// # Errors
    /// [`Error::Range`] if family or id is not legal, [`Error::TooSmall`] if `out` is; nothing is written then.
    pub fn emit(&self, out: &mut [u8]) -> Result<usize, Error> {
        let len = self.emitted_len()?;
        let mut rest = out.get_mut(..len).ok_or(Error::TooSmall {
            needed: bytes::len_u64(len),
        })?;
        self.write(|part| rest = bytes::put_front(core::mem::take(&mut rest), part));
        Ok(len)
    }

    fn write(&self, mut put: impl FnMut(&[u8])) {
        let hex = self.fingerprint.map(|fingerprint| fingerprint.hex());
        let fingerprint = hex.as_ref().map_or(UNKNOWN.as_bytes(), |hex| hex);
        let mut before: &[u8] = b"{\"";
        for (name, value) in [
            (name::ENGINE, self.family.as_bytes()),
            (name::ENGINE_ID, self.id.as_bytes()),
            (name::FINGERPRINT, fingerprint),
        ] {
            for part in [before, name.as_bytes(), b"\":\"", value, b"\""] {
                put(part);
            }
            before = b",\"";
        }
        for (name, value) in [
            (name::DETERMINISTIC, self.deterministic),
            (name::IDENTITY_SAFE, self.identity_safe),
            (name::OPAQUE, self.opaque),
            (name::SEALED, self.sealed),
        ] {
            let value: &[u8] = if value { b"true" } else { b"false" };
            for part in [before, name.as_bytes(), b"\":", value] {
                put(part);
            }
        }
        put(b"}");
    }
}

/// Whether a family or id is legal: its characters need no escape in JSON and separate nothing.
pub(super) fn is_name(text: &str) -> bool {
    (1..=MAX_NAME_LEN).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\' | b'|'))
}
