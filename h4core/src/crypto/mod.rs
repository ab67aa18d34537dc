//! The transport mask, the Living Cipher, and the primitives below them. Knows neither chunks nor files.

#[cfg(feature = "cipher")]
pub mod aead;
#[cfg(feature = "cipher")]
pub mod exchange;
pub mod kdf;
#[cfg(feature = "cipher")]
pub mod living;
pub mod mask;
pub mod secret;
