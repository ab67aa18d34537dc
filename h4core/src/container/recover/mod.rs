//! From a file that is not verified to one that is, with everything that is sound.

pub(super) mod rebuild;
pub(super) mod survey;
mod trim;
