//! States in the caller's memory.

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
    pub(super) kind: u64,
    pub(super) inner: S::Inner,
}
