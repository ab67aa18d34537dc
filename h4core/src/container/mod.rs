//! Writing, reading, seeking and verifying a file. Never sees a key.

pub mod regular_seek;
