//! Who talks to whom, and by which rules: what both sides of a session agree on before the first block.

use core::fmt;
use core::num::NonZeroU32;

use super::ratchet::{Chain, Direction, Root};
use crate::error::Error;
pub use crate::wire::seal::{Mode, Role};

/// The shortest shared secret in bytes.
pub const SECRET_MIN: usize = 32;
/// The interval between boundary blocks where nothing else is agreed.
pub const DEFAULT_INTERVAL: NonZeroU32 = NonZeroU32::new(1024).unwrap();
/// The jump ahead where nothing else is agreed.
pub const DEFAULT_JUMP: u32 = 1024;
/// The longest jump ahead.
pub const JUMP_MAX: u32 = 65_536;

/// What a shared secret is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context(Option<[u8; 32]>);

impl Context {
    /// The session with this id: 32 bytes that never come twice with one secret. Two sessions with one id and one secret share
    /// their keys and nonces, and have none of the promises of this cipher.
    #[must_use]
    pub const fn of_session(id: [u8; 32]) -> Self {
        Self(Some(id))
    }

    /// The context without session id of producers before session ids: to read what they sealed, and for known answers.
    /// Sealing under it is safe for one session in the life of a secret.
    #[must_use]
    pub const fn bare_of_old_producers() -> Self {
        Self(None)
    }

    pub(super) const fn session_id(&self) -> Option<&[u8; 32]> {
        self.0.as_ref()
    }
}

impl Role {
    pub(super) const fn seals(self) -> Direction {
        match self {
            Self::Initiator => Direction::FromInitiator,
            Self::Responder => Direction::FromResponder,
        }
    }

    pub(super) const fn opens(self) -> Direction {
        self.peer().seals()
    }
}

impl Mode {
    pub(super) const fn mixes(self) -> bool {
        matches!(self, Self::Mixing(_))
    }
}

/// One side of a session. Borrows the shared secret and keeps no copy of it.
#[derive(Clone, Copy)]
pub struct Session<'a> {
    secret: &'a [u8],
    context: Context,
    role: Role,
    mode: Mode,
    jump: u32,
}

impl<'a> Session<'a> {
    /// This side's view of the session, with a jump of [`DEFAULT_JUMP`].
    ///
    /// # Errors
    /// [`Error::ShortKey`] if `secret` is shorter than [`SECRET_MIN`]; [`Error::Unsupported`] for the mode mixing without
    /// the feature `mixing`.
    pub const fn new(
        secret: &'a [u8],
        context: Context,
        role: Role,
        mode: Mode,
    ) -> Result<Self, Error> {
        if mode.mixes() && !cfg!(feature = "mixing") {
            Err(Error::Unsupported)
        } else if secret.len() < SECRET_MIN {
            Err(Error::ShortKey)
        } else {
            Ok(Self {
                secret,
                context,
                role,
                mode,
                jump: DEFAULT_JUMP,
            })
        }
    }

    /// The same with another jump J: the most blocks that a receiver passes over at once, and so the most work that a forged
    /// block causes. A sender's leases are at most a quarter of it.
    ///
    /// # Errors
    /// [`Error::Range`] unless `jump` is 1 to [`JUMP_MAX`].
    pub const fn with_jump(self, jump: u32) -> Result<Self, Error> {
        if is_jump(jump) {
            Ok(Self { jump, ..self })
        } else {
            Err(Error::Range)
        }
    }

    pub(super) const fn role(&self) -> Role {
        self.role
    }

    pub(super) const fn mode(&self) -> Mode {
        self.mode
    }

    pub(super) const fn jump(&self) -> u32 {
        self.jump
    }

    /// Fills `root`, which stays only in the mode mixing, and `chain` for a direction.
    pub(super) fn begin(&self, direction: Direction, root: &mut Root, chain: &mut Chain) {
        root.begin(self.secret, &self.context);
        chain.begin(root, &self.context, direction);
        if !self.mode.mixes() {
            root.wipe();
        }
    }
}

impl fmt::Debug for Session<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("context", &self.context)
            .field("role", &self.role)
            .field("mode", &self.mode)
            .field("jump", &self.jump)
            .finish_non_exhaustive()
    }
}

pub(super) const fn is_jump(jump: u32) -> bool {
    1 <= jump && jump <= JUMP_MAX
}
