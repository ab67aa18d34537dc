/*
 * A recorder that keeps its containers on flash: at each boot it recovers what a power cut left unfinished, then it records.
 *
 * All of its memory is one recorder_t, which is static. Calls return 0, FLASH_... or AREA_FULL, or a h4_status_t; after a failure the
 * recorder is to be booted again.
 */
#ifndef RECORDER_H
#define RECORDER_H

#include "area.h"
#include "journal.h"
#include "tone.h"

/* The first blocks of the flash: the counter of boots, and leases (live.h). */
#define BOOTS_AT 0u
#define LEASES_AT (JOURNAL_BLOCKS * FLASH_BLOCK)

/* Tokens: a frame of 256 samples, of which the next begins 128 later, gives 8 tokens, and these are a block. */
#define TOKENS_FRAME 256u
#define TOKENS_TOP 8u
#define TOKENS_BLOCKS 16u
#define TOKENS_BLOCK_LEN (TOKENS_TOP * H4_AUDIO_TOKEN_LEN)
#define TOKENS_FRAME_TIME_US 16000u
#define TOKENS_STORAGE (5 * TOKENS_FRAME / 2 + 4 * TOKENS_TOP + 129)

/* Masked and sealed: blocks of 80 samples. */
#define PCM_BLOCK_LEN 160u
#define PCM_FRAME_TIME_US 10000u
#define MASKED_BLOCKS 10u
#define SEALED_BLOCKS 8u

/* Blocks from one seek entry to the next, everywhere. */
#define GOP 4u

typedef struct {
    journal_t boots;
    uint32_t boot;   /* How often this device was started: never the same twice. */
    uint32_t serial; /* Of the container begun last since then. */
    area_writer_t out;
    h4_seek_entry_t entries[8];
    uint8_t meta[512];
    uint8_t buf[1024];
    /* What is done at one time only. */
    union {
        struct {
            h4_writer_t writer;
            h4_audio_t audio;
            float storage[TOKENS_STORAGE];
            h4_audio_token_t tokens[TOKENS_TOP];
        } tokens;
        struct {
            h4_writer_t writer;
            h4_mask_key_t key;
        } masked;
        h4_sealed_writer_t sealed;
        h4_verifier_t verifier;
        h4_recovery_t recovery;
    } now;
} recorder_t;

/* Counts the boot, then recovers. */
int recorder_boot(recorder_t *recorder);

/* Each records a container into a free area, and says which. */
int recorder_tokens(recorder_t *recorder, uint32_t *area);
int recorder_masked(recorder_t *recorder, uint32_t *area);
int recorder_sealed(recorder_t *recorder, uint32_t *area);

/* Of the recorder's own: */

/* Recovers all that is unfinished (recover.c). */
int recorder_recover(recorder_t *recorder);

/* Finds an area to write to. */
int recorder_find_free(recorder_t *recorder, uint32_t *area);

/* Verifies the container of an area; verified is 1 or 0. */
int recorder_verify(recorder_t *recorder, uint32_t area, uint32_t *verified);

/*
 * Ids that are never used twice: sessions and containers ('S', 'C') of the cipher, contexts of the mask ('M').
 *
 * The boot counter alone makes them differ, on one device. A product fills the rest from its random generator (TRNG) when a container
 * begins, and keeps the counter: it is what holds when the generator is broken, or a flash image is copied to another device.
 */
#define ID_LEN 32u
void make_id(uint8_t id[ID_LEN], char what, uint32_t boot, uint32_t serial);

/* Keys of the example. A product has its own, one for each device, where nobody reads them out with the flash. */
extern const uint8_t SEAL_SECRET[32];
extern const uint8_t MASK_KEY[32];

/* What the sealed container of an area is sealed with, by its header. */
int make_seal(h4_seal_t *seal, uint32_t boot, uint32_t serial);

#endif
