/* The Living Cipher against known answers: every message, every operation, every arrival, byte for byte. */
#include "check.h"

/* Room for an opener of any window. */
typedef union {
    uint64_t words[H4_OPENER_SIZE(64) / 8];
    h4_opener_t opener;
} any_opener_t;

#define BLOCK_MAX (1 << 17)

h4_session_t session_of(bytes_t secret, uint32_t role)
{
    h4_session_t session;
    memset(&session, 0, sizeof session);
    session.secret = secret.data;
    session.secret_len = secret.len;
    session.context = H4_CONTEXT_BARE_OF_OLD_PRODUCERS;
    session.role = role;
    return session;
}

static size_t join(uint8_t *block, bytes_t header, bytes_t ciphertext)
{
    CHECK(header.len + ciphertext.len < BLOCK_MAX);
    memcpy(block, header.data, header.len);
    memcpy(block + header.len, ciphertext.data, ciphertext.len);
    return header.len + ciphertext.len;
}

static void expect_tip(const h4_tip_t *tip, uint64_t counter, bytes_t transcript)
{
    CHECK(tip->counter == counter);
    CHECK(transcript.len == sizeof tip->transcript && memcmp(tip->transcript, transcript.data, transcript.len) == 0);
}

static void seal(h4_sealer_t *sealer, h4_exchange_t *exchange, bytes_t plain, bytes_t aad, const uint8_t *entropy,
                 bytes_t header, bytes_t ciphertext)
{
    static uint8_t block[BLOCK_MAX];
    static uint8_t expected[BLOCK_MAX];
    size_t len = join(expected, header, ciphertext);
    size_t at;
    size_t overhead;
    uint64_t counter;
    h4_sealed_header_t seen;
    EXPECT(H4_OK, h4_sealer_room(sealer, &at, &overhead));
    CHECK(at == header.len && plain.len + overhead == len);
    memset(block, 0xa5, len + 1);
    memcpy(block + at, plain.data, plain.len);
    EXPECT(H4_OK, h4_sealer_seal(sealer, block, len, aad.data, aad.len, entropy, exchange, &counter));
    CHECK(memcmp(block, expected, len) == 0 && block[len] == 0xa5);
    EXPECT(H4_OK, h4_sealed_header_parse_unverified(block, len, header.len > 78 ? (uint32_t)counter : 0, &seen));
    CHECK(seen.counter == counter && seen.len == at && seen.has_key == (at == 110));
}

static void test_messages(void)
{
    size_t i;
    size_t k;
    subject = "messages in order";
    for (i = 0; i < living_count; i++) {
        const living_t *of = &living[i];
        uint32_t peer = of->sender == H4_ROLE_INITIATOR ? H4_ROLE_RESPONDER : H4_ROLE_INITIATOR;
        h4_session_t here = session_of(of->secret, of->sender);
        h4_session_t there = session_of(of->secret, peer);
        h4_sealer_t sealer;
        any_opener_t memory;
        h4_file_chain_t chain;
        EXPECT(H4_OK, h4_sealer_init(&sealer, sizeof sealer, &here));
        EXPECT(H4_OK, h4_opener_init(&memory, H4_OPENER_SIZE(32), &there, 32));
        EXPECT(H4_OK, h4_file_chain_init(&chain, sizeof chain, &there));
        CHECK(of->count > 0);
        for (k = 0; k < of->count; k++) {
            const message_t *m = &of->messages[k];
            static uint8_t block[BLOCK_MAX];
            size_t len = join(block, m->header, m->ciphertext);
            h4_opened_t opened;
            h4_tip_t tip;
            seal(&sealer, NULL, m->plain, m->aad, NULL, m->header, m->ciphertext);
            EXPECT(H4_OK, h4_sealer_tip(&sealer, &tip));
            expect_tip(&tip, k + 1, m->transcript_after);
            EXPECT(H4_OK, h4_opener_open(&memory.opener, block, len, m->aad.data, m->aad.len, NULL, &opened));
            CHECK(opened.counter == k && opened.plaintext_at == m->header.len && opened.plaintext_len == m->plain.len);
            CHECK(memcmp(block + opened.plaintext_at, m->plain.data, m->plain.len) == 0);
            EXPECT(H4_OK, h4_opener_tip(&memory.opener, &tip));
            expect_tip(&tip, k + 1, m->transcript_after);
            join(block, m->header, m->ciphertext);
            EXPECT(H4_OK, h4_file_chain_open(&chain, k, block, len, m->aad.data, m->aad.len, &opened));
            CHECK(opened.counter == k && opened.plaintext_at == m->header.len && opened.plaintext_len == m->plain.len);
            CHECK(memcmp(block + opened.plaintext_at, m->plain.data, m->plain.len) == 0);
        }
    }
}

