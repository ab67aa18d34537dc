/*
 * Power is cut around the leases of a live sender: no counter is ever sealed twice, and a receiver that heard all of it opens all of it.
 *
 * First every pair of cuts on a new chip, or on a slow machine every pair of places; then many lives on one chip, cut anywhere, through the
 * erasures of the journal.
 */
#include <string.h>

#include "kept.h"

enum { BLOCKS_A_LIFE = 10, PLAINTEXT_LEN = 20, LIVES_OF_A_CHIP = 150 };

static void not_sealed_before(uint32_t session, uint64_t counter) {
    sealed_t *of = NULL;
    for (uint32_t i = 0; i < kept->session_count; i++) {
        if (kept->sessions[i].session == session) of = &kept->sessions[i];
    }
    if (of == NULL) {
        CHECK(kept->session_count < SESSIONS_MAX);
        of = &kept->sessions[kept->session_count++];
        memset(of, 0, sizeof *of);
        of->session = session;
        kept->sessions_begun++;
    }
    CHECK(counter < COUNTERS_MAX);
    const uint8_t bit = (uint8_t)(1u << counter % 8);
    if (of->sealed[counter / 8] & bit) fail("a counter is sealed twice", 0);
    of->sealed[counter / 8] |= bit;
}

static void receive(uint32_t session, uint8_t *block, size_t len, uint64_t counter) {
    uint8_t id[ID_LEN];
    h4_opened_t opened;
    h4_opener_t *receiver = (h4_opener_t *)kept->receiver;
    if (session != kept->receiver_session) {
        const h4_session_t side = live_session(session, id, H4_ROLE_RESPONDER);
        CHECK(h4_opener_init(receiver, sizeof kept->receiver, &side, 32) == H4_OK);
        kept->receiver_session = session;
    }
    const int status = h4_opener_open(receiver, block, len, NULL, 0, NULL, &opened);
    if (status != H4_OK) fail("a receiver does not open a block", status);
    CHECK(opened.counter == counter && opened.plaintext_len == PLAINTEXT_LEN);
    for (uint32_t i = 0; i < PLAINTEXT_LEN; i++) CHECK(block[opened.plaintext_at + i] == (uint8_t)(counter + i));
}

static int send_all(void) {
    uint8_t block[PLAINTEXT_LEN + H4_SEALED_OVERHEAD];
    h4_tip_t tip;
    uint64_t counter;
    live_t *live = &device.live;
    int status = recorder_boot(&device.recorder);
    if (status == 0) status = live_open(live, device.recorder.boot);
    for (uint32_t i = 0; i < BLOCKS_A_LIFE && status == 0; i++) {
        CHECK(h4_sealer_tip(&live->sealer, &tip) == H4_OK);
        for (uint32_t j = 0; j < PLAINTEXT_LEN; j++) block[H4_SEALED_HEADER_LEN + j] = (uint8_t)(tip.counter + j);
        status = live_seal(live, block, sizeof block, &counter);
        if (status != 0) break;
        kept->sealed_blocks++;
        not_sealed_before(live->session, counter);
        receive(live->session, block, sizeof block, counter);
    }
    return status;
}

/* One life with a cut; 1 if it came to its end before the cut. */
static int life(uint32_t cut, uint32_t torn) {
    chip_power(cut, torn);
    const int status = send_all();
    CHECK(!kept->chip.misused);
    kept->lives++;
    if (status == 0) return 1;
    if (status != FLASH_OFF || cut == 0) fail("neither sent nor cut", status);
    kept->cuts++;
    return 0;
}

static void new_chip(void) {
    chip_make(chip);
    kept->session_count = 0;
    kept->receiver_session = 0;
    kept->life = 0;
}

int phase_leases(void) {
    chip = &kept->chip;
    if (kept->first_cut == 0) kept->first_cut = kept->second_cut = 1;
    if (kept->life == 0) {
        new_chip();
        if (life(kept->first_cut, kept->first_torn)) {
            CHECK(kept->first_cut > 1);
            new_chip();
            return 1;
        }
        kept->life = 1;
    } else if (kept->life == 1) {
        const uint32_t all = (uint32_t)life(kept->second_cut, kept->second_torn);
        if (all) {
            kept->second_cut = 1;
            kept->second_torn = 0;
            kept->first_torn = (kept->first_torn + 1) % TORN_KINDS;
            if (kept->first_torn == 0) kept->first_cut++;
            kept->life = 0;
        } else {
            kept->life = 2;
        }
    } else {
        CHECK(life(0, 0));
        if (SECOND_CUTS_EVERY == 1) kept->second_torn = (kept->second_torn + 1) % TORN_KINDS;
        if (kept->second_torn == 0) kept->second_cut++;
        kept->life = 0;
    }
    return 0;
}

int phase_lease_run(void) {
    chip = &kept->chip;
    kept->random = kept->random * 1664525u + 1013904223u;
    life(1 + (kept->random >> 8) % 6, (kept->random >> 16) % TORN_KINDS);
    if (++kept->life < LIVES_OF_A_CHIP) return 0;
    CHECK(life(0, 0));
    CHECK(kept->chip.used[LEASES_AT / FLASH_PAGE] && kept->chip.used[LEASES_AT / FLASH_PAGE + FLASH_PAGES_IN_BLOCK]);
    return 1;
}
