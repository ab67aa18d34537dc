//! The one place where pointers from C become values and references, and the only one with `unsafe` in it.
//!
//! What can be found out about a pointer is: NULL, alignment, a length that no memory has, memory lent twice, memory that is
//! not the state it is taken for. What cannot is the caller's promise: that the memory is there for the time of the call, as
//! long as its length says, and that no other thread touches it.

#![allow(unsafe_code, reason = "no compiler can check what C promises")]

use core::ffi::c_void;
use core::marker::PhantomData;
use core::mem::{align_of, size_of};
#[cfg(feature = "mask")]
use core::sync::atomic::{Ordering, compiler_fence};

use super::engine_identity::h4_engine_identity_t;
use super::meta::h4_standard_meta_t;
use super::source::h4_source_t;
use super::span::{Span, Spans};
use super::status::{Failure, H4_ERR_STATE, H4_ERR_STATE_SIZE};
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
    u8 h4_chunk_t h4_engine_identity_t h4_lengths_t h4_media_range_t h4_regular_seek_t h4_seek_entry_t h4_source_t
    h4_standard_meta_t h4_tail_input_t h4_text_t h4_video_token_t
}

#[cfg(feature = "audio")]
plain! { f32 super::audio::h4_audio_config_t super::audio::h4_audio_token_t }

#[cfg(feature = "cipher")]
plain! { super::binding::h4_binding_t super::seal::h4_seal_t super::session::h4_session_t }

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

/// One call from C and the memory it was given. Memory that the call writes to is given once, or the call is refused.
#[derive(Default)]
pub(super) struct Call {
    spans: Spans,
}

impl Call {
    /// A place for a result, which holds `safe` until the result is known.
    pub(super) fn out<T: Copy>(&self, ptr: *mut T, safe: T) -> Result<Out<'_, T>, Failure> {
        let span = Span::of(ptr, 1, true)?;
        self.spans.refuse_overlap(span, |other| other.lent)?;
        let mut out = Out {
            ptr,
            call: PhantomData,
        };
        out.set(safe);
        self.spans.claim(span)?;
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
        self.spans.claim(Span::of(ptr, 1, false)?)?;
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
        self.spans.claim(Span::lent(ptr, count, false)?)?;
        // SAFETY: not NULL, aligned, of a possible length and there by the caller's promise; any bytes are values; nothing that
        // this call writes to overlaps it, and the reference does not outlive the call.
        Ok(unsafe { core::slice::from_raw_parts(ptr, count) })
    }

    /// What the caller lends to be written; NULL stands for nothing.
    #[expect(clippy::mut_from_ref, reason = "each stretch of memory is lent once")]
    pub(super) fn output<T: Plain>(&self, ptr: *mut T, len: usize) -> Result<&mut [T], Failure> {
        if len == 0 {
            return Ok(&mut []);
        }
        self.spans.claim(Span::lent(ptr, len, true)?)?;
        // SAFETY: not NULL, aligned, of a possible length and there by the caller's promise; any bytes are values; nothing else that this
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
        let span = Span::of(ptr, 1, true)?;
        if size < size_of::<S>() {
            return Err(Failure::of(H4_ERR_STATE_SIZE));
        }
        self.spans.refuse_overlap(span, |other| other.lent)?;
        // SAFETY: not NULL, aligned, and as long as `S` by the caller's promise; no reference of this call leads there.
        unsafe { ptr.write_bytes(0, 1) };
        self.spans.claim(span)?;
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

    /// A state that the call changes, and that the caller may leave out: NULL then.
    #[cfg(feature = "cipher")]
    pub(super) fn optional_state_mut<S: State>(
        &self,
        ptr: *mut S,
    ) -> Result<Option<&mut S::Inner>, Failure> {
        if ptr.is_null() {
            return Ok(None);
        }
        self.state_mut(ptr).map(Some)
    }

    /// The word before what may be a state of one of several kinds.
    #[cfg(feature = "cipher")]
    pub(super) fn kind<S>(&self, ptr: *const S) -> Result<u64, Failure> {
        let ptr: *const u64 = ptr.cast();
        let span = Span::of(ptr, 1, false)?;
        self.spans.refuse_overlap(span, |_| true)?;
        // SAFETY: not NULL and aligned, initialised by the caller's promise, and no reference of this call writes there.
        Ok(unsafe { ptr.read() })
    }

    fn held<S: State>(&self, ptr: *const S, written: bool) -> Result<*const S, Failure> {
        let () = S::FITS;
        self.spans.claim(Span::lent(ptr, 1, written)?)?;
        if kind_at(ptr) != S::KIND {
            return Err(Failure::of(H4_ERR_STATE));
        }
        Ok(ptr)
    }

    /// Ends a state and makes its memory zero, in a way that the compiler keeps. Memory that is zero already stays so.
    #[cfg(feature = "mask")]
    pub(super) fn wipe<S: State>(&self, ptr: *mut S) -> Result<(), Failure> {
        self.spans.claim(Span::of(ptr, 1, true)?)?;
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
