/* META and SAFE are read field by field, and written for a standard export. */
#include "check.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}
/* The object, a path of these names, and scratch. */
#define IN(object, path) (const uint8_t *)(object), strlen(object), path, sizeof(path) / sizeof *(path), scratch, sizeof scratch

static uint8_t scratch[256];

static void test_fields(void)
{
    static const h4_text_t engine[] = {TEXT("compression"), TEXT("engine")};
    static const h4_text_t gop[] = {TEXT("gop")};
    static const h4_text_t fps[] = {TEXT("fps_hint")};
    static const h4_text_t masked[] = {TEXT("masked")};
    static const h4_text_t below[] = {TEXT("c"), TEXT("d")};
    static const h4_text_t none[] = {TEXT("none")};
    static const h4_text_t wrong[] = {TEXT("\xff")};
    static const h4_text_t twice[] = {TEXT("t")};
    static const char *object = "{\"compression\":{\"engine\":\"a\\u00e9\"},\"gop\":30,\"fps_hint\":29.97,"
                                "\"masked\":true,\"c\":-1,\"t\":1,\"\\u0074\":2,\"gp\":\"plain\"}";
    static const h4_text_t plain[] = {TEXT("gp")};
    h4_text_t text;
    uint64_t number;
    double real;
    uint32_t flag;
    EXPECT(H4_OK, h4_json_text(IN(object, engine), &text));
    CHECK(text.len == 3 && memcmp(text.data, "a\xc3\xa9", 3) == 0);
    CHECK((const uint8_t *)text.data >= scratch && (const uint8_t *)text.data < scratch + sizeof scratch);
    EXPECT(H4_OK, h4_json_text(IN(object, plain), &text));
    CHECK(text.len == 5 && text.data > object && memcmp(text.data, "plain", 5) == 0);
    EXPECT(H4_OK, h4_json_u64(IN(object, gop), &number));
    CHECK(number == 30);
    EXPECT(H4_OK, h4_json_f64(IN(object, fps), &real));
    CHECK(real == 29.97);
    EXPECT(H4_OK, h4_json_bool(IN(object, masked), &flag));
    CHECK(flag == 1);
    EXPECT(H4_OK, h4_json_has(IN(object, gop), &flag));
    CHECK(flag == 1);
    EXPECT(H4_NONE, h4_json_has(IN(object, none), &flag));
    CHECK(flag == 0);
    EXPECT(H4_NONE, h4_json_text(IN(object, none), &text));
    CHECK(text.data == NULL && text.len == 0);
    EXPECT(H4_ERR_FIELD_TWICE, h4_json_u64(IN(object, twice), &number));
    CHECK(number == 0);
    EXPECT(H4_ERR_FIELD_TYPE, h4_json_u64(IN(object, below), &number));
    EXPECT(H4_ERR_FIELD_TYPE, h4_json_bool(IN(object, gop), &flag));
    EXPECT(H4_ERR_RANGE, h4_json_has(IN(object, wrong), &flag));
    EXPECT(H4_ERR_JSON, h4_json_has(IN("[]", gop), &flag));
    EXPECT(H4_ERR_TOO_SMALL, h4_json_has((const uint8_t *)object, strlen(object), gop, 1, NULL, 0, &flag));
    EXPECT(H4_NONE, h4_json_has((const uint8_t *)"{}", 2, gop, 1, NULL, 0, &flag));
    EXPECT(H4_ERR_JSON, h4_json_has(NULL, 0, gop, 1, NULL, 0, &flag));
    {
        h4_text_t deep[H4_JSON_MAX_PATH + 1];
        size_t i;
        for (i = 0; i <= H4_JSON_MAX_PATH; i++) {
            deep[i].data = "a";
            deep[i].len = 1;
        }
        EXPECT(H4_NONE, h4_json_has((const uint8_t *)"{}", 2, deep, H4_JSON_MAX_PATH, scratch, sizeof scratch, &flag));
        EXPECT(H4_ERR_RANGE, h4_json_has((const uint8_t *)"{}", 2, deep, H4_JSON_MAX_PATH + 1, NULL, 0, &flag));
    }
}

