/* A player: verifies the file in pieces, seeks in its table where it lies, reads blocks from there on. */
#include "probe.h"

static h4_verifier_t verifier;
static h4_seek_t seek;
static h4_blocks_t blocks;

int probe_reader(void)
{
    const h4_source_t source = {NULL, card_read, NULL, card_len};
    h4_media_range_t range = {0, H4_MEDIA_END};
    h4_seek_entry_t entry;
    h4_verdict_t verdict;
    h4_block_t found;
    uint32_t number;
    uint32_t count = 0;
    uint64_t at;
    int64_t len;

    DOES(1, "verifier init", h4_verifier_init(&verifier, sizeof verifier));
    for (at = 0; (len = card_read(NULL, at, block, 512)) > 0; at += (uint64_t)len)
        DOES(2, "verifier update, 512 bytes", h4_verifier_update(&verifier, block, (size_t)len, NULL));
    DOES(3, "verifier finish", h4_verifier_finish(&verifier, &verdict));
    DOES(4, "seek open, 3 entries", h4_seek_open(&seek, sizeof seek, &source, block, 512, NULL));
    DOES(5, "seek at or before", h4_seek_at_or_before(&seek, &source, 4 * FRAME_TIME, &number, &entry));
    range.start = entry.offset;
    DOES(6, "blocks init", h4_blocks_init(&blocks, sizeof blocks, card_len, NULL, &range));
    while (CALL("next block, the first after a seek over 3", h4_reader_next_block_unverified(&source, &blocks, &found, NULL)) == H4_OK) {
        DOES(7, "read chunk, 1024 bytes", h4_reader_chunk(&source, &found.chunk, block, sizeof block, NULL));
        count++;
    }
    return number == 1 && count == BLOCK_COUNT - 3 && verdict.blocks == BLOCK_COUNT ? 0 : 8;
}
