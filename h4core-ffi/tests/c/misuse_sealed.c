/* The functions for sealed containers, for the misuse test. */
#include "misuse.h"

#define CALL(name, ...)                                                                       \
    static h4_status_t call_##name(void **a)                                                  \
    {                                                                                         \
        return h4_##name(__VA_ARGS__);                                                        \
    }

#define SECRET_LEN 32
/* A chunk of four bytes, SEAL as it stands in the first known container, and its first block. */
#define CHUNK_LEN (12 + SEALED_LEN)
#define PAYLOAD_LEN 142
#define FIRST_LEN 99

CALL(seal_parse, a[0], PAYLOAD_LEN, a[1])
CALL(container_seal, a[0], 8 + 12 + PAYLOAD_LEN, a[1], a[2])
CALL(reader_seal, a[0], a[1], H4_SEAL_MAX, a[2], a[3])
CALL(sealed_writer_begin, a[0], new_size, a[1], SECRET_LEN, a[2], a[3], 200, a[4])
CALL(sealed_writer_room, a[0], a[1])
CALL(sealed_writer_progress, a[0], a[1])
CALL(sealed_writer_block, a[0], a[1], CHUNK_LEN, a[2], a[3])
CALL(sealed_writer_transformed_block, a[0], a[1], CHUNK_LEN, 8, a[2], a[3])
CALL(sealed_writer_chunk, a[0], a[1], a[2], 4, a[3], 16, a[4])
CALL(sealed_writer_finish, a[0], a[1], a[2], a[3], H4_SEALED_END_MAX, a[4])
CALL(sealed_writer_tail, a[0], a[1], a[2], 16, a[3])
CALL(sealed_writer_wipe, a[0])
CALL(sealed_reader_init, a[0], new_size, a[1], SECRET_LEN, a[2], a[3], a[4])
CALL(sealed_reader_init_at, a[0], new_size, 2, a[1], H4_CHAIN_LEN, a[2], a[3], a[4])
CALL(sealed_reader_restart, a[0], a[1], SECRET_LEN)
CALL(sealed_reader_resume, a[0], 3, a[1], H4_CHAIN_LEN)
CALL(sealed_reader_point, a[0], a[1], a[2], H4_CHAIN_LEN)
CALL(sealed_reader_walk_to, a[0], 3)
CALL(sealed_reader_open, a[0], 0, a[1], FIRST_LEN, a[2])
CALL(sealed_reader_end, a[0], a[1])
CALL(sealed_reader_wipe, a[0])

static void init_payload(void *memory)
{
    memcpy(memory, sealed[0].container.data + 20, PAYLOAD_LEN);
}

static void init_sealed_file(void *memory)
{
    memcpy(memory, sealed[0].container.data, 20 + PAYLOAD_LEN);
}

static void init_sealed_source(void *memory)
{
    h4_source_t source = in_memory(sealed[0].container.data, sealed[0].container.len);
    memcpy(memory, &source, sizeof source);
}

static void init_first(void *memory)
{
    memcpy(memory, sealed[0].container.data + 20 + PAYLOAD_LEN + 12, FIRST_LEN);
}

static void init_seal(void *memory)
{
    EXPECT(H4_OK, h4_seal_parse(sealed[0].container.data + 20, PAYLOAD_LEN, memory));
}

static void init_secret(void *memory)
{
    CHECK(sealed[0].secret.len == SECRET_LEN);
    memcpy(memory, sealed[0].secret.data, SECRET_LEN);
}

static void init_engine_id(void *memory)
{
    h4_text_t id = {"h4core.store.1", 14};
    memcpy(memory, &id, sizeof id);
}

static void init_fingerprint(void *memory)
{
    h4_seal_t seal;
    init_seal(&seal);
    memcpy(memory, seal.binding.engine_fingerprint, H4_DIGEST_LEN);
}

static void init_other_tag(void *memory)
{
    memcpy(memory, "same", 4);
}

