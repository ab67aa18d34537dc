//! The one place where pointers from C become values and references, and the only one with `unsafe` in it.
//!
//! What can be found out about a pointer is: NULL, alignment, a length that no memory has, memory lent twice, memory that is
//! not the state it is taken for. What cannot is the caller's promise: that the memory is there for the time of the call, as
//! long as its length says, and that no other thread touches it.

#![allow(unsafe_code, reason = "no compiler can check what C promises")]

use core::cell::Cell;
use core::ffi::c_void;
use core::marker::PhantomData;
use core::mem::{align_of, size_of};
use core::sync::atomic::{Ordering, compiler_fence};

use super::meta::h4_standard_meta_t;
use super::source::h4_source_t;
use super::status::{
    Failure, H4_ERR_ALIGNMENT, H4_ERR_LENGTH, H4_ERR_NULL, H4_ERR_OVERLAP, H4_ERR_STATE,
    H4_ERR_STATE_SIZE,
};
use super::tail::h4_tail_input_t;
use super::token::h4_video_token_t;
use super::types::{
    h4_chunk_t, h4_lengths_t, h4_media_range_t, h4_regular_seek_t, h4_seek_entry_t, h4_text_t,
};

/// Types without padding of which any bytes are a value: what C may hand in by pointer.
///
/// # Safety
/// Any initialised bytes are a value of the type.
pub(super) unsafe trait Plain: Copy {}

macro_rules! plain {
    ($($plain:ty)+) => {
        // SAFETY: integers, floats, arrays of them and raw pointers, for each of which any bytes are a value, without padding; and
        // a function pointer, for which C puts NULL or a function of that type there.
        $(unsafe impl Plain for $plain {})+
    };
}

plain! {
    u8 h4_chunk_t h4_lengths_t h4_media_range_t h4_regular_seek_t h4_seek_entry_t h4_source_t h4_standard_meta_t
    h4_tail_input_t h4_text_t h4_video_token_t
}

/// A state in the caller's memory: the type that C sees, and what is in it.
pub(super) trait State: Sized {
    /// What is in it.
    type Inner;
    /// The word that says so; no two kinds share it.
    const KIND: u64;
    /// Fails to compile where the memory that C sees does not hold the state.
    const FITS: () = assert!(
        size_of::<Held<Self>>() <= size_of::<Self>()
            && align_of::<Held<Self>>() <= align_of::<Self>(),
        "the memory of a state holds it"
    );
}

/// How a state lies in the caller's memory.
#[repr(C)]
pub(super) struct Held<S: State> {
    kind: u64,
    inner: S::Inner,
}

/// A stretch of the caller's memory that a call uses.
#[derive(Clone, Copy, Default)]
struct Span {
    start: usize,
    end: usize,
    /// Whether the call may write there.
    written: bool,
    /// Whether a reference leads there.
    lent: bool,
}

/// More pointers than any one function takes.
const MAX_SPANS: usize = 16;

/// One call from C and the memory it was given. Memory that the call writes to is given once, or the call is refused.
#[derive(Default)]
pub(super) struct Call {
    spans: [Cell<Span>; MAX_SPANS],
    len: Cell<usize>,
}

impl Call {
    /// Takes note of a stretch; an error if it was given before and either use writes.
    fn claim(&self, span: Span) -> Result<(), Failure> {
        if span.start == span.end {
            return Ok(());
        }
        if self.conflicts(span, |_| true) {
            return Err(Failure::of(H4_ERR_OVERLAP));
        }
        let slot = self.spans.get(self.len.get());
        slot.ok_or(Failure::of(H4_ERR_OVERLAP))?.set(span);
        self.len.set(self.len.get().saturating_add(1));
        Ok(())
    }

    fn conflicts(&self, span: Span, among: impl Fn(&Span) -> bool) -> bool {
        let given = self.spans.iter().take(self.len.get()).map(Cell::get);
        given.filter(among).any(|other| {
            (span.written || other.written) && span.start < other.end && other.start < span.end
        })
    }

