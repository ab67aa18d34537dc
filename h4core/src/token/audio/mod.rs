//! The audio tokenizer: PCM in pieces of any size becomes the largest spectral peaks of overlapping frames.
//! SPEC.md, "Audio token".

mod config;
mod select;
#[cfg(test)]
mod select_tests;
mod storage;
mod tokenizer;

pub use config::Config;
pub use tokenizer::{Frame, Tokenizer, TokenizerState};

pub use super::fft::FRAME_SIZES;
