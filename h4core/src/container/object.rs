//! META and SAFE as JSON, on request. SPEC.md, "META and SAFE".

use crate::error::{Error, Rule};
use crate::wire::chunk::Tag;
use crate::wire::json::Object;
use crate::wire::meta::name;

use super::block::MediaLengths;
use super::chunk::Chunk;

/// The JSON object of a META or SAFE chunk. `scratch` is needed for strings with escapes; the payload's length is always enough.
///
/// # Errors
/// [`Rule::MetaJson`] or [`Rule::SafeJson`], [`Error::TooSmall`], and [`Error::Misplaced`] for a chunk with another tag.
pub fn object<'a>(chunk: &Chunk<'a>, scratch: &mut [u8]) -> Result<Object<'a>, Error> {
    let rule = match chunk.info.tag {
        Tag::META => Rule::MetaJson,
        Tag::SAFE => Rule::SafeJson,
        _ => return Err(Error::Misplaced),
    };
    let (offset, index) = (chunk.info.payload_offset(), chunk.info.index);
    Object::parse(chunk.payload, scratch).map_err(|refused| refused.in_chunk(rule, offset, index))
}

/// What the SEEK offsets of a file with this META count. None where an engine changed the lengths and `block_size` is missing:
/// then only unpacking leads from an offset to its block.
///
/// # Errors
/// Those of the fields: [`Error::FieldTwice`], [`Error::FieldType`], [`Error::TooSmall`].
pub fn media_lengths(meta: &Object<'_>, scratch: &mut [u8]) -> Result<Option<MediaLengths>, Error> {
    if !meta.has(&[name::COMPRESSION], scratch)? {
        let sealed = meta.has(&[name::ENCRYPTION], scratch)?;
        return Ok(Some(match sealed {
            true => MediaLengths::Sealed,
            false => MediaLengths::Stored,
        }));
    }
    let len = meta.u64(&[name::BLOCK_SIZE], scratch)?;
    let len = len.map(u32::try_from).transpose();
    Ok(len.map_err(|_| Error::FieldType)?.map(MediaLengths::Fixed))
}
