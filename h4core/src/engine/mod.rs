//! Engines: what a producer may do to the bytes of a block before it is stored, and the identity by which a reader pins it.
//! Knows neither chunks nor keys. SPEC.md, "Engines".

mod fingerprint;
mod identity;
mod pack;
#[cfg(feature = "json")]
mod read;
mod run_length;
mod store;

pub use fingerprint::{
    Fingerprint, PROBE_BLOCK_LEN, PROBE_BLOCKS, fingerprint, probe_block, work_len,
};
pub use identity::{EngineIdentity, EnginePin, MAX_EMITTED_LEN, MAX_NAME_LEN, UNKNOWN};
pub use pack::{Engine, find};
#[cfg(feature = "json")]
pub use read::Names;
pub use run_length::RunLength;
pub use store::Store;
