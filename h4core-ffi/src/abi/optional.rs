//! What the caller may leave out: NULL then.

#[cfg(feature = "cipher")]
use super::pointer::State;
use super::pointer::{Call, Out, Plain};
use super::span::Misused;

impl Call {
    /// A place for a result that the caller may not want: NULL then.
    pub(super) fn optional<T: Copy>(&self, ptr: *mut T, safe: T) -> Misused<Option<Out<'_, T>>> {
        if ptr.is_null() {
            return Ok(None);
        }
        self.out(ptr, safe).map(Some)
    }

    /// A value that the caller may leave out: NULL then.
    pub(super) fn optional_value<T: Plain>(&self, ptr: *const T) -> Misused<Option<T>> {
        if ptr.is_null() {
            return Ok(None);
        }
        self.value(ptr).map(Some)
    }

    /// A state that the call changes, and that the caller may leave out: NULL then.
    #[cfg(feature = "cipher")]
    pub(super) fn optional_state_mut<S: State>(
        &self,
        ptr: *mut S,
    ) -> Misused<Option<&mut S::Inner>> {
        if ptr.is_null() {
            return Ok(None);
        }
        self.state_mut(ptr).map(Some)
    }
}
