//! Who talks to whom in the Living Cipher, and by which rules.

use core::num::NonZeroU32;

use h4core::crypto::living::{
    AAD_MAX, Context, DEFAULT_INTERVAL, DEFAULT_JUMP, DEFAULT_WINDOW, JUMP_MAX, Mode, Role,
    SECRET_MIN, Session, WINDOW_MAX,
};
use h4core::hash::Digest;

use super::pointer::Call;
use super::status::{Failure, H4_ERR_NULL, H4_ERR_RANGE};

/// Seals on the chain A to B and opens on B to A.
pub const H4_ROLE_INITIATOR: u32 = 1;
/// Seals on the chain B to A and opens on A to B.
pub const H4_ROLE_RESPONDER: u32 = 2;

/// There are no boundary blocks; the root is wiped once the chains exist.
pub const H4_MODE_OFF: u32 = 0;
/// A boundary block carries a fresh public key that is never used; received keys are ignored and the root is wiped once the chains
/// exist. For streams in one direction.
pub const H4_MODE_ANNOUNCE: u32 = 1;
/// A boundary block carries a public key, and its chain is mixed with what it and the peer's newest key give. For two directions, with
/// a h4_exchange_t on each side.
pub const H4_MODE_MIXING: u32 = 2;

/// The session has an id.
pub const H4_CONTEXT_SESSION_ID: u32 = 0;
/// The context without session id of producers before session ids: to read what they sealed, and for known answers. Sealing under it
/// is safe for one session in the life of a secret.
pub const H4_CONTEXT_BARE_OF_OLD_PRODUCERS: u32 = 1;

/// The shortest shared secret in bytes.
pub const H4_SECRET_MIN: usize = 32;
/// Length of a session id in bytes.
pub const H4_SESSION_ID_LEN: usize = 32;
/// Length in bytes of what is given for a fresh key: random bytes.
pub const H4_ENTROPY_LEN: usize = 32;
/// The most associated data of a block in bytes.
pub const H4_AAD_MAX: usize = 1024;
/// The interval between boundary blocks where nothing else is agreed.
pub const H4_DEFAULT_INTERVAL: u32 = 1024;
/// The jump ahead where nothing else is agreed.
pub const H4_DEFAULT_JUMP: u32 = 1024;
/// The longest jump ahead.
pub const H4_JUMP_MAX: u32 = 65_536;
/// The window where nothing else is agreed.
pub const H4_DEFAULT_WINDOW: u32 = 32;
/// The largest window.
pub const H4_WINDOW_MAX: u32 = 64;

const _: () = assert!(
    H4_SECRET_MIN == SECRET_MIN
        && H4_AAD_MAX == AAD_MAX
        && H4_DEFAULT_INTERVAL == DEFAULT_INTERVAL.get()
        && H4_DEFAULT_JUMP == DEFAULT_JUMP
        && H4_JUMP_MAX == JUMP_MAX
        && H4_DEFAULT_WINDOW as usize == DEFAULT_WINDOW
        && H4_WINDOW_MAX as usize == WINDOW_MAX
);

/// One side of a session of the Living Cipher v3: what both sides agree on before the first block. It is looked at while a sealer, an
/// opener or a chain is made, and not kept; wiping the secret is the caller's part.
///
/// What the cipher does not promise. Counter and transcript of a block are visible. GCM does not commit to its key: never seal under a
/// password, never try many keys. Forward secrecy is per block only once the root is wiped (off, announce), per interval in the mode
/// mixing, and none while the shared secret is kept. Opening block k of a file after a seek costs k steps of the chain. Two sessions
/// with one id and one secret share their keys and nonces, and have none of the promises of the cipher.
///
/// H4_ERR_SHORT_KEY is a secret shorter than H4_SECRET_MIN, H4_ERR_RANGE any other value that is not legal, H4_ERR_UNSUPPORTED a mode
/// that the library was built without.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_session_t {
    /// What both sides share and nobody else knows: from a key agreement or a generator, not from a person.
    pub secret: *const u8,
    /// Its length in bytes, at least H4_SECRET_MIN.
    pub secret_len: usize,
    /// H4_SESSION_ID_LEN bytes that never come twice with one secret; not looked at without H4_CONTEXT_SESSION_ID.
    pub session_id: *const u8,
    /// H4_CONTEXT_...
    pub context: u32,
    /// H4_ROLE_...; never 0.
    pub role: u32,
    /// H4_MODE_...
    pub mode: u32,
    /// Blocks from one boundary block to the next, at least 1; 0 with H4_MODE_OFF.
    pub interval: u32,
    /// The most blocks that a receiver passes over at once, and so the most work that a forged block causes: 1 to H4_JUMP_MAX, for a
    /// receiver at least its window. A lease is at most a quarter of it. 0 for H4_DEFAULT_JUMP.
    pub jump: u32,
    /// Not used; 0.
    pub reserved: u32,
}