    /// A place for a result, which holds `safe` until the result is known.
    pub(super) fn out<T: Copy>(&self, ptr: *mut T, safe: T) -> Result<Out<'_, T>, Failure> {
        let span = span_of(ptr, 1, true)?;
        if self.conflicts(span, |other| other.lent) {
            return Err(Failure::of(H4_ERR_OVERLAP));
        }
        let mut out = Out {
            ptr,
            call: PhantomData,
        };
        out.set(safe);
        self.claim(span)?;
        Ok(out)
    }

    /// A place for a result that the caller may not want: NULL then.
    pub(super) fn optional<T: Copy>(
        &self,
        ptr: *mut T,
        safe: T,
    ) -> Result<Option<Out<'_, T>>, Failure> {
        if ptr.is_null() {
            return Ok(None);
        }
        self.out(ptr, safe).map(Some)
    }

    /// A value that the caller shows.
    pub(super) fn value<T: Plain>(&self, ptr: *const T) -> Result<T, Failure> {
        self.claim(span_of(ptr, 1, false)?)?;
        // SAFETY: not NULL and aligned, initialised by the caller's promise, and any bytes are a value.
        Ok(unsafe { ptr.read() })
    }

    /// A value that the caller may leave out: NULL then.
    pub(super) fn optional_value<T: Plain>(&self, ptr: *const T) -> Result<Option<T>, Failure> {
        if ptr.is_null() {
            return Ok(None);
        }
        self.value(ptr).map(Some)
    }

    /// What the caller lends to be read; NULL stands for nothing.
    pub(super) fn input<T: Plain>(&self, ptr: *const T, count: usize) -> Result<&[T], Failure> {
        if count == 0 {
            return Ok(&[]);
        }
        self.claim(Span {
            lent: true,
            ..span_of(ptr, count, false)?
        })?;
        // SAFETY: not NULL, aligned, of a possible length and there by the caller's promise; any bytes are values; nothing that
        // this call writes to overlaps it, and the reference does not outlive the call.
        Ok(unsafe { core::slice::from_raw_parts(ptr, count) })
    }

    /// What the caller lends to be written; NULL stands for nothing.
    #[expect(clippy::mut_from_ref, reason = "each stretch of memory is lent once")]
    pub(super) fn output(&self, ptr: *mut u8, len: usize) -> Result<&mut [u8], Failure> {
        if len == 0 {
            return Ok(&mut []);
        }
        self.claim(Span {
            lent: true,
            ..span_of(ptr, len, true)?
        })?;
        // SAFETY: not NULL, of a possible length and there by the caller's promise; any bytes are values; nothing else that this
        // call uses overlaps it, and the reference does not outlive the call.
        Ok(unsafe { core::slice::from_raw_parts_mut(ptr, len) })
    }

    /// Memory for a new state. Whatever was there is zero from here on.
    pub(super) fn place<S: State>(
        &self,
        memory: *mut c_void,
        size: usize,
    ) -> Result<Place<'_, S>, Failure> {
        let () = S::FITS;
        let ptr: *mut S = memory.cast();
        let span = span_of(ptr, 1, true)?;
        if size < size_of::<S>() {
            return Err(Failure::of(H4_ERR_STATE_SIZE));
        }
        if self.conflicts(span, |other| other.lent) {
            return Err(Failure::of(H4_ERR_OVERLAP));
        }
        // SAFETY: not NULL, aligned, and as long as `S` by the caller's promise; no reference of this call leads there.
        unsafe { ptr.write_bytes(0, 1) };
        self.claim(span)?;
        // Aligned and large enough for the state by `FITS`.
        Ok(Place(Out {
            ptr: ptr.cast(),
            call: PhantomData,
        }))
    }

    /// A state that the call reads.
    pub(super) fn state<S: State>(&self, ptr: *const S) -> Result<&S::Inner, Failure> {
        let held: *const Held<S> = self.held(ptr, false)?.cast();
        // SAFETY: the memory holds this kind of state, as `held` saw, and nothing that this call writes to overlaps it.
        let held = unsafe { &*held };
        Ok(&held.inner)
    }

    /// A state that the call changes.
    #[expect(clippy::mut_from_ref, reason = "each stretch of memory is lent once")]
    pub(super) fn state_mut<S: State>(&self, ptr: *mut S) -> Result<&mut S::Inner, Failure> {
        let held: *mut Held<S> = self.held(ptr, true)?.cast_mut().cast();
        // SAFETY: the memory holds this kind of state, as `held` saw, and nothing else that this call uses overlaps it.
        let held = unsafe { &mut *held };
        Ok(&mut held.inner)
    }

    fn held<S: State>(&self, ptr: *const S, written: bool) -> Result<*const S, Failure> {
        let () = S::FITS;
        self.claim(Span {
            lent: true,
            ..span_of(ptr, 1, written)?
        })?;
        if kind_at(ptr) != S::KIND {
            return Err(Failure::of(H4_ERR_STATE));
        }
        Ok(ptr)
    }

    /// Ends a state and makes its memory zero, in a way that the compiler keeps. Memory that is zero already stays so.
    pub(super) fn wipe<S: State>(&self, ptr: *mut S) -> Result<(), Failure> {
        self.claim(span_of(ptr, 1, true)?)?;
        if ![0, S::KIND].contains(&kind_at(ptr)) {
            return Err(Failure::of(H4_ERR_STATE));
        }
        for at in 0..size_of::<S>() {
            let byte = ptr.cast::<u8>().wrapping_add(at);
            // SAFETY: inside the memory of `S`, to which no reference of this call leads; what is in it needs no other end.
            unsafe { byte.write_volatile(0) };
        }
        compiler_fence(Ordering::SeqCst);
        Ok(())
    }
}

/// The word before a state. `ptr` is not NULL and is aligned: both callers have a span of it.
fn kind_at<S: State>(ptr: *const S) -> u64 {
    let kind: *const u64 = ptr.cast();
    // SAFETY: the first word of the memory of `S`, which is aligned for it.
    unsafe { kind.read() }
}

/// A stretch of `count` values, if a pointer to them is possible.
fn span_of<T>(ptr: *const T, count: usize, written: bool) -> Result<Span, Failure> {
    if ptr.is_null() {
        return Err(Failure::of(H4_ERR_NULL));
    }
    if !ptr.is_aligned() {
        return Err(Failure::of(H4_ERR_ALIGNMENT));
    }
    let len = size_of::<T>().checked_mul(count);
    let len = len.filter(|len| isize::try_from(*len).is_ok());
    let end = len.and_then(|len| ptr.addr().checked_add(len));
    Ok(Span {
        start: ptr.addr(),
        end: end.ok_or(Failure::of(H4_ERR_LENGTH))?,
        written,
        lent: false,
    })
}

/// A place for a result.
pub(super) struct Out<'c, T> {
    ptr: *mut T,
    call: PhantomData<&'c Call>,
}

impl<T> Out<'_, T> {
    /// Puts the result there.
    pub(super) fn set(&mut self, value: T) {
        // SAFETY: not NULL and aligned, there by the caller's promise, and no reference of this call leads there.
        unsafe { self.ptr.write(value) };
    }
}

/// Memory for a new state.
pub(super) struct Place<'c, S: State>(Out<'c, Held<S>>);

impl<S: State> Place<'_, S> {
    /// Puts the state there.
    pub(super) fn put(mut self, inner: S::Inner) {
        let kind = S::KIND;
        self.0.set(Held { kind, inner });
    }
}
