//! META and SAFE, as far as the commands ask them.

use std::path::PathBuf;

use h4core::container::{ChunkInfo, MediaLengths, ReadError, media_lengths, object};
use h4core::engine::{self, Engine, EngineIdentity, MAX_NAME_LEN, Names, RunLength};
use h4core::error::{self, Fault};
use h4core::wire::chunk::Tag;
use h4core::wire::json::Object;
use h4core::wire::meta::name;

use crate::error::Error;
use crate::file::Container;

/// Longer objects are not read.
const MAX_LEN: u32 = 16 << 20;

/// The `domain` of a container whose blocks are audio tokens.
pub(crate) const AUDIO_TOKENS: &str = "audio-tokens";

/// The payload of META or SAFE, read and checked.
#[derive(Debug)]
pub(crate) struct Json {
    path: PathBuf,
    chunk: Option<ChunkInfo>,
    payload: Vec<u8>,
    /// Why it is no JSON object, or what is wrong with its chunk.
    pub(crate) fault: Option<Fault>,
}

impl Json {
    /// The chunk with this place; without one, an empty object.
    pub(crate) fn read(container: &mut Container, chunk: Option<ChunkInfo>) -> Result<Self, Error> {
        let Container { path, reader } = container;
        let mut json = Self {
            path: path.clone(),
            chunk,
            payload: b"{}".to_vec(),
            fault: None,
        };
        let Some(info) = chunk.filter(|info| info.payload_len <= MAX_LEN) else {
            return Ok(json);
        };
        json.payload = vec![0; usize::try_from(info.payload_len).unwrap_or_default()];
        let mut scratch = json.payload.clone();
        let checked = match reader.chunk(info, &mut json.payload) {
            Ok(chunk) => object(&chunk, &mut scratch).err(),
            Err(ReadError::Core(error)) => Some(error),
            Err(error) => return Err(Error::read(path, &error)),
        };
        match checked {
            None => {}
            Some(error::Error::Fault(fault)) => json.fault = Some(fault),
            Some(error) => return Err(Error::core(path, &error)),
        }
        Ok(json)
    }

    /// The first META, by chunk headers alone. Of a file that is cut before it there is none.
    pub(crate) fn find_meta(container: &mut Container) -> Result<Self, Error> {
        let chunk = match container.reader.find_unverified(Tag::META) {
            Ok(chunk) => chunk,
            Err(ReadError::Core(error::Error::Fault(_))) => None,
            Err(error) => return Err(Error::read(&container.path, &error)),
        };
        Self::read(container, chunk)
    }

    /// Whether there is such a chunk.
    pub(crate) fn is_there(&self) -> bool {
        self.chunk.is_some()
    }

    /// The object as it is written. Fails for one that is too long to be read.
    pub(crate) fn payload(&self) -> Result<&[u8], Error> {
        match &self.chunk {
            Some(chunk) if chunk.payload_len > MAX_LEN => Err(Error::Failed(format!(
                "{}: {} at offset {}, chunk {}, is not read: it has {} bytes, and {MAX_LEN} is the most",
                self.path.display(),
                chunk.tag,
                chunk.offset,
                chunk.index,
                chunk.payload_len
            ))),
            _ => Ok(&self.payload),
        }
    }

    /// Whether the blocks are masked, if META says so or not.
    pub(crate) fn masked(&self) -> Result<Option<bool>, Error> {
        self.field(name::MASKED, |meta, scratch| {
            meta.bool(&[name::MASKED], scratch)
        })
    }

    /// Blocks in a second.
    pub(crate) fn fps_hint(&self) -> Result<Option<f64>, Error> {
        self.field(name::FPS_HINT, |meta, scratch| {
            meta.f64(&[name::FPS_HINT], scratch)
        })
    }

    /// Blocks from one key block to the next.
    pub(crate) fn gop(&self) -> Result<Option<u64>, Error> {
        self.field(name::GOP, |meta, scratch| meta.u64(&[name::GOP], scratch))
    }

    /// Whether each block has the audio tokens of a frame. Their times are not those of `fps_hint` to the microsecond.
    pub(crate) fn has_audio_tokens(&self) -> Result<bool, Error> {
        self.field(name::DOMAIN, |meta, scratch| {
            let domain = meta.str(&[name::DOMAIN], scratch)?;
            Ok(domain == Some(AUDIO_TOKENS))
        })
    }

    /// What SEEK offsets count; none if only unpacking the blocks tells.
    pub(crate) fn lengths(&self) -> Result<Option<MediaLengths>, Error> {
        self.field(name::BLOCK_SIZE, media_lengths)
    }

    /// The length of a block before an engine changed it.
    pub(crate) fn block_size(&self) -> Result<Option<u64>, Error> {
        self.field(name::BLOCK_SIZE, |meta, scratch| {
            meta.u64(&[name::BLOCK_SIZE], scratch)
        })
    }

    /// The engine that the blocks went through, pinned by id and fingerprint, or the earlier program's, which has neither, if
    /// that is allowed. Fails for any other.
    pub(crate) fn engine(
        &self,
        allow_unpinned: bool,
    ) -> Result<Option<&'static dyn Engine>, Error> {
        let mut names: Names = [[0; MAX_NAME_LEN]; 2];
        let identity = self.field(name::COMPRESSION, |meta, scratch| {
            EngineIdentity::read(meta, &mut names, scratch)
        })?;
        let Some(identity) = identity else {
            return Ok(None);
        };
        if identity.require_unpinned_reference().is_err() {
            return match engine::find(&identity) {
                Ok(engine) => Ok(Some(engine)),
                Err(error) => Err(Error::engine(&self.path, identity.id, &error)),
            };
        }
        if allow_unpinned {
            return Ok(Some(&RunLength));
        }
        Err(Error::Failed(format!(
            "{}: META does not say which build of the engine {} made the blocks; --allow-unpinned-engine unpacks them all the same",
            self.path.display(),
            identity.family
        )))
    }

    /// Fails where META says that blocks are sealed. It is asked where nothing else does.
    pub(crate) fn refuse_lost_seal(&self) -> Result<(), Error> {
        let field = name::ENCRYPTION;
        if self.field(field, |meta, scratch| meta.has(&[field], scratch))? {
            let path = self.path.display();
            return Err(Error::Failed(format!(
                "{path}: META names {field}, but the file does not begin with SEAL, by which sealed blocks are opened"
            )));
        }
        Ok(())
    }

    fn field<T>(
        &self,
        name: &str,
        ask: impl FnOnce(&Object<'_>, &mut [u8]) -> Result<T, error::Error>,
    ) -> Result<T, Error> {
        let payload = self.payload()?;
        let mut scratch = vec![0; payload.len()];
        let object = match Object::parse(payload, &mut scratch) {
            Ok(object) if self.fault.is_none() => object,
            _ => Object::EMPTY,
        };
        ask(&object, &mut scratch).map_err(|error| {
            let path = self.path.display();
            Error::Failed(format!("{path}: META: {name}: {error}"))
        })
    }
}

/// Takes a text that is one JSON object.
pub(crate) fn object_of<'t>(text: &'t str, scratch: &mut [u8]) -> Result<Object<'t>, String> {
    Object::parse(text.as_bytes(), scratch).map_err(|_| "not one JSON object".to_owned())
}

/// What an object says of a mask; nothing is that there is none.
pub(crate) fn says_masked(object: &Object<'_>, scratch: &mut [u8]) -> Result<bool, String> {
    match object.bool(&[name::MASKED], scratch) {
        Ok(masked) => Ok(masked.unwrap_or(false)),
        Err(error) => Err(format!("{}: {error}", name::MASKED)),
    }
}
