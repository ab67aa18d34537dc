/* Reads a container back from where it lies: verifies, seeks, unmasks, opens. Static memory, as for the recorder. */
#ifndef PLAYER_H
#define PLAYER_H

#include "recorder.h"

typedef struct {
    area_header_t header;
    uint32_t area;
    h4_source_t source;
    h4_blocks_t walk;
    h4_mask_key_t key;
    h4_sealed_reader_t reader;
    uint8_t buf[H4_SEAL_MAX];
    uint8_t block[PCM_BLOCK_LEN + H4_SEALED_OVERHEAD];
} player_t;

/* A block as it was recorded: data are len bytes in the player's memory. */
typedef struct {
    uint64_t index;
    const uint8_t *data;
    size_t len;
    uint32_t is_end; /* 1 if it is the authentic end of a sealed container, and no media. */
} player_block_t;

/* Opens the container of an area, and stands before its first block. H4_NONE if there is none, or none that could be played. */
int player_open(player_t *player, uint32_t area);

/* The next block; H4_NONE behind the last one. */
int player_next(player_t *player, player_block_t *block);

/* Goes to where playing from this time on begins; H4_NONE if the container has no entry for it. */
int player_seek(player_t *player, uint64_t pts_us);

#endif
