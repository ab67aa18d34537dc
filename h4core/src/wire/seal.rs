//! The chunk SEAL, with which a sealed container begins: what a reader needs to know, beside the secret, to open its blocks.
//! 120 to 628 bytes. SPEC.md, "SEAL".

use core::num::NonZeroU32;

use crate::bytes;
use crate::error::Error;
use crate::wire::binding::{BlockBinding, FIELD_MAX};

mod field {
    pub(super) const GENERATION: usize = 0;
    pub(super) const ZERO: usize = 1;
    pub(super) const SUITE: usize = 2;
    pub(super) const MODE: usize = 4;
    pub(super) const ROLE: usize = 5;
    pub(super) const RESERVED: usize = 6;
    pub(super) const INTERVAL: usize = 8;
    pub(super) const FRAME_TIME: usize = 12;
    pub(super) const SESSION_ID: usize = 20;
    pub(super) const CONTAINER_ID: usize = 52;
    pub(super) const ENGINE_FINGERPRINT: usize = 84;
    pub(super) const NAMES: usize = 116;
}

/// The longest payload in bytes.
pub const MAX_LEN: usize = field::NAMES + 2 * (1 + FIELD_MAX);
/// The generation of the cipher.
pub const GENERATION: u8 = 3;
/// The suite, `H4-LIVING-AESGCM-HKDF-SHA256-v3`.
pub const SUITE: u16 = 0x0301;

/// Which side of a session this is. Kept for the life of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Seals on the chain A→B and opens on B→A.
    Initiator,
    /// Seals on the chain B→A and opens on A→B.
    Responder,
}

impl Role {
    /// The other side.
    #[must_use]
    pub const fn peer(self) -> Self {
        match self {
            Self::Initiator => Self::Responder,
            Self::Responder => Self::Initiator,
        }
    }

    /// `initiator` or `responder`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Initiator => "initiator",
            Self::Responder => "responder",
        }
    }
}

/// What happens at boundary blocks, those whose counter is a multiple, past 0, of the interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// There are no boundary blocks; the root is wiped once the chains exist.
    Off,
    /// A boundary block carries a fresh public key that is never used; received keys are ignored and the root is wiped once
    /// the chains exist. For streams in one direction. Sealing needs the feature `mixing`.
    Announce(NonZeroU32),
    /// A boundary block carries a public key, and its chain is mixed with what it and the peer's newest key give. For two
    /// directions. Needs the feature `mixing`.
    Mixing(NonZeroU32),
}

impl Mode {
    /// The interval M; 0 in the mode off.
    #[must_use]
    pub const fn interval(self) -> u32 {
        match self {
            Self::Off => 0,
            Self::Announce(interval) | Self::Mixing(interval) => interval.get(),
        }
    }

    /// `off`, `announce` or `mixing`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Announce(_) => "announce",
            Self::Mixing(_) => "mixing",
        }
    }
}

/// A SEAL payload as bytes. A field of a payload that ends before it is none.
#[derive(Clone, Copy, Debug)]
pub struct Seal<'a>(&'a [u8]);

