//! The META and SAFE of a standard export, written without insignificant white space. SPEC.md, "META and SAFE".

use core::fmt::{self, Write as _};

use crate::error::Error;
use crate::text;
use crate::wire::decimal::Shortest;
use crate::wire::encryption::Encryption;
use crate::wire::seal;

/// Names of the fields of META that a standard export writes.
pub mod name {
    /// The project that made the file.
    pub const PROJECT: &str = "project";
    /// What the file is for.
    pub const DOMAIN: &str = "domain";
    /// The length of a block in bytes before compression.
    pub const BLOCK_SIZE: &str = "block_size";
    /// Frames in a second.
    pub const FPS_HINT: &str = "fps_hint";
    /// Blocks from one key block to the next.
    pub const GOP: &str = "gop";
    /// Whether the blocks carry the transport mask.
    pub const MASKED: &str = "masked";
    /// Whether the blocks are encrypted.
    pub const ENCRYPTED: &str = "encrypted";
    /// The engine that made the blocks what they are; where it is there, their lengths are not those of the media.
    pub const COMPRESSION: &str = "compression";
    /// The cipher that sealed the blocks.
    pub const ENCRYPTION: &str = "encryption";
}

/// The largest `fps_hint`.
pub const MAX_FPS_HINT: f64 = 1e6;

/// The SAFE of a standard export.
pub const STANDARD_SAFE: &str = r#"{"scope":"container+transport-only","no_video_synthesis":true,"no_pixel_semantics":true,"no_visual_ml":true}"#;

/// The META of a standard export.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StandardMeta {
    /// The length of a block in bytes.
    pub block_size: u32,
    /// Frames in a second, greater than 0 and at most [`MAX_FPS_HINT`].
    pub fps_hint: f64,
    /// Blocks from one key block to the next.
    pub gop: u32,
    /// Whether the blocks carry the transport mask.
    pub masked: bool,
}

impl StandardMeta {
    /// The length in bytes of what [`StandardMeta::emit`] writes.
    ///
    /// # Errors
    /// [`Error::Range`] if `fps_hint` is outside its range or not a number.
    pub fn emitted_len(&self) -> Result<usize, Error> {
        ExportMeta::from(*self).emitted_len()
    }

    /// Writes the object to the front of `out` and gives its length in bytes.
    ///
    /// # Errors
    /// [`Error::Range`] if `fps_hint` is outside its range or not a number, [`Error::TooSmall`] if `out` is; nothing is
    /// written then.
    pub fn emit(&self, out: &mut [u8]) -> Result<usize, Error> {
        ExportMeta::from(*self).emit(out)
    }
}

/// The META of an export whose blocks went through an engine or the cipher: the standard object with more fields behind its
/// own. Without them it is the standard object, byte for byte.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExportMeta<'a> {
    /// The fields of every export.
    pub standard: StandardMeta,
    /// What the container is sealed with; `encrypted` and `encryption` say it.
    pub seal: Option<seal::Repr<'a>>,
    /// The value of `compression`: a JSON object as it is to stand there.
    pub compression: Option<&'a str>,
}

impl From<StandardMeta> for ExportMeta<'_> {
    fn from(standard: StandardMeta) -> Self {
        Self {
            standard,
            seal: None,
            compression: None,
        }
    }
}

impl ExportMeta<'_> {
    /// The length in bytes of what [`ExportMeta::emit`] writes.
    ///
    /// # Errors
    /// [`Error::Range`] as for [`ExportMeta::emit`].
    pub fn emitted_len(&self) -> Result<usize, Error> {
        self.check()?;
        Ok(text::len_of(self))
    }

    /// Writes the object to the front of `out` and gives its length in bytes.
    ///
    /// # Errors
    /// [`Error::Range`] if `fps_hint` is outside its range or not a number, and for a container that is to be masked and
    /// sealed, which none is; [`Error::TooSmall`] if `out` is. Nothing is written then.
    pub fn emit(&self, out: &mut [u8]) -> Result<usize, Error> {
        self.check()?;
        text::emit(self, out)
    }

    fn check(&self) -> Result<(), Error> {
        let fps_hint = self.standard.fps_hint;
        let masked_and_sealed = self.standard.masked && self.seal.is_some();
        if fps_hint > 0.0 && fps_hint <= MAX_FPS_HINT && !masked_and_sealed {
            Ok(())
        } else {
            Err(Error::Range)
        }
    }
}

