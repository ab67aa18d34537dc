/* A sealed recording. Left for sealed_reader.c to read. */
#include "probe.h"

#include <string.h>

static uint8_t secret[H4_SECRET_MIN];
static h4_sealed_writer_t writer;
static h4_seal_t seal;

int probe_sealed_writer(void)
{
    h4_tail_input_t tail = {NULL, 0, NULL, (const uint8_t *)"{}", 2, (const uint8_t *)"{}", 2};
    h4_sealed_room_t room;
    h4_put_t put;
    size_t len;
    uint32_t i;

    memset(&seal, 0, sizeof seal);
    seal.binding.engine_id.data = "h4core.store.1";
    seal.binding.engine_id.len = 14;
    seal.binding.track_id.data = "video";
    seal.binding.track_id.len = 5;
    seal.frame_time_us = FRAME_TIME;
    seal.role = H4_ROLE_INITIATOR;
    seal.mode = H4_MODE_OFF;
    DOES(1, "sealed writer begin",
         h4_sealed_writer_begin(&writer, sizeof writer, secret, sizeof secret, &seal, card, CARD_LEN, &card_len));
    for (i = 0; i < 3; i++) {
        DOES(2, "sealed writer room", h4_sealed_writer_room(&writer, &room));
        memcpy(card + card_len + room.plaintext_at, block, BLOCK_LEN);
        DOES(3, "sealed writer block, 1024 bytes",
             h4_sealed_writer_block(&writer, card + card_len, BLOCK_LEN + (size_t)room.overhead, NULL, &put));
        card_len += (size_t)put.len;
    }
    DOES(4, "sealed writer finish", h4_sealed_writer_finish(&writer, &tail, NULL, card + card_len, CARD_LEN - card_len, &len));
    card_len += len;
    do {
        DOES(5, "sealed writer tail, all of it", h4_sealed_writer_tail(&writer, &tail, card + card_len, CARD_LEN - card_len, &len));
        card_len += len;
    } while (len > 0);
    DOES(6, "sealed writer wipe", h4_sealed_writer_wipe(&writer));
    return 0;
}
