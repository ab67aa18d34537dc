/* The functions that write, parse, verify and recover, for the misuse test. */
#include "misuse.h"

/* A function with its slots: CALL(name, arguments) makes the one, {#name, ...} names the other. */
#define CALL(name, ...)                                                                       \
    static h4_status_t call_##name(void **a)                                                  \
    {                                                                                         \
        return h4_##name(__VA_ARGS__);                                                        \
    }

CALL(writer_begin, a[0], new_size, a[1], 8, a[2])
CALL(writer_block, a[0], a[1], 4, a[2], 16, a[3])
CALL(writer_transformed_block, a[0], a[1], 4, 9, a[2], 16, a[3])
CALL(writer_block_header, a[0], a[1], 4, a[2], 12, a[3])
CALL(writer_chunk, a[0], a[1], a[2], 4, a[3], 16, a[4])
CALL(writer_progress, a[0], a[1])
CALL(writer_finish, a[0], a[1])
CALL(writer_tail, a[0], a[1], a[2], 16, a[3])
CALL(parser_init, a[0], new_size)
CALL(parser_init_for_blocks, a[0], new_size)
CALL(parser_push, a[0], a[1], 4, a[2], a[3], a[4])
CALL(parser_info, a[0], a[1])
CALL(parser_finish, a[0], a[1], a[2])
CALL(verifier_init, a[0], new_size)
CALL(verifier_update, a[0], a[1], 4, a[2])
CALL(verifier_finish, a[0], a[1])
CALL(recovery_init, a[0], new_size)
CALL(recovery_update, a[0], a[1], 4, a[2])
CALL(recovery_survey, a[0], a[1], a[2])
CALL(recovery_rebuild, a[0], a[1], a[2], a[3], 16, a[4])
CALL(recovery_emit, a[0], a[1], a[2], 16, a[3])

static void init_begun_parser(void *memory)
{
    EXPECT(H4_OK, h4_parser_init(memory, sizeof(h4_parser_t)));
}

static void init_begun_verifier(void *memory)
{
    EXPECT(H4_OK, h4_verifier_init(memory, sizeof(h4_verifier_t)));
}

static void init_surveyed(void *memory)
{
    h4_salvage_t salvage;
    init_recovery(memory);
    EXPECT(H4_OK, h4_recovery_survey(memory, &salvage, NULL));
}

static void init_rebuilding(void *memory)
{
    h4_source_t source;
    uint8_t buf[16];
    uint32_t dropped;
    init_surveyed(memory);
    init_source(&source);
    EXPECT(H4_OK, h4_recovery_rebuild(memory, &source, NULL, buf, sizeof buf, &dropped));
}

static void init_own_tag(void *memory)
{
    memcpy(memory, "test", 4);
}

static const uint8_t parser_info_safe[sizeof(h4_parser_info_t)] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
};
static const h4_verdict_t verdict_safe = {0, 0, 0, 0, {0}, {0, H4_NO_CHUNK, H4_OK, H4_STATE_NONE}, 0, 0};
static const h4_salvage_t salvage_safe = {
    0, {0, 0, 0, 0, 0, {0}, 0}, {0, H4_NO_CHUNK, H4_OK, H4_STATE_NONE}, 0, 0, {H4_LENGTHS_UNKNOWN, 0},
};

#define SLOT_SAFE(type, safe) {OUT, sizeof(type), 8, 0, NULL, safe}
#define SLOT_CHANGES_AS(noun, init) {CHANGES, sizeof(h4_##noun##_t), 8, 0, init, NULL}
#define END {0, 0, 0, 0, NULL, NULL}