impl h4_session_t {
    /// The session that the caller shows.
    pub(super) fn of(call: &Call, session: *const Self) -> Result<Session<'_>, Failure> {
        let given = call.value(session)?;
        let context = match given.context {
            H4_CONTEXT_SESSION_ID => {
                let id = call.input(given.session_id, H4_SESSION_ID_LEN)?;
                Context::of_session(*id.first_chunk().ok_or(Failure::of(H4_ERR_NULL))?)
            }
            H4_CONTEXT_BARE_OF_OLD_PRODUCERS => Context::bare_of_old_producers(),
            _ => return Err(Failure::of(H4_ERR_RANGE)),
        };
        let role = role_of(given.role)?;
        let secret = call.input(given.secret, given.secret_len)?;
        let session = Session::new(secret, context, role, mode_of(given.mode, given.interval)?)?;
        Ok(match given.jump {
            0 => session,
            jump => session.with_jump(jump)?,
        })
    }
}

/// A role.
pub(super) fn role_of(role: u32) -> Result<Role, Failure> {
    match role {
        H4_ROLE_INITIATOR => Ok(Role::Initiator),
        H4_ROLE_RESPONDER => Ok(Role::Responder),
        _ => Err(Failure::of(H4_ERR_RANGE)),
    }
}

/// A mode with its interval.
pub(super) fn mode_of(mode: u32, interval: u32) -> Result<Mode, Failure> {
    match (mode, NonZeroU32::new(interval)) {
        (H4_MODE_OFF, None) => Ok(Mode::Off),
        (H4_MODE_ANNOUNCE, Some(interval)) => Ok(Mode::Announce(interval)),
        (H4_MODE_MIXING, Some(interval)) => Ok(Mode::Mixing(interval)),
        _ => Err(Failure::of(H4_ERR_RANGE)),
    }
}

/// Where a sender or receiver stands.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_tip_t {
    /// The sender's next counter, or the highest opened counter + 1.
    pub counter: u64,
    /// The transcript there: equal on both sides at equal counters.
    pub transcript: [u8; 32],
}

impl h4_tip_t {
    pub(super) const NONE: Self = Self {
        counter: 0,
        transcript: [0; 32],
    };

    pub(super) const fn of((counter, transcript): (u64, Digest)) -> Self {
        Self {
            counter,
            transcript,
        }
    }
}

/// A block that was opened.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_opened_t {
    /// The block's counter.
    pub counter: u64,
    /// Where the plaintext begins in the memory that held the ciphertext.
    pub plaintext_at: usize,
    /// Its length in bytes.
    pub plaintext_len: usize,
}

impl h4_opened_t {
    pub(super) const NONE: Self = Self {
        counter: 0,
        plaintext_at: 0,
        plaintext_len: 0,
    };

    /// A plaintext before which there are some bytes of the block.
    pub(super) const fn of(counter: u64, at: usize, len: usize) -> Self {
        Self {
            counter,
            plaintext_at: at,
            plaintext_len: len,
        }
    }
}

/// 32 bytes that the caller may leave out: NULL then.
pub(super) fn optional_32(call: &Call, bytes: *const u8) -> Result<Option<&[u8; 32]>, Failure> {
    if bytes.is_null() {
        return Ok(None);
    }
    Ok(call.input(bytes, 32)?.first_chunk())
}
