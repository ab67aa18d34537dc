//! Receivers of each window that is offered. C sees one type; what its memory holds, and how much of it, says the word before it.

use core::ffi::c_void;

use h4core::crypto::living::{Exchange, Opened, Opener, Session};
use h4core::error::Error;
use h4core::hash::Digest;

use super::pointer::{Call, State};
use super::secret::secretly;
use super::state_cipher::{H4_OPENER_BASE_WORDS, H4_OPENER_SLOT_WORDS, h4_opener_t};
use super::status::{Failure, H4_ERR_RANGE, H4_ERR_STATE, H4_OK, end, h4_status_t};

/// What a receiver of any window does.
pub(super) trait AnyOpener {
    fn tip(&self) -> (u64, Digest);
    fn export(&self, out: &mut [u8]) -> Result<usize, Error>;
    fn open_parts<'b>(
        &mut self,
        header: &[u8],
        sealed: &'b mut [u8],
        aad: &[u8],
        exchange: Option<&mut Exchange>,
    ) -> Result<Opened<'b>, Error>;
}

impl<const W: usize> AnyOpener for Opener<W> {
    fn tip(&self) -> (u64, Digest) {
        self.tip()
    }

    fn export(&self, out: &mut [u8]) -> Result<usize, Error> {
        self.export(out)
    }

    fn open_parts<'b>(
        &mut self,
        header: &[u8],
        sealed: &'b mut [u8],
        aad: &[u8],
        exchange: Option<&mut Exchange>,
    ) -> Result<Opened<'b>, Error> {
        self.open_parts(header, sealed, aad, exchange)
    }
}

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

impl Origin<'_> {
    fn opener<const W: usize>(&self) -> Result<Opener<W>, Error> {
        match self {
            Self::Session(session) => Opener::new(session),
            Self::Stored(bytes) => Opener::import(bytes),
        }
    }
}

/// Makes a receiver in the caller's memory.
pub(super) fn make<'c>(
    call: &'c Call,
    memory: *mut c_void,
    size: usize,
    window: u32,
    origin: impl FnOnce() -> Result<Origin<'c>, Failure>,
) -> h4_status_t {
    each!(
        window,
        Kind => {
            const STACK: usize = 2 * size_of::<Kind>() + 1024;
            let place = call.place::<Kind>(memory, size);
            secretly::<STACK>(|| {
                place?.put(origin()?.opener()?);
                Ok(H4_OK)
            })
        },
        end(|| {
            call.place::<Memory<1, { words(1) }>>(memory, size)?;
            Err(Failure::of(H4_ERR_RANGE))
        })
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

fn window_at(call: &Call, opener: *const h4_opener_t) -> Result<u64, Failure> {
    Ok(call.kind(opener)?.wrapping_sub(KIND))
}

/// A receiver that the call reads.
pub(super) fn opener(call: &Call, opener: *const h4_opener_t) -> Result<&dyn AnyOpener, Failure> {
    each!(
        window_at(call, opener)?,
        Kind => Ok(call.state::<Kind>(opener.cast())?),
        Err(Failure::of(H4_ERR_STATE))
    )
}

/// A receiver that the call changes.
pub(super) fn opener_mut(
    call: &Call,
    opener: *mut h4_opener_t,
) -> Result<&mut dyn AnyOpener, Failure> {
    each!(
        window_at(call, opener)?,
        Kind => Ok(call.state_mut::<Kind>(opener.cast())?),
        Err(Failure::of(H4_ERR_STATE))
    )
}

/// Ends a receiver and makes its memory zero.
pub(super) fn wipe(call: &Call, opener: *mut h4_opener_t) -> Result<(), Failure> {
    match call.kind(opener)? {
        0 => Ok(()),
        kind => each!(
            kind.wrapping_sub(KIND),
            Kind => call.wipe::<Kind>(opener.cast()),
            Err(Failure::of(H4_ERR_STATE))
        ),
    }
}
