//! Reading the `compression` object of META. SPEC.md, "Engines", "Identity".

use crate::bytes;
use crate::engine::identity::{is_name, name};
use crate::engine::{EngineIdentity, Fingerprint, MAX_NAME_LEN, UNKNOWN};
use crate::error::Error;
use crate::wire::json::Object;
use crate::wire::meta::name::COMPRESSION;

/// Memory for the family and the id that are read.
pub type Names = [[u8; MAX_NAME_LEN]; 2];

impl<'n> EngineIdentity<'n> {
    /// What META says of the engine; none if it has no `compression`: then the blocks went through no engine.
    ///
    /// An absent name or fingerprint counts as [`UNKNOWN`], an absent flag as not declared. `names` may be changed by a call
    /// that fails; `scratch` is needed as for any field of [`Object`].
    ///
    /// # Errors
    /// Those of the fields: [`Error::FieldTwice`], [`Error::TooSmall`], and [`Error::FieldType`] also for a name that is not
    /// legal and for a fingerprint that is neither 64 hexadecimal digits nor [`UNKNOWN`].
    pub fn read(
        meta: &Object<'_>,
        names: &'n mut Names,
        scratch: &mut [u8],
    ) -> Result<Option<Self>, Error> {
        if !meta.has(&[COMPRESSION], scratch)? {
            return Ok(None);
        }
        let fingerprint = match text(meta, name::FINGERPRINT, scratch)? {
            UNKNOWN => None,
            digits => Some(Fingerprint::from_hex(digits).ok_or(Error::FieldType)?),
        };
        let mut flag = |name| {
            let value = meta.bool(&[COMPRESSION, name], scratch)?;
            Ok::<_, Error>(value.unwrap_or_default())
        };
        let deterministic = flag(name::DETERMINISTIC)?;
        let identity_safe = flag(name::IDENTITY_SAFE)?;
        let opaque = flag(name::OPAQUE)?;
        let sealed = flag(name::SEALED)?;
        let [family, id] = names;
        Ok(Some(Self {
            family: keep(text(meta, name::ENGINE, scratch)?, family)?,
            id: keep(text(meta, name::ENGINE_ID, scratch)?, id)?,
            fingerprint,
            deterministic,
            identity_safe,
            opaque,
            sealed,
        }))
    }
}

fn text<'s, 'a: 's>(
    meta: &Object<'a>,
    name: &str,
    scratch: &'s mut [u8],
) -> Result<&'s str, Error> {
    let text = meta.str(&[COMPRESSION, name], scratch)?;
    Ok(text.unwrap_or(UNKNOWN))
}

/// Copies a name out of the scratch, which the next one may need.
fn keep<'n>(name: &str, to: &'n mut [u8; MAX_NAME_LEN]) -> Result<&'n str, Error> {
    if !is_name(name) {
        return Err(Error::FieldType);
    }
    let len = bytes::copy_front(to, name.as_bytes());
    let kept = to.get(..len).unwrap_or_default();
    core::str::from_utf8(kept).map_err(|_| Error::FieldType)
}