void init_sealed_writer(void *memory)
{
    uint8_t out[200];
    h4_seal_t seal;
    size_t len;
    init_seal(&seal);
    EXPECT(H4_OK, h4_sealed_writer_begin(memory, sizeof(h4_sealed_writer_t), sealed[0].secret.data, SECRET_LEN, &seal, out, 200,
                                         &len));
}

static void init_ended_sealed_writer(void *memory)
{
    uint8_t out[H4_SEALED_END_MAX];
    h4_tail_input_t tail;
    size_t len;
    init_sealed_writer(memory);
    init_tail(&tail);
    EXPECT(H4_OK, h4_sealed_writer_finish(memory, &tail, NULL, out, sizeof out, &len));
}

static void init_started_reader(void *memory)
{
    h4_seal_t seal;
    h4_text_t id;
    init_seal(&seal);
    init_engine_id(&id);
    EXPECT(H4_OK, h4_sealed_reader_init(memory, sizeof(h4_sealed_reader_t), sealed[0].secret.data, SECRET_LEN, &seal, &id,
                                        seal.binding.engine_fingerprint));
}

void init_sealed_reader(void *memory)
{
    h4_unsealed_t unsealed;
    uint8_t end[94];
    const uint8_t *at = sealed[0].container.data;
    size_t i = 20 + PAYLOAD_LEN;
    init_started_reader(memory);
    /* The end is the CORE chunk after the last block of media. */
    for (size_t block = 0; block < sealed[0].count; block++) {
        i += 12 + 94 + sealed[0].blocks[block].len;
    }
    memcpy(end, at + i + 12, sizeof end);
    EXPECT(H4_OK, h4_sealed_reader_open(memory, sealed[0].count, end, sizeof end, &unsealed));
}

#define END {0, 0, 0, 0, NULL, NULL}
#define SLOT_LEN SLOT_OUT(size_t, sizeof(size_t))
#define SLOT_SEAL {IN, sizeof(h4_seal_t), 8, 0, init_seal, NULL}
#define SLOT_RANDOM {IN, H4_ENTROPY_LEN, 1, 1, NULL, NULL}
#define SLOT_STARTED(kind) {kind, sizeof(h4_sealed_reader_t), 8, 0, init_started_reader, NULL}
#define SLOT_TAIL SLOT_VALUE(h4_tail_input_t, init_tail)