/* A block arrives, in one piece or in two; after a failure nothing has changed. */
static void arrive(any_opener_t *opener, h4_exchange_t *exchange, bytes_t header, bytes_t ciphertext, uint64_t flip_bit,
                   bytes_t aad, h4_status_t status, bytes_t plain)
{
    static any_opener_t before;
    static uint8_t block[BLOCK_MAX];
    static uint8_t expected[BLOCK_MAX];
    size_t len = join(block, header, ciphertext);
    h4_exchange_t exchange_before;
    int in_parts;
    int whole;
    h4_opened_t opened;
    if (flip_bit != NONE) {
        block[header.len + flip_bit / 8] ^= (uint8_t)(1 << flip_bit % 8);
    }
    memcpy(expected, block, len);
    before = *opener;
    memset(&exchange_before, 0, sizeof exchange_before);
    if (exchange != NULL) {
        exchange_before = *exchange;
    }
    /* In one piece the header is as long as its flags say. */
    whole = header.len == (header.len > 77 && header.data[77] == 1 ? H4_SEALED_HEADER_KEY_LEN : H4_SEALED_HEADER_LEN);
    for (in_parts = status == H4_OK || !whole; in_parts < 2; in_parts++) {
        if (in_parts) {
            EXPECT(status, h4_opener_open_parts(&opener->opener, header.data, header.len, block + header.len,
                                                ciphertext.len, aad.data, aad.len, exchange, &opened));
        } else {
            EXPECT(status, h4_opener_open(&opener->opener, block, len, aad.data, aad.len, exchange, &opened));
        }
        if (status == H4_OK) {
            CHECK(opened.plaintext_at == 0 && opened.plaintext_len == plain.len);
            CHECK(memcmp(block + header.len, plain.data, plain.len) == 0);
        } else {
            CHECK(opened.counter == 0 && opened.plaintext_at == 0 && opened.plaintext_len == 0);
            CHECK(memcmp(block, expected, len) == 0);
            CHECK(memcmp(&before, opener, sizeof before) == 0);
            CHECK(exchange == NULL || memcmp(&exchange_before, exchange, sizeof *exchange) == 0);
        }
    }
}

typedef struct {
    h4_sealer_t sealer;
    any_opener_t opener;
    h4_exchange_t exchange;
} side_t;

static void test_sessions(void)
{
    static side_t sides[2];
    size_t i;
    size_t k;
    subject = "sessions";
    for (i = 0; i < living_sessions_count; i++) {
        const living_session_t *of = &living_sessions[i];
        int mixes = of->mode == H4_MODE_MIXING;
        memset(sides, 0, sizeof sides);
        for (k = 0; k < 2; k++) {
            h4_session_t session = session_of(of->secret, k == 0 ? H4_ROLE_INITIATOR : H4_ROLE_RESPONDER);
            session.mode = of->mode;
            session.interval = of->interval;
            session.jump = of->jump;
            EXPECT(H4_OK, h4_sealer_init(&sides[k].sealer, sizeof sides[k].sealer, &session));
            EXPECT(H4_OK, h4_opener_init(&sides[k].opener, H4_OPENER_SIZE(of->window), &session, of->window));
            EXPECT(H4_OK, h4_exchange_init(&sides[k].exchange, sizeof sides[k].exchange));
        }
        CHECK(of->count > 0);
        for (k = 0; k < of->count; k++) {
            const op_t *op = &of->ops[k];
            side_t *side = &sides[op->by_responder];
            h4_exchange_t *exchange = mixes ? &side->exchange : NULL;
            const op_t *sealed = &of->ops[op->seals ? k : op->sealed_at];
            h4_tip_t tip;
            if (op->seals) {
                seal(&side->sealer, exchange, op->plain, op->aad, op->entropy.data, op->header, op->ciphertext);
                continue;
            }
            arrive(&side->opener, exchange, sealed->header, sealed->ciphertext, op->flip_bit, sealed->aad, op->status,
                   op->plain);
            EXPECT(H4_OK, h4_opener_tip(&side->opener.opener, &tip));
            expect_tip(&tip, op->next, op->transcript);
        }
    }
}

static void test_arrivals(void)
{
    static any_opener_t opener;
    size_t i;
    size_t k;
    for (i = 0; i < living_cases_count; i++) {
        const living_case_t *of = &living_cases[i];
        h4_session_t session = session_of(of->secret, of->role);
        subject = of->name;
        session.mode = of->mode;
        session.interval = of->interval;
        session.jump = of->jump;
        if (of->session_id.len > 0) {
            session.context = H4_CONTEXT_SESSION_ID;
            session.session_id = of->session_id.data;
        }
        CHECK(of->count > 0);
        for (k = 0; k < of->count; k++) {
            const arrival_t *arrival = &of->arrivals[k];
            h4_tip_t tip;
            if (k == 0 || strcmp(of->name, "far") == 0) {
                EXPECT(H4_OK, h4_opener_init(&opener, H4_OPENER_SIZE(of->window), &session, of->window));
            }
            arrive(&opener, NULL, arrival->header, arrival->ciphertext, NONE, arrival->aad, arrival->status,
                   arrival->plain);
            EXPECT(H4_OK, h4_opener_tip(&opener.opener, &tip));
            expect_tip(&tip, arrival->next, arrival->transcript);
        }
    }
}

void test_living(void)
{
    CHECK(living_count == 2 && living_sessions_count == 4 && living_cases_count == 8);
    test_messages();
    test_sessions();
    test_arrivals();
}
