//! The seal of an export.

use h4core::crypto::living::DEFAULT_INTERVAL;
use h4core::engine::EnginePin;
use h4core::error;
use h4core::wire::binding::BlockBinding;
use h4core::wire::seal::{self, Mode, Role};
use zeroize::Zeroizing;

use crate::args::{ExportArgs, SealMode};
use crate::error::Error;
use crate::key::{self, SECRET_VARIABLE};

/// What an export is sealed with.
pub(super) struct Sealing {
    pub(super) secret: Zeroizing<Vec<u8>>,
    mode: Mode,
    /// 0 for frames of sound, whose times are not multiples of one.
    frame_time_us: u64,
    session_id: [u8; 32],
    container_id: [u8; 32],
    track_id: &'static str,
    pin: EnginePin<'static>,
}

impl Sealing {
    /// The seal that is asked for, of blocks that an engine of this pin made.
    pub(super) fn of(
        args: &ExportArgs,
        frame_time_us: u64,
        pin: EnginePin<'static>,
    ) -> Result<Option<Self>, Error> {
        let wrong = |what: &str| Error::Usage(what.to_owned());
        if !args.seal.is_said() {
            return match args.seal.has_details() {
                false => Ok(None),
                true => Err(wrong(
                    "--seal-mode, --session-id and --container-id are for --seal",
                )),
            };
        }
        let secret = key::secret(args.seal.seal_secret_file.as_deref())?.ok_or_else(|| {
            Error::Usage(format!(
                "--seal: name the secret with --seal-secret-file, or put it into {SECRET_VARIABLE}"
            ))
        })?;
        let id = |said: Option<[u8; 32]>| said.map_or_else(random, Ok);
        let (frame_time_us, track_id) = match args.audio_tokens {
            true => (0, "audio_main"),
            false => (frame_time_us, "video_main"),
        };
        Ok(Some(Self {
            secret,
            mode: match args.seal.seal_mode {
                None | Some(SealMode::Off) => Mode::Off,
                Some(SealMode::Announce) => Mode::Announce(DEFAULT_INTERVAL),
            },
            frame_time_us,
            session_id: id(args.seal.session_id)?,
            container_id: id(args.seal.container_id)?,
            track_id,
            pin,
        }))
    }

    pub(super) fn repr(&self) -> Result<seal::Repr<'_>, error::Error> {
        Ok(seal::Repr {
            mode: self.mode,
            role: Role::Initiator,
            frame_time_us: self.frame_time_us,
            session_id: &self.session_id,
            binding: BlockBinding::new(
                self.pin.id,
                &self.pin.fingerprint.0,
                &self.container_id,
                self.track_id,
            )?,
        })
    }
}

/// Random bytes of the operating system.
pub(super) fn random() -> Result<[u8; 32], Error> {
    let mut bytes = [0; 32];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(error) => Err(Error::Failed(format!("no random bytes: {error}"))),
    }
}
