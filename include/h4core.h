/*
 * h4core: H4MK, a chunked, time-indexed, verifiable media container, over memory that the caller brings.
 *
 * The format is h4core/docs/SPEC.md. This file is made from the comments in h4core-ffi/src/abi; change it there.
 *
 * What holds for every function:
 *
 * - Nothing is allocated or freed. Every byte that is read or written is the caller's.
 * - A state (h4_writer_t and the like) is memory of the caller's, on the stack, static or anywhere, of at least H4_..._SIZE bytes, aligned
 *   as its type. A function that makes one takes the memory and its size. A state holds no pointers: it may be moved and copied as bytes.
 *   It needs no end; one with a secret in it has a h4_..._wipe. A call on memory that does not hold such a state is refused.
 * - Pointers that are given are looked at during the call and not kept. Input of length 0 may be NULL, and a fault that is not wanted; nothing
 *   else may unless its function says so. Memory that a call writes to must be given to it once: nothing else may overlap it.
 * - Outputs are set to safe values before anything can fail. After a failure that is what they hold, unless the function says otherwise.
 *   A byte buffer that is an output holds as many bytes as the call says, none after a failure; the rest of it is of no use.
 * - A misuse that can be found out returns a status; none of them is undefined or ends the program. What cannot be found out is the caller's
 *   to keep: memory is there, as long as its length says, initialised where it is an input or a state, for the time of the call.
 * - No function blocks, waits or keeps global state. Any thread may call any function; what two threads may not do is to change one state or
 *   buffer at a time. "One thread at a time" says so where it matters; "any thread" where calls only read what they share.
 * - Integers in these structures are of the machine's byte order, whatever the file's is. Times are microseconds, lengths and offsets bytes.
 *   A file offset counts bytes of the file, a media offset bytes of media: of the blocks one after the other.
 * - Names with _unverified give bytes or places before their check.
 */


#ifndef H4CORE_H
#define H4CORE_H

#include <stddef.h>
#include <stdint.h>

/** The version of the library that this header is of. */
#define H4_VERSION "0.1.0"

/** Length in bytes of the memory of a h4_opener_t with a window of 1, 4, 8, 16, 32 or 64. */
#define H4_OPENER_SIZE(window) ((H4_OPENER_BASE_WORDS + H4_OPENER_SLOT_WORDS * (size_t)(window)) * 8)

// The version of this interface. It grows with every change after which a program must be compiled anew.
#define H4_ABI_VERSION 1

// The version of the format that is written and read.
#define H4_FORMAT_VERSION 1

// No state is known: the bytes were not judged.
#define H4_STATE_NONE 0

// Every check holds, VERI included.
#define H4_STATE_VERIFIED 1

// All chunks up to the end of input are sound, and VERI is absent or the last chunk is cut.
#define H4_STATE_UNFINISHED 2

// Anything else.
#define H4_STATE_DAMAGED 3

// `chunk` of a fault in the file header.
#define H4_NO_CHUNK UINT64_MAX

// Length of the file header in bytes.
#define H4_FILE_HEADER_LEN 8

// Length of a chunk header in bytes: what stands in a file before each payload.
#define H4_CHUNK_HEADER_LEN 12

// Length of a seek entry in a file, in bytes.
#define H4_SEEK_ENTRY_LEN 16

// Length of a tag in bytes.
#define H4_TAG_LEN 4

// Length of the SHA-256 that VERI holds, in bytes.
#define H4_DIGEST_LEN 32

// Media lengths are the stored ones: META names neither compression nor encryption.
#define H4_LENGTHS_STORED 0

// META names encryption alone: blocks are 94 or 126 bytes shorter than stored, as the flags byte of each says.
#define H4_LENGTHS_SEALED 1

// META names an engine and block_size: each block but the last has block_len bytes.
#define H4_LENGTHS_FIXED 2

// It is not known: META names an engine and no block_size, so that only unpacking leads from an offset to its block.
#define H4_LENGTHS_UNKNOWN 3

// `end` of a range that takes all the rest.
#define H4_MEDIA_END UINT64_MAX

// Length of h4_writer_t in words of 8 bytes.
#define H4_WRITER_WORDS 40

// Length of h4_writer_t in bytes.
#define H4_WRITER_SIZE (H4_WRITER_WORDS * 8)

// Length of h4_parser_t in words of 8 bytes.
#define H4_PARSER_WORDS 32

// Length of h4_parser_t in bytes.
#define H4_PARSER_SIZE (H4_PARSER_WORDS * 8)

// Length of h4_verifier_t in words of 8 bytes.
#define H4_VERIFIER_WORDS 56

// Length of h4_verifier_t in bytes.
#define H4_VERIFIER_SIZE (H4_VERIFIER_WORDS * 8)

// Length of h4_walk_t in words of 8 bytes.
#define H4_WALK_WORDS 8

// Length of h4_walk_t in bytes.
#define H4_WALK_SIZE (H4_WALK_WORDS * 8)

// Length of h4_blocks_t in words of 8 bytes.
#define H4_BLOCKS_WORDS 16

// Length of h4_blocks_t in bytes.
#define H4_BLOCKS_SIZE (H4_BLOCKS_WORDS * 8)

// Length of h4_seek_t in words of 8 bytes.
#define H4_SEEK_WORDS 12

// Length of h4_seek_t in bytes.
#define H4_SEEK_SIZE (H4_SEEK_WORDS * 8)

// Length of h4_locator_t in words of 8 bytes.
#define H4_LOCATOR_WORDS 20

// Length of h4_locator_t in bytes.
#define H4_LOCATOR_SIZE (H4_LOCATOR_WORDS * 8)

// Length of h4_recovery_t in words of 8 bytes.
#define H4_RECOVERY_WORDS 80

// Length of h4_recovery_t in bytes.
#define H4_RECOVERY_SIZE (H4_RECOVERY_WORDS * 8)

// Length of h4_mask_key_t in words of 8 bytes.
#define H4_MASK_KEY_WORDS 24

// Length of h4_mask_key_t in bytes.
#define H4_MASK_KEY_SIZE (H4_MASK_KEY_WORDS * 8)

// Length of h4_mask_t in words of 8 bytes.
#define H4_MASK_WORDS 12

// Length of h4_mask_t in bytes.
#define H4_MASK_SIZE (H4_MASK_WORDS * 8)

// Length of h4_audio_t in words of 8 bytes.
#define H4_AUDIO_WORDS 12

// Length of h4_audio_t in bytes.
#define H4_AUDIO_SIZE (H4_AUDIO_WORDS * 8)

// All input is taken, and more is needed to tell anything.
#define H4_EVENT_NONE 0

// The file header; first and once.
#define H4_EVENT_FILE_HEADER 1

// A chunk header. Only VERI speaks for tag and length, only H4_EVENT_CHUNK_SOUND for the payload to come.
#define H4_EVENT_CHUNK_UNVERIFIED 2

// The next piece of the payload, not empty; its bytes are not checked before H4_EVENT_CHUNK_SOUND.
#define H4_EVENT_PAYLOAD_UNVERIFIED 3

// The payload that just ended has its CRC-32, and the rules of its tag hold.
#define H4_EVENT_CHUNK_SOUND 4

// The most names in the path of a field.
#define H4_JSON_MAX_PATH 8

// The least length of a master key in bytes.
#define H4_MASK_MIN_KEY_LEN 16

// Length of a video block token in bytes.
#define H4_VIDEO_TOKEN_LEN 13

// Length of an audio token in bytes.
#define H4_AUDIO_TOKEN_LEN 8

// The most tokens of a frame.
#define H4_AUDIO_TOP_MAX 256

// The most bytes of a family or an id; the least is 1.
#define H4_ENGINE_NAME_MAX 255

// The most bytes that h4_engine_identity_emit writes.
#define H4_ENGINE_IDENTITY_MAX 693

// No engine.
#define H4_ENGINE_NONE 0

// The engine that stores a block as it is: inputs of any length, packed to themselves.
#define H4_ENGINE_STORE 1

// The engine of runs of equal bytes: pairs of value, then length 1 to 255. Inputs are a multiple of 256 bytes.
#define H4_ENGINE_RUN_LENGTH 2

// The memory in bytes that h4_engine_fingerprint works in, for any engine of this library.
#define H4_ENGINE_WORK_LEN 1536

// Memory in bytes for the family and the id that are read.
#define H4_ENGINE_NAMES_LEN 510

// Length of h4_sealer_t in words of 8 bytes.
#define H4_SEALER_WORDS 32

// Length of h4_sealer_t in bytes.
#define H4_SEALER_SIZE (H4_SEALER_WORDS * 8)

// Length of h4_exchange_t in words of 8 bytes.
#define H4_EXCHANGE_WORDS 24

// Length of h4_exchange_t in bytes.
#define H4_EXCHANGE_SIZE (H4_EXCHANGE_WORDS * 8)

// Length of h4_file_chain_t in words of 8 bytes.
#define H4_FILE_CHAIN_WORDS 24

// Length of h4_file_chain_t in bytes.
#define H4_FILE_CHAIN_SIZE (H4_FILE_CHAIN_WORDS * 8)

// Length of a h4_opener_t in words of 8 bytes, without its window.
#define H4_OPENER_BASE_WORDS 40

// What each counter of its window adds, in words of 8 bytes.
#define H4_OPENER_SLOT_WORDS 8

// Length in words of a h4_opener_t with a window of 1.
#define H4_OPENER_WORDS 48

// Length of h4_sealed_writer_t in words of 8 bytes.
#define H4_SEALED_WRITER_WORDS 160

// Length of h4_sealed_writer_t in bytes.
#define H4_SEALED_WRITER_SIZE (H4_SEALED_WRITER_WORDS * 8)

// Length of h4_sealed_reader_t in words of 8 bytes.
#define H4_SEALED_READER_WORDS 128

// Length of h4_sealed_reader_t in bytes.
#define H4_SEALED_READER_SIZE (H4_SEALED_READER_WORDS * 8)

// Seals on the chain A to B and opens on B to A.
#define H4_ROLE_INITIATOR 1

// Seals on the chain B to A and opens on A to B.
#define H4_ROLE_RESPONDER 2

// There are no boundary blocks; the root is wiped once the chains exist.
#define H4_MODE_OFF 0

// A boundary block carries a fresh public key that is never used; received keys are ignored and the root is wiped once the chains
// exist. For streams in one direction.
#define H4_MODE_ANNOUNCE 1

// A boundary block carries a public key, and its chain is mixed with what it and the peer's newest key give. For two directions, with
// a h4_exchange_t on each side.
#define H4_MODE_MIXING 2

// The session has an id.
#define H4_CONTEXT_SESSION_ID 0

// The context without session id of producers before session ids: to read what they sealed, and for known answers. Sealing under it
// is safe for one session in the life of a secret.
#define H4_CONTEXT_BARE_OF_OLD_PRODUCERS 1

// The shortest shared secret in bytes.
#define H4_SECRET_MIN 32

// Length of a session id in bytes.
#define H4_SESSION_ID_LEN 32

// Length in bytes of what is given for a fresh key: random bytes.
#define H4_ENTROPY_LEN 32

// The most associated data of a block in bytes.
#define H4_AAD_MAX 1024

// The interval between boundary blocks where nothing else is agreed.
#define H4_DEFAULT_INTERVAL 1024

// The jump ahead where nothing else is agreed.
#define H4_DEFAULT_JUMP 1024

// The longest jump ahead.
#define H4_JUMP_MAX 65536

// The window where nothing else is agreed.
#define H4_DEFAULT_WINDOW 32

// The largest window.
#define H4_WINDOW_MAX 64

// Length of a sealed block's header in bytes; longer at a boundary block.
#define H4_SEALED_HEADER_LEN 78

// Length of a boundary block's header in bytes.
#define H4_SEALED_HEADER_KEY_LEN 110

// What a sealed block is longer than its plaintext, in bytes; more at a boundary block.
#define H4_SEALED_OVERHEAD 94

// What a boundary block is longer than its plaintext, in bytes.
#define H4_SEALED_OVERHEAD_KEY 126

// Length in bytes of what h4_sealer_lease writes.
#define H4_SEALER_STORED_LEN 56

// Length in bytes of what h4_exchange_export writes.
#define H4_EXCHANGE_STORED_LEN 112

// Length in bytes of a stored point of a chain.
#define H4_CHAIN_LEN 32

// The longest binding in bytes.
#define H4_BINDING_MAX 688

// The longest engine id or track id in bytes.
#define H4_BINDING_FIELD_MAX 255

// The longest payload of SEAL in bytes.
#define H4_SEAL_MAX 628

// The longest chunk that ends the blocks of a sealed container, in bytes.
#define H4_SEALED_END_MAX 138

// No block.
#define H4_UNSEALED_NONE 0

// A block of media, as the producer handed it in or as the engine made it.
#define H4_UNSEALED_MEDIA 1

// The authentic end: the blocks before this one are all there are.
#define H4_UNSEALED_END 2

// What a call returns: 0 is success, 1 an answer that there is none, everything else a failure. 16 to 47 are rules of the
// format that the bytes of a file break, 48 to 63 are misuse of the interface, 64 to 79 are calls that could not be done, 80 to 95
// sealed blocks and containers that were not sealed or opened, and 96 to 111 engines that are not the one required.
// After a failure the outputs hold safe values: numbers 0, offsets that lead nowhere, lengths 0. A state is then as it was
// before, unless the function says otherwise.
typedef int32_t h4_status_t;

// A file being written.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_WRITER_WORDS];
} h4_writer_t;

// A block that was written, or whose header was.
typedef struct {
    // The number of bytes written to the front of the buffer.
    uint64_t len;
    // The chunk's file offset in bytes.
    uint64_t file_offset;
    // The block's media offset in bytes: what a seek entry that leads to this block holds.
    uint64_t media_offset;
    // The block's number, from 0.
    uint64_t index;
} h4_put_t;

// How far a file is written.
typedef struct {
    // The file offset of the next byte to be written, until h4_writer_finish; 0 from then on.
    uint64_t file_offset;
    // The bytes of media so far: the media offset of the next block; 0 from h4_writer_finish on.
    uint64_t media_len;
    // The number of blocks so far; 0 from h4_writer_finish on.
    uint64_t blocks;
} h4_progress_t;

