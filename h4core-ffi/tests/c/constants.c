/* Constants are the same as macros and as functions, and texts are what they say. */
#include "check.h"

#define SAME_STATE(noun, NOUN)                                                                \
    do {                                                                                      \
        struct aligned {                                                                      \
            char first;                                                                       \
            h4_##noun##_t state;                                                              \
        };                                                                                    \
        subject = #noun;                                                                      \
        CHECK(h4_##noun##_size() == H4_##NOUN##_SIZE);                                        \
        CHECK(h4_##noun##_size() == sizeof(h4_##noun##_t));                                   \
        CHECK(h4_##noun##_align() == offsetof(struct aligned, state));                        \
    } while (0)

static void test_opener_sizes(void)
{
    struct aligned {
        char first;
        h4_opener_t state;
    };
    uint32_t window;
    uint32_t offered = 0;
    subject = "opener";
    CHECK(h4_opener_align() == offsetof(struct aligned, state));
    CHECK(h4_opener_size(1) == sizeof(h4_opener_t));
    for (window = 0; window < 200; window++) {
        size_t size = h4_opener_size(window);
        CHECK(size == 0 || size == H4_OPENER_SIZE(window));
        CHECK((size == 0) == (h4_opener_stored_len(window) == 0));
        offered += size != 0;
    }
    CHECK(offered == 6 && h4_opener_size(H4_DEFAULT_WINDOW) > 0 && h4_opener_size(H4_WINDOW_MAX) > 0);
    CHECK(h4_opener_size(UINT32_MAX) == 0);
}

void test_constants(void)
{
    SAME_STATE(writer, WRITER);
    SAME_STATE(parser, PARSER);
    SAME_STATE(verifier, VERIFIER);
    SAME_STATE(walk, WALK);
    SAME_STATE(blocks, BLOCKS);
    SAME_STATE(seek, SEEK);
    SAME_STATE(locator, LOCATOR);
    SAME_STATE(recovery, RECOVERY);
    SAME_STATE(mask_key, MASK_KEY);
    SAME_STATE(mask, MASK);
    SAME_STATE(audio, AUDIO);
    SAME_STATE(sealer, SEALER);
    SAME_STATE(exchange, EXCHANGE);
    SAME_STATE(file_chain, FILE_CHAIN);
    SAME_STATE(sealed_writer, SEALED_WRITER);
    SAME_STATE(sealed_reader, SEALED_READER);
    test_opener_sizes();
    subject = "versions";
    CHECK(strcmp(h4_version(), H4_VERSION) == 0);
    CHECK(h4_abi_version() == H4_ABI_VERSION);
    CHECK(h4_format_version() == H4_FORMAT_VERSION);
    subject = "values without gaps";
    CHECK(sizeof(h4_fault_t) == 24);
    CHECK(sizeof(h4_chunk_t) == 40);
    CHECK(sizeof(h4_block_t) == 64);
    CHECK(sizeof(h4_put_t) == 32);
    CHECK(sizeof(h4_verdict_t) == 96);
    CHECK(sizeof(h4_salvage_t) == 88);
    CHECK(sizeof(h4_parser_info_t) == 48);
    CHECK(sizeof(h4_session_t) == 24 + 3 * sizeof(size_t));
    CHECK(sizeof(h4_tip_t) == 40);
    CHECK(sizeof(h4_opened_t) == 8 + 2 * sizeof(size_t));
    CHECK(sizeof(h4_sealed_header_t) == 80);
    CHECK(sizeof(h4_seal_t) == 120 + 4 * sizeof(size_t));
    CHECK(sizeof(h4_sealed_room_t) == 24);
    CHECK(sizeof(h4_unsealed_t) == 32);
    CHECK(sizeof(h4_binding_t) == 64 + 4 * sizeof(size_t));
    CHECK(sizeof(h4_engine_identity_t) == 56 + 4 * sizeof(size_t));
    CHECK(sizeof(h4_audio_config_t) == 16);
    CHECK(sizeof(h4_audio_token_t) == 8);
    CHECK(sizeof(h4_audio_frame_t) == 24);
    CHECK(sizeof(h4_event_t) == 48 + 2 * sizeof(size_t));
}

void test_texts(void)
{
    static const struct {
        h4_status_t status;
        const char *name;
        uint32_t state;
    } rules[] = {
        {H4_ERR_HEADER_LENGTH, "header-length", H4_STATE_DAMAGED},
        {H4_ERR_MAGIC, "magic", H4_STATE_DAMAGED},
        {H4_ERR_VERSION, "version", H4_STATE_DAMAGED},
        {H4_ERR_RESERVED, "reserved", H4_STATE_DAMAGED},
        {H4_ERR_TRUNCATED, "truncated", H4_STATE_UNFINISHED},
        {H4_ERR_CRC, "crc", H4_STATE_DAMAGED},
        {H4_ERR_VERI_LENGTH, "veri-length", H4_STATE_DAMAGED},
        {H4_ERR_SEEK_LENGTH, "seek-length", H4_STATE_DAMAGED},
        {H4_ERR_SEEK_ORDER, "seek-order", H4_STATE_DAMAGED},
        {H4_ERR_VERI_MISSING, "veri-missing", H4_STATE_UNFINISHED},
        {H4_ERR_AFTER_VERI, "after-veri", H4_STATE_DAMAGED},
        {H4_ERR_VERI_MISMATCH, "veri-mismatch", H4_STATE_DAMAGED},
        {H4_ERR_SEEK_OFFSET, "seek-offset", H4_STATE_DAMAGED},
        {H4_ERR_META_JSON, "meta-json", H4_STATE_DAMAGED},
        {H4_ERR_SAFE_JSON, "safe-json", H4_STATE_DAMAGED},
    };
    static const h4_status_t others[] = {
        H4_OK, H4_NONE, H4_ERR_NULL, H4_ERR_ALIGNMENT, H4_ERR_STATE_SIZE, H4_ERR_STATE,
        H4_ERR_OVERLAP, H4_ERR_LENGTH, H4_ERR_TOO_SMALL, H4_ERR_ENTRIES_FULL, H4_ERR_ENTRY_ORDER,
        H4_ERR_ENTRY_OFFSET, H4_ERR_RANGE, H4_ERR_RESERVED_TAG, H4_ERR_SHORT_KEY,
        H4_ERR_MISPLACED, H4_ERR_FIELD_TWICE, H4_ERR_FIELD_TYPE, H4_ERR_READ, H4_ERR_OTHER,
        H4_ERR_JSON, H4_ERR_SEALED_HEADER, H4_ERR_REPLAY, H4_ERR_TOO_OLD, H4_ERR_TOO_FAR,
        H4_ERR_AUTH, H4_ERR_FORK, H4_ERR_PENDING, H4_ERR_ENTROPY, H4_ERR_LEASE,
        H4_ERR_EXHAUSTED, H4_ERR_WEAK_KEY, H4_ERR_UNSUPPORTED, H4_ERR_SEAL,
        H4_ERR_SEAL_GENERATION, H4_ERR_SEAL_PLACE, H4_ERR_ENGINE_UNKNOWN,
        H4_ERR_ENGINE_MISMATCH, H4_ERR_ENGINE_DATA,
    };
    const char *unknown = "unknown status";
    int status;
    int texts = 0;
    size_t i;
    for (i = 0; i < sizeof rules / sizeof *rules; i++) {
        subject = rules[i].name;
        CHECK(rules[i].status == 16 + (h4_status_t)i);
        CHECK(strcmp(h4_rule_name(rules[i].status), rules[i].name) == 0);
        CHECK(h4_rule_state(rules[i].status) == rules[i].state);
        CHECK(strcmp(h4_status_text(rules[i].status), unknown) != 0);
    }
    subject = "texts of statuses";
    for (i = 0; i < sizeof others / sizeof *others; i++) {
        CHECK(strcmp(h4_status_text(others[i]), unknown) != 0);
        CHECK(strcmp(h4_rule_name(others[i]), "") == 0);
        CHECK(h4_rule_state(others[i]) == H4_STATE_NONE);
    }
    /* A status that is not in these lists has no text, and the other way round. */
    for (status = -300; status < 300; status++) {
        texts += strcmp(h4_status_text(status), unknown) != 0;
    }
    CHECK(texts == (int)(sizeof rules / sizeof *rules + sizeof others / sizeof *others));
    CHECK(strcmp(h4_state_text(H4_STATE_VERIFIED), "verified") == 0);
    CHECK(strcmp(h4_state_text(H4_STATE_UNFINISHED), "unfinished") == 0);
    CHECK(strcmp(h4_state_text(H4_STATE_DAMAGED), "damaged") == 0);
    CHECK(strcmp(h4_state_text(H4_STATE_NONE), "") == 0);
    CHECK(strcmp(h4_state_text(UINT32_MAX), "") == 0);
}