impl fmt::Display for ExportMeta<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use name::{
            BLOCK_SIZE, COMPRESSION, DOMAIN, ENCRYPTED, ENCRYPTION, FPS_HINT, GOP, MASKED, PROJECT,
        };
        let StandardMeta {
            block_size,
            fps_hint,
            gop,
            masked,
        } = self.standard;
        let fps_hint = Shortest(fps_hint);
        write!(
            f,
            r#"{{"{PROJECT}":"HarmonyØ4","{DOMAIN}":"video-transport","{BLOCK_SIZE}":{block_size},"{FPS_HINT}":{fps_hint},"{GOP}":{gop},"{MASKED}":{masked}"#
        )?;
        if self.seal.is_some() {
            write!(f, r#","{ENCRYPTED}":true"#)?;
        }
        if let Some(compression) = self.compression {
            write!(f, r#","{COMPRESSION}":{compression}"#)?;
        }
        if let Some(seal) = self.seal {
            write!(f, r#","{ENCRYPTION}":{}"#, Encryption(seal))?;
        }
        f.write_char('}')
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::binding::BlockBinding;
    use std::format;
    use std::string::String;

    const META: StandardMeta = StandardMeta {
        block_size: 524_288,
        fps_hint: 30.0,
        gop: 30,
        masked: false,
    };

    fn emitted(meta: StandardMeta) -> String {
        let mut out = std::vec![0xa5; meta.emitted_len().unwrap()];
        assert_eq!(meta.emit(&mut out), Ok(out.len()));
        String::from_utf8(out).unwrap()
    }

    fn emitted_fps(fps_hint: f64) -> String {
        let text = emitted(StandardMeta { fps_hint, ..META });
        let (_, rest) = text.split_once("\"fps_hint\":").unwrap();
        rest.split_once(',').unwrap().0.into()
    }

    #[test]
    fn standard_meta_is_byte_for_byte_the_contract() {
        assert_eq!(
            emitted(META),
            r#"{"project":"HarmonyØ4","domain":"video-transport","block_size":524288,"fps_hint":30.0,"gop":30,"masked":false}"#
        );
    }

    #[test]
    fn more_fields_stand_behind_those_of_the_standard_meta() {
        let seal = seal::Repr {
            mode: seal::Mode::Off,
            role: seal::Role::Initiator,
            frame_time_us: 33_333,
            session_id: &[1; 32],
            binding: BlockBinding::new("e", &[2; 32], &[3; 32], "t").unwrap(),
        };
        let standard = emitted(META);
        let front = standard.strip_suffix('}').unwrap();
        let encryption = Encryption(seal);
        for (compression, seal, behind) in [
            (None, None, String::new()),
            (Some("{}"), None, r#","compression":{}"#.into()),
            (
                None,
                Some(seal),
                format!(r#","encrypted":true,"encryption":{encryption}"#),
            ),
            (
                Some("{}"),
                Some(seal),
                format!(r#","encrypted":true,"compression":{{}},"encryption":{encryption}"#),
            ),
        ] {
            let meta = ExportMeta {
                standard: META,
                seal,
                compression,
            };
            let mut out = std::vec![0xa5; meta.emitted_len().unwrap()];
            assert_eq!(meta.emit(&mut out), Ok(out.len()));
            assert_eq!(str::from_utf8(&out).unwrap(), format!("{front}{behind}}}"));
        }
        let masked = StandardMeta {
            masked: true,
            ..META
        };
        let both = ExportMeta {
            seal: Some(seal),
            ..masked.into()
        };
        assert_eq!(both.emit(&mut [0; 1024]), Err(Error::Range));
        assert_eq!(both.emitted_len(), Err(Error::Range));
        assert!(ExportMeta::from(masked).emit(&mut [0; 1024]).is_ok());
    }

    #[test]
    fn fps_hint_is_the_shortest_decimal_with_a_digit_after_the_point_and_no_exponent() {
        for (fps, text) in [
            (29.97, "29.97"),
            (1e-7, "0.0000001"),
            (1e6, "1000000.0"),
            (30_000.0 / 1001.0, "29.97002997002997"),
            (0.1 + 0.2, "0.30000000000000004"),
        ] {
            assert_eq!(emitted_fps(fps), text);
        }
        let least = emitted_fps(f64::from_bits(1));
        assert_eq!((least.len(), least.parse()), (326, Ok(f64::from_bits(1))));
    }

    #[test]
    fn fps_hint_outside_its_range_is_refused() {
        for fps_hint in [0.0, -0.0, -1.0, 1e6f64.next_up(), f64::INFINITY, f64::NAN] {
            let meta = StandardMeta { fps_hint, ..META };
            assert_eq!(meta.emit(&mut [0; 256]), Err(Error::Range), "{fps_hint}");
        }
    }

    #[test]
    fn a_slice_one_byte_short_is_left_alone() {
        let len = META.emitted_len().unwrap();
        let mut out = std::vec![0xa5; len + 1];
        let short = META.emit(&mut out[..len - 1]);
        let needed = len as u64;
        assert_eq!(short, Err(Error::TooSmall { needed }));
        assert!(out.iter().all(|byte| *byte == 0xa5));
        assert_eq!(META.emit(&mut out), Ok(len));
        assert_eq!(out[len], 0xa5);
    }
}
