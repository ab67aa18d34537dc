//! The transport mask and the primitives below it. Knows neither chunks nor files.

pub mod kdf;
pub mod mask;
pub mod secret;
