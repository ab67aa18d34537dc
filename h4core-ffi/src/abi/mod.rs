//! What C sees. The manual is `include/h4core.h`, which is made of the comments here.
//!
//! Everything is safe Rust but `pointer`, through which every pointer from C goes. The functions are not `unsafe` to Rust, for
//! their callers are in C; what they ask of a caller is in the manual.
#![allow(
    non_camel_case_types,
    unreachable_pub,
    reason = "the names are those of the header, and they are found by the linker"
)]

pub mod container;
#[cfg(feature = "json")]
pub mod json;
pub mod locator;
#[cfg(feature = "mask")]
pub mod mask;
pub mod meta;
#[cfg(feature = "json")]
pub mod object;
pub mod parser;
mod pointer;
pub mod reader;
pub mod recover;
pub mod seek;
pub mod source;
pub mod state;
pub mod status;
pub mod tail;
pub mod text;
pub mod token;
pub mod types;
pub mod verifier;
pub mod version;
pub mod writer;