impl<'a> Seal<'a> {
    /// Looks at `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn field<const N: usize>(&self, at: usize) -> Option<&'a [u8; N]> {
        self.0.get(at..)?.first_chunk()
    }

    /// The generation as it stands there.
    #[must_use]
    pub fn generation(&self) -> Option<u8> {
        self.field(field::GENERATION).map(|[byte]| *byte)
    }

    /// The byte after the generation as it stands there.
    #[must_use]
    pub fn zero(&self) -> Option<u8> {
        self.field(field::ZERO).map(|[byte]| *byte)
    }

    /// The suite as it stands there.
    #[must_use]
    pub fn suite(&self) -> Option<u16> {
        self.field(field::SUITE).copied().map(u16::from_be_bytes)
    }

    /// The mode as it stands there: 0, 1 or 2 where it is legal.
    #[must_use]
    pub fn mode(&self) -> Option<u8> {
        self.field(field::MODE).map(|[byte]| *byte)
    }

    /// The writer's role as it stands there: 0 or 1 where it is legal.
    #[must_use]
    pub fn role(&self) -> Option<u8> {
        self.field(field::ROLE).map(|[byte]| *byte)
    }

    /// The reserved field as it stands there.
    #[must_use]
    pub fn reserved(&self) -> Option<u16> {
        self.field(field::RESERVED).copied().map(u16::from_be_bytes)
    }

    /// The interval M.
    #[must_use]
    pub fn interval(&self) -> Option<u32> {
        self.field(field::INTERVAL).copied().map(u32::from_be_bytes)
    }

    /// The frame time in microseconds.
    #[must_use]
    pub fn frame_time_us(&self) -> Option<u64> {
        self.field(field::FRAME_TIME)
            .copied()
            .map(u64::from_be_bytes)
    }

    /// The session's id.
    #[must_use]
    pub fn session_id(&self) -> Option<&'a [u8; 32]> {
        self.field(field::SESSION_ID)
    }

    /// The container's id.
    #[must_use]
    pub fn container_id(&self) -> Option<&'a [u8; 32]> {
        self.field(field::CONTAINER_ID)
    }

    /// The engine's fingerprint.
    #[must_use]
    pub fn engine_fingerprint(&self) -> Option<&'a [u8; 32]> {
        self.field(field::ENGINE_FINGERPRINT)
    }

    /// The engine's id and the track's id, with which the payload ends; none if it does not end there.
    #[must_use]
    pub fn names(&self) -> Option<(&'a [u8], &'a [u8])> {
        let (engine, rest) = counted(self.0.get(field::NAMES..)?)?;
        let (track, rest) = counted(rest)?;
        rest.is_empty().then_some((engine, track))
    }
}

/// A length of one byte, so many bytes, and the rest.
fn counted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = bytes.split_first()?;
    rest.split_at_checked(usize::from(*len))
}

/// A legal SEAL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Repr<'a> {
    /// What happens at boundary blocks.
    pub mode: Mode,
    /// The side of the session that wrote the container.
    pub role: Role,
    /// The time from one block to the next in microseconds: block i is shown from i times this on. 0 where blocks have no
    /// regular times; then all are bound to 0.
    pub frame_time_us: u64,
    /// The session's id: 32 bytes that never come twice with one secret.
    pub session_id: &'a [u8; 32],
    /// Engine, container and track, to which the blocks are bound.
    pub binding: BlockBinding<'a>,
}

impl<'a> Repr<'a> {
    /// Checks generation and suite, then that the rest is legal: the mode is off where M is 0 and nowhere else, the reserved
    /// field is 0, the names are those of a binding, and nothing follows them.
    ///
    /// # Errors
    /// [`Error::SealGeneration`] where the first four bytes are there and others; otherwise [`Error::Seal`].
    pub fn parse(view: &Seal<'a>) -> Result<Self, Error> {
        match (view.generation(), view.zero(), view.suite()) {
            (Some(GENERATION), Some(0), Some(SUITE)) => Self::parse_body(view).ok_or(Error::Seal),
            (_, _, Some(_)) => Err(Error::SealGeneration),
            _ => Err(Error::Seal),
        }
    }

    fn parse_body(view: &Seal<'a>) -> Option<Self> {
        let mode = match (view.mode()?, NonZeroU32::new(view.interval()?)) {
            (0, None) => Mode::Off,
            (1, Some(interval)) => Mode::Announce(interval),
            (2, Some(interval)) => Mode::Mixing(interval),
            _ => return None,
        };
        let role = match view.role()? {
            0 => Role::Initiator,
            1 => Role::Responder,
            _ => return None,
        };
        let (engine_id, track_id) = view.names()?;
        let binding = BlockBinding::new(
            str::from_utf8(engine_id).ok()?,
            view.engine_fingerprint()?,
            view.container_id()?,
            str::from_utf8(track_id).ok()?,
        );
        (view.reserved()? == 0).then_some(Self {
            mode,
            role,
            frame_time_us: view.frame_time_us()?,
            session_id: view.session_id()?,
            binding: binding.ok()?,
        })
    }

