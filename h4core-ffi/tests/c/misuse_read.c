/* The functions that read files where they are, for the misuse test. */
#include "misuse.h"

#define CALL(name, ...)                                                                       \
    static h4_status_t call_##name(void **a)                                                  \
    {                                                                                         \
        return h4_##name(__VA_ARGS__);                                                        \
    }

CALL(container_open, a[0], FILE_LEN, a[1])
CALL(container_verify, a[0], FILE_LEN, a[1])
CALL(container_find, a[0], FILE_LEN, a[1], a[2], a[3])
CALL(container_check, a[0], FILE_LEN, a[1], a[2])
CALL(container_next, a[0], FILE_LEN, a[1], a[2], a[3], a[4])
CALL(container_next_block, a[0], FILE_LEN, a[1], a[2], a[3])
CALL(container_seek, a[0], FILE_LEN, 70000, a[1], a[2], a[3])
CALL(container_locate, a[0], FILE_LEN, a[1], a[2], 1, 120, a[3], a[4])
CALL(reader_open, a[0], a[1])
CALL(walk_init, a[0], new_size, FILE_LEN)
CALL(reader_next_unverified, a[0], a[1], a[2], a[3], a[4])
CALL(reader_chunk, a[0], a[1], a[2], 64, a[3])
CALL(reader_check, a[0], a[1], a[2], 5, a[3])
CALL(blocks_init, a[0], new_size, FILE_LEN, a[1], a[2])
CALL(blocks_media_offset, a[0], a[1])
CALL(reader_next_block_unverified, a[0], a[1], a[2], a[3])
CALL(reader_seek_unverified, a[0], 70000, a[1], a[2], 16, a[3], a[4])
CALL(reader_locate_unverified, a[0], a[1], a[2], 1, 120, a[3], a[4])
CALL(seek_open, a[0], new_size, a[1], a[2], 16, a[3])
CALL(seek_open_payload, a[0], new_size, a[1], 4, a[2], a[3])
CALL(seek_open_unverified, a[0], new_size, a[1], a[2])
CALL(seek_info, a[0], a[1], a[2])
CALL(seek_entry, a[0], a[1], 1, a[2])
CALL(seek_at_or_before, a[0], a[1], 70000, a[2], a[3])
CALL(seek_range, a[0], a[1], 0, 70000, a[2])
CALL(seek_check_offsets, a[0], a[1], 240, a[2])
CALL(locator_init, a[0], new_size, FILE_LEN, a[1])

/* The payload of a table without entries, and its chunk. */
static void init_no_entries(void *memory)
{
    memset(memory, 0, 4);
}

static void init_no_entries_chunk(void *memory)
{
    h4_chunk_t chunk = {0, 0, 0, 4, 0, {'S', 'E', 'E', 'K'}, 0};
    memcpy(memory, &chunk, sizeof chunk);
}

static const h4_verdict_t verdict_safe = {0, 0, 0, 0, {0}, {0, H4_NO_CHUNK, H4_OK, H4_STATE_NONE}, 0, 0};

#define SLOT_FILE SLOT_BYTES(FILE_LEN, init_file)
#define SLOT_SOURCE SLOT_VALUE(h4_source_t, init_source)
#define SLOT_LENGTHS SLOT_OPTIONAL(h4_lengths_t, 4, init_lengths)
#define SLOT_CHUNK(init) {IN, sizeof(h4_chunk_t), 8, 0, init, NULL}
#define SLOT_BLOCK SLOT_OUT(h4_block_t, 8)
#define SLOT_TAG {IN, 4, 1, 1, init_tag, NULL}
#define END {0, 0, 0, 0, NULL, NULL}

