//! What calls return. Numbers are written out, grouped, and never used again for anything else.

use h4core::error::{Fault, Rule, State};

use super::pointer::{Call, Out};
use super::span::{Misuse, Misused};

/// What a call returns: 0 is success, 1 an answer that there is none, everything else a failure. 16 to 47 are rules of the
/// format that the bytes of a file break, 48 to 63 are misuse of the interface, 64 to 79 are calls that could not be done, 80 to 95
/// sealed blocks and containers that were not sealed or opened, and 96 to 111 engines that are not the one required.
/// After a failure the outputs hold safe values: numbers 0, offsets that lead nowhere, lengths 0. A state is then as it was
/// before, unless the function says otherwise.
pub type h4_status_t = i32;

/// The call did what it says.
pub const H4_OK: h4_status_t = 0;
/// There is none: no such chunk, entry, block or field, or the walk is over. The call did what it says.
pub const H4_NONE: h4_status_t = 1;

/// The file is shorter than its 8-byte header.
pub const H4_ERR_HEADER_LENGTH: h4_status_t = 16;
/// The file does not begin with H4MK.
pub const H4_ERR_MAGIC: h4_status_t = 17;
/// The version is not 1.
pub const H4_ERR_VERSION: h4_status_t = 18;
/// The reserved field is not 0.
pub const H4_ERR_RESERVED: h4_status_t = 19;
/// A chunk is cut by the end of the file.
pub const H4_ERR_TRUNCATED: h4_status_t = 20;
/// A payload does not have the CRC-32 of its header.
pub const H4_ERR_CRC: h4_status_t = 21;
/// The payload of VERI is not 32 bytes.
pub const H4_ERR_VERI_LENGTH: h4_status_t = 22;
/// The payload of SEEK is not 4 + 16 x count bytes.
pub const H4_ERR_SEEK_LENGTH: h4_status_t = 23;
/// The times of SEEK do not strictly increase.
pub const H4_ERR_SEEK_ORDER: h4_status_t = 24;
/// The file ends without VERI.
pub const H4_ERR_VERI_MISSING: h4_status_t = 25;
/// Bytes follow VERI.
pub const H4_ERR_AFTER_VERI: h4_status_t = 26;
/// VERI is not the SHA-256 of the bytes before it.
pub const H4_ERR_VERI_MISMATCH: h4_status_t = 27;
/// A SEEK offset is past the end of the media.
pub const H4_ERR_SEEK_OFFSET: h4_status_t = 28;
/// META is not one JSON object in UTF-8.
pub const H4_ERR_META_JSON: h4_status_t = 29;
/// SAFE is not one JSON object in UTF-8.
pub const H4_ERR_SAFE_JSON: h4_status_t = 30;

/// A pointer is NULL where memory is needed.
pub const H4_ERR_NULL: h4_status_t = 48;
/// A pointer is not aligned for its type.
pub const H4_ERR_ALIGNMENT: h4_status_t = 49;
/// The memory for a state is smaller than the state.
pub const H4_ERR_STATE_SIZE: h4_status_t = 50;
/// The memory does not hold such a state: it was never made, is wiped, or is of another kind.
pub const H4_ERR_STATE: h4_status_t = 51;
/// Memory that the call writes to was given to it twice.
pub const H4_ERR_OVERLAP: h4_status_t = 52;
/// A length is greater than any memory.
pub const H4_ERR_LENGTH: h4_status_t = 53;

/// The buffer is too small.
pub const H4_ERR_TOO_SMALL: h4_status_t = 64;
/// The storage for seek entries is full.
pub const H4_ERR_ENTRIES_FULL: h4_status_t = 65;
/// The time of a seek entry is not greater than the one before.
pub const H4_ERR_ENTRY_ORDER: h4_status_t = 66;
/// A seek entry leads past the end of the media.
pub const H4_ERR_ENTRY_OFFSET: h4_status_t = 67;
/// A value is outside its range.
pub const H4_ERR_RANGE: h4_status_t = 68;
/// The tag is one that the writer places.
pub const H4_ERR_RESERVED_TAG: h4_status_t = 69;
/// The key is too short.
pub const H4_ERR_SHORT_KEY: h4_status_t = 70;
/// The call does not fit the state.
pub const H4_ERR_MISPLACED: h4_status_t = 71;
/// The field is there more than once.
pub const H4_ERR_FIELD_TWICE: h4_status_t = 72;
/// The field is of another type.
pub const H4_ERR_FIELD_TYPE: h4_status_t = 73;
/// The caller's read function failed, or said that it read more than it was asked for.
pub const H4_ERR_READ: h4_status_t = 74;
/// The call could not be done, for a reason that this version of the interface has no number for.
pub const H4_ERR_OTHER: h4_status_t = 75;
/// The text is not one JSON object in UTF-8.
pub const H4_ERR_JSON: h4_status_t = 76;