static void test_negative(void)
{
    static const h4_text_t path[] = {TEXT("c")};
    int64_t value;
    uint64_t number;
    EXPECT(H4_OK, h4_json_i64(IN("{\"c\":-9223372036854775808}", path), &value));
    CHECK(value == INT64_MIN);
    EXPECT(H4_ERR_FIELD_TYPE, h4_json_u64(IN("{\"c\":-1}", path), &number));
    EXPECT(H4_OK, h4_json_u64(IN("{\"c\":18446744073709551615}", path), &number));
    CHECK(number == UINT64_MAX);
}

/* What META says of media lengths. */
static void test_lengths(void)
{
    static const struct {
        const char *meta;
        h4_status_t status;
        h4_lengths_t lengths;
    } cases[] = {
        {"{}", H4_OK, {H4_LENGTHS_STORED, 0}},
        {"{\"encryption\":{}}", H4_OK, {H4_LENGTHS_SEALED, 0}},
        {"{\"compression\":{},\"block_size\":7}", H4_OK, {H4_LENGTHS_FIXED, 7}},
        {"{\"compression\":{}}", H4_OK, {H4_LENGTHS_UNKNOWN, 0}},
        {"{\"compression\":{},\"block_size\":\"7\"}", H4_ERR_FIELD_TYPE, {H4_LENGTHS_UNKNOWN, 0}},
    };
    size_t i;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        h4_lengths_t lengths;
        const char *meta = cases[i].meta;
        subject = meta;
        EXPECT(cases[i].status, h4_json_media_lengths((const uint8_t *)meta, strlen(meta), scratch, sizeof scratch, &lengths));
        CHECK(lengths.kind == cases[i].lengths.kind && lengths.block_len == cases[i].lengths.block_len);
    }
    subject = "standard export";
}

static void test_standard(void)
{
    static const char expected[] = "{\"project\":\"Harmony\xc3\x98" "4\",\"domain\":\"video-transport\",\"block_size\":524288,"
                                   "\"fps_hint\":30.0,\"gop\":30,\"masked\":false}";
    static const char safe[] = "{\"scope\":\"container+transport-only\",\"no_video_synthesis\":true,"
                               "\"no_pixel_semantics\":true,\"no_visual_ml\":true}";
    h4_standard_meta_t meta = {30.0, 524288, 30, 0, 0};
    uint8_t out[256];
    size_t needed;
    size_t len;
    EXPECT(H4_OK, h4_standard_meta_len(&meta, &needed));
    CHECK(needed == sizeof expected - 1);
    EXPECT(H4_ERR_TOO_SMALL, h4_standard_meta_emit(&meta, out, needed - 1, &len));
    CHECK(len == 0);
    EXPECT(H4_OK, h4_standard_meta_emit(&meta, out, needed, &len));
    CHECK(len == needed && memcmp(out, expected, len) == 0);
    CHECK(strcmp(h4_standard_safe(), safe) == 0);
    meta.masked = 2;
    EXPECT(H4_ERR_RANGE, h4_standard_meta_len(&meta, &needed));
    meta.masked = 1;
    meta.fps_hint = 0;
    EXPECT(H4_ERR_RANGE, h4_standard_meta_emit(&meta, out, sizeof out, &len));
}

/* A fault of JSON is placed in the file. */
static void test_place(void)
{
    static const char json[] = "{\"a\":1,}";
    h4_chunk_t chunk = {7, 100, 0, sizeof json - 1, 0, {'S', 'A', 'F', 'E'}, 0};
    h4_fault_t fault;
    EXPECT(H4_ERR_SAFE_JSON, h4_json_check((const uint8_t *)json, sizeof json - 1, &chunk, scratch, sizeof scratch, &fault));
    CHECK(fault.chunk == 7 && fault.offset == 112 + 7 && fault.state == H4_STATE_DAMAGED);
    memcpy(chunk.tag, "META", 4);
    EXPECT(H4_ERR_META_JSON, h4_json_check((const uint8_t *)json, sizeof json - 1, &chunk, scratch, sizeof scratch, &fault));
    memcpy(chunk.tag, "CORE", 4);
    EXPECT(H4_ERR_MISPLACED, h4_json_check((const uint8_t *)json, sizeof json - 1, &chunk, scratch, sizeof scratch, &fault));
}

void test_json(void)
{
    subject = "fields";
    test_fields();
    test_negative();
    test_lengths();
    test_standard();
    test_place();
}
