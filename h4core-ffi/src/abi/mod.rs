//! What C sees. The manual is `include/h4core.h`, which is made of the comments here.
//!
//! Everything is safe Rust but `pointer`, through which every pointer from C goes. The functions are not `unsafe` to Rust, for
//! their callers are in C; what they ask of a caller is in the manual.
#![allow(
    non_camel_case_types,
    unreachable_pub,
    reason = "the names are those of the header, and they are found by the linker"
)]

#[cfg(feature = "audio-calls")]
pub mod audio;
#[cfg(feature = "cipher")]
pub mod binding;
pub mod container;
pub mod engine;
pub mod engine_identity;
#[cfg(feature = "json")]
pub mod engine_read;
#[cfg(feature = "cipher")]
pub mod exchange;
mod failure;
#[cfg(feature = "cipher")]
pub mod file_chain;
mod held;
#[cfg(feature = "json")]
pub mod json;
pub mod locator;
#[cfg(feature = "mask")]
pub mod mask;
pub mod meta;
#[cfg(feature = "json")]
pub mod object;
#[cfg(feature = "cipher")]
pub mod opener;
#[cfg(feature = "cipher")]
mod opener_kinds;
#[cfg(feature = "cipher")]
pub mod opener_stored;
mod optional;
pub mod parser;
mod pointer;
pub mod reader;
pub mod recover;
#[cfg(feature = "cipher")]
pub mod seal;
#[cfg(feature = "cipher")]
pub mod sealed_reader;
#[cfg(feature = "cipher")]
pub mod sealed_tail;
#[cfg(feature = "cipher")]
pub mod sealed_writer;
#[cfg(feature = "cipher")]
pub mod sealer;
#[cfg(feature = "mask")]
mod secret;
pub mod seek;
#[cfg(feature = "cipher")]
pub mod session;
pub mod source;
mod span;
pub mod state;
#[cfg(feature = "cipher")]
pub mod state_cipher;
pub mod status;
pub mod tail;
pub mod text;
pub mod token;
pub mod types;
pub mod verifier;
pub mod version;
pub mod writer;
