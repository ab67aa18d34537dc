//! What sealer and opener remember of their session.

use core::num::NonZeroU32;

use super::ratchet::Direction;
use super::session::{Mode, Session, is_jump};
use super::stored::{Reader, Writer};
use crate::error::Error;

/// Direction, mode and jump.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub(super) mode: Mode,
    pub(super) jump: u32,
    pub(super) direction: Direction,
}

impl Rules {
    /// Length in bytes of the stored form.
    pub(super) const STORED_LEN: usize = 11;

    /// Before there is a session. All of it is zero: an empty state is then memory to clear, not a constant to copy.
    pub(super) const NONE: Self = Self {
        mode: Mode::Off,
        jump: 0,
        direction: Direction::FromInitiator,
    };

    pub(super) const fn new(session: &Session<'_>, direction: Direction) -> Self {
        Self {
            mode: session.mode(),
            jump: session.jump(),
            direction,
        }
    }

    /// Refuses an exchange in another mode than mixing, and none in it.
    pub(super) const fn check_exchange(&self, given: bool) -> Result<(), Error> {
        if self.mode.mixes() == given {
            Ok(())
        } else {
            Err(Error::Misplaced)
        }
    }

    pub(super) fn export(&self, to: &mut Writer<'_>) {
        let direction = match self.direction {
            Direction::FromInitiator => 0,
            Direction::FromResponder => 1,
        };
        let mode = match self.mode {
            Mode::Off => 0,
            Mode::Announce(_) => 1,
            Mode::Mixing(_) => 2,
        };
        to.put(&[0, direction, mode]);
        to.put(&self.mode.interval().to_be_bytes());
        to.put(&self.jump.to_be_bytes());
    }

    pub(super) fn import(from: &mut Reader<'_>) -> Result<Self, Error> {
        let [zero, direction, mode] = from.take()?;
        let interval = NonZeroU32::new(u32::from_be_bytes(from.take()?));
        let jump = u32::from_be_bytes(from.take()?);
        let direction = match direction {
            0 => Direction::FromInitiator,
            1 => Direction::FromResponder,
            _ => return Err(Error::Range),
        };
        let mode = match (mode, interval) {
            (0, None) => Mode::Off,
            (1, Some(interval)) => Mode::Announce(interval),
            (2, Some(interval)) => Mode::Mixing(interval),
            _ => return Err(Error::Range),
        };
        if zero == 0 && is_jump(jump) {
            Ok(Self {
                mode,
                jump,
                direction,
            })
        } else {
            Err(Error::Range)
        }
    }
}