// The media from offset on can be decoded and is shown from pts_us on.
typedef struct {
    // Time in microseconds.
    uint64_t pts_us;
    // Bytes of media before it: an offset in the concatenation of the blocks, not in the file.
    uint64_t offset;
} h4_seek_entry_t;

// A stream of equal blocks at equal times, every gop-th of them a key block, the first one too. Its seek table need not be kept
// while the file is written: entry k stands for block i = k x gop, at the time i x frame_time_us and the media offset
// i x block_len.
typedef struct {
    // The time from one block to the next, in microseconds; 0 only where there are at most gop blocks.
    uint64_t frame_time_us;
    // Blocks from one key block to the next, at least 1.
    uint32_t gop;
    // The length of a block in bytes; the last one may be shorter.
    uint32_t block_len;
    // The number of blocks.
    uint32_t blocks;
    // Not used; 0.
    uint32_t reserved;
} h4_regular_seek_t;

// What stands behind the blocks of a finished file. The pointers are looked at during the call and not kept.
typedef struct {
    // The seek entries, their times strictly increasing; NULL if there are none or regular is given.
    const h4_seek_entry_t *entries;
    // The number of entries.
    size_t entry_count;
    // A regular stream whose entries are computed, instead of entries; otherwise NULL.
    const h4_regular_seek_t *regular;
    // The payload of META, a JSON object; it is written as it is.
    const uint8_t *meta;
    // The length of META in bytes.
    size_t meta_len;
    // The payload of SAFE, a JSON object; it is written as it is.
    const uint8_t *safe;
    // The length of SAFE in bytes.
    size_t safe_len;
} h4_tail_input_t;

// A file being read in pieces.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_PARSER_WORDS];
} h4_parser_t;

// What a chunk header says and where it stands in the file.
typedef struct {
    // The chunk's number in the file, from 0.
    uint64_t index;
    // The file offset of the chunk's first byte, in bytes.
    uint64_t offset;
    // The file offset of the payload's first byte, in bytes: offset + 12. Where a chunk is handed in it makes no difference.
    uint64_t payload_offset;
    // The payload's length in bytes.
    uint32_t payload_len;
    // The payload's CRC-32 as the header says it.
    uint32_t crc;
    // What the payload is: four bytes, ASCII by custom, without NUL.
    uint8_t tag[4];
    // 1 if the format itself gives the tag a meaning, 0 if not. Where a chunk is handed in it makes no difference.
    uint32_t known;
} h4_chunk_t;

// What the next bytes of a file were.
typedef struct {
    // With H4_EVENT_CHUNK_UNVERIFIED and H4_EVENT_CHUNK_SOUND the chunk; otherwise zero.
    h4_chunk_t chunk;
    // With H4_EVENT_PAYLOAD_UNVERIFIED where in the input of this call the piece begins; otherwise 0.
    size_t piece_offset;
    // With H4_EVENT_PAYLOAD_UNVERIFIED the length of the piece in bytes; otherwise 0.
    size_t piece_len;
    // H4_EVENT_...
    uint32_t kind;
    // Not used; 0.
    uint32_t reserved;
} h4_event_t;

// Where a file breaks which rule.
typedef struct {
    // The first byte of the structure that breaks it, counted from the start of the file.
    uint64_t offset;
    // The number of the chunk, counted from 0; H4_NO_CHUNK in the file header.
    uint64_t chunk;
    // The rule, 16 to 47; H4_OK if the call found no fault, and then offset is 0 and chunk H4_NO_CHUNK.
    h4_status_t status;
    // The state of a file whose first fault this is; H4_STATE_NONE without a fault.
    uint32_t state;
} h4_fault_t;

// How far a parser is.
typedef struct {
    // The file offset of the next byte to come.
    uint64_t offset;
    // The number of chunk headers seen.
    uint64_t chunks;
    // How many bytes the structure at hand still takes: a caller that reads just as many never holds bytes that wait. After VERI it
    // is 1, for whatever comes then is a fault; 0 where an event is due without further bytes, and after a fault.
    uint32_t wants;
    // Not used; 0.
    uint32_t reserved;
    // The fault of the SEEK that a parser for blocks passed over; status H4_OK if there is none.
    h4_fault_t seek_fault;
} h4_parser_info_t;

// A verification under way.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_VERIFIER_WORDS];
} h4_verifier_t;

// The outcome of a verification. Everything but state and fault is zero unless the file is verified.
typedef struct {
    // The file's length in bytes.
    uint64_t file_len;
    // The number of chunks, VERI included.
    uint64_t chunks;
    // The number of CORE blocks.
    uint64_t blocks;
    // The sum of the lengths of the CORE payloads as stored, in bytes.
    uint64_t media_len;
    // The SHA-256 that VERI holds.
    uint8_t digest[32];
    // The first fault; status H4_OK of a verified file.
    h4_fault_t fault;
    // H4_STATE_...
    uint32_t state;
    // Not used; 0.
    uint32_t reserved;
} h4_verdict_t;

// A walk over the chunks of a file.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_WALK_WORDS];
} h4_walk_t;

// A walk over the blocks of a file.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_BLOCKS_WORDS];
} h4_blocks_t;

// A CORE chunk with its place in the media.
typedef struct {
    // The chunk.
    h4_chunk_t chunk;
    // The block's number among the CORE chunks, from 0.
    uint64_t index;
    // The media offset of the block's first byte: bytes of media before it, not of file.
    uint64_t media_offset;
    // The block's length in the media, in bytes. With H4_LENGTHS_FIXED the last block may be shorter than this.
    uint64_t media_len;
} h4_block_t;

// How long blocks were before an engine or a cipher changed their length: what SEEK offsets count.
typedef struct {
    // H4_LENGTHS_...
    uint32_t kind;
    // With H4_LENGTHS_FIXED the length of a block in bytes; otherwise it makes no difference.
    uint32_t block_len;
} h4_lengths_t;

// Reads bytes of a file: up to len bytes from the file offset on, to buf. Gives how many were read, 0 at the end of the file, or
// a negative number on failure; fewer than len are not the end of the file. It must not call functions of this library with a state,
// buffer or source of the call that it was called from.
typedef int64_t (*h4_read_at_fn)(void *context, uint64_t offset, uint8_t *buf, size_t len);

// A file, in memory (bytes) or behind a function (read_at). It is the caller's and is not kept by any state.
typedef struct {
    // The file's bytes; NULL if read_at is given.
    const uint8_t *bytes;
    // The function that reads the file; NULL if bytes is given.
    h4_read_at_fn read_at;
    // What read_at is called with; the library does not look at it.
    void *context;
    // The file's length in bytes.
    uint64_t file_len;
} h4_source_t;

// A stretch of media between two offsets.
typedef struct {
    // The media offset of the first byte.
    uint64_t start;
    // The media offset after the last byte; H4_MEDIA_END for all the rest.
    uint64_t end;
} h4_media_range_t;

// A seek table in a file, validated and searched where it is.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_SEEK_WORDS];
} h4_seek_t;

// From entries of a seek table to blocks, one walk over the file for as long as the offsets do not go back.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_LOCATOR_WORDS];
} h4_locator_t;

// A text in UTF-8 with its length; it needs no NUL.
typedef struct {
    // The text; NULL if len is 0.
    const char *data;
    // Its length in bytes.
    size_t len;
} h4_text_t;

// The META of a standard export.
typedef struct {
    // Frames in a second, greater than 0 and at most 1 000 000.
    double fps_hint;
    // The length of a block in bytes.
    uint32_t block_size;
    // Blocks from one key block to the next.
    uint32_t gop;
    // 1 if the blocks carry the transport mask, otherwise 0.
    uint32_t masked;
    // Not used; 0.
    uint32_t reserved;
} h4_standard_meta_t;

// A master key, ready to mask blocks. A secret: h4_mask_key_wipe.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_MASK_KEY_WORDS];
} h4_mask_key_t;

// The mask of one block. A secret: h4_mask_wipe.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_MASK_WORDS];
} h4_mask_t;

// A video block token.
typedef struct {
    // The block's time in microseconds.
    uint64_t pts_us;
    // The block's number, from 0.
    uint32_t index;
    // 1 if decoding can begin here, otherwise 0.
    uint32_t key;
} h4_video_token_t;

// What is tokenized how.
typedef struct {
    // Samples a second, 8000 to 192000.
    uint32_t rate;
    // Samples in a frame: a power of two, 256 to 16384. The next frame begins half as many later.
    uint32_t frame_size;
    // Tokens of a frame: 1 to 256, at most frame_size / 2 + 1.
    uint32_t top;
    // Not used; 0.
    uint32_t reserved;
} h4_audio_config_t;

// A tokenizer of audio, without its storage.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_AUDIO_WORDS];
} h4_audio_t;

// The token of one spectral peak.
typedef struct {
    // The frequency in tenths of a hertz; the tokenizer gives at most 200000.
    uint32_t frequency;
    // The magnitude: 65535 is the largest of the frame.
    uint16_t magnitude;
    // The phase: 0 is -pi, 65535 is pi.
    uint16_t phase;
} h4_audio_token_t;

// A complete frame.
typedef struct {
    // The frame's number, from 0.
    uint64_t index;
    // Where the frame starts, in microseconds after the first sample.
    uint64_t pts_us;
    // How many tokens it has: the configuration's top. 0 where no frame is complete.
    uint64_t count;
} h4_audio_frame_t;

// Who made the blocks of a file what they are. A family or id is 1 to H4_ENGINE_NAME_MAX bytes of printable ASCII without space,
// quotation mark, backslash and |. The flags are 1 or 0; they are what the engine declares of itself, and nothing here depends on them.
typedef struct {
    // The family: engines of one family read each other's bytes.
    h4_text_t family;
    // The exact build.
    h4_text_t id;
    // What it makes of the probe.
    uint8_t fingerprint[32];
    // 1 if the fingerprint is known.
    uint32_t has_fingerprint;
    // The same input gives the same bytes, everywhere and always.
    uint32_t deterministic;
    // Unpacking gives back the input, byte for byte.
    uint32_t identity_safe;
    // The engine sees bytes and not what they mean.
    uint32_t is_opaque;
    // Id and fingerprint name this engine and no other, for readers to pin.
    uint32_t sealed;
    // Not used; 0.
    uint32_t reserved;
} h4_engine_identity_t;

// One side of a session of the Living Cipher v3: what both sides agree on before the first block. It is looked at while a sealer, an
// opener or a chain is made, and not kept; wiping the secret is the caller's part.
//
// What the cipher does not promise. Counter and transcript of a block are visible. GCM does not commit to its key: never seal under a
// password, never try many keys. Forward secrecy is per block only once the root is wiped (off, announce), per interval in the mode
// mixing, and none while the shared secret is kept. Opening block k of a file after a seek costs k steps of the chain. Two sessions
// with one id and one secret share their keys and nonces, and have none of the promises of the cipher.
//
// H4_ERR_SHORT_KEY is a secret shorter than H4_SECRET_MIN, H4_ERR_RANGE any other value that is not legal, H4_ERR_UNSUPPORTED a mode
// that the library was built without.
typedef struct {
    // What both sides share and nobody else knows: from a key agreement or a generator, not from a person.
    const uint8_t *secret;
    // Its length in bytes, at least H4_SECRET_MIN.
    size_t secret_len;
    // H4_SESSION_ID_LEN bytes that never come twice with one secret; not looked at without H4_CONTEXT_SESSION_ID.
    const uint8_t *session_id;
    // H4_CONTEXT_...
    uint32_t context;
    // H4_ROLE_...; never 0.
    uint32_t role;
    // H4_MODE_...
    uint32_t mode;
    // Blocks from one boundary block to the next, at least 1; 0 with H4_MODE_OFF.
    uint32_t interval;
    // The most blocks that a receiver passes over at once, and so the most work that a forged block causes: 1 to H4_JUMP_MAX, for a
    // receiver at least its window. A lease is at most a quarter of it. 0 for H4_DEFAULT_JUMP.
    uint32_t jump;
    // Not used; 0.
    uint32_t reserved;
} h4_session_t;

// The sender of one side of a session. A secret: h4_sealer_wipe. It may be moved, but never go on from a copy.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_SEALER_WORDS];
} h4_sealer_t;

// Where a sender or receiver stands.
typedef struct {
    // The sender's next counter, or the highest opened counter + 1.
    uint64_t counter;
    // The transcript there: equal on both sides at equal counters.
    uint8_t transcript[32];
} h4_tip_t;

// What one side of a session in the mode mixing knows of the keys of both. A secret: h4_exchange_wipe.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_EXCHANGE_WORDS];
} h4_exchange_t;

// The receiver of one side of a session. A secret: h4_opener_wipe. This is the part that a receiver of any window has: the memory that
// it lies in is of H4_OPENER_SIZE(window) bytes, such as uint64_t memory[H4_OPENER_SIZE(32) / 8], and calls take a pointer to it.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_OPENER_WORDS];
} h4_opener_t;

// A block that was opened.
typedef struct {
    // The block's counter.
    uint64_t counter;
    // Where the plaintext begins in the memory that held the ciphertext.
    size_t plaintext_at;
    // Its length in bytes.
    size_t plaintext_len;
} h4_opened_t;

// The chain of keys that stored blocks were sealed on, at one of its counters. A secret: h4_file_chain_wipe.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_FILE_CHAIN_WORDS];
} h4_file_chain_t;

// What the blocks of one track of one container are bound to, beside their own time and number.
typedef struct {
    // The engine's id: 1 to H4_BINDING_FIELD_MAX bytes of printable ASCII without space and |.
    h4_text_t engine_id;
    // The track's id: the same, and not ~end.
    h4_text_t track_id;
    // The engine's fingerprint.
    uint8_t engine_fingerprint[32];
    // The container's id.
    uint8_t container_id[32];
} h4_binding_t;

