//! Finding SEAL in a container. SPEC.md, "Sealed containers".

use core::convert::Infallible;

use crate::bytes::{self, Gather};
use crate::container::{ChunkInfo, Container, ReadAt, ReadError, Reader, Walk};
use crate::error::Error;
use crate::wire::chunk::Tag;
use crate::wire::seal::{self, Seal};

/// What a container in memory is sealed with; none if it is not sealed. Constant work where the first chunk is SEAL; otherwise
/// the headers of all chunks are walked over, for a SEAL that stands elsewhere.
///
/// # Errors
/// [`Error::SealPlace`]; of the first chunk, the faults [`Truncated`](crate::error::Rule::Truncated), whatever it is, and
/// [`Crc`](crate::error::Rule::Crc); [`Error::SealGeneration`], [`Error::Seal`].
pub fn seal_in<'a>(container: &Container<'a>) -> Result<Option<seal::Repr<'a>>, Error> {
    let mut source = container.bytes();
    let walk = Walk::new(bytes::len_u64(source.len()));
    match find(walk, &mut source).map_err(in_memory)? {
        Some(info) => parse(container.chunk(info)?.payload).map(Some),
        None => Ok(None),
    }
}

/// The same of a container that is read by position. SEAL is read to the front of `buf`; [`seal::MAX_LEN`] bytes hold every
/// legal one.
///
/// # Errors
/// As [`seal_in`], [`Error::TooSmall`] for a SEAL that is longer than `buf` and may be legal, and the source's own.
pub fn seal_of<'b, R: ReadAt>(
    reader: &mut Reader<R>,
    buf: &'b mut [u8],
) -> Result<Option<seal::Repr<'b>>, ReadError<R::Error>> {
    let walk = reader.walk();
    let Some(info) = find(walk, reader.source())? else {
        return Ok(None);
    };
    if u64::from(info.payload_len) > bytes::len_u64(seal::MAX_LEN) {
        // Too long for this generation; the first bytes tell whether it claims to be of it.
        let (mut gather, mut head) = (Gather::<4>::EMPTY, None);
        reader.stream(&info, buf, |mut piece| {
            head = head.or_else(|| gather.take(&mut piece));
        })?;
        return Err(parse(&head.unwrap_or_default())
            .err()
            .unwrap_or(Error::Seal)
            .into());
    }
    Ok(Some(parse(reader.chunk(info, buf)?.payload)?))
}

fn parse(payload: &[u8]) -> Result<seal::Repr<'_>, Error> {
    seal::Repr::parse(&Seal::new(payload))
}

/// The first chunk if it is SEAL; none if no chunk is.
fn find<R: ReadAt>(
    mut walk: Walk,
    source: &mut R,
) -> Result<Option<ChunkInfo>, ReadError<R::Error>> {
    match walk.next_unverified(source)? {
        Some(first) if first.tag == Tag::SEAL => return Ok(Some(first)),
        Some(_) => {}
        None => return Ok(None),
    }
    match walk.find_unverified(source, Tag::SEAL) {
        Ok(Some(_)) => Err(Error::SealPlace.into()),
        // A chunk that is cut ends what there is to look through.
        Ok(None) | Err(ReadError::Core(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn in_memory(error: ReadError<Infallible>) -> Error {
    match error {
        ReadError::Read(never) => match never {},
        ReadError::Core(error) => error,
    }
}
