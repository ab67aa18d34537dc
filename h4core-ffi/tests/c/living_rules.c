/* What sessions, senders, readers of files and bindings refuse, and what a refusal leaves. */
#include "check.h"

static const uint8_t aad[H4_AAD_MAX + 1];

static void test_session(void)
{
    h4_session_t right = session_of(living[0].secret, H4_ROLE_INITIATOR);
    h4_session_t wrong;
    h4_sealer_t sealer;
    h4_opener_t opener;
    subject = "session";
#define REFUSED(status, change)                                                               \
    do {                                                                                      \
        wrong = right;                                                                        \
        change;                                                                               \
        memset(&sealer, 0xa5, sizeof sealer);                                                 \
        memset(&opener, 0xa5, sizeof opener);                                                 \
        EXPECT(status, h4_sealer_init(&sealer, sizeof sealer, &wrong));                       \
        EXPECT(status, h4_opener_init(&opener, sizeof opener, &wrong, 1));                    \
        CHECK(is_zero(&sealer, sizeof sealer) && is_zero(&opener, sizeof opener));            \
    } while (0)
    REFUSED(H4_ERR_SHORT_KEY, wrong.secret_len = H4_SECRET_MIN - 1);
    REFUSED(H4_ERR_NULL, wrong.secret = NULL);
    REFUSED(H4_ERR_LENGTH, wrong.secret_len = SIZE_MAX);
    REFUSED(H4_ERR_NULL, wrong.context = H4_CONTEXT_SESSION_ID);
    REFUSED(H4_ERR_RANGE, wrong.context = 2);
    REFUSED(H4_ERR_RANGE, wrong.role = 0);
    REFUSED(H4_ERR_RANGE, wrong.role = 3);
    REFUSED(H4_ERR_RANGE, wrong.mode = 3);
    REFUSED(H4_ERR_RANGE, wrong.interval = 1);
    REFUSED(H4_ERR_RANGE, wrong.mode = H4_MODE_ANNOUNCE);
    REFUSED(H4_ERR_RANGE, wrong.mode = H4_MODE_MIXING);
    REFUSED(H4_ERR_RANGE, wrong.jump = H4_JUMP_MAX + 1);
}

static void test_window(void)
{
    uint64_t memory[H4_OPENER_SIZE(64) / 8];
    h4_session_t session = session_of(living[0].secret, H4_ROLE_INITIATOR);
    subject = "window";
    EXPECT(H4_ERR_RANGE, h4_opener_init(memory, sizeof memory, &session, 0));
    EXPECT(H4_ERR_RANGE, h4_opener_init(memory, sizeof memory, &session, 63));
    EXPECT(H4_ERR_STATE_SIZE, h4_opener_init(memory, H4_OPENER_SIZE(32), &session, 64));
    EXPECT(H4_OK, h4_opener_init(memory, sizeof memory, &session, 64));
    session.jump = 63;
    EXPECT(H4_ERR_RANGE, h4_opener_init(memory, sizeof memory, &session, 64));
    EXPECT(H4_OK, h4_opener_init(memory, sizeof memory, &session, 32));
}

/* Seals an empty block. */
static h4_status_t seal(h4_sealer_t *sealer, uint8_t *block, size_t len, uint64_t *counter)
{
    return h4_sealer_seal(sealer, block, len, NULL, 0, NULL, NULL, counter);
}

static void test_sealing(void)
{
    h4_session_t session = session_of(living[0].secret, H4_ROLE_INITIATOR);
    h4_sealer_t sealer;
    h4_sealer_t before;
    h4_exchange_t exchange;
    uint8_t block[H4_SEALED_OVERHEAD_KEY];
    uint8_t entropy[H4_ENTROPY_LEN] = {9};
    uint64_t counter = 5;
    size_t at;
    subject = "sealing";
    session.mode = H4_MODE_ANNOUNCE;
    session.interval = 1;
    EXPECT(H4_OK, h4_exchange_init(&exchange, sizeof exchange));
    EXPECT(H4_OK, h4_sealer_init(&sealer, sizeof sealer, &session));
    before = sealer;
    EXPECT(H4_ERR_TOO_SMALL, seal(&sealer, block, H4_SEALED_OVERHEAD - 1, &counter));
    CHECK(counter == 0);
    EXPECT(H4_ERR_MISPLACED, h4_sealer_seal(&sealer, block, sizeof block, NULL, 0, NULL, &exchange, &counter));
    EXPECT(H4_ERR_RANGE, h4_sealer_seal(&sealer, block, sizeof block, aad, sizeof aad, NULL, NULL, &counter));
    CHECK(memcmp(&before, &sealer, sizeof sealer) == 0);
    EXPECT(H4_OK, h4_sealer_seal(&sealer, block, H4_SEALED_OVERHEAD, aad, H4_AAD_MAX, NULL, NULL, &counter));
    EXPECT(H4_OK, h4_sealer_room(&sealer, &at, NULL));
    CHECK(at == H4_SEALED_HEADER_KEY_LEN);
    EXPECT(H4_ERR_ENTROPY, seal(&sealer, block, sizeof block, &counter));
    EXPECT(H4_OK, h4_sealer_seal(&sealer, block, sizeof block, NULL, 0, entropy, NULL, &counter));
    CHECK(counter == 1);
}