// What the header of a sealed block says.
typedef struct {
    // The block's counter.
    uint64_t counter;
    // The transcript of the blocks before.
    uint8_t transcript[32];
    // The public key of a boundary block, zeros of any other.
    uint8_t key[32];
    // 1 if there is a public key, otherwise 0.
    uint32_t has_key;
    // The header's length in bytes: where the ciphertext begins.
    uint32_t len;
} h4_sealed_header_t;

// What a container is sealed with: all that a reader needs, beside the secret.
typedef struct {
    // Engine, container and track, to which the blocks are bound. A writer's container id is new: 32 random bytes.
    h4_binding_t binding;
    // The session's id: 32 random bytes that were never used with the secret before, in a container or elsewhere.
    uint8_t session_id[32];
    // The time from one block to the next in microseconds. 0 where blocks have no regular times; then all are bound to 0.
    uint64_t frame_time_us;
    // The side of the session that writes the container: H4_ROLE_...; never 0.
    uint32_t role;
    // H4_MODE_...
    uint32_t mode;
    // Blocks from one boundary block to the next, at least 1; 0 with H4_MODE_OFF.
    uint32_t interval;
    // Not used; 0.
    uint32_t reserved;
} h4_seal_t;

// A sealed container being written. A secret: h4_sealed_writer_wipe. It may be moved, but never go on from a copy.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_SEALED_WRITER_WORDS];
} h4_sealed_writer_t;

// What the chunk of the next block needs.
typedef struct {
    // Where the plaintext stands in the chunk, in bytes.
    uint64_t plaintext_at;
    // What the chunk is longer than its plaintext, in bytes.
    uint64_t overhead;
    // 1 if the next block, be it of media or the end, takes random bytes, otherwise 0.
    uint32_t takes_entropy;
    // Not used; 0.
    uint32_t reserved;
} h4_sealed_room_t;

// The reader of a sealed container's blocks. A secret: h4_sealed_reader_wipe.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_SEALED_READER_WORDS];
} h4_sealed_reader_t;

// What was in a block.
typedef struct {
    // The block's time in microseconds; 0 where blocks have no regular times.
    uint64_t pts_us;
    // Where the plaintext begins in the block, in bytes.
    uint64_t plaintext_at;
    // Its length in bytes.
    uint64_t plaintext_len;
    // H4_UNSEALED_...
    uint32_t kind;
    // Not used; 0.
    uint32_t reserved;
} h4_unsealed_t;

// A file being recovered.
typedef struct {
    // Nothing to look at.
    uint64_t opaque[H4_RECOVERY_WORDS];
} h4_recovery_t;

// What a survey found: the sound part of a file.
typedef struct {
    // The number of blocks that are kept.
    uint64_t blocks;
    // The first META that is kept; it says what SEEK offsets count (h4_json_media_lengths). All zero if none is kept.
    h4_chunk_t meta;
    // The first fault of the file; status H4_OK of a verified one, of which recovery makes a copy.
    h4_fault_t fault;
    // 1 if every CRC up to VERI is right and VERI is wrong, otherwise 0. No power cut leaves that; somebody changed the file, and what
    // is recovered would be verified again. It is for the user to say that this is wanted.
    uint32_t veri_is_wrong;
    // 1 if a META is kept, otherwise 0.
    uint32_t has_meta;
    // What SEEK offsets count as far as that can be known without META: lengths as stored, or unknown for a table that stands behind
    // the blocks, for these were complete when it was written.
    h4_lengths_t lengths_without_meta;
} h4_salvage_t;

// The call did what it says.
#define H4_OK 0

// There is none: no such chunk, entry, block or field, or the walk is over. The call did what it says.
#define H4_NONE 1

// The file is shorter than its 8-byte header.
#define H4_ERR_HEADER_LENGTH 16

// The file does not begin with H4MK.
#define H4_ERR_MAGIC 17

// The version is not 1.
#define H4_ERR_VERSION 18

// The reserved field is not 0.
#define H4_ERR_RESERVED 19

// A chunk is cut by the end of the file.
#define H4_ERR_TRUNCATED 20

// A payload does not have the CRC-32 of its header.
#define H4_ERR_CRC 21

// The payload of VERI is not 32 bytes.
#define H4_ERR_VERI_LENGTH 22

// The payload of SEEK is not 4 + 16 x count bytes.
#define H4_ERR_SEEK_LENGTH 23

// The times of SEEK do not strictly increase.
#define H4_ERR_SEEK_ORDER 24

// The file ends without VERI.
#define H4_ERR_VERI_MISSING 25

// Bytes follow VERI.
#define H4_ERR_AFTER_VERI 26

// VERI is not the SHA-256 of the bytes before it.
#define H4_ERR_VERI_MISMATCH 27

// A SEEK offset is past the end of the media.
#define H4_ERR_SEEK_OFFSET 28

// META is not one JSON object in UTF-8.
#define H4_ERR_META_JSON 29

// SAFE is not one JSON object in UTF-8.
#define H4_ERR_SAFE_JSON 30

// A pointer is NULL where memory is needed.
#define H4_ERR_NULL 48

// A pointer is not aligned for its type.
#define H4_ERR_ALIGNMENT 49

// The memory for a state is smaller than the state.
#define H4_ERR_STATE_SIZE 50

// The memory does not hold such a state: it was never made, is wiped, or is of another kind.
#define H4_ERR_STATE 51

// Memory that the call writes to was given to it twice.
#define H4_ERR_OVERLAP 52

// A length is greater than any memory.
#define H4_ERR_LENGTH 53

// The buffer is too small.
#define H4_ERR_TOO_SMALL 64

// The storage for seek entries is full.
#define H4_ERR_ENTRIES_FULL 65

// The time of a seek entry is not greater than the one before.
#define H4_ERR_ENTRY_ORDER 66

// A seek entry leads past the end of the media.
#define H4_ERR_ENTRY_OFFSET 67

// A value is outside its range.
#define H4_ERR_RANGE 68

// The tag is one that the writer places.
#define H4_ERR_RESERVED_TAG 69

// The key is too short.
#define H4_ERR_SHORT_KEY 70

// The call does not fit the state.
#define H4_ERR_MISPLACED 71

// The field is there more than once.
#define H4_ERR_FIELD_TWICE 72

// The field is of another type.
#define H4_ERR_FIELD_TYPE 73

// The caller's read function failed, or said that it read more than it was asked for.
#define H4_ERR_READ 74

// The call could not be done, for a reason that this version of the interface has no number for.
#define H4_ERR_OTHER 75

// The text is not one JSON object in UTF-8.
#define H4_ERR_JSON 76

// The header of the sealed block is not one that a block can have here. It says nothing of authenticity.
#define H4_ERR_SEALED_HEADER 80

// The sealed block was opened before.
#define H4_ERR_REPLAY 81

// The sealed block is further back than the window, or its key was given up.
#define H4_ERR_TOO_OLD 82

// The sealed block is further ahead than the jump that is allowed.
#define H4_ERR_TOO_FAR 83

// The sealed block did not authenticate. It is not said why.
#define H4_ERR_AUTH 84

// The sealed block is authentic and contradicts an opened one: two senders share one state.
#define H4_ERR_FORK 85

// The sealed block does not open yet, and may once a boundary block before it has arrived. It does not mean authentic.
#define H4_ERR_PENDING 86

// A new key is due and no random bytes were given for it.
#define H4_ERR_ENTROPY 87

// The sender's lease is used up, or a resumed sender has not taken one.
#define H4_ERR_LEASE 88

// The counter is at its end.
#define H4_ERR_EXHAUSTED 89

// The peer's public key gives an X25519 result of zeros alone.
#define H4_ERR_WEAK_KEY 90

// The library was built without what the call needs.
#define H4_ERR_UNSUPPORTED 91

// SEAL is not legal.
#define H4_ERR_SEAL 92

// SEAL is of another generation of the cipher, or of another suite.
#define H4_ERR_SEAL_GENERATION 93

// SEAL is not the first chunk.
#define H4_ERR_SEAL_PLACE 94

// The engine is of another id than the one required, or of none that is known here.
#define H4_ERR_ENGINE_UNKNOWN 96

// The engine has the id required and another fingerprint, or none.
#define H4_ERR_ENGINE_MISMATCH 97

// The bytes are nothing that the engine makes.
#define H4_ERR_ENGINE_DATA 98

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The version of the library that runs, as H4_VERSION is that of the header: three numbers with points between them. The text is
// constant, ends with NUL and is never NULL. Any thread.
const char *h4_version(void);

// The version of the interface of the library that runs: equal to H4_ABI_VERSION, or the program was compiled with the header of
// another one. Any thread.
uint32_t h4_abi_version(void);

// The version of the format that the library reads and writes: H4_FORMAT_VERSION. Any thread.
uint16_t h4_format_version(void);

// A status in words, in English. The text is constant, ends with NUL and is never NULL; "unknown status" for a number that is
// not in this header. Any thread.
const char *h4_status_text(h4_status_t status);

// The name of a rule of the format as its specification gives it, such as "veri-mismatch". The text is constant, ends with NUL
// and is never NULL; it is empty for a status that is no rule. Any thread.
const char *h4_rule_name(h4_status_t status);

// The state of a file whose first fault is of this rule; H4_STATE_NONE for a status that is no rule. Any thread.
uint32_t h4_rule_state(h4_status_t status);

// A state (H4_STATE_...) in one word, such as "verified". The text is constant, ends with NUL and is never NULL; it is empty for
// any other number. Any thread.
const char *h4_state_text(uint32_t state);

// The bytes of memory that a h4_writer_t takes: H4_WRITER_SIZE. Any thread.
size_t h4_writer_size(void);

// The alignment in bytes of the memory of a h4_writer_t. Any thread.
size_t h4_writer_align(void);

// The bytes of memory that a h4_parser_t takes: H4_PARSER_SIZE. Any thread.
size_t h4_parser_size(void);

// The alignment in bytes of the memory of a h4_parser_t. Any thread.
size_t h4_parser_align(void);

// The bytes of memory that a h4_verifier_t takes: H4_VERIFIER_SIZE. Any thread.
size_t h4_verifier_size(void);

// The alignment in bytes of the memory of a h4_verifier_t. Any thread.
size_t h4_verifier_align(void);

// The bytes of memory that a h4_walk_t takes: H4_WALK_SIZE. Any thread.
size_t h4_walk_size(void);

// The alignment in bytes of the memory of a h4_walk_t. Any thread.
size_t h4_walk_align(void);

// The bytes of memory that a h4_blocks_t takes: H4_BLOCKS_SIZE. Any thread.
size_t h4_blocks_size(void);

// The alignment in bytes of the memory of a h4_blocks_t. Any thread.
size_t h4_blocks_align(void);

// The bytes of memory that a h4_seek_t takes: H4_SEEK_SIZE. Any thread.
size_t h4_seek_size(void);

// The alignment in bytes of the memory of a h4_seek_t. Any thread.
size_t h4_seek_align(void);

// The bytes of memory that a h4_locator_t takes: H4_LOCATOR_SIZE. Any thread.
size_t h4_locator_size(void);

// The alignment in bytes of the memory of a h4_locator_t. Any thread.
size_t h4_locator_align(void);

// The bytes of memory that a h4_recovery_t takes: H4_RECOVERY_SIZE. Any thread.
size_t h4_recovery_size(void);

// The alignment in bytes of the memory of a h4_recovery_t. Any thread.
size_t h4_recovery_align(void);

// The bytes of memory that a h4_mask_key_t takes: H4_MASK_KEY_SIZE. Any thread.
size_t h4_mask_key_size(void);

// The alignment in bytes of the memory of a h4_mask_key_t. Any thread.
size_t h4_mask_key_align(void);

// The bytes of memory that a h4_mask_t takes: H4_MASK_SIZE. Any thread.
size_t h4_mask_size(void);

// The alignment in bytes of the memory of a h4_mask_t. Any thread.
size_t h4_mask_align(void);

// The bytes of memory that a h4_audio_t takes: H4_AUDIO_SIZE. Any thread.
size_t h4_audio_size(void);

// The alignment in bytes of the memory of a h4_audio_t. Any thread.
size_t h4_audio_align(void);

// Begins a file: makes a writer in the caller's memory and writes the file header, H4_FILE_HEADER_LEN bytes, to the front of out.
//
// A writer does no I/O: each call gives the bytes that come next in the file, and the caller puts them there. It holds no
// pointers and nothing that has to be freed; it may be moved and copied as bytes.
//
// memory: size bytes, at least H4_WRITER_SIZE, aligned as h4_writer_t; all of it is overwritten, also on failure.
// out: out_len bytes. len: the number of bytes written.
// Returns H4_OK, H4_ERR_TOO_SMALL, H4_ERR_STATE_SIZE, or misuse (48 to 63). One thread at a time for one writer.
h4_status_t h4_writer_begin(void *memory,
                            size_t size,
                            uint8_t *out,
                            size_t out_len,
                            size_t *len);

// Writes a CORE chunk of a block to the front of out: H4_CHUNK_HEADER_LEN + block_len bytes.
//
// block: block_len bytes, at most UINT32_MAX; NULL if block_len is 0. It must not overlap out.
// put: what was written, and where in file and media it stands.
// Returns H4_OK, H4_ERR_TOO_SMALL, H4_ERR_RANGE for a block that is too long, H4_ERR_MISPLACED after h4_writer_finish, or misuse;
// on failure the writer is as it was. One thread at a time for one writer.
h4_status_t h4_writer_block(h4_writer_t *writer,
                            const uint8_t *block,
                            size_t block_len,
                            uint8_t *out,
                            size_t out_len,
                            h4_put_t *put);

// As h4_writer_block, for a block that an engine or a cipher made of media_len bytes of media: seek entries count those.
h4_status_t h4_writer_transformed_block(h4_writer_t *writer,
                                        const uint8_t *block,
                                        size_t block_len,
                                        uint64_t media_len,
                                        uint8_t *out,
                                        size_t out_len,
                                        h4_put_t *put);

// Writes only the header of a CORE chunk of a block, H4_CHUNK_HEADER_LEN bytes; the caller puts the block itself after it in the
// file, from where it is. Nothing is copied.
//
// Everything else as h4_writer_block.
h4_status_t h4_writer_block_header(h4_writer_t *writer,
                                   const uint8_t *block,
                                   size_t block_len,
                                   uint8_t *out,
                                   size_t out_len,
                                   h4_put_t *put);

