//! Memory for the states of the Living Cipher.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

/// Length of h4_sealer_t in words of 8 bytes.
pub const H4_SEALER_WORDS: usize = 32;
/// Length of h4_sealer_t in bytes.
pub const H4_SEALER_SIZE: usize = H4_SEALER_WORDS * 8;

/// The sender of one side of a session. A secret: h4_sealer_wipe. It may be moved, but never go on from a copy.
#[repr(C)]
pub struct h4_sealer_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_SEALER_WORDS],
}

/// The bytes of memory that a h4_sealer_t takes: H4_SEALER_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealer_size() -> usize {
    size_of::<h4_sealer_t>()
}

/// The alignment in bytes of the memory of a h4_sealer_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealer_align() -> usize {
    align_of::<h4_sealer_t>()
}

/// Length of h4_exchange_t in words of 8 bytes.
pub const H4_EXCHANGE_WORDS: usize = 24;
/// Length of h4_exchange_t in bytes.
pub const H4_EXCHANGE_SIZE: usize = H4_EXCHANGE_WORDS * 8;

/// What one side of a session in the mode mixing knows of the keys of both. A secret: h4_exchange_wipe.
#[repr(C)]
pub struct h4_exchange_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_EXCHANGE_WORDS],
}

/// The bytes of memory that a h4_exchange_t takes: H4_EXCHANGE_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_exchange_size() -> usize {
    size_of::<h4_exchange_t>()
}

/// The alignment in bytes of the memory of a h4_exchange_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_exchange_align() -> usize {
    align_of::<h4_exchange_t>()
}

/// Length of h4_file_chain_t in words of 8 bytes.
pub const H4_FILE_CHAIN_WORDS: usize = 24;
/// Length of h4_file_chain_t in bytes.
pub const H4_FILE_CHAIN_SIZE: usize = H4_FILE_CHAIN_WORDS * 8;

/// The chain of keys that stored blocks were sealed on, at one of its counters. A secret: h4_file_chain_wipe.
#[repr(C)]
pub struct h4_file_chain_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_FILE_CHAIN_WORDS],
}

/// The bytes of memory that a h4_file_chain_t takes: H4_FILE_CHAIN_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_file_chain_size() -> usize {
    size_of::<h4_file_chain_t>()
}

/// The alignment in bytes of the memory of a h4_file_chain_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_file_chain_align() -> usize {
    align_of::<h4_file_chain_t>()
}

/// Length of a h4_opener_t in words of 8 bytes, without its window.
pub const H4_OPENER_BASE_WORDS: usize = 40;
/// What each counter of its window adds, in words of 8 bytes.
pub const H4_OPENER_SLOT_WORDS: usize = 8;
/// Length in words of a h4_opener_t with a window of 1.
pub const H4_OPENER_WORDS: usize = 48;

const _: () = assert!(H4_OPENER_WORDS == H4_OPENER_BASE_WORDS + H4_OPENER_SLOT_WORDS);

/// The receiver of one side of a session. A secret: h4_opener_wipe. This is the part that a receiver of any window has: the memory that
/// it lies in is of H4_OPENER_SIZE(window) bytes, such as uint64_t memory[H4_OPENER_SIZE(32) / 8], and calls take a pointer to it.
#[repr(C)]
pub struct h4_opener_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_OPENER_WORDS],
}

/// The alignment in bytes of the memory of a h4_opener_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_opener_align() -> usize {
    align_of::<h4_opener_t>()
}

/// Length of h4_sealed_writer_t in words of 8 bytes.
pub const H4_SEALED_WRITER_WORDS: usize = 160;
/// Length of h4_sealed_writer_t in bytes.
pub const H4_SEALED_WRITER_SIZE: usize = H4_SEALED_WRITER_WORDS * 8;

/// A sealed container being written. A secret: h4_sealed_writer_wipe. It may be moved, but never go on from a copy.
#[repr(C)]
pub struct h4_sealed_writer_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_SEALED_WRITER_WORDS],
}

/// The bytes of memory that a h4_sealed_writer_t takes: H4_SEALED_WRITER_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_writer_size() -> usize {
    size_of::<h4_sealed_writer_t>()
}

/// The alignment in bytes of the memory of a h4_sealed_writer_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_writer_align() -> usize {
    align_of::<h4_sealed_writer_t>()
}

/// Length of h4_sealed_reader_t in words of 8 bytes.
pub const H4_SEALED_READER_WORDS: usize = 128;
/// Length of h4_sealed_reader_t in bytes.
pub const H4_SEALED_READER_SIZE: usize = H4_SEALED_READER_WORDS * 8;

/// The reader of a sealed container's blocks. A secret: h4_sealed_reader_wipe.
#[repr(C)]
pub struct h4_sealed_reader_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_SEALED_READER_WORDS],
}

/// The bytes of memory that a h4_sealed_reader_t takes: H4_SEALED_READER_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_reader_size() -> usize {
    size_of::<h4_sealed_reader_t>()
}

/// The alignment in bytes of the memory of a h4_sealed_reader_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_sealed_reader_align() -> usize {
    align_of::<h4_sealed_reader_t>()
}
