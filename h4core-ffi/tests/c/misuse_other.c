/* The functions for JSON, the mask and tokens, for the misuse test. */
#include "misuse.h"

#define CALL(name, ...)                                                                       \
    static h4_status_t call_##name(void **a)                                                  \
    {                                                                                         \
        return h4_##name(__VA_ARGS__);                                                        \
    }

CALL(json_check, a[0], 7, a[1], a[2], 16, a[3])
CALL(json_has, a[0], 7, a[1], 1, a[2], 16, a[3])
CALL(json_text, a[0], 9, a[1], 1, a[2], 16, a[3])
CALL(json_u64, a[0], 7, a[1], 1, a[2], 16, a[3])
CALL(json_i64, a[0], 7, a[1], 1, a[2], 16, a[3])
CALL(json_f64, a[0], 7, a[1], 1, a[2], 16, a[3])
CALL(json_bool, a[0], 10, a[1], 1, a[2], 16, a[3])
CALL(json_media_lengths, a[0], 7, a[1], 16, a[2])
CALL(standard_meta_len, a[0], a[1])
CALL(standard_meta_emit, a[0], a[1], 200, a[2])
CALL(mask_key_init, a[0], new_size, a[1], 16)
CALL(mask_init, a[0], new_size, a[1], a[2], 4, 7)
CALL(mask_apply, a[0], 0, a[1], 4)
CALL(mask_key_wipe, a[0])
CALL(mask_wipe, a[0])
CALL(video_frame_time, 30.0, a[0])
CALL(video_token_at, 30.0, 4, 9, 5, a[0])
CALL(video_token_parse, a[0], 13, a[1])
CALL(video_token_emit, a[0], a[1], 13)

static void init_number(void *memory)
{
    memcpy(memory, "{\"a\":1}", 7);
}

static void init_text(void *memory)
{
    memcpy(memory, "{\"a\":\"b\"}", 9);
}

static void init_bool(void *memory)
{
    memcpy(memory, "{\"a\":true}", 10);
}

static void init_path(void *memory)
{
    h4_text_t path = {"a", 1};
    memcpy(memory, &path, sizeof path);
}

static void init_standard(void *memory)
{
    h4_standard_meta_t meta = {25.0, 1, 1, 0, 0};
    memcpy(memory, &meta, sizeof meta);
}

static void init_token_bytes(void *memory)
{
    memset(memory, 0, 13);
}

static void init_token(void *memory)
{
    memset(memory, 0, sizeof(h4_video_token_t));
}

static const h4_lengths_t unknown = {H4_LENGTHS_UNKNOWN, 0};

#define SLOT_PATH SLOT_VALUE(h4_text_t, init_path)
#define END {0, 0, 0, 0, NULL, NULL}
#define JSON(len, init, type, align) {SLOT_BYTES(len, init), SLOT_PATH, SLOT_BUF(16), SLOT_OUT(type, align), END, END}

const function_t other_functions[] = {
    {"h4_json_check", call_json_check, H4_OK,
     {SLOT_BYTES(7, init_number), {IN, sizeof(h4_chunk_t), 8, 0, init_meta_chunk, NULL}, SLOT_BUF(16), SLOT_FAULT, END, END}},
    {"h4_json_has", call_json_has, H4_OK, JSON(7, init_number, uint32_t, 4)},
    {"h4_json_text", call_json_text, H4_OK, JSON(9, init_text, h4_text_t, sizeof(void *))},
    {"h4_json_u64", call_json_u64, H4_OK, JSON(7, init_number, uint64_t, 8)},
    {"h4_json_i64", call_json_i64, H4_OK, JSON(7, init_number, int64_t, 8)},
    {"h4_json_f64", call_json_f64, H4_OK, JSON(7, init_number, double, 8)},
    {"h4_json_bool", call_json_bool, H4_OK, JSON(10, init_bool, uint32_t, 4)},
    {"h4_json_media_lengths", call_json_media_lengths, H4_OK,
     {SLOT_BYTES(7, init_number), SLOT_BUF(16), {OUT, sizeof(h4_lengths_t), 4, 0, NULL, &unknown}, END, END, END}},
    {"h4_standard_meta_len", call_standard_meta_len, H4_OK,
     {SLOT_VALUE(h4_standard_meta_t, init_standard), SLOT_OUT(size_t, sizeof(size_t)), END, END, END, END}},
    {"h4_standard_meta_emit", call_standard_meta_emit, H4_OK,
     {SLOT_VALUE(h4_standard_meta_t, init_standard), SLOT_BUF(200), SLOT_OUT(size_t, sizeof(size_t)), END, END, END}},
    {"h4_mask_key_init", call_mask_key_init, H4_OK, {SLOT_NEW(mask_key), SLOT_BYTES(16, NULL), END, END, END, END}},
    {"h4_mask_init", call_mask_init, H4_OK, {SLOT_NEW(mask), SLOT_READS(mask_key), SLOT_BYTES(4, NULL), END, END, END}},
    {"h4_mask_apply", call_mask_apply, H4_OK, {SLOT_READS(mask), SLOT_BUF(4), END, END, END, END}},
    {"h4_video_frame_time", call_video_frame_time, H4_OK, {SLOT_OUT(uint64_t, 8), END, END, END, END, END}},
    {"h4_video_token_at", call_video_token_at, H4_OK, {SLOT_OUT(h4_video_token_t, 8), END, END, END, END, END}},
    {"h4_video_token_parse", call_video_token_parse, H4_OK,
     {SLOT_BYTES(13, init_token_bytes), SLOT_OUT(h4_video_token_t, 8), END, END, END, END}},
    {"h4_video_token_emit", call_video_token_emit, H4_OK,
     {SLOT_VALUE(h4_video_token_t, init_token), SLOT_BUF(13), END, END, END, END}},
};
const size_t other_functions_count = sizeof other_functions / sizeof *other_functions;

/* Wiping is apart: memory that is zero already is no misuse. */
static void misuse_wipe(const wipe_function_t *function)
{
    uint64_t memory[200];
    void *args[1] = {memory};
    subject = function->name;
    CHECK(function->size < sizeof memory);
    memory[function->size / 8] = 0xa5;
    function->init(memory);
    args[0] = NULL;
    EXPECT(H4_ERR_NULL, function->call(args));
    args[0] = (uint8_t *)memory + 1;
    EXPECT(H4_ERR_ALIGNMENT, function->call(args));
    args[0] = memory;
    EXPECT(H4_OK, function->call(args));
    CHECK(is_zero(memory, function->size) && memory[function->size / 8] == 0xa5);
    EXPECT(H4_OK, function->call(args));
    init_walk(memory);
    EXPECT(H4_ERR_STATE, function->call(args));
    CHECK(memory[0] != 0);
}

void test_wipe(void)
{
    static const wipe_function_t mask_wipes[] = {
        {"h4_mask_key_wipe", call_mask_key_wipe, init_mask_key, sizeof(h4_mask_key_t)},
        {"h4_mask_wipe", call_mask_wipe, init_mask, sizeof(h4_mask_t)},
    };
    size_t i;
    for (i = 0; i < 2; i++) {
        misuse_wipe(&mask_wipes[i]);
    }
    for (i = 0; i < cipher_wipes_count; i++) {
        misuse_wipe(&cipher_wipes[i]);
    }
    for (i = 0; i < sealed_wipes_count; i++) {
        misuse_wipe(&sealed_wipes[i]);
    }
}