// Writes a chunk of a tag that the format does not know, which readers skip, to the front of out: H4_CHUNK_HEADER_LEN +
// payload_len bytes.
//
// tag: H4_TAG_LEN bytes. payload: payload_len bytes, at most UINT32_MAX; NULL if payload_len is 0. len: the number of bytes
// written. Nothing overlaps out.
// Returns H4_OK, H4_ERR_RESERVED_TAG for CORE, SEEK, META, SAFE and VERI, otherwise as h4_writer_block. One thread at a time for
// one writer.
h4_status_t h4_writer_chunk(h4_writer_t *writer,
                            const uint8_t *tag,
                            const uint8_t *payload,
                            size_t payload_len,
                            uint8_t *out,
                            size_t out_len,
                            size_t *len);

// Says how far the file is. Returns H4_OK, or misuse. One thread at a time for one writer.
h4_status_t h4_writer_progress(const h4_writer_t *writer, h4_progress_t *progress);

// Ends the blocks. SEEK with the given entries, META, SAFE and VERI remain; h4_writer_tail gives their bytes.
//
// input: what they hold; either entries or regular.
// Returns H4_OK, H4_ERR_ENTRY_ORDER, H4_ERR_ENTRY_OFFSET for an entry past the end of the media, H4_ERR_RANGE for too many entries,
// an object that is too long, a regular stream that is none, or both entries and regular, H4_ERR_MISPLACED if the blocks were ended
// before, or misuse; on failure the writer is as it was. One thread at a time for one writer.
h4_status_t h4_writer_finish(h4_writer_t *writer,
                             const h4_tail_input_t *input);

// Fills out from the front with the next bytes of the file: as many as there are and as have room. With len 0 the file is whole.
//
// input: the same entries and objects as at h4_writer_finish. None of it may overlap out.
// out: out_len bytes, at least one. len: the number of bytes written.
// Returns H4_OK, H4_ERR_TOO_SMALL for an out of no bytes, H4_ERR_MISPLACED before h4_writer_finish and where the entries or objects
// are others than there, after which the file cannot be ended any more, or misuse. One thread at a time for one writer.
h4_status_t h4_writer_tail(h4_writer_t *writer,
                           const h4_tail_input_t *input,
                           uint8_t *out,
                           size_t out_len,
                           size_t *len);

// Makes a parser at the start of a file that stops at the first fault of any rule. It keeps nothing but what an unfinished
// structure needs, holds no pointers and nothing that has to be freed; it may be moved and copied as bytes.
//
// memory: size bytes, at least H4_PARSER_SIZE, aligned as h4_parser_t; all of it is overwritten, also on failure.
// Returns H4_OK, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one parser.
h4_status_t h4_parser_init(void *memory,
                           size_t size);

// As h4_parser_init, but the parser passes over a SEEK that breaks its own rules: what such a table says of times is of no use, the
// blocks are. h4_parser_info tells.
h4_status_t h4_parser_init_for_blocks(void *memory,
                                      size_t size);

// Takes bytes from the front of input until something can be told of them. Call it until it gives H4_EVENT_NONE, each time with what
// it left of the input, and with no input for an event that is due without further bytes.
//
// input: input_len bytes; NULL if input_len is 0. taken: how many of them were taken. event: what they were.
// fault: may be NULL; where and how the file breaks a rule.
// Returns H4_OK, the first fault in the order of checks (16 to 47), and again at every later call, or misuse. One thread at a time
// for one parser.
h4_status_t h4_parser_push(h4_parser_t *parser,
                           const uint8_t *input,
                           size_t input_len,
                           size_t *taken,
                           h4_event_t *event,
                           h4_fault_t *fault);

// Says how far the parser is. Returns H4_OK, or misuse. One thread at a time for one parser.
h4_status_t h4_parser_info(const h4_parser_t *parser, h4_parser_info_t *info);

// The end of input: gives the VERI chunk of a file whose structure holds. That VERI matches is not known here; that is what a verifier
// finds out. The parser stays as it is, so that a file which is still growing can be judged and then read on.
//
// fault: may be NULL.
// Returns H4_OK, the first fault in the order of checks (16 to 47), or misuse. One thread at a time for one parser.
h4_status_t h4_parser_finish(const h4_parser_t *parser,
                             h4_chunk_t *veri,
                             h4_fault_t *fault);

// Makes a verification of a file of which nothing was seen yet. It takes constant memory, looks at each byte once, holds no pointers
// and nothing that has to be freed; it may be moved and copied as bytes.
//
// memory: size bytes, at least H4_VERIFIER_SIZE, aligned as h4_verifier_t; all of it is overwritten, also on failure.
// Returns H4_OK, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one verifier.
h4_status_t h4_verifier_init(void *memory,
                             size_t size);

// Goes on with the next bytes of the file, in pieces of any size.
//
// bytes: bytes_len bytes; NULL if bytes_len is 0. fault: may be NULL.
// Returns H4_OK, the first fault (16 to 47) as soon as it is certain, after which further bytes make no difference, or misuse. One
// thread at a time for one verifier.
h4_status_t h4_verifier_update(h4_verifier_t *verifier,
                               const uint8_t *bytes,
                               size_t bytes_len,
                               h4_fault_t *fault);

// The end of input. The verifier stays as it is, so that a file which is still growing can be judged and then read on.
//
// verdict: state, first fault, and what was found.
// Returns H4_OK for a verified file, otherwise its first fault in the order of checks (16 to 47), or misuse. One thread at a time for
// one verifier.
h4_status_t h4_verifier_finish(const h4_verifier_t *verifier,
                               h4_verdict_t *verdict);

// Checks the file header of a file in memory. Constant work. The other functions of this kind check it again, so that no call depends on
// an earlier one.
//
// In all of them bytes are the file_len bytes of the file, NULL if file_len is 0; fault may be NULL; and a payload is
// bytes + payload_offset of its chunk, payload_len bytes long.
// Returns H4_OK, a fault of the file header (16 to 19), or misuse. Any thread.
h4_status_t h4_container_open(const uint8_t *bytes,
                              size_t file_len,
                              h4_fault_t *fault);

// Checks structure, CRC and VERI of a file in memory, in one pass.
//
// verdict: state, first fault, and what was found.
// Returns H4_OK for a verified file, otherwise its first fault in the order of checks (16 to 47), or misuse. Any thread.
h4_status_t h4_container_verify(const uint8_t *bytes,
                                size_t file_len,
                                h4_verdict_t *verdict);

// The first chunk with a tag, its CRC checked. Chunks before it are stepped over by their headers, unverified.
//
// tag: H4_TAG_LEN bytes.
// Returns H4_OK, H4_NONE if there is none, H4_ERR_TRUNCATED on the way, H4_ERR_CRC of the chunk, a fault of the file header, or
// misuse. Any thread.
h4_status_t h4_container_find(const uint8_t *bytes,
                              size_t file_len,
                              const uint8_t *tag,
                              h4_chunk_t *chunk,
                              h4_fault_t *fault);

// Checks the CRC of a chunk by its place, such as a block that h4_reader_next_block_unverified gave.
//
// Returns H4_OK, H4_ERR_TRUNCATED if it does not lie inside the file, H4_ERR_CRC, a fault of the file header, or misuse. Any thread.
h4_status_t h4_container_check(const uint8_t *bytes,
                               size_t file_len,
                               const h4_chunk_t *chunk,
                               h4_fault_t *fault);

// The next chunk of a walk, its CRC checked; with a tag the next chunk with that tag, the ones before it stepped over by their headers.
//
// walk: made by h4_walk_init with the same file_len; it moves on, also past a chunk whose CRC is wrong. tag: H4_TAG_LEN bytes,
// or NULL for any.
// Returns H4_OK, H4_NONE after VERI and at the end of the file, H4_ERR_TRUNCATED, after which the walk is over, H4_ERR_CRC, a fault
// of the file header, or misuse. One thread at a time for one walk.
h4_status_t h4_container_next(const uint8_t *bytes,
                              size_t file_len,
                              h4_walk_t *walk,
                              const uint8_t *tag,
                              h4_chunk_t *chunk,
                              h4_fault_t *fault);

// The next block of a walk over blocks, its CRC checked.
//
// blocks: made by h4_blocks_init with the same file_len; it moves on, also past a block whose CRC is wrong.
// Returns as h4_container_next. One thread at a time for one walk.
h4_status_t h4_container_next_block(const uint8_t *bytes,
                                    size_t file_len,
                                    h4_blocks_t *blocks,
                                    h4_block_t *block,
                                    h4_fault_t *fault);

// From a time to the block where decoding begins, its CRC checked: the block that the seek entry with the largest time not after
// pts_us leads to. block.chunk.offset is its file position. The table is validated at each call; h4_seek_t seeks often.
//
// pts_us: microseconds. lengths: NULL for stored ones.
// Returns H4_OK, H4_NONE without SEEK, before the first entry and where the entry leads to the end of the media, faults of SEEK, of the
// chunks on the way and of the block, H4_ERR_RANGE for unknown lengths, or misuse. Any thread.
h4_status_t h4_container_seek(const uint8_t *bytes,
                              size_t file_len,
                              uint64_t pts_us,
                              const h4_lengths_t *lengths,
                              h4_block_t *block,
                              h4_fault_t *fault);

// Checks the file header: one read of H4_FILE_HEADER_LEN bytes. The other functions of this kind do not look at it again.
//
// In all of them source is the file; fault may be NULL; a read function that fails gives H4_ERR_READ.
// Returns H4_OK, a fault of the file header (16 to 19), H4_ERR_READ, H4_ERR_RANGE for a source of both bytes and read_at, or misuse.
// One thread at a time for one source whose read function demands it.
h4_status_t h4_reader_open(const h4_source_t *source,
                           h4_fault_t *fault);

// Makes a walk before the first chunk of a file. It holds no pointers and nothing that has to be freed; it may be moved and copied as
// bytes, to come back to a place.
//
// memory: size bytes, at least H4_WALK_SIZE, aligned as h4_walk_t; all of it is overwritten, also on failure.
// file_len: the file's length in bytes.
// Returns H4_OK, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one walk.
h4_status_t h4_walk_init(void *memory,
                         size_t size,
                         uint64_t file_len);

// The next chunk of a walk by its header: one read of H4_CHUNK_HEADER_LEN bytes; with a tag the next chunk with that tag, one read
// for each chunk passed over. Header and payload are unverified; that the chunk lies inside the file is checked.
//
// tag: H4_TAG_LEN bytes, or NULL for any.
// Returns H4_OK, H4_NONE after VERI and at the end of the file, H4_ERR_TRUNCATED or H4_ERR_READ, after which the walk is over, or
// misuse. One thread at a time for one walk.
h4_status_t h4_reader_next_unverified(const h4_source_t *source,
                                      h4_walk_t *walk,
                                      const uint8_t *tag,
                                      h4_chunk_t *chunk,
                                      h4_fault_t *fault);

// Reads a payload to the front of buf and checks its CRC.
//
// chunk: as h4_reader_next_unverified gave it. buf: buf_len bytes, at least chunk.payload_len; unless H4_OK is returned they hold nothing of the
// payload: zeros where some of it was read.
// Returns H4_OK, H4_ERR_TOO_SMALL, H4_ERR_TRUNCATED, H4_ERR_CRC, H4_ERR_READ, or misuse.
h4_status_t h4_reader_chunk(const h4_source_t *source,
                            const h4_chunk_t *chunk,
                            uint8_t *buf,
                            size_t buf_len,
                            h4_fault_t *fault);

// Checks the CRC of a payload of any length through buf, of which nothing but its size matters.
//
// buf: buf_len bytes, at least one; what they hold afterwards is of no use.
// Returns H4_OK, H4_ERR_TOO_SMALL for a buf of no bytes, H4_ERR_TRUNCATED, H4_ERR_CRC, H4_ERR_READ, or misuse.
h4_status_t h4_reader_check(const h4_source_t *source,
                            const h4_chunk_t *chunk,
                            uint8_t *buf,
                            size_t buf_len,
                            h4_fault_t *fault);

// Makes a walk before the first block of a stretch of media. It holds no pointers and nothing that has to be freed; it may be moved and
// copied as bytes.
//
// memory: size bytes, at least H4_BLOCKS_SIZE, aligned as h4_blocks_t; all of it is overwritten, also on failure.
// file_len: the file's length in bytes. lengths: NULL for stored ones. range: NULL for all blocks; h4_seek_range makes one from times.
// Returns H4_OK, H4_ERR_STATE_SIZE, H4_ERR_RANGE for unknown lengths, or misuse. One thread at a time for one walk.
h4_status_t h4_blocks_init(void *memory,
                           size_t size,
                           uint64_t file_len,
                           const h4_lengths_t *lengths,
                           const h4_media_range_t *range);

// The media offset of the next block of a walk; at the end of the file the length of all media.
//
// Returns H4_OK, or misuse. One thread at a time for one walk.
h4_status_t h4_blocks_media_offset(const h4_blocks_t *blocks, uint64_t *media_offset);

// The next block that has a byte of the range, or that begins where the range begins: one read for each chunk passed over. Header and
// payload are unverified.
//
// Returns as h4_reader_next_unverified. One thread at a time for one walk.
h4_status_t h4_reader_next_block_unverified(const h4_source_t *source,
                                            h4_blocks_t *blocks,
                                            h4_block_t *block,
                                            h4_fault_t *fault);

// From a time to the block where decoding begins: the block that the seek entry with the largest time not after pts_us leads to.
// block.chunk.offset is its file position. The block's payload is not read and not checked. SEEK is validated at each call; h4_seek_t
// seeks often.
//
// pts_us: microseconds. lengths: NULL for stored ones. buf: buf_len bytes, at least one, through which SEEK is read.
// Returns H4_OK, H4_NONE without SEEK, before the first entry and where the entry leads to the end of the media, H4_ERR_TOO_SMALL for a
// buf of no bytes, faults of SEEK and on the way, H4_ERR_RANGE for unknown lengths, H4_ERR_READ, or misuse.
h4_status_t h4_reader_seek_unverified(const h4_source_t *source,
                                      uint64_t pts_us,
                                      const h4_lengths_t *lengths,
                                      uint8_t *buf,
                                      size_t buf_len,
                                      h4_block_t *block,
                                      h4_fault_t *fault);

