//! The structures of a file as bytes, one file a structure. SPEC.md, "Bytes and conventions".
//!
//! Each structure has a borrowed view, which reads fields and judges nothing, and a `Repr`, which can only be legal:
//! `Repr::parse` checks a view, `Repr::emit` writes it back. Offsets stand in each file's `mod field` and nowhere else.
//! No function here panics, whatever the bytes.

pub mod audio_token;
pub mod binding;
pub mod chunk;
mod decimal;
pub mod encryption;
pub mod file_header;
#[cfg(feature = "json")]
pub mod json;
pub mod meta;
pub mod seal;
pub mod sealed_header;
pub mod seek;
pub mod video_token;

pub use chunk::Tag;