/// The header of the sealed block is not one that a block can have here. It says nothing of authenticity.
pub const H4_ERR_SEALED_HEADER: h4_status_t = 80;
/// The sealed block was opened before.
pub const H4_ERR_REPLAY: h4_status_t = 81;
/// The sealed block is further back than the window, or its key was given up.
pub const H4_ERR_TOO_OLD: h4_status_t = 82;
/// The sealed block is further ahead than the jump that is allowed.
pub const H4_ERR_TOO_FAR: h4_status_t = 83;
/// The sealed block did not authenticate. It is not said why.
pub const H4_ERR_AUTH: h4_status_t = 84;
/// The sealed block is authentic and contradicts an opened one: two senders share one state.
pub const H4_ERR_FORK: h4_status_t = 85;
/// The sealed block does not open yet, and may once a boundary block before it has arrived. It does not mean authentic.
pub const H4_ERR_PENDING: h4_status_t = 86;
/// A new key is due and no random bytes were given for it.
pub const H4_ERR_ENTROPY: h4_status_t = 87;
/// The sender's lease is used up, or a resumed sender has not taken one.
pub const H4_ERR_LEASE: h4_status_t = 88;
/// The counter is at its end.
pub const H4_ERR_EXHAUSTED: h4_status_t = 89;
/// The peer's public key gives an X25519 result of zeros alone.
pub const H4_ERR_WEAK_KEY: h4_status_t = 90;
/// The library was built without what the call needs.
pub const H4_ERR_UNSUPPORTED: h4_status_t = 91;
/// SEAL is not legal.
pub const H4_ERR_SEAL: h4_status_t = 92;
/// SEAL is of another generation of the cipher, or of another suite.
pub const H4_ERR_SEAL_GENERATION: h4_status_t = 93;
/// SEAL is not the first chunk.
pub const H4_ERR_SEAL_PLACE: h4_status_t = 94;

/// The engine is of another id than the one required, or of none that is known here.
pub const H4_ERR_ENGINE_UNKNOWN: h4_status_t = 96;
/// The engine has the id required and another fingerprint, or none.
pub const H4_ERR_ENGINE_MISMATCH: h4_status_t = 97;
/// The bytes are nothing that the engine makes.
pub const H4_ERR_ENGINE_DATA: h4_status_t = 98;

/// No state is known: the bytes were not judged.
pub const H4_STATE_NONE: u32 = 0;
/// Every check holds, VERI included.
pub const H4_STATE_VERIFIED: u32 = 1;
/// All chunks up to the end of input are sound, and VERI is absent or the last chunk is cut.
pub const H4_STATE_UNFINISHED: u32 = 2;
/// Anything else.
pub const H4_STATE_DAMAGED: u32 = 3;

/// `chunk` of a fault in the file header.
pub const H4_NO_CHUNK: u64 = u64::MAX;

/// Where a file breaks which rule.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_fault_t {
    /// The first byte of the structure that breaks it, counted from the start of the file.
    pub offset: u64,
    /// The number of the chunk, counted from 0; H4_NO_CHUNK in the file header.
    pub chunk: u64,
    /// The rule, 16 to 47; H4_OK if the call found no fault, and then offset is 0 and chunk H4_NO_CHUNK.
    pub status: h4_status_t,
    /// The state of a file whose first fault this is; H4_STATE_NONE without a fault.
    pub state: u32,
}

impl h4_fault_t {
    pub(super) const NONE: Self = Self {
        offset: 0,
        chunk: H4_NO_CHUNK,
        status: H4_OK,
        state: H4_STATE_NONE,
    };

    pub(super) fn of(fault: Fault) -> Self {
        Self {
            offset: fault.offset,
            chunk: fault.chunk.unwrap_or(H4_NO_CHUNK),
            status: status_of(fault.rule),
            state: state_of(fault.state()),
        }
    }
}

pub(super) const fn state_of(state: State) -> u32 {
    match state {
        State::Verified => H4_STATE_VERIFIED,
        State::Unfinished => H4_STATE_UNFINISHED,
        State::Damaged => H4_STATE_DAMAGED,
    }
}

pub(super) fn status_of(rule: Rule) -> h4_status_t {
    h4_status_t::from(rule as u16)
}

/// Why a call returns something else than success.
#[derive(Clone, Copy)]
pub(super) enum Failure {
    Status(h4_status_t),
    Fault(Fault),
}

impl Failure {
    pub(super) const fn of(status: h4_status_t) -> Self {
        Self::Status(status)
    }

    fn status(&self) -> h4_status_t {
        match self {
            Self::Status(status) => *status,
            Self::Fault(fault) => status_of(fault.rule),
        }
    }

    /// Says which fault it is, where the caller wants to know.
    #[inline(never)]
    fn tell(&self, out: Option<Out<'_, h4_fault_t>>) -> h4_status_t {
        if let (Some(mut out), Self::Fault(fault)) = (out, self) {
            out.set(h4_fault_t::of(*fault));
        }
        self.status()
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Misuse> for Failure {
    fn from(misuse: Misuse) -> Self {
        Self::Status(misuse.status())
    }
}

/// Ends a call that says no more than its status.
pub(super) fn end(body: impl FnOnce() -> Result<h4_status_t, Failure>) -> h4_status_t {
    body().unwrap_or_else(|failure| failure.status())
}

impl<T: Copy> Out<'_, T> {
    /// Puts there what was found, if anything.
    pub(super) fn answer(mut self, found: Option<T>) -> h4_status_t {
        match found {
            Some(found) => {
                self.set(found);
                H4_OK
            }
            None => H4_NONE,
        }
    }
}

/// A place for the fault of a call, which the caller may leave out.
pub(super) type FaultOut<'c> = Misused<Option<Out<'c, h4_fault_t>>>;

impl Call {
    /// The place for the fault of this call.
    #[inline(never)]
    pub(super) fn fault(&self, fault: *mut h4_fault_t) -> FaultOut<'_> {
        self.optional(fault, h4_fault_t::NONE)
    }
}

/// Ends a call that says which fault it found.
pub(super) fn end_with(
    fault: FaultOut<'_>,
    body: impl FnOnce() -> Result<h4_status_t, Failure>,
) -> h4_status_t {
    match fault {
        Ok(out) => body().unwrap_or_else(|failure| failure.tell(out)),
        Err(misuse) => misuse.status(),
    }
}