// Finds the first SEEK of a file and checks its CRC and rules in one pass; from then on it is searched in the file. A seek table holds no
// pointers and nothing that has to be freed; it may be moved and copied as bytes.
//
// memory: size bytes, at least H4_SEEK_SIZE, aligned as h4_seek_t; all of it is overwritten, also on failure.
// buf: buf_len bytes, at least one, through which SEEK is read. fault: may be NULL.
// Returns H4_OK, H4_NONE if the file has no SEEK, faults of SEEK, H4_ERR_TRUNCATED on the way, H4_ERR_TOO_SMALL for a buf of no bytes,
// H4_ERR_READ, H4_ERR_STATE_SIZE, or misuse. One thread at a time while it is made.
h4_status_t h4_seek_open(void *memory,
                         size_t size,
                         const h4_source_t *source,
                         uint8_t *buf,
                         size_t buf_len,
                         h4_fault_t *fault);

// Checks the rules of a SEEK payload in memory; its CRC is not looked at. The calls that search it take a source with the payload as its
// bytes.
//
// payload: payload_len bytes. chunk: the chunk it is from, which says where a fault is.
// Everything else as h4_seek_open. Returns H4_OK, H4_ERR_SEEK_LENGTH, H4_ERR_SEEK_ORDER, H4_ERR_STATE_SIZE, or misuse.
h4_status_t h4_seek_open_payload(void *memory,
                                 size_t size,
                                 const uint8_t *payload,
                                 size_t payload_len,
                                 const h4_chunk_t *chunk,
                                 h4_fault_t *fault);

// Takes a table in a file as it is: three reads, and neither rules nor CRC are checked, except that its length is right. What a search
// finds in a table that breaks the rules is some entry or none, after the same bounded work.
//
// chunk: the SEEK chunk, as h4_reader_next_unverified gave it.
// Everything else as h4_seek_open. Returns H4_OK, H4_ERR_RANGE for a length that is not right, H4_ERR_MISPLACED if the file ends before
// the table, H4_ERR_READ, H4_ERR_STATE_SIZE, or misuse.
h4_status_t h4_seek_open_unverified(void *memory,
                                    size_t size,
                                    const h4_source_t *source,
                                    const h4_chunk_t *chunk);

// The number of entries of a table, and the chunk it is from.
//
// Returns H4_OK, or misuse. Any thread for one table.
h4_status_t h4_seek_info(const h4_seek_t *seek, uint32_t *count, h4_chunk_t *chunk);

// An entry by its number, from 0; one read.
//
// source: the file, or the payload as bytes, as when the table was opened.
// Returns H4_OK, H4_NONE for a number past the last entry, H4_ERR_MISPLACED if the source has become shorter, H4_ERR_READ, or misuse.
// Any thread for one table.
h4_status_t h4_seek_entry(const h4_seek_t *seek,
                          const h4_source_t *source,
                          uint32_t number,
                          h4_seek_entry_t *entry);

// The entry with the largest time not after pts_us, in microseconds. Reads pages of 512 bytes: three at most in a table with even times, in
// any no more than max(1, log2(count / 32) + 5), rounded up, and one entry.
//
// source: as for h4_seek_entry. number: of the entry, from 0.
// Returns H4_OK, H4_NONE before the first entry, otherwise as h4_seek_entry. Any thread for one table.
h4_status_t h4_seek_at_or_before(const h4_seek_t *seek,
                                 const h4_source_t *source,
                                 uint64_t pts_us,
                                 uint32_t *number,
                                 h4_seek_entry_t *entry);

// The stretch of media that has what is shown from from_us up to, not including, to_us, in microseconds: from the last entry not after the
// start, or the first block if there is none, to the first entry not before the end, or the last block. For h4_blocks_init.
//
// source: as for h4_seek_entry.
// Returns H4_OK, otherwise as h4_seek_entry. Any thread for one table.
h4_status_t h4_seek_range(const h4_seek_t *seek,
                          const h4_source_t *source,
                          uint64_t from_us,
                          uint64_t to_us,
                          h4_media_range_t *range);

// Whether no offset is past the end of the media; one read for each entry. On request only: a file is verified without it.
//
// source: as for h4_seek_entry. media_len: the length of all media, as h4_verdict_t has it for stored lengths and
// h4_blocks_media_offset for any. fault: may be NULL; the first entry that leads too far.
// Returns H4_OK, H4_ERR_SEEK_OFFSET, otherwise as h4_seek_entry. Any thread for one table.
h4_status_t h4_seek_check_offsets(const h4_seek_t *seek,
                                  const h4_source_t *source,
                                  uint64_t media_len,
                                  h4_fault_t *fault);

// Makes a locator. It holds no pointers and nothing that has to be freed; it may be moved and copied as bytes.
//
// memory: size bytes, at least H4_LOCATOR_SIZE, aligned as h4_locator_t; all of it is overwritten, also on failure.
// file_len: the file's length in bytes. lengths: NULL for stored ones.
// Returns H4_OK, H4_ERR_STATE_SIZE, H4_ERR_RANGE for unknown lengths, or misuse. One thread at a time for one locator.
h4_status_t h4_locator_init(void *memory,
                            size_t size,
                            uint64_t file_len,
                            const h4_lengths_t *lengths);

// The block that an entry of a seek table leads to: the first one that begins at the offset, else the one that contains the byte.
// block.chunk.offset is its file position. Its payload is not read and not checked. One read for each chunk from the last found block
// on, or from the start if the offset is less than at the last call. Over the entries from 0 on it gives the key blocks.
//
// seek: the table. source: the file. number, offset: of the entry, as h4_seek_at_or_before and h4_seek_entry give them.
// fault: may be NULL.
// Returns H4_OK, H4_NONE for an offset that is the end of the media, H4_ERR_SEEK_OFFSET for one past it, H4_ERR_TRUNCATED on the way,
// H4_ERR_READ, or misuse. One thread at a time for one locator.
h4_status_t h4_reader_locate_unverified(const h4_source_t *source,
                                        h4_locator_t *locator,
                                        const h4_seek_t *seek,
                                        uint32_t number,
                                        uint64_t offset,
                                        h4_block_t *block,
                                        h4_fault_t *fault);

// As h4_reader_locate_unverified over a file in memory, with the block's CRC checked.
//
// bytes: the file_len bytes of the file, NULL if file_len is 0. Returns also H4_ERR_CRC of the block, and a fault of the file header.
h4_status_t h4_container_locate(const uint8_t *bytes,
                                size_t file_len,
                                h4_locator_t *locator,
                                const h4_seek_t *seek,
                                uint32_t number,
                                uint64_t offset,
                                h4_block_t *block,
                                h4_fault_t *fault);

// Whether the payload of META or SAFE is one JSON object in UTF-8. On request only: a file is verified without it.
//
// json: json_len bytes, the payload. chunk: the chunk it is from, META or SAFE; its tag names the rule.
// scratch: scratch_len bytes, for strings with escapes; json_len always suffices, none are needed without a backslash. What they
// hold afterwards is of no use. They must not overlap json. fault: may be NULL.
// Returns H4_OK, H4_ERR_META_JSON, H4_ERR_SAFE_JSON, H4_ERR_TOO_SMALL for the scratch, H4_ERR_MISPLACED for another tag, or misuse. Any thread.
h4_status_t h4_json_check(const uint8_t *json,
                          size_t json_len,
                          const h4_chunk_t *chunk,
                          uint8_t *scratch,
                          size_t scratch_len,
                          h4_fault_t *fault);

// What the SEEK offsets of a file with this META count.
//
// lengths: H4_LENGTHS_UNKNOWN where an engine changed the lengths and block_size is missing.
// json and scratch as for h4_json_has.
// Returns H4_OK, H4_ERR_JSON, H4_ERR_FIELD_TWICE and H4_ERR_FIELD_TYPE of a field that says it, H4_ERR_TOO_SMALL for the scratch, or
// misuse. Any thread.
h4_status_t h4_json_media_lengths(const uint8_t *json,
                                  size_t json_len,
                                  uint8_t *scratch,
                                  size_t scratch_len,
                                  h4_lengths_t *lengths);

// Whether a field is there, of whatever type.
//
// A field is named by its path from the outermost object, such as "compression", "engine". Names compare unescaped. A field of value
// null is there. A file without META or SAFE says {}.
//
// In all of these functions json are the json_len bytes of the object, which is checked at each call; path are path_len names, at
// most H4_JSON_MAX_PATH; and scratch are scratch_len bytes, for strings with escapes: json_len always suffices, none are needed
// without a backslash. Nothing overlaps scratch.
// there: 1 if it is there, otherwise 0.
// Returns H4_OK, H4_NONE if it is not there, H4_ERR_JSON if json is not one JSON object in UTF-8, H4_ERR_FIELD_TWICE and
// H4_ERR_FIELD_TYPE if a part of the path is there twice or is no object, H4_ERR_TOO_SMALL for the scratch, H4_ERR_RANGE for a path
// that is too long or not UTF-8, or misuse. Any thread.
h4_status_t h4_json_has(const uint8_t *json,
                        size_t json_len,
                        const h4_text_t *path,
                        size_t path_len,
                        uint8_t *scratch,
                        size_t scratch_len,
                        uint32_t *there);

// A field as text without its escapes.
//
// text: where it lies, in json or, if it had escapes, in scratch; it ends without NUL and lives as long as both are left alone.
// Everything else as h4_json_has, and H4_ERR_FIELD_TYPE if the field is not a string.
h4_status_t h4_json_text(const uint8_t *json,
                         size_t json_len,
                         const h4_text_t *path,
                         size_t path_len,
                         uint8_t *scratch,
                         size_t scratch_len,
                         h4_text_t *text);

// A field as an integer of 64 bits without sign, in full range; 30.0, 3e1 and -0 are none.
//
// Everything else as h4_json_has, and H4_ERR_FIELD_TYPE if the field is not such an integer.
h4_status_t h4_json_u64(const uint8_t *json,
                        size_t json_len,
                        const h4_text_t *path,
                        size_t path_len,
                        uint8_t *scratch,
                        size_t scratch_len,
                        uint64_t *value);

// A field as an integer of 64 bits with sign, in full range.
//
// Everything else as h4_json_u64.
h4_status_t h4_json_i64(const uint8_t *json,
                        size_t json_len,
                        const h4_text_t *path,
                        size_t path_len,
                        uint8_t *scratch,
                        size_t scratch_len,
                        int64_t *value);

// A field as the double nearest to the number as written, which may be an integer.
//
// Everything else as h4_json_has, and H4_ERR_FIELD_TYPE if the field is not a number or too large for a finite double.
h4_status_t h4_json_f64(const uint8_t *json,
                        size_t json_len,
                        const h4_text_t *path,
                        size_t path_len,
                        uint8_t *scratch,
                        size_t scratch_len,
                        double *value);

// A field as 1 for true or 0 for false.
//
// Everything else as h4_json_has, and H4_ERR_FIELD_TYPE if the field is neither.
h4_status_t h4_json_bool(const uint8_t *json,
                         size_t json_len,
                         const h4_text_t *path,
                         size_t path_len,
                         uint8_t *scratch,
                         size_t scratch_len,
                         uint32_t *value);

// The length in bytes of what h4_standard_meta_emit writes.
//
// Returns H4_OK, H4_ERR_RANGE if fps_hint is outside its range or not a number or masked is neither 0 nor 1, or misuse. Any thread.
h4_status_t h4_standard_meta_len(const h4_standard_meta_t *meta,
                                 size_t *len);

// Writes META as a JSON object without insignificant white space to the front of out.
//
// out: out_len bytes. len: the number of bytes written; they end without NUL.
// Returns H4_OK, H4_ERR_TOO_SMALL, otherwise as h4_standard_meta_len. Any thread.
h4_status_t h4_standard_meta_emit(const h4_standard_meta_t *meta, uint8_t *out, size_t out_len, size_t *len);

// The SAFE of a standard export, a JSON object without insignificant white space. The text is constant, ends with NUL, which is no
// part of the payload, and is never NULL. Any thread.
const char *h4_standard_safe(void);

// Makes a key of masks from a master key. Not encryption: a mask hides bytes from casual reading and has no authenticity. The key is a
// secret: h4_mask_key_wipe when it is not needed any more.
//
// memory: size bytes, at least H4_MASK_KEY_SIZE, aligned as h4_mask_key_t; all of it is overwritten, also on failure.
// master_key: len bytes, at least H4_MASK_MIN_KEY_LEN; the caller's own copy stays the caller's to wipe.
// Returns H4_OK, H4_ERR_SHORT_KEY, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one key while it is made or wiped.
h4_status_t h4_mask_key_init(void *memory,
                             size_t size,
                             const uint8_t *master_key,
                             size_t len);

// Ends a key and makes its memory zero. A key that is wiped stays so.
//
// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
h4_status_t h4_mask_key_wipe(h4_mask_key_t *key);

// Makes the mask of one block. Not encryption: a mask hides bytes from casual reading and has no authenticity. The mask is a secret:
// h4_mask_wipe when it is not needed any more.
//
// memory: size bytes, at least H4_MASK_SIZE, aligned as h4_mask_t; all of it is overwritten, also on failure.
// context: context_len bytes of the caller's own; NULL for the default of the format. index: the block's number, from 0.
// Returns H4_OK, H4_ERR_STATE_SIZE, or misuse. Any thread for one key; one thread at a time for one mask while it is made or wiped.
h4_status_t h4_mask_init(void *memory,
                         size_t size,
                         const h4_mask_key_t *key,
                         const uint8_t *context,
                         size_t context_len,
                         uint64_t index);

