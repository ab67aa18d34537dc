//! H4MK: a chunked, time-indexed, verifiable media container, over memory that the caller brings.
//!
//! The format is `docs/SPEC.md`; why it is so is `docs/DESIGN.md`. Nothing here allocates, and no input, length or order of
//! calls makes a function panic, read out of bounds or take more than its documented work.
//!
//! | layer | modules |
//! |---|---|
//! | L4 | `stream`: sealed blocks in a container |
//! | L3 | [`container`]: write, read, seek, verify, recover |
//! | L2 | [`token`]: structure tokens; [`crypto`]: the transport mask, the Living Cipher; [`engine`]: engines and their pins |
//! | L1 | [`wire`]: one file a structure; [`hash`]: CRC-32 and SHA-256 |
//! | L0 | [`error`] |
#![no_std]
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate std;

mod bytes;
pub mod container;
#[cfg(feature = "mask")]
pub mod crypto;
pub mod engine;
pub mod error;
pub mod hash;
#[cfg(feature = "cipher")]
pub mod stream;
mod text;
pub mod token;
pub mod wire;

/// The program in the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