static void test_lease(void)
{
    h4_session_t session = session_of(living[0].secret, H4_ROLE_INITIATOR);
    h4_session_t peer = session_of(living[0].secret, H4_ROLE_RESPONDER);
    h4_sealer_t sealer;
    h4_opener_t opener;
    h4_opened_t opened;
    uint8_t block[H4_SEALED_OVERHEAD];
    uint8_t stored[H4_SEALER_STORED_LEN];
    uint64_t counter;
    size_t len;
    subject = "lease";
    session.jump = 8;
    EXPECT(H4_OK, h4_sealer_init(&sealer, sizeof sealer, &session));
    EXPECT(H4_OK, h4_opener_init(&opener, sizeof opener, &peer, 1));
    EXPECT(H4_ERR_RANGE, h4_sealer_lease(&sealer, 0, stored, sizeof stored, &len));
    EXPECT(H4_ERR_RANGE, h4_sealer_lease(&sealer, 3, stored, sizeof stored, &len));
    EXPECT(H4_ERR_TOO_SMALL, h4_sealer_lease(&sealer, 2, stored, sizeof stored - 1, &len));
    CHECK(len == 0);
    EXPECT(H4_OK, h4_sealer_lease(&sealer, 2, stored, sizeof stored, &len));
    CHECK(len == sizeof stored);
    EXPECT(H4_OK, seal(&sealer, block, sizeof block, &counter));
    EXPECT(H4_OK, h4_opener_open(&opener, block, sizeof block, NULL, 0, NULL, &opened));
    EXPECT(H4_OK, seal(&sealer, block, sizeof block, &counter));
    EXPECT(H4_ERR_LEASE, seal(&sealer, block, sizeof block, &counter));
    EXPECT(H4_OK, h4_sealer_wipe(&sealer));
    EXPECT(H4_ERR_RANGE, h4_sealer_resume(&sealer, sizeof sealer, stored, sizeof stored - 1));
    EXPECT(H4_OK, h4_sealer_resume(&sealer, sizeof sealer, stored, sizeof stored));
    EXPECT(H4_ERR_LEASE, seal(&sealer, block, sizeof block, &counter));
    EXPECT(H4_OK, h4_sealer_lease(&sealer, 1, stored, sizeof stored, &len));
    EXPECT(H4_OK, seal(&sealer, block, sizeof block, &counter));
    CHECK(counter == 3);
    EXPECT(H4_OK, h4_opener_open(&opener, block, sizeof block, NULL, 0, NULL, &opened));
    CHECK(opened.counter == 3 && opened.plaintext_at == 78 && opened.plaintext_len == 0);
    session.mode = H4_MODE_MIXING;
    session.interval = 4;
    EXPECT(H4_OK, h4_sealer_init(&sealer, sizeof sealer, &session));
    EXPECT(H4_ERR_MISPLACED, h4_sealer_lease(&sealer, 1, stored, sizeof stored, &len));
}

static void test_file_chain(void)
{
    h4_session_t session = session_of(living[0].secret, H4_ROLE_INITIATOR);
    h4_session_t peer = session_of(living[0].secret, H4_ROLE_RESPONDER);
    h4_sealer_t sealer;
    h4_file_chain_t chain;
    h4_opened_t opened;
    uint8_t blocks[6][H4_SEALED_OVERHEAD];
    uint8_t point[H4_CHAIN_LEN];
    uint8_t block[H4_SEALED_OVERHEAD];
    uint64_t counter;
    size_t i;
    subject = "file chain";
    EXPECT(H4_OK, h4_sealer_init(&sealer, sizeof sealer, &session));
    for (i = 0; i < 6; i++) {
        EXPECT(H4_OK, seal(&sealer, blocks[i], sizeof blocks[i], &counter));
    }
    EXPECT(H4_OK, h4_file_chain_init(&chain, sizeof chain, &peer));
    EXPECT(H4_OK, h4_file_chain_walk_to(&chain, 3));
    EXPECT(H4_ERR_TOO_SMALL, h4_file_chain_point(&chain, &counter, point, sizeof point - 1));
    EXPECT(H4_OK, h4_file_chain_point(&chain, &counter, point, sizeof point));
    CHECK(counter == 3);
    memcpy(block, blocks[4], sizeof block);
    EXPECT(H4_ERR_SEALED_HEADER, h4_file_chain_open(&chain, 5, block, sizeof block, NULL, 0, &opened));
    EXPECT(H4_ERR_SEALED_HEADER, h4_file_chain_open(&chain, 4, block, 77, NULL, 0, &opened));
    EXPECT(H4_ERR_AUTH, h4_file_chain_open(&chain, 4, block, sizeof block, aad, 1, &opened));
    EXPECT(H4_ERR_RANGE, h4_file_chain_open(&chain, 4, block, sizeof block, aad, sizeof aad, &opened));
    EXPECT(H4_OK, h4_file_chain_open(&chain, 4, block, sizeof block, NULL, 0, &opened));
    CHECK(opened.counter == 4 && opened.plaintext_at == 78);
    EXPECT(H4_ERR_TOO_OLD, h4_file_chain_walk_to(&chain, 3));
    EXPECT(H4_ERR_EXHAUSTED, h4_file_chain_walk_to(&chain, UINT64_MAX));
    EXPECT(H4_ERR_RANGE, h4_file_chain_init_at(&chain, sizeof chain, 3, point, sizeof point - 1, H4_MODE_OFF, 0));
    EXPECT(H4_ERR_RANGE, h4_file_chain_init_at(&chain, sizeof chain, 3, point, sizeof point, H4_MODE_OFF, 1));
    EXPECT(H4_ERR_RANGE, h4_file_chain_init_at(&chain, sizeof chain, UINT64_MAX, point, sizeof point, H4_MODE_OFF, 0));
    EXPECT(H4_OK, h4_file_chain_init_at(&chain, sizeof chain, 3, point, sizeof point, H4_MODE_OFF, 0));
    EXPECT(H4_OK, h4_file_chain_open(&chain, 3, blocks[3], sizeof block, NULL, 0, &opened));
    EXPECT(H4_OK, h4_file_chain_open(&chain, 5, blocks[5], sizeof block, NULL, 0, &opened));
}

