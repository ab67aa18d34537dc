//! The one place where pointers from C become values and references, and the only `unsafe` code of this interface.
//!
//! What can be found out about a pointer is: NULL, alignment, a length that no memory has, memory lent twice, memory that is
//! not the state it is taken for. What cannot is the caller's promise: that the memory is there for the time of the call, as
//! long as its length says, and that no other thread touches it.

#![allow(unsafe_code, reason = "no compiler can check what C promises")]

use core::ffi::c_void;
use core::marker::PhantomData;
use core::ptr::NonNull;
#[cfg(feature = "mask")]
use core::sync::atomic::{Ordering, compiler_fence};

use super::engine_identity::h4_engine_identity_t;
use super::held::Held;
pub(super) use super::held::State;
use super::meta::h4_standard_meta_t;
use super::source::h4_source_t;
use super::span::{Misuse, Misused, Shape, Spans, Use};
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

#[cfg(feature = "audio-calls")]
plain! { f32 super::audio::h4_audio_config_t super::audio::h4_audio_token_t }

#[cfg(feature = "cipher")]
plain! { super::binding::h4_binding_t super::seal::h4_seal_t super::session::h4_session_t }

/// One call from C and the memory it was given. Memory that the call writes to is given once, or the call is refused.
///
/// What depends on no type is in functions of its own: an archive has dozens of calls and one of each of them.
pub(super) struct Call {
    spans: Spans,
}

impl Call {
    pub(super) const fn new() -> Self {
        Self {
            spans: Spans::new(),
        }
    }

    /// A place for a result, which holds `safe` until the result is known.
    pub(super) fn out<T: Copy>(&self, ptr: *mut T, safe: T) -> Misused<Out<'_, T>> {
        self.fill(ptr.cast(), (&raw const safe).cast(), Shape::of::<T>())?;
        Out::to(ptr)
    }

    /// Takes note of a place of `shape` and copies there what is at `safe`.
    #[inline(never)]
    fn fill(&self, ptr: *mut u8, safe: *const u8, shape: Shape) -> Misused<()> {
        let span = self.spans.unlent(ptr.addr(), shape)?;
        // SAFETY: not NULL and there by the caller's promise, no reference of this call leads there, and `safe` is a local value of
        // this shape.
        unsafe { ptr.copy_from_nonoverlapping(safe, shape.size) };
        self.spans.note(span, Use::Written)
    }

    /// A value that the caller shows.
    pub(super) fn value<T: Plain>(&self, ptr: *const T) -> Misused<T> {
        self.spans
            .claim(ptr.addr(), Shape::of::<T>(), 1, Use::Shown)?;
        // SAFETY: not NULL and aligned, initialised by the caller's promise, and any bytes are a value.
        Ok(unsafe { ptr.read() })
    }

    /// What the caller lends to be read; NULL stands for nothing.
    pub(super) fn input<T: Plain>(&self, ptr: *const T, count: usize) -> Misused<&[T]> {
        if count == 0 {
            return Ok(&[]);
        }
        self.spans
            .claim(ptr.addr(), Shape::of::<T>(), count, Use::Lent)?;
        // SAFETY: not NULL, aligned, of a possible length and there by the caller's promise; any bytes are values; nothing that
        // this call writes to overlaps it, and the reference does not outlive the call.
        Ok(unsafe { core::slice::from_raw_parts(ptr, count) })
    }

    /// What the caller lends to be written; NULL stands for nothing.
    #[expect(clippy::mut_from_ref, reason = "each stretch of memory is lent once")]
    pub(super) fn output<T: Plain>(&self, ptr: *mut T, len: usize) -> Misused<&mut [T]> {
        if len == 0 {
            return Ok(&mut []);
        }
        self.spans
            .claim(ptr.addr(), Shape::of::<T>(), len, Use::LentToWrite)?;
        // SAFETY: not NULL, aligned, of a possible length and there by the caller's promise; any bytes are values; nothing else that this
        // call uses overlaps it, and the reference does not outlive the call.
        Ok(unsafe { core::slice::from_raw_parts_mut(ptr, len) })
    }

    /// Memory for a new state. Whatever was there is zero from here on.
    pub(super) fn place<S: State>(
        &self,
        memory: *mut c_void,
        size: usize,
    ) -> Misused<Place<'_, S>> {
        let () = S::FITS;
        self.clear(memory.cast(), size, Shape::of::<S>())?;
        // Aligned and large enough for the state by `FITS`.
        Out::to(memory.cast()).map(Place)
    }

    /// Takes note of a place of `shape` in memory of `size` bytes and makes it zero.
    #[inline(never)]
    fn clear(&self, memory: *mut u8, size: usize, shape: Shape) -> Misused<()> {
        Spans::possible(memory.addr(), shape)?;
        if size < shape.size {
            return Err(Misuse::StateSize);
        }
        let span = self.spans.unlent(memory.addr(), shape)?;
        // SAFETY: not NULL, and as long as `shape` says by the caller's promise; no reference of this call leads there.
        unsafe { memory.write_bytes(0, shape.size) };
        self.spans.note(span, Use::Written)
    }

    /// A state that the call reads.
    pub(super) fn state<S: State>(&self, ptr: *const S) -> Misused<&S::Inner> {
        let () = S::FITS;
        self.held(ptr.cast(), Shape::of::<S>(), S::KIND, Use::Lent)?;
        let held: *const Held<S> = ptr.cast();
        // SAFETY: the memory holds this kind of state, as `held` saw, and nothing that this call writes to overlaps it.
        let held = unsafe { &*held };
        Ok(&held.inner)
    }

    /// A state that the call changes.
    #[expect(clippy::mut_from_ref, reason = "each stretch of memory is lent once")]
    pub(super) fn state_mut<S: State>(&self, ptr: *mut S) -> Misused<&mut S::Inner> {
        let () = S::FITS;
        self.held(
            ptr.cast_const().cast(),
            Shape::of::<S>(),
            S::KIND,
            Use::LentToWrite,
        )?;
        let held: *mut Held<S> = ptr.cast();
        // SAFETY: the memory holds this kind of state, as `held` saw, and nothing else that this call uses overlaps it.
        let held = unsafe { &mut *held };
        Ok(&mut held.inner)
    }

    /// The word before what may be a state of one of several kinds.
    #[cfg(feature = "cipher")]
    pub(super) fn kind<S>(&self, ptr: *const S) -> Misused<u64> {
        self.spans.look(ptr.addr(), Shape::of::<u64>())?;
        // SAFETY: not NULL and aligned, initialised by the caller's promise, and no reference of this call writes there.
        Ok(unsafe { ptr.cast::<u64>().read() })
    }

    /// Takes note of a state of `shape` that begins with the word `kind`.
    #[inline(never)]
    fn held(&self, ptr: *const u64, shape: Shape, kind: u64, used: Use) -> Misused<()> {
        self.spans.claim(ptr.addr(), shape, 1, used)?;
        // SAFETY: the first word of the memory of a state, which is not NULL, and aligned for it.
        if unsafe { ptr.read() } != kind {
            return Err(Misuse::State);
        }
        Ok(())
    }

    /// Ends a state and makes its memory zero, in a way that the compiler keeps. Memory that is zero already stays so.
    #[cfg(feature = "mask")]
    pub(super) fn wipe<S: State>(&self, ptr: *mut S) -> Misused<()> {
        self.wipe_kind(ptr.cast(), Shape::of::<S>(), S::KIND)
    }

    #[cfg(feature = "mask")]
    #[inline(never)]
    fn wipe_kind(&self, ptr: *mut u64, shape: Shape, kind: u64) -> Misused<()> {
        self.spans.claim(ptr.addr(), shape, 1, Use::Written)?;
        // SAFETY: the first word of the memory of a state, which is not NULL, and aligned for it.
        if ![0, kind].contains(&unsafe { ptr.read() }) {
            return Err(Misuse::State);
        }
        wipe_bytes(ptr.cast(), shape.size);
        Ok(())
    }
}