// Masks data in place, or unmasks it: the same call does both. A block can be masked in pieces of any size, in any order; pieces that
// begin at a multiple of 32 cost no hash twice.
//
// at: the offset of data in the block, in bytes. data: len bytes; NULL if len is 0.
// Returns H4_OK, H4_ERR_RANGE for data that reaches past 2^37 bytes, which is left as it is, or misuse. Any thread for one mask.
h4_status_t h4_mask_apply(const h4_mask_t *mask,
                          uint64_t at,
                          uint8_t *data,
                          size_t len);

// Ends a mask and makes its memory zero. A mask that is wiped stays so.
//
// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
h4_status_t h4_mask_wipe(h4_mask_t *mask);

// The frame time in whole microseconds: 1 000 000 / fps, rounded down, the same on every target.
//
// fps: greater than 0, at most 1 000 000.
// Returns H4_OK, H4_ERR_RANGE for any other fps and where the frame time does not fit 64 bits, or misuse. Any thread.
h4_status_t h4_video_frame_time(double fps,
                                uint64_t *frame_time_us);

// The token of one block of a regular stream: one frame a block, every gop-th a key block, the first one too. Constant work.
//
// fps: as for h4_video_frame_time. gop: at least 1. blocks: the number of blocks of the stream. index: the block's number, from 0.
// Returns H4_OK, H4_NONE for an index past the last block, H4_ERR_RANGE for a stream that is none, or misuse. Any thread.
h4_status_t h4_video_token_at(double fps,
                              uint32_t gop,
                              uint32_t blocks,
                              uint32_t index,
                              h4_video_token_t *token);

// Reads a token from the front of bytes.
//
// bytes: bytes_len bytes, at least H4_VIDEO_TOKEN_LEN.
// Returns H4_OK, H4_ERR_TOO_SMALL, H4_ERR_RANGE for a key flag that is neither 0 nor 1, or misuse. Any thread.
h4_status_t h4_video_token_parse(const uint8_t *bytes,
                                 size_t bytes_len,
                                 h4_video_token_t *token);

// Writes a token to the front of out: H4_VIDEO_TOKEN_LEN bytes.
//
// out: out_len bytes.
// Returns H4_OK, H4_ERR_TOO_SMALL, H4_ERR_RANGE for a key that is neither 0 nor 1, or misuse. Any thread.
h4_status_t h4_video_token_emit(const h4_video_token_t *token, uint8_t *out, size_t out_len);

// How many floats of storage a tokenizer of this configuration needs: 2.5 frame_size + 4 top + 129.
//
// Returns H4_OK, H4_ERR_RANGE for a configuration that is not legal, or misuse. Any thread.
h4_status_t h4_audio_storage_len(const h4_audio_config_t *config, size_t *floats);

// Makes a tokenizer before its first sample. The storage comes with every call and is the same one each time; another one gives wrong
// tokens and no other harm. Costs one sine for each two samples of a frame.
//
// memory: size bytes, at least H4_AUDIO_SIZE, aligned as h4_audio_t; all of it is overwritten, also on failure. storage: storage_len
// floats, at least as many as h4_audio_storage_len says; whatever they hold.
// Returns H4_OK, H4_ERR_RANGE for a configuration that is not legal, H4_ERR_TOO_SMALL for too short a storage, H4_ERR_STATE_SIZE, or
// misuse. One thread at a time for one tokenizer and one storage.
h4_status_t h4_audio_init(void *memory,
                          size_t size,
                          const h4_audio_config_t *config,
                          float *storage,
                          size_t storage_len);

// Takes PCM, 16 bits little-endian and mono, cut at any byte, until a frame is complete. Then its tokens stand at the front of out, and
// the call is repeated with the rest of pcm. What is there when input ends belongs to no frame. Costs a few operations a byte, and for a
// complete frame of N samples one FFT and a selection.
//
// storage: as given to h4_audio_init. pcm: pcm_len bytes; NULL if pcm_len is 0. consumed: how many of them were taken. tokens: room for
// token_count tokens, at least the configuration's top. frame: the frame.
// Returns H4_OK for a frame, H4_NONE when all of pcm is taken and no frame is complete, H4_ERR_TOO_SMALL for too short tokens or
// storage, and nothing was taken then, or misuse. One thread at a time for one tokenizer and one storage.
h4_status_t h4_audio_push(h4_audio_t *audio,
                          float *storage,
                          size_t storage_len,
                          const uint8_t *pcm,
                          size_t pcm_len,
                          size_t *consumed,
                          h4_audio_token_t *tokens,
                          size_t token_count,
                          h4_audio_frame_t *frame);

// Reads a token from the front of bytes. Every value of every field is legal.
//
// bytes: bytes_len bytes, at least H4_AUDIO_TOKEN_LEN.
// Returns H4_OK, H4_ERR_TOO_SMALL, or misuse. Any thread.
h4_status_t h4_audio_token_parse(const uint8_t *bytes, size_t bytes_len, h4_audio_token_t *token);

// Writes a token to the front of out: H4_AUDIO_TOKEN_LEN bytes.
//
// out: out_len bytes.
// Returns H4_OK, H4_ERR_TOO_SMALL, or misuse. Any thread.
h4_status_t h4_audio_token_emit(const h4_audio_token_t *token, uint8_t *out, size_t out_len);

// Whether blocks of an identity are of the engine that a reader wants. The family is not asked for: the id is exact.
//
// id: the build wanted. fingerprint: H4_DIGEST_LEN bytes, what it makes of the probe.
// Returns H4_OK, H4_ERR_ENGINE_UNKNOWN for another id, H4_ERR_ENGINE_MISMATCH for the id with another fingerprint or with none,
// H4_ERR_RANGE for a name that is not UTF-8 or a flag that is neither 0 nor 1, or misuse. Any thread.
h4_status_t h4_engine_require(const h4_engine_identity_t *identity,
                              const h4_text_t *id,
                              const uint8_t *fingerprint);

// Whether an identity is that of an earlier program: the family of H4_ENGINE_RUN_LENGTH with id "unknown" and no fingerprint. Such blocks
// are bytes that H4_ENGINE_RUN_LENGTH unpacks, but nothing says which build made them: a caller that asks this takes them unpinned.
//
// Returns H4_OK, H4_ERR_ENGINE_UNKNOWN for any other family or id, H4_ERR_ENGINE_MISMATCH if there is a fingerprint, H4_ERR_RANGE as for
// h4_engine_require, or misuse. Any thread.
h4_status_t h4_engine_require_unpinned_reference(const h4_engine_identity_t *identity);

// Writes the value of META's compression, a JSON object without white space, to the front of out.
//
// out: out_len bytes; H4_ENGINE_IDENTITY_MAX always suffice. len: how many were written.
// Returns H4_OK, H4_ERR_RANGE if family or id is not legal or a flag neither 0 nor 1, H4_ERR_TOO_SMALL, or misuse. Any thread.
h4_status_t h4_engine_identity_emit(const h4_engine_identity_t *identity,
                                    uint8_t *out,
                                    size_t out_len,
                                    size_t *len);

// Who an engine is, as META is to name it. Its texts are constant.
//
// engine: H4_ENGINE_...
// Returns H4_OK, H4_ERR_RANGE for any other number, or misuse. Any thread.
h4_status_t h4_engine_identity(uint32_t engine, h4_engine_identity_t *identity);

// The engine of this library that an identity names, by id and fingerprint.
//
// engine: H4_ENGINE_...; H4_ENGINE_NONE after a failure.
// Returns H4_OK, H4_ERR_ENGINE_UNKNOWN for an id that is none of them, H4_ERR_ENGINE_MISMATCH for another fingerprint or none,
// H4_ERR_RANGE for a name that is not UTF-8 or a flag that is neither 0 nor 1, or misuse. Any thread.
h4_status_t h4_engine_find(const h4_engine_identity_t *identity,
                           uint32_t *engine);

// The most bytes that an input packs to.
//
// engine: H4_ENGINE_... input_len: its length in bytes.
// Returns H4_OK, H4_ERR_RANGE for a length that the engine does not take and for a number that is no engine, or misuse. Any thread.
h4_status_t h4_engine_max_packed_len(uint32_t engine,
                                     uint64_t input_len,
                                     uint64_t *packed_len);

// Packs a block into the front of out. Every block stands alone.
//
// engine: H4_ENGINE_... input: input_len bytes; NULL if input_len is 0. out: out_len bytes. len: how many were written.
// Returns H4_OK, H4_ERR_RANGE for a length that the engine does not take and for a number that is no engine, H4_ERR_TOO_SMALL, or
// misuse. Any thread.
h4_status_t h4_engine_pack(uint32_t engine,
                           const uint8_t *input,
                           size_t input_len,
                           uint8_t *out,
                           size_t out_len,
                           size_t *len);

// The length that a packed block unpacks to. Reads all of it.
//
// engine: H4_ENGINE_... packed: packed_len bytes; NULL if packed_len is 0.
// Returns H4_OK, H4_ERR_ENGINE_DATA for bytes that are nothing the engine makes, H4_ERR_RANGE for a number that is no engine, or misuse.
// Any thread.
h4_status_t h4_engine_unpacked_len(uint32_t engine,
                                   const uint8_t *packed,
                                   size_t packed_len,
                                   uint64_t *unpacked_len);

// Unpacks a block into the front of out, which bounds the work, whatever the block says.
//
// engine: H4_ENGINE_... packed: packed_len bytes; NULL if packed_len is 0. out: out_len bytes. len: how many were written.
// Returns H4_OK, H4_ERR_ENGINE_DATA for bytes that are nothing the engine makes, then H4_ERR_TOO_SMALL, H4_ERR_RANGE for a number that is
// no engine, or misuse. Any thread.
h4_status_t h4_engine_unpack(uint32_t engine,
                             const uint8_t *packed,
                             size_t packed_len,
                             uint8_t *out,
                             size_t out_len,
                             size_t *len);

// The fingerprint of an engine: SHA-256 of what it packs a fixed probe to. Says how it packs, and nothing of how it unpacks.
//
// engine: H4_ENGINE_... work: work_len bytes, H4_ENGINE_WORK_LEN always suffice; what they hold afterwards is of no use. fingerprint:
// H4_DIGEST_LEN bytes.
// Returns H4_OK, H4_ERR_TOO_SMALL for work, H4_ERR_RANGE for a number that is no engine, or misuse. Any thread.
h4_status_t h4_engine_fingerprint(uint32_t engine,
                                  uint8_t *work,
                                  size_t work_len,
                                  uint8_t *fingerprint);

// Reads what META says of the engine. An absent name counts as "unknown", an absent fingerprint as not known, an absent flag as 0.
//
// json and scratch as for h4_json_has. names: names_len bytes, at least H4_ENGINE_NAMES_LEN, in which the texts of identity lie.
// Returns H4_OK, H4_NONE if META has no compression: then the blocks went through no engine, H4_ERR_JSON, H4_ERR_FIELD_TWICE,
// H4_ERR_FIELD_TYPE also for a name that is not legal and for a fingerprint that is neither 64 hexadecimal digits nor "unknown",
// H4_ERR_TOO_SMALL for names or scratch, or misuse. Any thread.
h4_status_t h4_engine_identity_read(const uint8_t *json,
                                    size_t json_len,
                                    uint8_t *scratch,
                                    size_t scratch_len,
                                    uint8_t *names,
                                    size_t names_len,
                                    h4_engine_identity_t *identity);

// The bytes of memory that a h4_sealer_t takes: H4_SEALER_SIZE. Any thread.
size_t h4_sealer_size(void);

// The alignment in bytes of the memory of a h4_sealer_t. Any thread.
size_t h4_sealer_align(void);

// The bytes of memory that a h4_exchange_t takes: H4_EXCHANGE_SIZE. Any thread.
size_t h4_exchange_size(void);

// The alignment in bytes of the memory of a h4_exchange_t. Any thread.
size_t h4_exchange_align(void);

// The bytes of memory that a h4_file_chain_t takes: H4_FILE_CHAIN_SIZE. Any thread.
size_t h4_file_chain_size(void);

// The alignment in bytes of the memory of a h4_file_chain_t. Any thread.
size_t h4_file_chain_align(void);

// The alignment in bytes of the memory of a h4_opener_t. Any thread.
size_t h4_opener_align(void);

// The bytes of memory that a h4_sealed_writer_t takes: H4_SEALED_WRITER_SIZE. Any thread.
size_t h4_sealed_writer_size(void);

// The alignment in bytes of the memory of a h4_sealed_writer_t. Any thread.
size_t h4_sealed_writer_align(void);

// The bytes of memory that a h4_sealed_reader_t takes: H4_SEALED_READER_SIZE. Any thread.
size_t h4_sealed_reader_size(void);

// The alignment in bytes of the memory of a h4_sealed_reader_t. Any thread.
size_t h4_sealed_reader_align(void);

// Makes the sender of this side of a session, at its beginning. Never make it twice for one session, and never go on from a copy of
// its memory: two senders that go on from one state seal different blocks under one key and nonce, which reveals both. To survive a
// restart a sender takes leases. A secret: h4_sealer_wipe when it is not needed any more.
//
// memory: size bytes, at least H4_SEALER_SIZE, aligned as h4_sealer_t; all of it is overwritten, also on failure.
// Returns H4_OK, H4_ERR_SHORT_KEY, H4_ERR_RANGE, H4_ERR_UNSUPPORTED, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one sealer.
h4_status_t h4_sealer_init(void *memory,
                           size_t size,
                           const h4_session_t *session);

// How much longer the next block is than its plaintext: H4_SEALED_OVERHEAD, or H4_SEALED_OVERHEAD_KEY for a boundary block.
//
// header_len: where the plaintext is put. overhead: header and tag together, in bytes; may be NULL.
// Returns H4_OK or misuse. Any thread for one sealer.
h4_status_t h4_sealer_room(const h4_sealer_t *sealer,
                           size_t *header_len,
                           size_t *overhead);

// The counter of the next block and the transcript there.
//
// Returns H4_OK or misuse. Any thread for one sealer.
h4_status_t h4_sealer_tip(const h4_sealer_t *sealer, h4_tip_t *tip);