    /// Writes the payload to the front of `out` and gives it back; the bytes behind it stay.
    #[must_use]
    pub fn emit<'o>(&self, out: &'o mut [u8; MAX_LEN]) -> &'o [u8] {
        let mode = match self.mode {
            Mode::Off => 0,
            Mode::Announce(_) => 1,
            Mode::Mixing(_) => 2,
        };
        let role = match self.role {
            Role::Initiator => 0,
            Role::Responder => 1,
        };
        let Self { binding, .. } = self;
        let interval = self.mode.interval().to_be_bytes();
        let frame_time = self.frame_time_us.to_be_bytes();
        bytes::put::<{ field::GENERATION }, 1, MAX_LEN>(out, [GENERATION]);
        bytes::put::<{ field::ZERO }, 1, MAX_LEN>(out, [0]);
        bytes::put::<{ field::SUITE }, 2, MAX_LEN>(out, SUITE.to_be_bytes());
        bytes::put::<{ field::MODE }, 1, MAX_LEN>(out, [mode]);
        bytes::put::<{ field::ROLE }, 1, MAX_LEN>(out, [role]);
        bytes::put::<{ field::RESERVED }, 2, MAX_LEN>(out, [0, 0]);
        bytes::put::<{ field::INTERVAL }, 4, MAX_LEN>(out, interval);
        bytes::put::<{ field::FRAME_TIME }, 8, MAX_LEN>(out, frame_time);
        bytes::put::<{ field::SESSION_ID }, 32, MAX_LEN>(out, *self.session_id);
        bytes::put::<{ field::CONTAINER_ID }, 32, MAX_LEN>(out, *binding.container_id());
        bytes::put::<{ field::ENGINE_FINGERPRINT }, 32, MAX_LEN>(
            out,
            *binding.engine_fingerprint(),
        );
        let mut len = field::NAMES;
        for name in [binding.engine_id(), binding.track_id()] {
            // A field of a binding is not longer than 255 bytes.
            let count = u8::try_from(name.len()).unwrap_or(u8::MAX);
            for part in [&[count][..], name.as_bytes()] {
                let room = out.get_mut(len..).unwrap_or_default();
                len = len.saturating_add(bytes::copy_front(room, part));
            }
        }
        out.get(..len).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::binding::END_TRACK;
    use std::vec::Vec;

    fn example() -> Repr<'static> {
        Repr {
            mode: Mode::Announce(NonZeroU32::new(0x0102_0304).unwrap()),
            role: Role::Responder,
            frame_time_us: 33_333,
            session_id: &[0x51; 32],
            binding: BlockBinding::new("h4core.store.1", &[0xf1; 32], &[0xc1; 32], "video_main")
                .unwrap(),
        }
    }

    fn emitted(repr: &Repr<'_>) -> Vec<u8> {
        let mut out = [0xa5; MAX_LEN];
        let len = repr.emit(&mut out).len();
        assert!(out[len..].iter().all(|byte| *byte == 0xa5));
        out[..len].to_vec()
    }

    fn parse(bytes: &[u8]) -> Result<Repr<'_>, Error> {
        Repr::parse(&Seal::new(bytes))
    }

    #[test]
    fn seal_is_what_it_emits() {
        let bytes = emitted(&example());
        assert_eq!(bytes.len(), 142);
        assert_eq!(bytes[..8], [3, 0, 3, 1, 1, 1, 0, 0]);
        assert_eq!(bytes[8..20], [1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0x82, 0x35]);
        assert_eq!(bytes[20..52], [0x51; 32]);
        assert_eq!(bytes[52..84], [0xc1; 32]);
        assert_eq!(bytes[84..116], [0xf1; 32]);
        assert_eq!(&bytes[116..], b"\x0eh4core.store.1\x0avideo_main");
        assert_eq!(parse(&bytes), Ok(example()));

        let off = Repr {
            mode: Mode::Off,
            role: Role::Initiator,
            ..example()
        };
        assert_eq!(emitted(&off)[4..12], [0; 8]);
        assert_eq!(parse(&emitted(&off)), Ok(off));
        let mixing = Repr {
            mode: Mode::Mixing(NonZeroU32::MAX),
            ..example()
        };
        assert_eq!(parse(&emitted(&mixing)), Ok(mixing));
    }

    #[test]
    fn the_longest_and_the_shortest_names_fit() {
        let long = "~".repeat(FIELD_MAX);
        for (name, len) in [("x", 120), (&long, MAX_LEN)] {
            let repr = Repr {
                binding: BlockBinding::new(name, &[0; 32], &[0; 32], name).unwrap(),
                ..example()
            };
            let bytes = emitted(&repr);
            assert_eq!(bytes.len(), len);
            assert_eq!(parse(&bytes), Ok(repr));
        }
    }

    #[test]
    fn every_other_length_is_refused() {
        let bytes = emitted(&example());
        for len in 0..bytes.len() {
            assert_eq!(parse(&bytes[..len]), Err(Error::Seal), "{len}");
        }
        let longer = [bytes, Vec::from([0])].concat();
        assert_eq!(parse(&longer), Err(Error::Seal));
    }

    #[test]
    fn another_generation_is_told_apart_by_the_first_four_bytes_alone() {
        let bytes = emitted(&example());
        for bit in 0..32 {
            let mut other = bytes.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            for len in [4, 5, 100, other.len()] {
                assert_eq!(parse(&other[..len]), Err(Error::SealGeneration));
            }
        }
    }

    #[test]
    fn what_no_writer_writes_is_refused() {
        let refused = |at: usize, with: &[u8]| {
            let mut bytes = emitted(&example());
            bytes[at..at + with.len()].copy_from_slice(with);
            assert_eq!(parse(&bytes), Err(Error::Seal), "{with:?} at {at}");
        };
        for mode in (3..=255).chain([0]) {
            refused(4, &[mode]);
        }
        for role in 2..=255 {
            refused(5, &[role]);
        }
        for bit in 0..16 {
            refused(6, &(1_u16 << bit).to_be_bytes());
        }
        // M is 0 in the mode off and nowhere else.
        refused(8, &[0; 4]);
        for byte in (0..=255).filter(|byte| !matches!(byte, 0x21..=0x7e) || *byte == b'|') {
            refused(120, &[byte]);
            refused(135, &[byte]);
        }
    }

    #[test]
    fn names_that_are_empty_cut_or_followed_are_refused() {
        let fixed = &emitted(&example())[..116];
        let with = |names: &[u8]| parse(&[fixed, names].concat()).map(|_| ());
        assert_eq!(with(b"\x01e\x01t"), Ok(()));
        for names in [
            &b""[..],
            b"\0\x01t",
            b"\x01e",
            b"\x01e\0",
            b"\x01e\x02t",
            b"\x01e\x01tt",
            b"\x04e\x01t",
            b"\x03e\x01t",
        ] {
            assert_eq!(with(names), Err(Error::Seal), "{names:?}");
        }
    }

    #[test]
    fn no_track_of_a_seal_has_the_id_of_the_end() {
        let mut bytes = emitted(&Repr {
            binding: BlockBinding::new("e", &[0; 32], &[0; 32], "xend").unwrap(),
            ..example()
        });
        let at = bytes.len() - END_TRACK.len();
        bytes[at] = b'~';
        assert_eq!(parse(&bytes), Err(Error::Seal));
    }
}
