//! Time and kind of blocks and sounds as small fixed-size tokens. Knows neither chunks nor keys.

pub mod video;
