//! Memory for states: what C sees of them is a number of words.
//!
//! The words leave room to grow, so that a state can change without a program being compiled anew.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

/// Length of h4_writer_t in words of 8 bytes.
pub const H4_WRITER_WORDS: usize = 40;
/// Length of h4_writer_t in bytes.
pub const H4_WRITER_SIZE: usize = H4_WRITER_WORDS * 8;

/// A file being written.
#[repr(C)]
pub struct h4_writer_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_WRITER_WORDS],
}

/// The bytes of memory that a h4_writer_t takes: H4_WRITER_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_writer_size() -> usize {
    size_of::<h4_writer_t>()
}

/// The alignment in bytes of the memory of a h4_writer_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_writer_align() -> usize {
    align_of::<h4_writer_t>()
}

/// Length of h4_parser_t in words of 8 bytes.
pub const H4_PARSER_WORDS: usize = 32;
/// Length of h4_parser_t in bytes.
pub const H4_PARSER_SIZE: usize = H4_PARSER_WORDS * 8;

/// A file being read in pieces.
#[repr(C)]
pub struct h4_parser_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_PARSER_WORDS],
}

/// The bytes of memory that a h4_parser_t takes: H4_PARSER_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_parser_size() -> usize {
    size_of::<h4_parser_t>()
}

/// The alignment in bytes of the memory of a h4_parser_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_parser_align() -> usize {
    align_of::<h4_parser_t>()
}

/// Length of h4_verifier_t in words of 8 bytes.
pub const H4_VERIFIER_WORDS: usize = 56;
/// Length of h4_verifier_t in bytes.
pub const H4_VERIFIER_SIZE: usize = H4_VERIFIER_WORDS * 8;

/// A verification under way.
#[repr(C)]
pub struct h4_verifier_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_VERIFIER_WORDS],
}

/// The bytes of memory that a h4_verifier_t takes: H4_VERIFIER_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_verifier_size() -> usize {
    size_of::<h4_verifier_t>()
}

/// The alignment in bytes of the memory of a h4_verifier_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_verifier_align() -> usize {
    align_of::<h4_verifier_t>()
}

/// Length of h4_walk_t in words of 8 bytes.
pub const H4_WALK_WORDS: usize = 8;
/// Length of h4_walk_t in bytes.
pub const H4_WALK_SIZE: usize = H4_WALK_WORDS * 8;

/// A walk over the chunks of a file.
#[repr(C)]
pub struct h4_walk_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_WALK_WORDS],
}

/// The bytes of memory that a h4_walk_t takes: H4_WALK_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_walk_size() -> usize {
    size_of::<h4_walk_t>()
}

/// The alignment in bytes of the memory of a h4_walk_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_walk_align() -> usize {
    align_of::<h4_walk_t>()
}

/// Length of h4_blocks_t in words of 8 bytes.
pub const H4_BLOCKS_WORDS: usize = 16;
/// Length of h4_blocks_t in bytes.
pub const H4_BLOCKS_SIZE: usize = H4_BLOCKS_WORDS * 8;

/// A walk over the blocks of a file.
#[repr(C)]
pub struct h4_blocks_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_BLOCKS_WORDS],
}

/// The bytes of memory that a h4_blocks_t takes: H4_BLOCKS_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_blocks_size() -> usize {
    size_of::<h4_blocks_t>()
}

/// The alignment in bytes of the memory of a h4_blocks_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_blocks_align() -> usize {
    align_of::<h4_blocks_t>()
}

/// Length of h4_seek_t in words of 8 bytes.
pub const H4_SEEK_WORDS: usize = 12;
/// Length of h4_seek_t in bytes.
pub const H4_SEEK_SIZE: usize = H4_SEEK_WORDS * 8;

/// A seek table in a file, validated and searched where it is.
#[repr(C)]
pub struct h4_seek_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_SEEK_WORDS],
}

