//! Where the blocks of an export go: through an engine and under a mask or a seal, if there are such, into the container.

use std::path::Path;

use h4core::container::{Tail, Writer};
use h4core::crypto::mask::{self, MaskKey};
use h4core::engine::Engine;
use h4core::error::Error as CoreError;
use h4core::stream::SealedWriter;
use h4core::wire::seek::SeekEntry;
use zeroize::Zeroizing;

use super::{Plan, seal};
use crate::error::Error;
use crate::file::wide;
use crate::output::Output;

/// The tail is written by this many bytes.
const TAIL: usize = 64 << 10;

/// A container being written.
pub(super) struct Sink<'p> {
    input: &'p Path,
    output: &'p mut Output,
    writer: Kind<'p>,
    engine: Option<&'static dyn Engine>,
    /// What the engine made of a block.
    packed: Vec<u8>,
    out: Vec<u8>,
}

enum Kind<'p> {
    Open(Writer, Option<&'p MaskKey>),
    /// The chunk of a sealed block is made in place.
    Sealed(Box<SealedWriter>, Vec<u8>),
}

impl<'p> Sink<'p> {
    pub(super) fn begin(
        input: &'p Path,
        plan: &'p Plan,
        output: &'p mut Output,
    ) -> Result<Self, Error> {
        let fail = |error: CoreError| Error::core(input, &error);
        let mut out = vec![0; TAIL];
        let (writer, len) = match &plan.sealing {
            None => {
                let (writer, len) = Writer::begin(&mut out).map_err(fail)?;
                (Kind::Open(writer, plan.mask.as_ref()), len)
            }
            Some(sealing) => {
                let seal = sealing.repr().map_err(fail)?;
                let begun = SealedWriter::begin(&sealing.secret, &seal, &mut out);
                let (writer, len) = begun.map_err(fail)?;
                (Kind::Sealed(Box::new(writer), Vec::new()), len)
            }
        };
        output.put(out.get(..len).unwrap_or_default())?;
        Ok(Self {
            input,
            output,
            writer,
            engine: plan.engine,
            packed: Vec::new(),
            out,
        })
    }

    pub(super) fn blocks(&self) -> u64 {
        match &self.writer {
            Kind::Open(writer, _) => writer.blocks(),
            Kind::Sealed(writer, _) => writer.blocks(),
        }
    }

    pub(super) fn media_len(&self) -> u64 {
        match &self.writer {
            Kind::Open(writer, _) => writer.media_len(),
            Kind::Sealed(writer, _) => writer.media_len(),
        }
    }

    /// Writes the next block. It is changed.
    pub(super) fn block(&mut self, media: &mut [u8]) -> Result<(), Error> {
        let fail = |error: CoreError| Error::core(self.input, &error);
        let (media_len, index) = (wide(media.len()), self.blocks());
        let block = match self.engine {
            None => media,
            Some(engine) => {
                let Some(room) = engine.max_packed_len(media_len) else {
                    let path = self.input.display();
                    return Err(Error::Failed(format!(
                        "{path}: block {index} has {media_len} bytes, a length that the engine does not take"
                    )));
                };
                let room = usize::try_from(room).unwrap_or(usize::MAX);
                if self.packed.len() < room {
                    self.packed.resize(room, 0);
                }
                let len = engine.pack(media, &mut self.packed).map_err(fail)?;
                self.packed.get_mut(..len).unwrap_or_default()
            }
        };
        match &mut self.writer {
            Kind::Open(writer, key) => {
                if let Some(key) = key {
                    let mask = key.block(mask::DEFAULT_CONTEXT, index);
                    mask.apply(0, block).map_err(fail)?;
                }
                let header = writer.transformed_block_header(block, media_len, &mut self.out);
                let len = header.map_err(fail)?.len;
                self.output.put(self.out.get(..len).unwrap_or_default())?;
                self.output.put(block)
            }
            Kind::Sealed(writer, chunk) => {
                chunk.clear();
                chunk.resize(writer.plaintext_at(), 0);
                chunk.extend_from_slice(block);
                chunk.resize(writer.overhead().saturating_add(block.len()), 0);
                let entropy = entropy(writer)?;
                writer
                    .transformed_block(chunk, media_len, entropy.as_deref())
                    .map_err(fail)?;
                self.output.put(chunk)
            }
        }
    }

    /// Writes what comes behind the blocks and gives the length of the file.
    pub(super) fn finish<I>(mut self, entries: I, meta: &[u8], safe: &[u8]) -> Result<u64, Error>
    where
        I: Iterator<Item = SeekEntry> + Clone,
    {
        let input = self.input;
        let fail = |error: CoreError| Error::core(input, &error);
        match self.writer {
            Kind::Open(writer, _) => {
                let at = writer.position();
                let tail = writer.finish(entries, meta, safe);
                let tail = tail.map_err(|(_, error)| fail(error))?;
                put_tail(tail, at, input, self.output, &mut self.out)
            }
            Kind::Sealed(writer, _) => {
                let (at, entropy) = (writer.position(), entropy(&writer)?);
                let ended = writer.finish(entropy.as_deref(), entries, meta, safe, &mut self.out);
                let (tail, len) = ended.map_err(|(_, error)| fail(error))?;
                self.output.put(self.out.get(..len).unwrap_or_default())?;
                let at = at.saturating_add(wide(len));
                put_tail(tail, at, input, self.output, &mut self.out)
            }
        }
    }
}

/// What the next block takes, if it is at a boundary.
fn entropy(writer: &SealedWriter) -> Result<Option<Zeroizing<[u8; 32]>>, Error> {
    match writer.takes_entropy() {
        true => seal::random().map(|bytes| Some(Zeroizing::new(bytes))),
        false => Ok(None),
    }
}

fn put_tail<I>(
    mut tail: Tail<'_, I>,
    at: u64,
    input: &Path,
    output: &mut Output,
    out: &mut [u8],
) -> Result<u64, Error>
where
    I: Iterator<Item = SeekEntry>,
{
    let mut end = at;
    loop {
        let len = tail.emit(out).map_err(|error| Error::core(input, &error))?;
        if len == 0 {
            return Ok(end);
        }
        output.put(out.get(..len).unwrap_or_default())?;
        end = end.saturating_add(wide(len));
    }
}