// Seals the next block in place. Where it is sealed it is header, ciphertext and tag, one behind the other; ask h4_sealer_room where
// in it the plaintext is put. On every failure sealer, exchange and block are as they were.
//
// block: block_len bytes, as many as plaintext and overhead together. aad: aad_len bytes that the block is bound to, at most
// H4_AAD_MAX; NULL if aad_len is 0. entropy: H4_ENTROPY_LEN random bytes for a new key, never used before or after, the caller's to
// wipe; they are looked at where a boundary block makes a key, and may be NULL elsewhere. exchange: this side's in the mode mixing,
// NULL otherwise. counter: the block's.
// Returns H4_OK; in this order H4_ERR_MISPLACED for an exchange too many or too few, H4_ERR_LEASE, H4_ERR_EXHAUSTED, H4_ERR_TOO_SMALL
// for a block shorter than the overhead, H4_ERR_RANGE for too long aad or plaintext, H4_ERR_ENTROPY, H4_ERR_WEAK_KEY; or misuse. One
// thread at a time for one sealer and one exchange.
h4_status_t h4_sealer_seal(h4_sealer_t *sealer,
                           uint8_t *block,
                           size_t block_len,
                           const uint8_t *aad,
                           size_t aad_len,
                           const uint8_t *entropy,
                           h4_exchange_t *exchange,
                           uint64_t *counter);

// Leases the next blocks counters: writes to the front of out the state of a sender that goes on behind them, H4_SEALER_STORED_LEN
// bytes. Until it takes another lease the sealer seals these blocks and no more. Put the state where it lasts before the next block is
// sealed, in place of the one before; after a restart go on with h4_sealer_resume. It holds a key: keep it like a secret.
//
// blocks: 1 to a quarter of the session's jump. out: out_len bytes. len: how many were written.
// Returns H4_OK, H4_ERR_MISPLACED in the mode mixing, whose senders are not resumed, H4_ERR_RANGE for other blocks, H4_ERR_EXHAUSTED if
// the lease would pass the last counter, H4_ERR_TOO_SMALL, or misuse. One thread at a time for one sealer.
h4_status_t h4_sealer_lease(h4_sealer_t *sealer,
                            uint32_t blocks,
                            uint8_t *out,
                            size_t out_len,
                            size_t *len);

// Makes the sender that goes on behind a lease. It seals nothing before it takes one itself.
//
// memory: as for h4_sealer_init. bytes: bytes_len bytes, as h4_sealer_lease wrote them.
// Returns H4_OK, H4_ERR_RANGE for bytes that no lease gives, H4_ERR_UNSUPPORTED, H4_ERR_STATE_SIZE, or misuse. One thread at a time for
// one sealer.
h4_status_t h4_sealer_resume(void *memory,
                             size_t size,
                             const uint8_t *bytes,
                             size_t bytes_len);

// Ends a sender and makes its memory zero. A sender that is wiped stays so.
//
// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
h4_status_t h4_sealer_wipe(h4_sealer_t *sealer);

// Makes an exchange that knows no key of either side. Sealer and opener of one side of a session in the mode mixing share one: it is
// given to each of their calls, and to no other session's. A secret: h4_exchange_wipe when it is not needed any more.
//
// memory: size bytes, at least H4_EXCHANGE_SIZE, aligned as h4_exchange_t; all of it is overwritten, also on failure.
// Returns H4_OK, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one exchange.
h4_status_t h4_exchange_init(void *memory,
                             size_t size);

// Writes an exchange to the front of out, to go on from later: H4_EXCHANGE_STORED_LEN bytes, to be kept like a secret.
//
// out: out_len bytes. len: how many were written.
// Returns H4_OK, H4_ERR_TOO_SMALL, or misuse. Any thread for one exchange.
h4_status_t h4_exchange_export(const h4_exchange_t *exchange,
                               uint8_t *out,
                               size_t out_len,
                               size_t *len);

// Makes the exchange that h4_exchange_export wrote.
//
// memory: as for h4_exchange_init. bytes: bytes_len bytes, H4_EXCHANGE_STORED_LEN.
// Returns H4_OK, H4_ERR_RANGE for bytes that no export gives, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one exchange.
h4_status_t h4_exchange_import(void *memory,
                               size_t size,
                               const uint8_t *bytes,
                               size_t bytes_len);

// Ends an exchange and makes its memory zero. An exchange that is wiped stays so.
//
// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
h4_status_t h4_exchange_wipe(h4_exchange_t *exchange);

// The bytes of memory that a h4_opener_t of this window takes: H4_OPENER_SIZE(window). 0 if the window is not offered. Any thread.
size_t h4_opener_size(uint32_t window);

// Makes the receiver of this side of a session, at its beginning: it opens the blocks that the other side seals, in any order within
// its window. A secret: h4_opener_wipe when it is not needed any more.
//
// memory: size bytes, at least H4_OPENER_SIZE(window), aligned as h4_opener_t; so much of it is overwritten, also on failure; of a
// window that is not offered H4_OPENER_SIZE(1). window: counters back from the highest opened one that still open: 1, 4, 8, 16, 32 or 64.
// Returns H4_OK, H4_ERR_SHORT_KEY, H4_ERR_RANGE also for a window that is not offered or greater than the jump, H4_ERR_UNSUPPORTED,
// H4_ERR_STATE_SIZE, or misuse. One thread at a time for one opener.
h4_status_t h4_opener_init(void *memory,
                           size_t size,
                           const h4_session_t *session,
                           uint32_t window);

// Opens a block, header, ciphertext and tag, in place; opened says where in it the plaintext is then. On every failure opener, exchange
// and block are as they were. A block that is refused costs at most jump + 1 steps of the chain, one that opens at most jump + window +
// 1; at a boundary two key exchanges more.
//
// block: block_len bytes. aad: aad_len bytes that the sender bound the block to, at most H4_AAD_MAX; NULL if aad_len is 0. exchange:
// this side's in the mode mixing, NULL otherwise.
// Returns H4_OK; in this order H4_ERR_MISPLACED for an exchange too many or too few, H4_ERR_RANGE for too long aad,
// H4_ERR_SEALED_HEADER, H4_ERR_TOO_FAR, H4_ERR_TOO_OLD or H4_ERR_REPLAY, H4_ERR_AUTH, or in its place H4_ERR_PENDING in the mode mixing
// while a boundary block before this one is missing, H4_ERR_FORK; or misuse. One thread at a time for one opener and one exchange.
h4_status_t h4_opener_open(h4_opener_t *opener,
                           uint8_t *block,
                           size_t block_len,
                           const uint8_t *aad,
                           size_t aad_len,
                           h4_exchange_t *exchange,
                           h4_opened_t *opened);

// As h4_opener_open for a header and a sealed body, ciphertext and tag, that lie apart. The plaintext is then at the front of sealed.
//
// header: header_len bytes, exactly a header. sealed: sealed_len bytes. The rest as for h4_opener_open.
// Returns what h4_opener_open does. One thread at a time for one opener and one exchange.
h4_status_t h4_opener_open_parts(h4_opener_t *opener,
                                 const uint8_t *header,
                                 size_t header_len,
                                 uint8_t *sealed,
                                 size_t sealed_len,
                                 const uint8_t *aad,
                                 size_t aad_len,
                                 h4_exchange_t *exchange,
                                 h4_opened_t *opened);

// Ends a receiver and makes its memory zero, as far as its window goes. A receiver that is wiped stays so.
//
// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
h4_status_t h4_opener_wipe(h4_opener_t *opener);

// The highest opened counter + 1 and the transcript there: all receivers that opened the same highest block report the same, and the
// sender's h4_sealer_tip right after it is equal to it.
//
// Returns H4_OK or misuse. Any thread for one opener.
h4_status_t h4_opener_tip(const h4_opener_t *receiver,
                          h4_tip_t *tip);

// Length in bytes of what h4_opener_export writes for a receiver of this window; 0 if the window is not offered. Any thread.
size_t h4_opener_stored_len(uint32_t window);

// Writes a receiver to the front of out, to go on from later: h4_opener_stored_len(window) bytes, to be kept like a secret. A receiver
// that goes on from an older state opens again what was opened since.
//
// out: out_len bytes. len: how many were written.
// Returns H4_OK, H4_ERR_TOO_SMALL, or misuse. Any thread for one opener.
h4_status_t h4_opener_export(const h4_opener_t *receiver,
                             uint8_t *out,
                             size_t out_len,
                             size_t *len);

// Makes the receiver that h4_opener_export wrote.
//
// memory and window: as for h4_opener_init; the window is that of the receiver that was written. bytes: bytes_len bytes.
// Returns H4_OK, H4_ERR_RANGE for bytes that no export of a receiver with this window gives, H4_ERR_UNSUPPORTED, H4_ERR_STATE_SIZE, or
// misuse. One thread at a time for one opener.
h4_status_t h4_opener_import(void *memory,
                             size_t size,
                             uint32_t window,
                             const uint8_t *bytes,
                             size_t bytes_len);

// Makes the chain that the other side of a session sealed on, at its first block: a reader's session has the role that is not the
// writer's. It only goes forward, a step a block; to go back, begin again or at a stored point. In the mode mixing it opens blocks up
// to the first that was mixed. A secret: h4_file_chain_wipe when it is not needed any more.
//
// memory: size bytes, at least H4_FILE_CHAIN_SIZE, aligned as h4_file_chain_t; all of it is overwritten, also on failure.
// Returns H4_OK, H4_ERR_SHORT_KEY, H4_ERR_RANGE, H4_ERR_UNSUPPORTED, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one chain.
h4_status_t h4_file_chain_init(void *memory,
                               size_t size,
                               const h4_session_t *session);

// Makes the chain at a stored point, as h4_file_chain_point gave it.
//
// memory: as for h4_file_chain_init. counter: the point's. chain: chain_len bytes, H4_CHAIN_LEN. mode, interval: the session's.
// Returns H4_OK, H4_ERR_RANGE for any other length or mode and for a counter past the end, H4_ERR_STATE_SIZE, or misuse. One thread at
// a time for one chain.
h4_status_t h4_file_chain_init_at(void *memory,
                                  size_t size,
                                  uint64_t counter,
                                  const uint8_t *chain,
                                  size_t chain_len,
                                  uint32_t mode,
                                  uint32_t interval);

// The counter that the chain stands at, and the chain there, from which every later block can be opened: keep it like a secret.
//
// out: out_len bytes; H4_CHAIN_LEN are written to its front.
// Returns H4_OK, H4_ERR_TOO_SMALL, or misuse. Any thread for one chain.
h4_status_t h4_file_chain_point(const h4_file_chain_t *file_chain,
                                uint64_t *counter,
                                uint8_t *out,
                                size_t out_len);

// Goes forward to counter, in counter - the present one steps.
//
// Returns H4_OK, H4_ERR_TOO_OLD if the chain stands behind counter, H4_ERR_EXHAUSTED if counter is past the end, or misuse. One thread
// at a time for one chain.
h4_status_t h4_file_chain_walk_to(h4_file_chain_t *file_chain,
                                  uint64_t counter);

// Opens a block, header, ciphertext and tag, in place, as the block with this counter, and stands behind it then; opened says where in
// it the plaintext is. Costs counter - the present one + 1 steps. On every failure chain and block are as they were.
//
// block: block_len bytes. aad: aad_len bytes that the sender bound the block to, at most H4_AAD_MAX; NULL if aad_len is 0.
// Returns H4_OK; in this order H4_ERR_RANGE for too long aad, H4_ERR_TOO_OLD, H4_ERR_EXHAUSTED, H4_ERR_SEALED_HEADER also where the
// header has another counter, H4_ERR_AUTH, H4_ERR_FORK if the block before was opened and gives another transcript; or misuse. One
// thread at a time for one chain.
h4_status_t h4_file_chain_open(h4_file_chain_t *file_chain,
                               uint64_t counter,
                               uint8_t *block,
                               size_t block_len,
                               const uint8_t *aad,
                               size_t aad_len,
                               h4_opened_t *opened);

// Ends a chain and makes its memory zero. A chain that is wiped stays so.
//
// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
h4_status_t h4_file_chain_wipe(h4_file_chain_t *file_chain);

// Writes the associated data of the block with this time and number to the front of out: what it is sealed and opened with. It is
// authenticated and never stored: whoever opens a block makes it again from what the container says.
//
// out: out_len bytes; H4_BINDING_MAX hold every binding. len: how many were written.
// Returns H4_OK, H4_ERR_RANGE for an id that is not legal, H4_ERR_TOO_SMALL, or misuse. Any thread.
h4_status_t h4_binding_emit(const h4_binding_t *binding,
                            uint64_t pts_us,
                            uint64_t index,
                            uint8_t *out,
                            size_t out_len,
                            size_t *len);

// The same for the empty block that ends a sealed container. Its track is ~end, whatever the binding's.
//
// As for h4_binding_emit. Any thread.
h4_status_t h4_binding_emit_end(const h4_binding_t *binding,
                                uint64_t pts_us,
                                uint64_t index,
                                uint8_t *out,
                                size_t out_len,
                                size_t *len);

// Reads the header of a sealed block, to route it or to look at it. Anyone can write a header: nothing of it is certain before the
// block has opened.
//
// block: block_len bytes, a header and what it heads. interval: blocks from one boundary block to the next; 0 if there are none.
// Returns H4_OK, H4_ERR_SEALED_HEADER for a header that no block of such a session has, or misuse. Any thread.
h4_status_t h4_sealed_header_parse_unverified(const uint8_t *block,
                                              size_t block_len,
                                              uint32_t interval,
                                              h4_sealed_header_t *header);

// Reads the payload of SEAL.
//
// payload: payload_len bytes, in which the texts of seal lie.
// Returns H4_OK, H4_ERR_SEAL_GENERATION, H4_ERR_SEAL, or misuse. Any thread.
h4_status_t h4_seal_parse(const uint8_t *payload, size_t payload_len, h4_seal_t *seal);

