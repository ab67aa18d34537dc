//! What can be wrong: with the bytes of a file (a [`Fault`] of one [`Rule`]), or with a call ([`Error`]).
//!
//! SPEC.md, "States and the order of checks" and "Errors".

use core::fmt;

/// What a file is, as its first fault decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Every check holds, VERI included.
    Verified,
    /// All chunks up to the end of input are sound, and VERI is absent or the last chunk is cut.
    Unfinished,
    /// Anything else.
    Damaged,
}

impl State {
    /// `verified`, `unfinished` or `damaged`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Unfinished => "unfinished",
            Self::Damaged => "damaged",
        }
    }
}

/// A rule of the format that bytes can break, with its number in the C interface. Numbers are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(u16)]
pub enum Rule {
    /// A file has at least the 8 bytes of its header.
    HeaderLength = 16,
    /// A file begins with `H4MK`.
    Magic = 17,
    /// The version is 1.
    Version = 18,
    /// The reserved field is 0.
    Reserved = 19,
    /// A chunk's header and payload lie inside the file.
    Truncated = 20,
    /// A payload has the CRC-32 that its header says.
    Crc = 21,
    /// The payload of VERI is 32 bytes.
    VeriLength = 22,
    /// The payload of SEEK is 4 + 16 × count bytes.
    SeekLength = 23,
    /// The times of SEEK strictly increase.
    SeekOrder = 24,
    /// A file ends with VERI.
    VeriMissing = 25,
    /// Nothing follows VERI.
    AfterVeri = 26,
    /// VERI is the SHA-256 of the bytes before it.
    VeriMismatch = 27,
    /// No SEEK offset is past the end of the media.
    SeekOffset = 28,
    /// META is one JSON object in UTF-8.
    MetaJson = 29,
    /// SAFE is one JSON object in UTF-8.
    SafeJson = 30,
}

impl Rule {
    /// Every rule, in the order of checks.
    pub const ALL: [Self; 15] = [
        Self::HeaderLength,
        Self::Magic,
        Self::Version,
        Self::Reserved,
        Self::Truncated,
        Self::Crc,
        Self::VeriLength,
        Self::SeekLength,
        Self::SeekOrder,
        Self::VeriMissing,
        Self::AfterVeri,
        Self::VeriMismatch,
        Self::SeekOffset,
        Self::MetaJson,
        Self::SafeJson,
    ];

    /// The rule's name in SPEC.md.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HeaderLength => "header-length",
            Self::Magic => "magic",
            Self::Version => "version",
            Self::Reserved => "reserved",
            Self::Truncated => "truncated",
            Self::Crc => "crc",
            Self::VeriLength => "veri-length",
            Self::SeekLength => "seek-length",
            Self::SeekOrder => "seek-order",
            Self::VeriMissing => "veri-missing",
            Self::AfterVeri => "after-veri",
            Self::VeriMismatch => "veri-mismatch",
            Self::SeekOffset => "seek-offset",
            Self::MetaJson => "meta-json",
            Self::SafeJson => "safe-json",
        }
    }

    /// The rule in words.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::HeaderLength => "the file is shorter than its 8-byte header",
            Self::Magic => "the file does not begin with H4MK",
            Self::Version => "the version is not 1",
            Self::Reserved => "the reserved field is not 0",
            Self::Truncated => "the chunk is cut by the end of the file",
            Self::Crc => "the payload does not have the CRC-32 of its header",
            Self::VeriLength => "the payload of VERI is not 32 bytes",
            Self::SeekLength => "the payload of SEEK is not 4 + 16 x count bytes",
            Self::SeekOrder => "the times of SEEK do not strictly increase",
            Self::VeriMissing => "the file ends without VERI",
            Self::AfterVeri => "bytes follow VERI",
            Self::VeriMismatch => "VERI is not the SHA-256 of the bytes before it",
            Self::SeekOffset => "a SEEK offset is past the end of the media",
            Self::MetaJson => "META is not one JSON object in UTF-8",
            Self::SafeJson => "SAFE is not one JSON object in UTF-8",
        }
    }

    /// The state of a file whose first fault is of this rule.
    #[must_use]
    pub const fn state(self) -> State {
        match self {
            Self::Truncated | Self::VeriMissing => State::Unfinished,
            _ => State::Damaged,
        }
    }
}

/// Where a file breaks which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fault {
    /// The rule.
    pub rule: Rule,
    /// The first byte of the structure that breaks it, counted from the start of the file.
    pub offset: u64,
    /// The number of the chunk, counted from 0; none in the file header.
    pub chunk: Option<u64>,
}

impl Fault {
    pub(crate) const fn in_header(rule: Rule, offset: u64) -> Self {
        Self {
            rule,
            offset,
            chunk: None,
        }
    }