const function_t sealed_functions[] = {
    {"h4_seal_parse", call_seal_parse, H4_OK,
     {SLOT_BYTES(PAYLOAD_LEN, init_payload), SLOT_OUT(h4_seal_t, 8), END, END, END, END}},
    {"h4_container_seal", call_container_seal, H4_OK,
     {SLOT_BYTES(20 + PAYLOAD_LEN, init_sealed_file), SLOT_OUT(h4_seal_t, 8), SLOT_FAULT, END, END, END}},
    {"h4_reader_seal", call_reader_seal, H4_OK,
     {SLOT_VALUE(h4_source_t, init_sealed_source), SLOT_BUF(H4_SEAL_MAX), SLOT_OUT(h4_seal_t, 8), SLOT_FAULT, END, END}},
    {"h4_sealed_writer_begin", call_sealed_writer_begin, H4_OK,
     {SLOT_NEW(sealed_writer), SLOT_BYTES(SECRET_LEN, init_secret), SLOT_SEAL, SLOT_BUF(200), SLOT_LEN, END}},
    {"h4_sealed_writer_room", call_sealed_writer_room, H4_OK,
     {SLOT_READS(sealed_writer), SLOT_OUT(h4_sealed_room_t, 8), END, END, END, END}},
    {"h4_sealed_writer_progress", call_sealed_writer_progress, H4_OK,
     {SLOT_READS(sealed_writer), SLOT_OUT(h4_progress_t, 8), END, END, END, END}},
    {"h4_sealed_writer_block", call_sealed_writer_block, H4_OK,
     {SLOT_CHANGES(sealed_writer), SLOT_BUF(CHUNK_LEN), SLOT_RANDOM, SLOT_OUT(h4_put_t, 8), END, END}},
    {"h4_sealed_writer_transformed_block", call_sealed_writer_transformed_block, H4_OK,
     {SLOT_CHANGES(sealed_writer), SLOT_BUF(CHUNK_LEN), SLOT_RANDOM, SLOT_OUT(h4_put_t, 8), END, END}},
    {"h4_sealed_writer_chunk", call_sealed_writer_chunk, H4_OK,
     {SLOT_CHANGES(sealed_writer), SLOT_BYTES(4, init_other_tag), SLOT_BYTES(4, NULL), SLOT_BUF(16), SLOT_LEN, END}},
    {"h4_sealed_writer_finish", call_sealed_writer_finish, H4_OK,
     {SLOT_CHANGES(sealed_writer), SLOT_TAIL, SLOT_RANDOM, SLOT_BUF(H4_SEALED_END_MAX), SLOT_LEN, END}},
    {"h4_sealed_writer_tail", call_sealed_writer_tail, H4_OK,
     {{CHANGES, sizeof(h4_sealed_writer_t), 8, 0, init_ended_sealed_writer, NULL}, SLOT_TAIL, SLOT_BUF(16), SLOT_LEN, END,
      END}},
    {"h4_sealed_reader_init", call_sealed_reader_init, H4_OK,
     {SLOT_NEW(sealed_reader), SLOT_BYTES(SECRET_LEN, init_secret), SLOT_SEAL, SLOT_VALUE(h4_text_t, init_engine_id),
      SLOT_BYTES(H4_DIGEST_LEN, init_fingerprint), END}},
    {"h4_sealed_reader_init_at", call_sealed_reader_init_at, H4_OK,
     {SLOT_NEW(sealed_reader), SLOT_BYTES(H4_CHAIN_LEN, NULL), SLOT_SEAL, SLOT_VALUE(h4_text_t, init_engine_id),
      SLOT_BYTES(H4_DIGEST_LEN, init_fingerprint), END}},
    {"h4_sealed_reader_restart", call_sealed_reader_restart, H4_OK,
     {SLOT_CHANGES(sealed_reader), SLOT_BYTES(SECRET_LEN, init_secret), END, END, END, END}},
    {"h4_sealed_reader_resume", call_sealed_reader_resume, H4_OK,
     {SLOT_CHANGES(sealed_reader), SLOT_BYTES(H4_CHAIN_LEN, NULL), END, END, END, END}},
    {"h4_sealed_reader_point", call_sealed_reader_point, H4_OK,
     {SLOT_READS(sealed_reader), SLOT_OUT(uint64_t, 8), SLOT_BUF(H4_CHAIN_LEN), END, END, END}},
    {"h4_sealed_reader_walk_to", call_sealed_reader_walk_to, H4_OK, {SLOT_STARTED(CHANGES), END, END, END, END, END}},
    {"h4_sealed_reader_open", call_sealed_reader_open, H4_OK,
     {SLOT_STARTED(CHANGES), SLOT_FILLED(FIRST_LEN, init_first), SLOT_OUT(h4_unsealed_t, 8), END, END, END}},
    {"h4_sealed_reader_end", call_sealed_reader_end, H4_OK,
     {SLOT_READS(sealed_reader), SLOT_OUT(uint64_t, 8), END, END, END, END}},
};
const size_t sealed_functions_count = sizeof sealed_functions / sizeof *sealed_functions;

const wipe_function_t sealed_wipes[] = {
    {"h4_sealed_writer_wipe", call_sealed_writer_wipe, init_sealed_writer, sizeof(h4_sealed_writer_t)},
    {"h4_sealed_reader_wipe", call_sealed_reader_wipe, init_sealed_reader, sizeof(h4_sealed_reader_t)},
};
const size_t sealed_wipes_count = sizeof sealed_wipes / sizeof *sealed_wipes;