static void test_header(void)
{
    bytes_t right = living[0].messages[1].header;
    uint8_t header[H4_SEALED_HEADER_LEN];
    h4_sealed_header_t seen;
    size_t i;
    subject = "sealed header";
    CHECK(right.len == sizeof header);
    memcpy(header, right.data, sizeof header);
    EXPECT(H4_OK, h4_sealed_header_parse_unverified(header, sizeof header, 0, &seen));
    CHECK(seen.counter == 1 && seen.has_key == 0 && seen.len == 78 && is_zero(seen.key, sizeof seen.key));
    CHECK(memcmp(seen.transcript, living[0].messages[0].transcript_after.data, 32) == 0);
    EXPECT(H4_ERR_SEALED_HEADER, h4_sealed_header_parse_unverified(header, sizeof header, 1, &seen));
    CHECK(is_zero(&seen, sizeof seen));
    for (i = 0; i < sizeof header; i++) {
        EXPECT(H4_ERR_SEALED_HEADER, h4_sealed_header_parse_unverified(header, i, 0, &seen));
    }
    EXPECT(H4_ERR_SEALED_HEADER, h4_sealed_header_parse_unverified(NULL, 0, 0, &seen));
}

static void test_binding(void)
{
    static const char text[] = "H4MK|e|"
        "abababababababababababababababababababababababababababababababab|"
        "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd|";
    h4_binding_t binding;
    uint8_t out[H4_BINDING_MAX];
    size_t at = sizeof text - 1;
    size_t len;
    subject = "binding";
    memset(&binding, 0, sizeof binding);
    memset(binding.engine_fingerprint, 0xab, 32);
    memset(binding.container_id, 0xcd, 32);
    binding.engine_id.data = "e";
    binding.engine_id.len = 1;
    binding.track_id.data = "video";
    binding.track_id.len = 5;
    EXPECT(H4_OK, h4_binding_emit(&binding, 33333, 1, out, sizeof out, &len));
    CHECK(len == at + 13 && memcmp(out, text, at) == 0 && memcmp(out + at, "video|33333|1", 13) == 0);
    EXPECT(H4_OK, h4_binding_emit(&binding, 33333, 1, out, len, &len));
    EXPECT(H4_ERR_TOO_SMALL, h4_binding_emit(&binding, 33333, 1, out, len - 1, &len));
    CHECK(len == 0);
    EXPECT(H4_OK, h4_binding_emit_end(&binding, 0, 10, out, sizeof out, &len));
    CHECK(len == at + 9 && memcmp(out + at, "~end|0|10", 9) == 0);
    binding.track_id.data = "~end";
    binding.track_id.len = 4;
    EXPECT(H4_ERR_RANGE, h4_binding_emit(&binding, 0, 0, out, sizeof out, &len));
    binding.track_id.data = "a|b";
    binding.track_id.len = 3;
    EXPECT(H4_ERR_RANGE, h4_binding_emit(&binding, 0, 0, out, sizeof out, &len));
    binding.track_id.len = 0;
    EXPECT(H4_ERR_RANGE, h4_binding_emit(&binding, 0, 0, out, sizeof out, &len));
    binding.track_id.data = NULL;
    binding.track_id.len = 1;
    EXPECT(H4_ERR_NULL, h4_binding_emit(&binding, 0, 0, out, sizeof out, &len));
    binding.track_id.data = (const char *)out;
    EXPECT(H4_ERR_OVERLAP, h4_binding_emit(&binding, 0, 0, out, sizeof out, &len));
}

void test_living_rules(void)
{
    test_session();
    test_window();
    test_sealing();
    test_lease();
    test_file_chain();
    test_header();
    test_binding();
}
