//! What lies where on the flash.

/// A page: what is programmed at once, and once between two erasures.
pub const PAGE: usize = 128;
/// The same as an address.
pub const PAGE_U32: u32 = 128;
/// A block: what is erased at once.
pub const BLOCK: u32 = 4096;
/// Pages of a block.
pub const PAGES_IN_BLOCK: u32 = BLOCK / PAGE_U32;
/// Blocks of the flash.
pub const BLOCKS: u32 = 20;
/// Bytes of the flash.
pub const LEN: usize = 81_920;

/// Blocks of a journal.
pub const JOURNAL_BLOCKS: u32 = 2;
/// The address of the counter of boots.
pub const BOOTS_AT: u32 = 0;
/// The address of the leases of the live sender.
pub const LEASES_AT: u32 = JOURNAL_BLOCKS * BLOCK;

/// The first block of the areas.
pub const AREA_FIRST_BLOCK: u32 = 4;
/// Blocks of an area, which holds one container.
pub const AREA_BLOCKS: u32 = 2;
/// How many areas there are.
pub const AREAS: u32 = (BLOCKS - AREA_FIRST_BLOCK) / AREA_BLOCKS;
/// Bytes of a container that an area has room for.
pub const AREA_ROOM: u32 = AREA_BLOCKS * BLOCK - PAGE_U32;

/// Samples of a frame of tokens; the next begins half as many later.
pub const TOKENS_FRAME: u16 = 256;
/// Tokens of a frame, and of a block.
pub const TOKENS_TOP: usize = 8;
/// Blocks of a container of tokens.
pub const TOKENS_BLOCKS: u32 = 16;
/// Bytes of a block of tokens.
pub const TOKENS_BLOCK_LEN: usize = 8 * TOKENS_TOP;
/// Words that the tokenizer works in.
pub const TOKENS_STORAGE: usize = 5 * 256 / 2 + 4 * TOKENS_TOP + 129;
/// Bytes of a block of samples.
pub const PCM_BLOCK_LEN: usize = 160;
/// Samples of a block.
pub const PCM_BLOCK_SAMPLES: u32 = 80;
/// The time of a block of samples in microseconds.
pub const PCM_FRAME_TIME_US: u64 = 10_000;
/// Blocks of a masked container.
pub const MASKED_BLOCKS: u32 = 10;
/// Blocks of a sealed container.
pub const SEALED_BLOCKS: u32 = 8;
/// Blocks from one seek entry to the next.
pub const GOP: u32 = 4;
