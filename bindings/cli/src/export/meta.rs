//! META of an export.

use h4core::engine::Engine;
use h4core::error;
use h4core::token::audio::Config;
use h4core::wire::encryption::Encryption;
use h4core::wire::meta::{ExportMeta, StandardMeta, name};
use h4core::wire::seal;
use serde::Serialize;
use serde_json::value::RawValue;

use super::seal::Sealing;

use crate::args::ExportArgs;
use crate::error::{Error, note};
use crate::meta::{AUDIO_TOKENS, object_of, says_masked};

/// What is done to the blocks, as META says it.
pub(super) struct Changes<'s> {
    seal: Option<seal::Repr<'s>>,
    compression: Option<String>,
}

impl<'s> Changes<'s> {
    pub(super) fn of(
        sealing: Option<&'s Sealing>,
        engine: Option<&dyn Engine>,
    ) -> Result<Self, Error> {
        let fail = |error: error::Error| Error::Failed(format!("META: {error}"));
        let seal = sealing.map(Sealing::repr).transpose().map_err(fail)?;
        let compression = match engine {
            None => None,
            Some(engine) => {
                let identity = engine.identity();
                let mut text = vec![0; identity.emitted_len().map_err(fail)?];
                identity.emit(&mut text).map_err(fail)?;
                Some(String::from_utf8_lossy(&text).into_owned())
            }
        };
        Ok(Self { seal, compression })
    }
}

/// The user's own META, byte for byte.
pub(super) fn meta_of(text: &str, args: &ExportArgs) -> Result<Vec<u8>, String> {
    let mut scratch = vec![0; text.len()];
    let object = object_of(text, &mut scratch)?;
    let masked = args.mask;
    // A reader goes by META: it would take masked blocks for plain ones, or ask for a key to plain ones.
    if says_masked(&object, &mut scratch) != Ok(masked) {
        note(&format!(
            "--meta: does not say \"masked\":{masked}, as the blocks are"
        ));
    }
    // The same of blocks that an engine packed. Of sealed ones SEAL speaks.
    for (field, is_so) in [
        (name::COMPRESSION, args.engine.is_some()),
        (name::ENCRYPTION, args.seal.is_said()),
    ] {
        if is_so && object.has(&[field], &mut scratch) != Ok(true) {
            note(&format!(
                "--meta: does not name {field}, as the blocks want"
            ));
        }
    }
    Ok(text.as_bytes().to_vec())
}

/// META of a stream that is cut into blocks.
pub(super) fn standard(args: &ExportArgs, changes: &Changes<'_>) -> Result<Vec<u8>, error::Error> {
    let meta = ExportMeta {
        standard: StandardMeta {
            block_size: args.block_size,
            fps_hint: args.fps,
            gop: args.gop,
            masked: args.mask,
        },
        seal: changes.seal,
        compression: changes.compression.as_deref(),
    };
    let mut text = vec![0; meta.emitted_len()?];
    meta.emit(&mut text)?;
    Ok(text)
}

/// META of a container of audio tokens: the standard one, and how the tokens were made.
#[derive(Serialize)]
struct AudioMeta {
    project: &'static str,
    domain: &'static str,
    /// The bytes of the tokens of a frame.
    block_size: u32,
    /// Frames in a second: the rate by half the frame size. SEEK has the exact time of each.
    fps_hint: f64,
    /// Every block is a key block.
    gop: u32,
    masked: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    encrypted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compression: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encryption: Option<Box<RawValue>>,
    audio: AudioSource,
}

#[derive(Serialize)]
struct AudioSource {
    rate: u32,
    frame_size: u16,
    top: u16,
}

/// META of a container of audio tokens.
pub(super) fn audio_tokens(
    config: &Config,
    block_size: u32,
    masked: bool,
    changes: &Changes<'_>,
) -> Result<Vec<u8>, Error> {
    let fail = |error: serde_json::Error| Error::Failed(format!("META: {error}"));
    let raw = |text: Option<String>| text.map(RawValue::from_string).transpose().map_err(fail);
    let meta = AudioMeta {
        project: "HarmonyØ4",
        domain: AUDIO_TOKENS,
        block_size,
        fps_hint: f64::from(config.rate()) / f64::from(config.frame_size().wrapping_shr(1)),
        gop: 1,
        masked,
        encrypted: changes.seal.map(|_| true),
        compression: raw(changes.compression.clone())?,
        encryption: raw(changes.seal.map(|seal| Encryption(seal).to_string()))?,
        audio: AudioSource {
            rate: config.rate(),
            frame_size: config.frame_size(),
            top: config.top(),
        },
    };
    serde_json::to_vec(&meta).map_err(fail)
}