const function_t read_functions[] = {
    {"h4_container_open", call_container_open, H4_OK, {SLOT_FILE, SLOT_FAULT, END, END, END, END}},
    {"h4_container_verify", call_container_verify, H4_OK,
     {SLOT_FILE, {OUT, sizeof(h4_verdict_t), 8, 0, NULL, &verdict_safe}, END, END, END, END}},
    {"h4_container_find", call_container_find, H4_OK,
     {SLOT_FILE, SLOT_BYTES(4, init_tag), SLOT_OUT(h4_chunk_t, 8), SLOT_FAULT, END, END}},
    {"h4_container_check", call_container_check, H4_OK, {SLOT_FILE, SLOT_CHUNK(init_chunk), SLOT_FAULT, END, END, END}},
    {"h4_container_next", call_container_next, H4_OK,
     {SLOT_FILE, SLOT_CHANGES(walk), SLOT_TAG, SLOT_OUT(h4_chunk_t, 8), SLOT_FAULT, END}},
    {"h4_container_next_block", call_container_next_block, H4_OK,
     {SLOT_FILE, SLOT_CHANGES(blocks), SLOT_BLOCK, SLOT_FAULT, END, END}},
    {"h4_container_seek", call_container_seek, H4_OK, {SLOT_FILE, SLOT_LENGTHS, SLOT_BLOCK, SLOT_FAULT, END, END}},
    {"h4_container_locate", call_container_locate, H4_OK,
     {SLOT_FILE, SLOT_CHANGES(locator), SLOT_READS(seek), SLOT_BLOCK, SLOT_FAULT, END}},
    {"h4_reader_open", call_reader_open, H4_OK, {SLOT_SOURCE, SLOT_FAULT, END, END, END, END}},
    {"h4_walk_init", call_walk_init, H4_OK, {SLOT_NEW(walk), END, END, END, END, END}},
    {"h4_reader_next_unverified", call_reader_next_unverified, H4_OK,
     {SLOT_SOURCE, SLOT_CHANGES(walk), SLOT_TAG, SLOT_OUT(h4_chunk_t, 8), SLOT_FAULT, END}},
    {"h4_reader_chunk", call_reader_chunk, H4_OK,
     {SLOT_SOURCE, SLOT_CHUNK(init_chunk), SLOT_BUF(64), SLOT_FAULT, END, END}},
    {"h4_reader_check", call_reader_check, H4_OK,
     {SLOT_SOURCE, SLOT_CHUNK(init_chunk), SLOT_BUF(5), SLOT_FAULT, END, END}},
    {"h4_blocks_init", call_blocks_init, H4_OK,
     {SLOT_NEW(blocks), SLOT_LENGTHS, SLOT_OPTIONAL(h4_media_range_t, 8, init_range), END, END, END}},
    {"h4_blocks_media_offset", call_blocks_media_offset, H4_OK, {SLOT_READS(blocks), SLOT_OUT(uint64_t, 8), END, END, END, END}},
    {"h4_reader_next_block_unverified", call_reader_next_block_unverified, H4_OK,
     {SLOT_SOURCE, SLOT_CHANGES(blocks), SLOT_BLOCK, SLOT_FAULT, END, END}},
    {"h4_reader_seek_unverified", call_reader_seek_unverified, H4_OK,
     {SLOT_SOURCE, SLOT_LENGTHS, SLOT_BUF(16), SLOT_BLOCK, SLOT_FAULT, END}},
    {"h4_reader_locate_unverified", call_reader_locate_unverified, H4_OK,
     {SLOT_SOURCE, SLOT_CHANGES(locator), SLOT_READS(seek), SLOT_BLOCK, SLOT_FAULT, END}},
    {"h4_seek_open", call_seek_open, H4_OK, {SLOT_NEW(seek), SLOT_SOURCE, SLOT_BUF(16), SLOT_FAULT, END, END}},
    {"h4_seek_open_payload", call_seek_open_payload, H4_OK,
     {SLOT_NEW(seek), SLOT_BYTES(4, init_no_entries), SLOT_CHUNK(init_no_entries_chunk), SLOT_FAULT, END, END}},
    {"h4_seek_open_unverified", call_seek_open_unverified, H4_OK,
     {SLOT_NEW(seek), SLOT_SOURCE, SLOT_CHUNK(init_chunk), END, END, END}},
    {"h4_seek_info", call_seek_info, H4_OK,
     {SLOT_READS(seek), SLOT_OUT(uint32_t, 4), SLOT_OUT(h4_chunk_t, 8), END, END, END}},
    {"h4_seek_entry", call_seek_entry, H4_OK, {SLOT_READS(seek), SLOT_SOURCE, SLOT_OUT(h4_seek_entry_t, 8), END, END, END}},
    {"h4_seek_at_or_before", call_seek_at_or_before, H4_OK,
     {SLOT_READS(seek), SLOT_SOURCE, SLOT_OUT(uint32_t, 4), SLOT_OUT(h4_seek_entry_t, 8), END, END}},
    {"h4_seek_range", call_seek_range, H4_OK, {SLOT_READS(seek), SLOT_SOURCE, SLOT_OUT(h4_media_range_t, 8), END, END, END}},
    {"h4_seek_check_offsets", call_seek_check_offsets, H4_OK, {SLOT_READS(seek), SLOT_SOURCE, SLOT_FAULT, END, END, END}},
    {"h4_locator_init", call_locator_init, H4_OK, {SLOT_NEW(locator), SLOT_LENGTHS, END, END, END, END}},
};
const size_t read_functions_count = sizeof read_functions / sizeof *read_functions;
