/* The functions of engines and of the audio tokenizer, for the misuse test. */
#include "misuse.h"

#define CALL(name, ...)                                                                       \
    static h4_status_t call_##name(void **a)                                                  \
    {                                                                                         \
        return h4_##name(__VA_ARGS__);                                                        \
    }

/* 2.5 x 256 + 4 + 129 floats. */
#define STORAGE_LEN 773

CALL(engine_identity, H4_ENGINE_STORE, a[0])
CALL(engine_find, a[0], a[1])
CALL(engine_max_packed_len, H4_ENGINE_RUN_LENGTH, 256, a[0])
CALL(engine_pack, H4_ENGINE_STORE, a[0], 4, a[1], 4, a[2])
CALL(engine_unpacked_len, H4_ENGINE_STORE, a[0], 4, a[1])
CALL(engine_unpack, H4_ENGINE_STORE, a[0], 4, a[1], 4, a[2])
CALL(engine_fingerprint, H4_ENGINE_STORE, a[0], H4_ENGINE_WORK_LEN, a[1])
CALL(engine_require, a[0], a[1], a[2])
CALL(engine_require_unpinned_reference, a[0])
CALL(engine_identity_emit, a[0], a[1], H4_ENGINE_IDENTITY_MAX, a[2])
CALL(engine_identity_read, a[0], 18, a[1], 16, a[2], H4_ENGINE_NAMES_LEN, a[3])
CALL(audio_storage_len, a[0], a[1])
CALL(audio_init, a[0], new_size, a[1], a[2], STORAGE_LEN)
CALL(audio_push, a[0], a[1], STORAGE_LEN, a[2], 4, a[3], a[4], 1, a[5])
CALL(audio_token_parse, a[0], 8, a[1])
CALL(audio_token_emit, a[0], a[1], 8)

static void init_identity(void *memory)
{
    EXPECT(H4_OK, h4_engine_identity(H4_ENGINE_STORE, memory));
}

static void init_unpinned(void *memory)
{
    h4_engine_identity_t identity;
    EXPECT(H4_OK, h4_engine_identity(H4_ENGINE_RUN_LENGTH, &identity));
    identity.id.data = "unknown";
    identity.id.len = 7;
    identity.has_fingerprint = 0;
    memcpy(memory, &identity, sizeof identity);
}

static void init_id(void *memory)
{
    h4_engine_identity_t identity;
    init_identity(&identity);
    memcpy(memory, &identity.id, sizeof identity.id);
}

static void init_fingerprint(void *memory)
{
    h4_engine_identity_t identity;
    init_identity(&identity);
    memcpy(memory, identity.fingerprint, sizeof identity.fingerprint);
}

static void init_compression(void *memory)
{
    memcpy(memory, "{\"compression\":{}}", 18);
}

static void init_config(void *memory)
{
    h4_audio_config_t config = {8000, 256, 1, 0};
    memcpy(memory, &config, sizeof config);
}

static void init_audio(void *memory)
{
    static float storage[STORAGE_LEN];
    h4_audio_config_t config;
    init_config(&config);
    EXPECT(H4_OK, h4_audio_init(memory, sizeof(h4_audio_t), &config, storage, STORAGE_LEN));
}

#define END {0, 0, 0, 0, NULL, NULL}
#define SLOT_LEN SLOT_OUT(size_t, sizeof(size_t))
#define SLOT_IDENTITY SLOT_VALUE(h4_engine_identity_t, init_identity)
#define SLOT_CONFIG {IN, sizeof(h4_audio_config_t), 4, 0, init_config, NULL}
#define SLOT_STORAGE {BUF, STORAGE_LEN * sizeof(float), 4, 0, NULL, NULL}

const function_t engine_functions[] = {
    {"h4_engine_identity", call_engine_identity, H4_OK,
     {SLOT_OUT(h4_engine_identity_t, sizeof(void *)), END, END, END, END, END}},
    {"h4_engine_find", call_engine_find, H4_OK, {SLOT_IDENTITY, SLOT_OUT(uint32_t, 4), END, END, END, END}},
    {"h4_engine_max_packed_len", call_engine_max_packed_len, H4_OK, {SLOT_OUT(uint64_t, 8), END, END, END, END, END}},
    {"h4_engine_pack", call_engine_pack, H4_OK, {SLOT_BYTES(4, NULL), SLOT_BUF(4), SLOT_LEN, END, END, END}},
    {"h4_engine_unpacked_len", call_engine_unpacked_len, H4_OK,
     {SLOT_BYTES(4, NULL), SLOT_OUT(uint64_t, 8), END, END, END, END}},
    {"h4_engine_unpack", call_engine_unpack, H4_OK, {SLOT_BYTES(4, NULL), SLOT_BUF(4), SLOT_LEN, END, END, END}},
    {"h4_engine_fingerprint", call_engine_fingerprint, H4_OK,
     {SLOT_BUF(H4_ENGINE_WORK_LEN), {OUT, H4_DIGEST_LEN, 1, 0, NULL, NULL}, END, END, END, END}},
    {"h4_engine_require", call_engine_require, H4_OK,
     {SLOT_IDENTITY, SLOT_VALUE(h4_text_t, init_id), SLOT_BYTES(H4_DIGEST_LEN, init_fingerprint), END, END, END}},
    {"h4_engine_require_unpinned_reference", call_engine_require_unpinned_reference, H4_OK,
     {SLOT_VALUE(h4_engine_identity_t, init_unpinned), END, END, END, END, END}},
    {"h4_engine_identity_emit", call_engine_identity_emit, H4_OK,
     {SLOT_IDENTITY, SLOT_BUF(H4_ENGINE_IDENTITY_MAX), SLOT_LEN, END, END, END}},
    {"h4_engine_identity_read", call_engine_identity_read, H4_OK,
     {SLOT_BYTES(18, init_compression), SLOT_BUF(16), SLOT_BUF(H4_ENGINE_NAMES_LEN),
      SLOT_OUT(h4_engine_identity_t, sizeof(void *)), END, END}},
    {"h4_audio_storage_len", call_audio_storage_len, H4_OK, {SLOT_CONFIG, SLOT_LEN, END, END, END, END}},
    {"h4_audio_init", call_audio_init, H4_OK, {SLOT_NEW(audio), SLOT_CONFIG, SLOT_STORAGE, END, END, END}},
    {"h4_audio_push", call_audio_push, H4_NONE,
     {SLOT_CHANGES(audio), SLOT_STORAGE, SLOT_BYTES(4, NULL), SLOT_LEN,
      {BUF, sizeof(h4_audio_token_t), 4, 0, NULL, NULL}, SLOT_OUT(h4_audio_frame_t, 8)}},
    {"h4_audio_token_parse", call_audio_token_parse, H4_OK,
     {SLOT_BYTES(8, NULL), SLOT_OUT(h4_audio_token_t, 4), END, END, END, END}},
    {"h4_audio_token_emit", call_audio_token_emit, H4_OK,
     {{IN, sizeof(h4_audio_token_t), 4, 0, NULL, NULL}, SLOT_BUF(8), END, END, END, END}},
};
const size_t engine_functions_count = sizeof engine_functions / sizeof *engine_functions;
