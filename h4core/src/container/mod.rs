//! Writing, reading, seeking, verifying and recovering a file. Never sees a key. SPEC.md, "Reading" and "Writing".

mod block;
mod chunk;
#[cfg(feature = "json")]
mod object;
mod parser;
mod read_at;
mod reader;
mod rebuild;
mod recover;
mod regular_seek;
mod search;
mod seek_check;
mod seek_file;
mod seek_store;
mod seek_table;
mod slice;
mod tail;
mod verifier;
mod walk;
mod writer;

pub use block::{Block, BlockWalk, Locator, MediaLengths, MediaRange, check_seek_offsets};
pub use chunk::{Chunk, ChunkInfo};
#[cfg(feature = "json")]
pub use object::{media_lengths, object};
pub use parser::{Event, Parser};
pub use read_at::{ReadAt, ReadError};
pub use reader::{Events, Reader};
pub use rebuild::Rebuild;
pub use recover::{Salvage, Survey};
pub use regular_seek::RegularSeek;
pub use seek_check::{SeekCheck, SeekFault, SeekSummary};
pub use seek_file::{SeekFile, SeekFileUnverified};
pub use seek_store::SeekStore;
pub use seek_table::SeekTable;
pub use slice::{BlocksIn, Chunks, Container, KeyBlocks, Located, VerifiedContainer};
pub use tail::{Tail, TailState};
pub use verifier::{Verdict, Verified, Verifier};
pub use walk::Walk;
pub use writer::{MAX_PAYLOAD_LEN, Put, Writer};

/// The payload length of VERI: one SHA-256 digest.
pub const VERI_LEN: u32 = 32;
