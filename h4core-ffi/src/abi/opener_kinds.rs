//! Receivers of each window that is offered. C sees one type; what its memory holds, and how much of it, says the word before it.

use core::ffi::c_void;

use h4core::crypto::living::{Opener, Receiver, Session};

use super::pointer::{Call, State, Vacant};
use super::secret::{SESSION, secretly};
use super::span::{Misuse, Misused};
use super::state_cipher::{H4_OPENER_BASE_WORDS, H4_OPENER_SLOT_WORDS, h4_opener_t};
use super::status::{Failure, H4_ERR_RANGE, H4_OK, h4_status_t};

/// The memory of a receiver with a window of `W`, as long as C makes it.
#[repr(C)]
pub(super) struct Memory<const W: usize, const WORDS: usize>([u64; WORDS]);

const fn words(window: usize) -> usize {
    H4_OPENER_BASE_WORDS.saturating_add(H4_OPENER_SLOT_WORDS.saturating_mul(window))
}

/// The word before a receiver is this and its window.
const KIND: u64 = u64::from_be_bytes(*b"h4open_0");

impl<const W: usize, const WORDS: usize> State for Memory<W, WORDS> {
    type Inner = Opener<W>;
    const KIND: u64 = KIND.wrapping_add(W as u64);
}

/// Does the same for the kind of memory of each window, and something else for a window that is not offered.
macro_rules! each {
    ($window:expr, $kind:ident => $do:expr, $otherwise:expr, $($offered:literal)+) => {
        match $window {
            $($offered => {
                type $kind = Memory<$offered, { words($offered) }>;
                $do
            })+
            _ => $otherwise,
        }
    };
    ($window:expr, $kind:ident => $do:expr, $otherwise:expr) => {
        each!($window, $kind => $do, $otherwise, 1 4 8 16 32 64)
    };
}

/// What a receiver is made of.
pub(super) enum Origin<'a> {
    Session(Session<'a>),
    Stored(&'a [u8]),
}

/// Makes a receiver in the caller's memory, where it stays: on its way there from elsewhere it would leave copies of its keys.
pub(super) fn make<'c>(
    call: &'c Call,
    memory: *mut c_void,
    size: usize,
    window: u32,
    origin: impl FnOnce() -> Result<Origin<'c>, Failure>,
) -> h4_status_t {
    let vacant = vacant(call, memory, size, window);
    secretly::<SESSION>(|| {
        let (vacant, opener) = vacant?;
        let made = origin().and_then(|origin| match origin {
            Origin::Session(session) => Ok(opener.begin(&session)?),
            Origin::Stored(bytes) => Ok(opener.restore(bytes)?),
        });
        vacant.settle(made)?;
        Ok(H4_OK)
    })
}

fn vacant<'c>(
    call: &'c Call,
    memory: *mut c_void,
    size: usize,
    window: u32,
) -> Result<(Vacant<'c>, &'c mut Receiver), Failure> {
    each!(
        window,
        Kind => {
            let (vacant, opener) = call.place::<Kind>(memory, size)?.vacant(Opener::EMPTY);
            Ok((vacant, opener.receiver_mut()))
        },
        {
            call.place::<Memory<1, { words(1) }>>(memory, size)?;
            Err(Failure::of(H4_ERR_RANGE))
        }
    )
}

/// The bytes of memory of a window, and the length of what is stored of it; 0 if it is not offered.
pub(super) fn lengths(window: u32) -> (usize, usize) {
    each!(
        window,
        Kind => (size_of::<Kind>(), <Kind as State>::Inner::STORED_LEN),
        (0, 0)
    )
}

fn window_at(call: &Call, opener: *const h4_opener_t) -> Misused<u64> {
    Ok(call.kind(opener)?.wrapping_sub(KIND))
}

/// A receiver that the call reads.
pub(super) fn opener(call: &Call, opener: *const h4_opener_t) -> Misused<&Receiver> {
    each!(
        window_at(call, opener)?,
        Kind => Ok(call.state::<Kind>(opener.cast())?.receiver()),
        Err(Misuse::State)
    )
}

/// A receiver that the call changes.
pub(super) fn opener_mut(call: &Call, opener: *mut h4_opener_t) -> Misused<&mut Receiver> {
    each!(
        window_at(call, opener)?,
        Kind => Ok(call.state_mut::<Kind>(opener.cast())?.receiver_mut()),
        Err(Misuse::State)
    )
}

/// Ends a receiver and makes its memory zero.
pub(super) fn wipe(call: &Call, opener: *mut h4_opener_t) -> Misused<()> {
    match call.kind(opener)? {
        0 => Ok(()),
        kind => each!(
            kind.wrapping_sub(KIND),
            Kind => call.wipe::<Kind>(opener.cast()),
            Err(Misuse::State)
        ),
    }
}
