//! Time and kind of blocks and sounds as small fixed-size tokens. Knows neither chunks nor keys.

#[cfg(feature = "audio")]
pub mod audio;
#[cfg(feature = "audio")]
mod fft;
#[cfg(feature = "audio")]
mod math;
pub mod video;
#[cfg(feature = "audio")]
mod window;
