//! A file being written: chunk by chunk, then its tail.

pub(super) mod tail;
pub(super) mod writer;