/// A place for a result.
pub(super) struct Out<'c, T> {
    ptr: NonNull<T>,
    call: PhantomData<&'c Call>,
}

impl<T> Out<'_, T> {
    /// A place that the call has taken note of.
    fn to(ptr: *mut T) -> Misused<Self> {
        Ok(Self {
            ptr: NonNull::new(ptr).ok_or(Misuse::Null)?,
            call: PhantomData,
        })
    }

    /// Puts the result there.
    pub(super) fn set(&mut self, value: T) {
        // SAFETY: not NULL and aligned, there by the caller's promise, and no reference of this call leads there.
        unsafe { self.ptr.write(value) };
    }
}

/// Memory for a new state.
pub(super) struct Place<'c, S: State>(Out<'c, Held<S>>);

impl<'c, S: State> Place<'c, S> {
    /// Puts the state there.
    pub(super) fn put(mut self, inner: S::Inner) {
        let kind = S::KIND;
        self.0.set(Held { kind, inner });
    }

    /// Puts an empty state there, to be made what it is to be where it stays. It counts as one once it is settled.
    #[cfg(feature = "cipher")]
    pub(super) fn vacant(mut self, empty: S::Inner) -> (Vacant<'c>, &'c mut S::Inner) {
        self.0.set(Held {
            kind: 0,
            inner: empty,
        });
        let held = self.0.ptr.as_ptr();
        let vacant = Vacant {
            memory: held.cast(),
            size: size_of::<S>(),
            kind: S::KIND,
            call: PhantomData,
        };
        // SAFETY: the state was just put there, the call took note of its memory, and the reference does not outlive the call.
        let held = unsafe { &mut *held };
        (vacant, &mut held.inner)
    }
}

/// A state that is being made where it stays.
#[cfg(feature = "cipher")]
pub(super) struct Vacant<'c> {
    memory: *mut u64,
    size: usize,
    kind: u64,
    call: PhantomData<&'c Call>,
}

#[cfg(feature = "cipher")]
impl Vacant<'_> {
    /// The state is made, or, if it could not be, its memory is zero again. No reference to it is used any more.
    pub(super) fn settle<E>(self, made: Result<(), E>) -> Result<(), E> {
        match made {
            // SAFETY: the first word of the memory of a state that was put there, to which no reference is used any more.
            Ok(()) => unsafe { self.memory.write(self.kind) },
            Err(_) => wipe_bytes(self.memory.cast(), self.size),
        }
        made
    }
}

/// Makes memory zero in a way that the compiler keeps. Its callers have taken note of it and hold no reference that leads there.
#[cfg(feature = "mask")]
fn wipe_bytes(ptr: *mut u8, len: usize) {
    for at in 0..len {
        let byte = ptr.wrapping_add(at);
        // SAFETY: inside the memory of a state, to which no reference of this call leads; what is in it needs no other end.
        unsafe { byte.write_volatile(0) };
    }
    compiler_fence(Ordering::SeqCst);
}
