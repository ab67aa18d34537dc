/* What the tests know and the device does not: it lies outside of its RAM and outlives every reset. */
#ifndef KEPT_H
#define KEPT_H

#include "chip.h"
#include "live.h"
#include "player.h"

/* The first cuts after which every second one is tried: all of them, or, on a slow machine, one of so many. */
#ifndef SECOND_CUTS_EVERY
#define SECOND_CUTS_EVERY 1u
#endif

#define EXPECTED_MAX 24u
#define SESSIONS_MAX 8u
#define COUNTERS_MAX 4096u

/* What must be found again of a container: so many CORE chunks, the end of a sealed one included. */
typedef struct {
    uint32_t boot, serial, kind, chunks, finished;
} expected_t;

/* The counters that were sealed in a session. */
typedef struct {
    uint32_t session;
    uint8_t sealed[COUNTERS_MAX / 8];
} sealed_t;

typedef struct {
    uint32_t mark;
    uint32_t phase;
    uint32_t life; /* Since the chip was new, from 0. */
    uint32_t first_cut, first_torn, second_cut, second_torn;
    uint32_t last_boot; /* The boot of the life before; 0 if it did not get so far. */
    uint32_t random;
    uint32_t stack_used;
    /* Counted for the report, and so that no test passes for lack of anything to do. */
    uint32_t cuts, lives, found_chunks, sealed_blocks, sessions_begun;
    uint32_t expected_count;
    expected_t expected[EXPECTED_MAX];
    uint8_t tokens[TOKENS_BLOCKS][TOKENS_BLOCK_LEN];
    uint32_t session_count;
    sealed_t sessions[SESSIONS_MAX];
    uint32_t receiver_session;
    uint64_t receiver[H4_OPENER_SIZE(32) / 8];
    chip_t chip;
    chip_t seed;  /* As the device is before it records. */
    chip_t whole; /* After it recorded without a cut. */
} kept_t;

extern kept_t *kept;

/* The device: all the RAM that it has, and loses. */
typedef struct {
    recorder_t recorder;
    player_t player;
    live_t live;
} device_t;

extern device_t device;

/* Ends the test. */
void fail(const char *what, int status) __attribute__((noreturn));

#define CHECK(holds) \
    do {             \
        if (!(holds)) fail(#holds, 0); \
    } while (0)

/* expect.c: notes what is whole on the chip; finds all of that again; plays a container that was just recorded. */
void expect_clear(void);
void expect_note(void);
void expect_found(void);
void expect_plays(uint32_t area, uint32_t chunks);
uint32_t expect_whole_chunks(const chip_t *on, uint32_t area, uint32_t up_to);

/* The phases; each call is one life of the device, and returns 1 after its last. */
int phase_image(void);
int phase_cuts(void);
int phase_leases(void);
int phase_lease_run(void);

#endif
