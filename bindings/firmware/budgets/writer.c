/* A recorder: blocks as they come, then seek table, META and SAFE. */
#include "probe.h"

static h4_writer_t writer;

int probe_writer(void)
{
    static const char meta[] = "{\"project\":\"probe\"}";
    h4_seek_entry_t entries[ENTRY_COUNT];
    h4_tail_input_t tail = {entries, 0, NULL, (const uint8_t *)meta, sizeof meta - 1, (const uint8_t *)"{}", 2};
    h4_put_t put;
    size_t len;
    uint32_t i;

    DOES(1, "writer begin", h4_writer_begin(&writer, sizeof writer, card, CARD_LEN, &card_len));
    for (i = 0; i < BLOCK_COUNT; i++) {
        block[0] = (uint8_t)i;
        DOES(2, "writer block, 1024 bytes", h4_writer_block(&writer, block, BLOCK_LEN, card + card_len, CARD_LEN - card_len, &put));
        card_len += (size_t)put.len;
        if (i % 3 == 0) {
            entries[tail.entry_count].pts_us = i * FRAME_TIME;
            entries[tail.entry_count++].offset = put.media_offset;
        }
    }
    DOES(3, "writer finish, 3 entries", h4_writer_finish(&writer, &tail));
    do {
        DOES(4, "writer tail, all of it", h4_writer_tail(&writer, &tail, card + card_len, CARD_LEN - card_len, &len));
        card_len += len;
    } while (len > 0);
    return 0;
}