/// The bytes of memory that a h4_seek_t takes: H4_SEEK_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_seek_size() -> usize {
    size_of::<h4_seek_t>()
}

/// The alignment in bytes of the memory of a h4_seek_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_seek_align() -> usize {
    align_of::<h4_seek_t>()
}

/// Length of h4_locator_t in words of 8 bytes.
pub const H4_LOCATOR_WORDS: usize = 20;
/// Length of h4_locator_t in bytes.
pub const H4_LOCATOR_SIZE: usize = H4_LOCATOR_WORDS * 8;

/// From entries of a seek table to blocks, one walk over the file for as long as the offsets do not go back.
#[repr(C)]
pub struct h4_locator_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_LOCATOR_WORDS],
}

/// The bytes of memory that a h4_locator_t takes: H4_LOCATOR_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_locator_size() -> usize {
    size_of::<h4_locator_t>()
}

/// The alignment in bytes of the memory of a h4_locator_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_locator_align() -> usize {
    align_of::<h4_locator_t>()
}

/// Length of h4_recovery_t in words of 8 bytes.
pub const H4_RECOVERY_WORDS: usize = 80;
/// Length of h4_recovery_t in bytes.
pub const H4_RECOVERY_SIZE: usize = H4_RECOVERY_WORDS * 8;

/// A file being recovered.
#[repr(C)]
pub struct h4_recovery_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_RECOVERY_WORDS],
}

/// The bytes of memory that a h4_recovery_t takes: H4_RECOVERY_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_recovery_size() -> usize {
    size_of::<h4_recovery_t>()
}

/// The alignment in bytes of the memory of a h4_recovery_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_recovery_align() -> usize {
    align_of::<h4_recovery_t>()
}

/// Length of h4_mask_key_t in words of 8 bytes.
pub const H4_MASK_KEY_WORDS: usize = 24;
/// Length of h4_mask_key_t in bytes.
pub const H4_MASK_KEY_SIZE: usize = H4_MASK_KEY_WORDS * 8;

/// A master key, ready to mask blocks. A secret: h4_mask_key_wipe.
#[repr(C)]
pub struct h4_mask_key_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_MASK_KEY_WORDS],
}

/// The bytes of memory that a h4_mask_key_t takes: H4_MASK_KEY_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_mask_key_size() -> usize {
    size_of::<h4_mask_key_t>()
}

/// The alignment in bytes of the memory of a h4_mask_key_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_mask_key_align() -> usize {
    align_of::<h4_mask_key_t>()
}

/// Length of h4_mask_t in words of 8 bytes.
pub const H4_MASK_WORDS: usize = 12;
/// Length of h4_mask_t in bytes.
pub const H4_MASK_SIZE: usize = H4_MASK_WORDS * 8;

/// The mask of one block. A secret: h4_mask_wipe.
#[repr(C)]
pub struct h4_mask_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_MASK_WORDS],
}

/// The bytes of memory that a h4_mask_t takes: H4_MASK_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_mask_size() -> usize {
    size_of::<h4_mask_t>()
}

/// The alignment in bytes of the memory of a h4_mask_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_mask_align() -> usize {
    align_of::<h4_mask_t>()
}

/// Length of h4_audio_t in words of 8 bytes.
pub const H4_AUDIO_WORDS: usize = 12;
/// Length of h4_audio_t in bytes.
pub const H4_AUDIO_SIZE: usize = H4_AUDIO_WORDS * 8;

/// A tokenizer of audio, without its storage.
#[repr(C)]
pub struct h4_audio_t {
    /// Nothing to look at.
    pub opaque: [u64; H4_AUDIO_WORDS],
}

/// The bytes of memory that a h4_audio_t takes: H4_AUDIO_SIZE. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_audio_size() -> usize {
    size_of::<h4_audio_t>()
}

/// The alignment in bytes of the memory of a h4_audio_t. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_audio_align() -> usize {
    align_of::<h4_audio_t>()
}