    pub(crate) const fn in_chunk(rule: Rule, offset: u64, chunk: u64) -> Self {
        Self {
            rule,
            offset,
            chunk: Some(chunk),
        }
    }

    /// The state of a file whose first fault this is.
    #[must_use]
    pub const fn state(&self) -> State {
        self.rule.state()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} at offset {}",
            self.rule.name(),
            self.rule.text(),
            self.offset
        )?;
        match self.chunk {
            Some(chunk) => write!(f, ", chunk {chunk}"),
            None => f.write_str(", file header"),
        }
    }
}

impl core::error::Error for Fault {}

/// Why a call did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Error {
    /// The bytes break a rule of the format.
    Fault(Fault),
    /// The caller's slice is too small; nothing was changed.
    TooSmall {
        /// The length in bytes with which the same call succeeds.
        needed: u64,
    },
    /// The caller's storage for seek entries has no free slot.
    SeekFull,
    /// A seek entry's time is not greater than the one before.
    SeekOrder,
    /// A seek entry leads past the end of the media.
    SeekOffset,
    /// A number or length is outside its documented range.
    Range,
    /// The tag is one that the writer itself places.
    ReservedTag,
    /// The key is shorter than its documented minimum.
    ShortKey,
    /// The call does not fit the state: it was made too early, too late or with other arguments than before.
    Misplaced,
    /// The field is there more than once.
    FieldTwice,
    /// The field is there, but is of another type or outside the range of the type asked for.
    FieldType,
    /// The header of a sealed block is not one that a block can have here. It says nothing of authenticity.
    Header,
    /// The sealed block was opened before.
    Replay,
    /// The sealed block is further back than the window, or its key was given up.
    TooOld,
    /// The sealed block is further ahead than the jump that is allowed.
    TooFar,
    /// The sealed block did not authenticate. It is not said why.
    Auth,
    /// The sealed block is authentic and contradicts an opened one: two senders share one state.
    Fork,
    /// The sealed block does not open yet, and may once a boundary block before it has arrived. It does not mean authentic.
    Pending,
    /// A new key is due and no random bytes were given for it.
    Entropy,
    /// The sender's lease is used up, or a resumed sender has not taken one.
    Lease,
    /// The counter is at its end.
    Exhausted,
    /// The peer's public key gives an all-zero X25519 result.
    WeakKey,
    /// This build lacks the cargo feature that the call needs.
    Unsupported,
    /// The engine is of another id than the one required, or of none that is known here.
    EngineUnknown,
    /// The engine has the id required and another fingerprint, or none.
    EngineMismatch,
    /// The bytes are nothing that the engine makes.
    EngineData,
    /// SEAL has this generation and is not one that a writer of it makes.
    Seal,
    /// SEAL is of another generation or suite than those known here.
    SealGeneration,
    /// SEAL stands behind another chunk; only as the first chunk does it seal a container.
    SealPlace,
}

impl Error {
    /// The error in words.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.rule.text(),
            Self::TooSmall { .. } => "the buffer is too small",
            Self::SeekFull => "the storage for seek entries is full",
            Self::SeekOrder => "the time of a seek entry is not greater than the one before",
            Self::SeekOffset => "a seek entry leads past the end of the media",
            Self::Range => "a value is outside its range",
            Self::ReservedTag => "the tag is one that the writer places",
            Self::ShortKey => "the key is too short",
            Self::Misplaced => "the call does not fit the state",
            Self::FieldTwice => "the field is there more than once",
            Self::FieldType => "the field is of another type",
            Self::Header => "the header of the sealed block is not legal here",
            Self::Replay => "the sealed block was opened before",
            Self::TooOld => "the sealed block is too far back",
            Self::TooFar => "the sealed block is too far ahead",
            Self::Auth => "the sealed block did not authenticate",
            Self::Fork => "two senders share one state",
            Self::Pending => "the sealed block may open after a block before it",
            Self::Entropy => "a new key needs random bytes",
            Self::Lease => "the sender needs a lease",
            Self::Exhausted => "the counter is at its end",
            Self::WeakKey => "the public key of the peer is weak",
            Self::Unsupported => "the build lacks the feature that the call needs",
            Self::EngineUnknown => "the engine is not the one required",
            Self::EngineMismatch => "the engine does not have the fingerprint required",
            Self::EngineData => "the bytes are nothing that the engine makes",
            Self::Seal => "SEAL is not legal",
            Self::SealGeneration => "SEAL is of another generation",
            Self::SealPlace => "SEAL is not the first chunk",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(fault) => fault.fmt(f),
            Self::TooSmall { needed } => write!(f, "{}: {needed} bytes are needed", self.text()),
            other => f.write_str(other.text()),
        }
    }
}

impl core::error::Error for Error {}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}
