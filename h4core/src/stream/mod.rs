//! Sealed blocks in a container: where container and crypto meet, and nowhere else. SPEC.md, "Sealed containers".
//!
//! A sealed container begins with SEAL, its CORE payloads are blocks of the Living Cipher, each bound to engine, container,
//! track, time and number, and it ends with an empty block bound to the track `~end`. A [`SealedWriter`] makes one; a
//! [`SealedReader`] opens its blocks, in file order or from any of them on.
//!
//! What the cipher promises of a block holds here: a block that was changed, or moved to another place, track or container,
//! does not open. Lengths, times in SEEK, META and SAFE are not sealed, and VERI is no signature: who holds no secret can still
//! make a container that verifies, out of blocks that will not open.

mod owned;
mod reader;
mod seal;
mod writer;

pub use reader::{EndState, SealedReader, Unsealed};
pub use seal::{seal_in, seal_of};
pub use writer::{END_MAX_LEN, SealedWriter};
