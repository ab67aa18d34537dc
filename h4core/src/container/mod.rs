//! Writing, reading, seeking, verifying and recovering a file. Never sees a key. SPEC.md, "Reading" and "Writing".

mod block;
mod chunk;
#[cfg(feature = "json")]
mod object;
mod parser;
mod read_at;
mod reader;
mod recover;
mod seek;
mod slice;
mod verifier;
mod walk;
mod write;

pub use block::{Block, BlockWalk, Locator, MediaLengths, MediaRange, check_seek_offsets};
pub use chunk::{Chunk, ChunkInfo};
#[cfg(feature = "json")]
pub use object::{media_lengths, object};
pub use parser::{Event, Parser};
pub use read_at::{ReadAt, ReadError};
pub use reader::{Events, Reader};
pub use recover::rebuild::Rebuild;
pub use recover::survey::{Salvage, Survey};
pub use seek::check::{SeekCheck, SeekFault, SeekSummary};
pub use seek::file::{SeekFile, SeekFileUnverified};
pub use seek::regular::RegularSeek;
pub use seek::store::SeekStore;
pub use seek::table::SeekTable;
pub use slice::{BlocksIn, Chunks, Container, KeyBlocks, Located, VerifiedContainer};
pub use verifier::{Verdict, Verified, Verifier};
pub use walk::Walk;
pub use write::tail::{Tail, TailState};
pub use write::writer::{MAX_PAYLOAD_LEN, Put, Writer};

/// The payload length of VERI: one SHA-256 digest.
pub const VERI_LEN: u32 = 32;
