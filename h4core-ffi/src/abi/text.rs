//! Statuses, rules and states in words.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_char;

use h4core::error::{Error, Rule, State};

use super::status::*;

/// `text` with the NUL that C expects after it.
pub(super) const fn terminated<const N: usize>(text: &str) -> [u8; N] {
    let mut out = [0; N];
    let (mut to, mut from) = (out.as_mut_slice(), text.as_bytes());
    while let (Some((first, later)), [byte, rest @ ..]) = (to.split_first_mut(), from) {
        *first = *byte;
        (to, from) = (later, rest);
    }
    out
}

/// A constant text of the library as C takes it.
macro_rules! c_text {
    ($text:expr) => {{
        const TEXT: &str = $text;
        const BYTES: [u8; TEXT.len() + 1] = super::text::terminated(TEXT);
        const C: &core::ffi::CStr = match core::ffi::CStr::from_bytes_with_nul(&BYTES) {
            Ok(text) => text,
            Err(_) => c"",
        };
        C
    }};
}

pub(super) use c_text;

/// What a method that is `const` says of each of some values.
macro_rules! texts {
    ($value:expr, $method:ident, $($known:path)|+) => {
        match $value {
            $($known => c_text!($known.$method()),)+
            #[allow(unreachable_patterns, reason = "some of the types may grow")]
            _ => c"",
        }
    };
}

macro_rules! rule_texts {
    ($status:expr, $method:ident) => {
        match Rule::ALL
            .into_iter()
            .find(|rule| status_of(*rule) == $status)
        {
            Some(rule) => texts!(
                rule,
                $method,
                Rule::HeaderLength
                    | Rule::Magic
                    | Rule::Version
                    | Rule::Reserved
                    | Rule::Truncated
                    | Rule::Crc
                    | Rule::VeriLength
                    | Rule::SeekLength
                    | Rule::SeekOrder
                    | Rule::VeriMissing
                    | Rule::AfterVeri
                    | Rule::VeriMismatch
                    | Rule::SeekOffset
                    | Rule::MetaJson
                    | Rule::SafeJson
            ),
            None => c"",
        }
    };
}

/// A status in words, in English. The text is constant, ends with NUL and is never NULL; "unknown status" for a number that is
/// not in this header. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_status_text(status: h4_status_t) -> *const c_char {
    let text = match status {
        H4_OK => c"success",
        H4_NONE => c"there is none",
        H4_ERR_NULL => c"a pointer is NULL",
        H4_ERR_ALIGNMENT => c"a pointer is not aligned for its type",
        H4_ERR_STATE_SIZE => c"the memory for a state is too small",
        H4_ERR_STATE => c"the memory does not hold such a state",
        H4_ERR_OVERLAP => c"memory that is written to was given twice",
        H4_ERR_LENGTH => c"a length is greater than any memory",
        H4_ERR_TOO_SMALL => c_text!(Error::TooSmall { needed: 0 }.text()),
        H4_ERR_ENTRIES_FULL => c_text!(Error::SeekFull.text()),
        H4_ERR_ENTRY_ORDER => c_text!(Error::SeekOrder.text()),
        H4_ERR_ENTRY_OFFSET => c_text!(Error::SeekOffset.text()),
        H4_ERR_RANGE => c_text!(Error::Range.text()),
        H4_ERR_RESERVED_TAG => c_text!(Error::ReservedTag.text()),
        H4_ERR_SHORT_KEY => c_text!(Error::ShortKey.text()),
        H4_ERR_MISPLACED => c_text!(Error::Misplaced.text()),
        H4_ERR_FIELD_TWICE => c_text!(Error::FieldTwice.text()),
        H4_ERR_FIELD_TYPE => c_text!(Error::FieldType.text()),
        H4_ERR_READ => c"the read function failed",
        H4_ERR_OTHER => c"the call could not be done",
        H4_ERR_JSON => c"the text is not one JSON object in UTF-8",
        H4_ERR_SEALED_HEADER => c_text!(Error::Header.text()),
        H4_ERR_REPLAY => c_text!(Error::Replay.text()),
        H4_ERR_TOO_OLD => c_text!(Error::TooOld.text()),
        H4_ERR_TOO_FAR => c_text!(Error::TooFar.text()),
        H4_ERR_AUTH => c_text!(Error::Auth.text()),
        H4_ERR_FORK => c_text!(Error::Fork.text()),
        H4_ERR_PENDING => c_text!(Error::Pending.text()),
        H4_ERR_ENTROPY => c_text!(Error::Entropy.text()),
        H4_ERR_LEASE => c_text!(Error::Lease.text()),
        H4_ERR_EXHAUSTED => c_text!(Error::Exhausted.text()),
        H4_ERR_WEAK_KEY => c_text!(Error::WeakKey.text()),
        H4_ERR_UNSUPPORTED => c_text!(Error::Unsupported.text()),
        H4_ERR_SEAL => c_text!(Error::Seal.text()),
        H4_ERR_SEAL_GENERATION => c_text!(Error::SealGeneration.text()),
        H4_ERR_SEAL_PLACE => c_text!(Error::SealPlace.text()),
        H4_ERR_ENGINE_UNKNOWN => c_text!(Error::EngineUnknown.text()),
        H4_ERR_ENGINE_MISMATCH => c_text!(Error::EngineMismatch.text()),
        H4_ERR_ENGINE_DATA => c_text!(Error::EngineData.text()),
        _ => rule_texts!(status, text),
    };
    if text.is_empty() {
        return c"unknown status".as_ptr();
    }
    text.as_ptr()
}

/// The name of a rule of the format as its specification gives it, such as "veri-mismatch". The text is constant, ends with NUL
/// and is never NULL; it is empty for a status that is no rule. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_rule_name(status: h4_status_t) -> *const c_char {
    rule_texts!(status, name).as_ptr()
}

/// The state of a file whose first fault is of this rule; H4_STATE_NONE for a status that is no rule. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_rule_state(status: h4_status_t) -> u32 {
    let rule = Rule::ALL
        .into_iter()
        .find(|rule| status_of(*rule) == status);
    rule.map_or(H4_STATE_NONE, |rule| state_of(rule.state()))
}

/// A state (H4_STATE_...) in one word, such as "verified". The text is constant, ends with NUL and is never NULL; it is empty for
/// any other number. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_state_text(state: u32) -> *const c_char {
    let state = [State::Verified, State::Unfinished, State::Damaged]
        .into_iter()
        .find(|known| state_of(*known) == state);
    let text = match state {
        Some(state) => texts!(
            state,
            name,
            State::Verified | State::Unfinished | State::Damaged
        ),
        None => c"",
    };
    text.as_ptr()
}