// What a file in memory is sealed with. Constant work where the first chunk is SEAL; otherwise all chunk headers are walked over.
//
// seal: its texts lie in the file. fault: may be NULL.
// Returns H4_OK, H4_NONE if it is not sealed, H4_ERR_SEAL_PLACE, H4_ERR_SEAL_GENERATION, H4_ERR_SEAL, H4_ERR_TRUNCATED of the first chunk,
// H4_ERR_CRC of SEAL, a fault of the file header, or misuse. Any thread.
h4_status_t h4_container_seal(const uint8_t *bytes,
                              size_t file_len,
                              h4_seal_t *seal,
                              h4_fault_t *fault);

// The same of a file that is read where it is.
//
// buf: buf_len bytes, at least H4_SEAL_MAX, to which SEAL is read and in which the texts of seal lie. fault: may be NULL.
// Returns what h4_container_seal does, H4_ERR_TOO_SMALL for a SEAL that is longer than buf, and H4_ERR_READ. One thread at a time for one
// source whose read function demands it.
h4_status_t h4_reader_seal(const h4_source_t *source,
                           uint8_t *buf,
                           size_t buf_len,
                           h4_seal_t *seal,
                           h4_fault_t *fault);

// Begins a sealed container: makes a writer in the caller's memory and writes the file header and SEAL to the front of out. As h4_writer_t
// it does no I/O. It is never copied, stored or resumed: two that went on from one state would seal different blocks under one key and
// nonce, which reveals both. After a cut the container is recovered, and recording goes on in another one, with another session id. A
// secret: h4_sealed_writer_wipe when the last byte of the tail is given or before.
//
// memory: size bytes, at least H4_SEALED_WRITER_SIZE, aligned as h4_sealed_writer_t; all of it is overwritten, also on failure. secret:
// secret_len bytes, at least H4_SECRET_MIN, shared with the readers; no copy is kept. out: out_len bytes. len: how many were written.
// Returns H4_OK, H4_ERR_MISPLACED for the mode mixing, which is for two directions, H4_ERR_RANGE for a seal that is not legal,
// H4_ERR_UNSUPPORTED, H4_ERR_SHORT_KEY, H4_ERR_TOO_SMALL, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one writer.
h4_status_t h4_sealed_writer_begin(void *memory,
                                   size_t size,
                                   const uint8_t *secret,
                                   size_t secret_len,
                                   const h4_seal_t *seal,
                                   uint8_t *out,
                                   size_t out_len,
                                   size_t *len);

// What the chunk of the next block needs.
//
// Returns H4_OK, H4_ERR_MISPLACED after h4_sealed_writer_finish, or misuse. One thread at a time for one writer.
h4_status_t h4_sealed_writer_room(const h4_sealed_writer_t *writer,
                                  h4_sealed_room_t *room);

// Says how far the container is, as h4_writer_progress. Returns H4_OK, or misuse. One thread at a time for one writer.
h4_status_t h4_sealed_writer_progress(const h4_sealed_writer_t *writer,
                                      h4_progress_t *progress);

// Makes the next bytes of the file, the CORE chunk of a block, in place; h4_sealed_writer_room says where in it the plaintext is put. On
// every failure writer and chunk are as they were.
//
// chunk: chunk_len bytes, as many as plaintext and overhead together. entropy: H4_ENTROPY_LEN random bytes, never used before or after,
// the caller's to wipe; NULL where none are taken. put: what was made, and where in file and media it stands.
// Returns H4_OK, H4_ERR_RANGE if the plaintext is longer than a block can be or the block after this one would have a time of more than
// 64 bits, H4_ERR_TOO_SMALL if chunk is shorter than the overhead, H4_ERR_EXHAUSTED, H4_ERR_ENTROPY, H4_ERR_MISPLACED after
// h4_sealed_writer_finish, or misuse. One thread at a time for one writer.
h4_status_t h4_sealed_writer_block(h4_sealed_writer_t *writer,
                                   uint8_t *chunk,
                                   size_t chunk_len,
                                   const uint8_t *entropy,
                                   h4_put_t *put);

// As h4_sealed_writer_block, where the plaintext is what an engine made of media_len bytes of media: seek entries count those.
h4_status_t h4_sealed_writer_transformed_block(h4_sealed_writer_t *writer,
                                               uint8_t *chunk,
                                               size_t chunk_len,
                                               uint64_t media_len,
                                               const uint8_t *entropy,
                                               h4_put_t *put);

// Writes a chunk of a tag that the format does not know, which readers skip and which is not sealed, as h4_writer_chunk.
//
// Returns H4_OK, H4_ERR_RESERVED_TAG for CORE, SEEK, META, SAFE, VERI and SEAL, otherwise as h4_writer_chunk. One thread at a time for one
// writer.
h4_status_t h4_sealed_writer_chunk(h4_sealed_writer_t *writer,
                                   const uint8_t *tag,
                                   const uint8_t *payload,
                                   size_t payload_len,
                                   uint8_t *out,
                                   size_t out_len,
                                   size_t *len);

// Ends the blocks: writes the chunk of the authentic end to the front of out. SEEK, META, SAFE and VERI remain; h4_sealed_writer_tail gives
// their bytes. META is to have the encryption of this container.
//
// input: as for h4_writer_finish. entropy: as for h4_sealed_writer_block. out: out_len bytes, H4_SEALED_END_MAX always suffice. len: how
// many were written.
// Returns H4_OK, what h4_writer_finish does, H4_ERR_TOO_SMALL, H4_ERR_ENTROPY, or misuse; on failure the writer is as it was. One thread at
// a time for one writer.
h4_status_t h4_sealed_writer_finish(h4_sealed_writer_t *writer,
                                    const h4_tail_input_t *input,
                                    const uint8_t *entropy,
                                    uint8_t *out,
                                    size_t out_len,
                                    size_t *len);

// Fills out from the front with the next bytes of the file, as h4_writer_tail. With len 0 the file is whole, and the writer is to be wiped.
//
// Returns what h4_writer_tail does. One thread at a time for one writer.
h4_status_t h4_sealed_writer_tail(h4_sealed_writer_t *writer,
                                  const h4_tail_input_t *input,
                                  uint8_t *out,
                                  size_t out_len,
                                  size_t *len);

// Ends a writer and makes its memory zero. A writer that is wiped stays so.
//
// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
h4_status_t h4_sealed_writer_wipe(h4_sealed_writer_t *writer);

// Makes the reader of the container with this SEAL, whose blocks must be of the engine wanted. It takes CORE payloads with their numbers,
// from wherever they are read; it stands before a block, at first before block 0, and goes forward: opening block k costs a step of the
// chain for each block from there up to k. That the secret is the right one shows when a block opens. A secret:
// h4_sealed_reader_wipe when it is not needed any more.
//
// memory: size bytes, at least H4_SEALED_READER_SIZE, aligned as h4_sealed_reader_t; all of it is overwritten, also on failure. secret:
// secret_len bytes, the writer's; no copy is kept. engine_id, fingerprint: the engine wanted; H4_DIGEST_LEN bytes of fingerprint.
// Returns H4_OK, H4_ERR_ENGINE_UNKNOWN for another engine id, H4_ERR_ENGINE_MISMATCH for another fingerprint, H4_ERR_SHORT_KEY,
// H4_ERR_UNSUPPORTED, H4_ERR_RANGE for a seal that is not legal, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one reader.
h4_status_t h4_sealed_reader_init(void *memory,
                                  size_t size,
                                  const uint8_t *secret,
                                  size_t secret_len,
                                  const h4_seal_t *seal,
                                  const h4_text_t *engine_id,
                                  const uint8_t *fingerprint);

// Makes a reader that stands before block index, with the chain there: a point that h4_sealed_reader_point gave. It needs no secret.
//
// chain: chain_len bytes, H4_CHAIN_LEN. Everything else as for h4_sealed_reader_init.
// Returns what h4_sealed_reader_init does, and H4_ERR_RANGE for another length and for an index past the end of counters.
h4_status_t h4_sealed_reader_init_at(void *memory,
                                     size_t size,
                                     uint64_t index,
                                     const uint8_t *chain,
                                     size_t chain_len,
                                     const h4_seal_t *seal,
                                     const h4_text_t *engine_id,
                                     const uint8_t *fingerprint);

// Goes back to before block 0. What is known of the end stays known.
//
// Returns H4_OK, H4_ERR_SHORT_KEY, or misuse. One thread at a time for one reader.
h4_status_t h4_sealed_reader_restart(h4_sealed_reader_t *reader, const uint8_t *secret, size_t secret_len);

// Goes, back or forward, to a stored point. What is known of the end stays known.
//
// chain: chain_len bytes, H4_CHAIN_LEN.
// Returns H4_OK, H4_ERR_RANGE for another length and for an index past the end of counters, or misuse. One thread at a time for one reader.
h4_status_t h4_sealed_reader_resume(h4_sealed_reader_t *reader,
                                    uint64_t index,
                                    const uint8_t *chain,
                                    size_t chain_len);

// The number of the block that the reader stands before and the chain there, with which that block and every later one can be opened: keep
// it like a secret.
//
// out: out_len bytes; H4_CHAIN_LEN are written to its front.
// Returns H4_OK, H4_ERR_TOO_SMALL, or misuse. Any thread for one reader.
h4_status_t h4_sealed_reader_point(const h4_sealed_reader_t *reader,
                                   uint64_t *index,
                                   uint8_t *out,
                                   size_t out_len);

// Goes forward to before block index, without opening those between: one step of the chain for each.
//
// Returns H4_OK, H4_ERR_TOO_OLD if the reader stands behind it, H4_ERR_EXHAUSTED past the end of counters, or misuse. One thread at a time
// for one reader.
h4_status_t h4_sealed_reader_walk_to(h4_sealed_reader_t *reader,
                                     uint64_t index);

// Opens a CORE payload in place, as the block with this number, and stands behind it then. On every failure reader and block are as they
// were. Costs index - the present place + 1 steps of the chain, twice that for an empty block, which may be media or the end.
//
// block: block_len bytes. unsealed: what was in it.
// Returns H4_OK; in this order H4_ERR_AUTH behind the end, H4_ERR_RANGE for a block that would have a time of more than 64 bits,
// H4_ERR_TOO_OLD, H4_ERR_EXHAUSTED, H4_ERR_SEALED_HEADER, H4_ERR_AUTH for a block that was changed, is not of this place, track, container
// or secret, or was mixed, H4_ERR_FORK for one that contradicts the block before; or misuse. One thread at a time for one reader.
h4_status_t h4_sealed_reader_open(h4_sealed_reader_t *reader,
                                  uint64_t index,
                                  uint8_t *block,
                                  size_t block_len,
                                  h4_unsealed_t *unsealed);

// The number of blocks of media, once the end was opened.
//
// Returns H4_OK, H4_NONE if it was not: there may have been more blocks, and VERI says nothing about that, for recovery makes a new one; or
// misuse. Any thread for one reader.
h4_status_t h4_sealed_reader_end(const h4_sealed_reader_t *reader,
                                 uint64_t *blocks);

// Ends a reader and makes its memory zero. A reader that is wiped stays so.
//
// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
h4_status_t h4_sealed_reader_wipe(h4_sealed_reader_t *reader);

// Makes a recovery of a file of which nothing was seen yet. Feed the whole file to h4_recovery_update, then call h4_recovery_survey,
// h4_recovery_rebuild, and h4_recovery_emit until it gives no more. It holds no pointers and nothing that has to be freed; it may be
// moved and copied as bytes.
//
// memory: size bytes, at least H4_RECOVERY_SIZE, aligned as h4_recovery_t; all of it is overwritten, also on failure.
// Returns H4_OK, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one recovery.
h4_status_t h4_recovery_init(void *memory,
                             size_t size);

// Goes on with the next bytes of the file, in pieces of any size.
//
// bytes: bytes_len bytes; NULL if bytes_len is 0. more: 1 if further bytes can make a difference, 0 if not.
// Returns H4_OK, H4_ERR_MISPLACED after h4_recovery_survey, or misuse. A fault of the file is none of the call. One thread at a time for
// one recovery.
h4_status_t h4_recovery_update(h4_recovery_t *recovery,
                               const uint8_t *bytes,
                               size_t bytes_len,
                               uint32_t *more);

// The end of input: says what can be kept. It may be called again.
//
// salvage: what was found. fault: may be NULL.
// Returns H4_OK, a fault of the file header (16 to 19): such a file is not this format's and nothing is kept of it, or misuse. One
// thread at a time for one recovery.
h4_status_t h4_recovery_survey(h4_recovery_t *recovery,
                               h4_salvage_t *salvage,
                               h4_fault_t *fault);

// Looks through the seek table for entries that lead nowhere any more, and is then ready to write. Called again it begins the file
// again.
//
// source: the file that was surveyed. lengths: what SEEK offsets count, by META or salvage.lengths_without_meta; where it is
// unknown, or with NULL, no entry is left out. buf: buf_len bytes, at least one, through which SEEK is read.
// dropped: the number of seek entries that are left out because the block they led to is not kept.
// Returns H4_OK, H4_ERR_TOO_SMALL for a buf of no bytes, H4_ERR_MISPLACED before h4_recovery_survey and if the source is shorter than
// surveyed, H4_ERR_RANGE for lengths that are none, H4_ERR_READ, or misuse. One thread at a time for one recovery.
h4_status_t h4_recovery_rebuild(h4_recovery_t *recovery,
                                const h4_source_t *source,
                                const h4_lengths_t *lengths,
                                uint8_t *buf,
                                size_t buf_len,
                                uint32_t *dropped);

// Fills out from the front with the next bytes of the recovered file. With len 0 it is whole; it verifies.
//
// source: the file that was surveyed. out: out_len bytes, at least one. len: the number of bytes written.
// Returns H4_OK, H4_ERR_TOO_SMALL for an out of no bytes, H4_ERR_MISPLACED before h4_recovery_rebuild and if the source is shorter than
// surveyed, H4_ERR_READ, or misuse. What was made before an error is lost with it: call h4_recovery_rebuild. One thread at a time for
// one recovery.
h4_status_t h4_recovery_emit(h4_recovery_t *recovery,
                             const h4_source_t *source,
                             uint8_t *out,
                             size_t out_len,
                             size_t *len);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* H4CORE_H */