const function_t write_functions[] = {
    {"h4_writer_begin", call_writer_begin, H4_OK,
     {SLOT_NEW(writer), SLOT_BUF(8), SLOT_OUT(size_t, sizeof(size_t)), END, END, END}},
    {"h4_writer_block", call_writer_block, H4_OK,
     {SLOT_CHANGES(writer), SLOT_BYTES(4, NULL), SLOT_BUF(16), SLOT_OUT(h4_put_t, 8), END, END}},
    {"h4_writer_transformed_block", call_writer_transformed_block, H4_OK,
     {SLOT_CHANGES(writer), SLOT_BYTES(4, NULL), SLOT_BUF(16), SLOT_OUT(h4_put_t, 8), END, END}},
    {"h4_writer_block_header", call_writer_block_header, H4_OK,
     {SLOT_CHANGES(writer), SLOT_BYTES(4, NULL), SLOT_BUF(12), SLOT_OUT(h4_put_t, 8), END, END}},
    {"h4_writer_chunk", call_writer_chunk, H4_OK,
     {SLOT_CHANGES(writer), SLOT_BYTES(4, init_own_tag), SLOT_BYTES(4, NULL), SLOT_BUF(16),
      SLOT_OUT(size_t, sizeof(size_t)), END}},
    {"h4_writer_progress", call_writer_progress, H4_OK,
     {SLOT_READS(writer), SLOT_OUT(h4_progress_t, 8), END, END, END, END}},
    {"h4_writer_finish", call_writer_finish, H4_OK,
     {SLOT_CHANGES(writer), SLOT_VALUE(h4_tail_input_t, init_tail), END, END, END, END}},
    {"h4_writer_tail", call_writer_tail, H4_OK,
     {SLOT_CHANGES_AS(writer, init_ended_writer), SLOT_VALUE(h4_tail_input_t, init_tail), SLOT_BUF(16),
      SLOT_OUT(size_t, sizeof(size_t)), END, END}},
    {"h4_parser_init", call_parser_init, H4_OK, {SLOT_NEW(parser), END, END, END, END, END}},
    {"h4_parser_init_for_blocks", call_parser_init_for_blocks, H4_OK, {SLOT_NEW(parser), END, END, END, END, END}},
    {"h4_parser_push", call_parser_push, H4_OK,
     {SLOT_CHANGES_AS(parser, init_begun_parser), SLOT_BYTES(4, NULL), SLOT_OUT(size_t, sizeof(size_t)),
      SLOT_OUT(h4_event_t, 8), SLOT_FAULT, END}},
    {"h4_parser_info", call_parser_info, H4_OK,
     {SLOT_READS(parser), SLOT_SAFE(h4_parser_info_t, parser_info_safe), END, END, END, END}},
    {"h4_parser_finish", call_parser_finish, H4_OK,
     {SLOT_READS(parser), SLOT_OUT(h4_chunk_t, 8), SLOT_FAULT, END, END, END}},
    {"h4_verifier_init", call_verifier_init, H4_OK, {SLOT_NEW(verifier), END, END, END, END, END}},
    {"h4_verifier_update", call_verifier_update, H4_OK,
     {SLOT_CHANGES_AS(verifier, init_begun_verifier), SLOT_BYTES(4, NULL), SLOT_FAULT, END, END, END}},
    {"h4_verifier_finish", call_verifier_finish, H4_OK,
     {SLOT_READS(verifier), SLOT_SAFE(h4_verdict_t, &verdict_safe), END, END, END, END}},
    {"h4_recovery_init", call_recovery_init, H4_OK, {SLOT_NEW(recovery), END, END, END, END, END}},
    {"h4_recovery_update", call_recovery_update, H4_OK,
     {SLOT_CHANGES(recovery), SLOT_BYTES(4, NULL), SLOT_OUT(uint32_t, 4), END, END, END}},
    {"h4_recovery_survey", call_recovery_survey, H4_OK,
     {SLOT_CHANGES(recovery), SLOT_SAFE(h4_salvage_t, &salvage_safe), SLOT_FAULT, END, END, END}},
    {"h4_recovery_rebuild", call_recovery_rebuild, H4_OK,
     {SLOT_CHANGES_AS(recovery, init_surveyed), SLOT_VALUE(h4_source_t, init_source),
      SLOT_OPTIONAL(h4_lengths_t, 4, init_lengths), SLOT_BUF(16), SLOT_OUT(uint32_t, 4), END}},
    {"h4_recovery_emit", call_recovery_emit, H4_OK,
     {SLOT_CHANGES_AS(recovery, init_rebuilding), SLOT_VALUE(h4_source_t, init_source), SLOT_BUF(16),
      SLOT_OUT(size_t, sizeof(size_t)), END, END}},
};
const size_t write_functions_count = sizeof write_functions / sizeof *write_functions;
