/* States are moved, stored and read again, and are gone when they are to be. */
#include "check.h"

#define BLOCK_LEN (H4_SEALED_OVERHEAD_KEY + 4)
#define BLOCKS 12

typedef struct {
    uint8_t bytes[BLOCKS][BLOCK_LEN];
    size_t len[BLOCKS];
} sent_t;

static h4_session_t side(uint32_t role)
{
    h4_session_t session = session_of(living[0].secret, role);
    session.mode = H4_MODE_MIXING;
    session.interval = 4;
    return session;
}

static void send(sent_t *sent, h4_sealer_t *sealer, h4_exchange_t *exchange)
{
    uint8_t entropy[H4_ENTROPY_LEN];
    size_t i;
    for (i = 0; i < BLOCKS; i++) {
        size_t at;
        size_t overhead;
        uint64_t counter;
        memset(entropy, (int)i + 1, sizeof entropy);
        EXPECT(H4_OK, h4_sealer_room(sealer, &at, &overhead));
        sent->len[i] = overhead + 4;
        memcpy(sent->bytes[i] + at, "four", 4);
        EXPECT(H4_OK, h4_sealer_seal(sealer, sent->bytes[i], overhead + 4, NULL, 0, entropy, exchange, &counter));
        CHECK(counter == i);
    }
}

static void open_one(h4_opener_t *opener, h4_exchange_t *exchange, const sent_t *sent, size_t i, h4_status_t status)
{
    uint8_t block[BLOCK_LEN];
    h4_opened_t opened;
    memcpy(block, sent->bytes[i], sizeof block);
    EXPECT(status, h4_opener_open(opener, block, sent->len[i], NULL, 0, exchange, &opened));
    if (status == H4_OK) {
        CHECK(opened.counter == i && opened.plaintext_len == 4 && memcmp(block + opened.plaintext_at, "four", 4) == 0);
    }
}

/* The receiver of each window, stored and read again between any two blocks, with every third block late. */
static void test_stored(uint32_t window, const sent_t *sent)
{
    static uint64_t memory[H4_OPENER_SIZE(64) / 8 + 1];
    static uint64_t moved[H4_OPENER_SIZE(64) / 8];
    static uint8_t stored[1 << 13];
    h4_opener_t *opener = (h4_opener_t *)memory;
    h4_session_t session = side(H4_ROLE_RESPONDER);
    size_t size = H4_OPENER_SIZE(window);
    h4_exchange_t exchange;
    uint8_t stored_exchange[H4_EXCHANGE_STORED_LEN];
    size_t len;
    size_t i;
    memset(memory, 0, sizeof memory);
    EXPECT(H4_OK, h4_opener_init(memory, size, &session, window));
    EXPECT(H4_OK, h4_exchange_init(&exchange, sizeof exchange));
    for (i = 0; i < BLOCKS; i++) {
        size_t of = i % 3 == 0 ? i + 1 : i % 3 == 1 ? i - 1 : i;
        open_one(opener, &exchange, sent, of, H4_OK);
        open_one(opener, &exchange, sent, of, H4_ERR_REPLAY);
        EXPECT(H4_ERR_TOO_SMALL, h4_opener_export(opener, stored, h4_opener_stored_len(window) - 1, &len));
        CHECK(len == 0);
        EXPECT(H4_OK, h4_opener_export(opener, stored, sizeof stored, &len));
        CHECK(len == h4_opener_stored_len(window));
        memcpy(moved, memory, size);
        EXPECT(H4_OK, h4_opener_wipe(opener));
        CHECK(is_zero(memory, size));
        if (i % 2 == 0) {
            memcpy(memory, moved, size);
        } else {
            EXPECT(H4_ERR_RANGE, h4_opener_import(memory, size, window, stored, len - 1));
            EXPECT(H4_OK, h4_opener_import(memory, size, window, stored, len));
        }
        EXPECT(H4_OK, h4_exchange_export(&exchange, stored_exchange, sizeof stored_exchange, &len));
        EXPECT(H4_OK, h4_exchange_wipe(&exchange));
        CHECK(is_zero(&exchange, sizeof exchange));
        EXPECT(H4_ERR_RANGE, h4_exchange_import(&exchange, sizeof exchange, stored_exchange, len - 1));
        EXPECT(H4_OK, h4_exchange_import(&exchange, sizeof exchange, stored_exchange, len));
    }
    /* A window of another length is another kind of state. */
    EXPECT(H4_OK, h4_opener_export(opener, stored, sizeof stored, &len));
    EXPECT(H4_ERR_RANGE, h4_opener_import(memory, sizeof memory, window == 64 ? 32 : 64, stored, len));
}

/* A block that did not come in its window is too old, and one past the jump too far. */
static void test_ends(const sent_t *sent)
{
    h4_session_t session = side(H4_ROLE_RESPONDER);
    h4_exchange_t exchange;
    h4_opener_t opener;
    session.jump = 3;
    EXPECT(H4_OK, h4_exchange_init(&exchange, sizeof exchange));
    EXPECT(H4_OK, h4_opener_init(&opener, sizeof opener, &session, 1));
    open_one(&opener, &exchange, sent, 4, H4_ERR_TOO_FAR);
    open_one(&opener, &exchange, sent, 2, H4_OK);
    open_one(&opener, &exchange, sent, 0, H4_ERR_TOO_OLD);
    open_one(&opener, &exchange, sent, 1, H4_OK);
    open_one(&opener, NULL, sent, 3, H4_ERR_MISPLACED);
}

void test_living_states(void)
{
    static const uint32_t windows[] = {1, 4, 8, 16, 32, 64};
    static sent_t sent;
    h4_session_t session = side(H4_ROLE_INITIATOR);
    h4_sealer_t sealer;
    h4_exchange_t exchange;
    size_t i;
    subject = "states of the cipher";
    EXPECT(H4_OK, h4_exchange_init(&exchange, sizeof exchange));
    EXPECT(H4_OK, h4_sealer_init(&sealer, sizeof sealer, &session));
    send(&sent, &sealer, &exchange);
    EXPECT(H4_OK, h4_sealer_wipe(&sealer));
    CHECK(is_zero(&sealer, sizeof sealer));
    for (i = 0; i < sizeof windows / sizeof *windows; i++) {
        test_stored(windows[i], &sent);
    }
    test_ends(&sent);
}
