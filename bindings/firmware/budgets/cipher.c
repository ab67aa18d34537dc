/* A sealed recording, written and read, and a live session with a lease and a window of 32. */
#include "probe.h"

#include <string.h>

static uint8_t secret[H4_SECRET_MIN];
static uint8_t session_id[H4_SESSION_ID_LEN];

static h4_sealed_writer_t writer;
static h4_sealed_reader_t reader;

static int write_sealed(const h4_seal_t *seal)
{
    h4_tail_input_t tail = {NULL, 0, NULL, (const uint8_t *)"{}", 2, (const uint8_t *)"{}", 2};
    h4_sealed_room_t room;
    h4_put_t put;
    size_t len;
    uint32_t i;

    DOES(1, "sealed writer begin",
         h4_sealed_writer_begin(&writer, sizeof writer, secret, sizeof secret, seal, card, CARD_LEN, &card_len));
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

int probe_sealed(void)
{
    const h4_text_t engine = {"h4core.store.1", 14};
    const h4_lengths_t lengths = {H4_LENGTHS_SEALED, 0};
    static h4_blocks_t blocks;
    static uint8_t seal_bytes[H4_SEAL_MAX];
    static h4_seal_t seal;
    h4_source_t source = {NULL, card_read, NULL, 0};
    h4_unsealed_t unsealed;
    h4_block_t found;
    uint64_t index;
    int failed;

    memset(&seal, 0, sizeof seal);
    seal.binding.engine_id = engine;
    seal.binding.track_id.data = "video";
    seal.binding.track_id.len = 5;
    seal.frame_time_us = FRAME_TIME;
    seal.role = H4_ROLE_INITIATOR;
    seal.mode = H4_MODE_OFF;
    failed = write_sealed(&seal);
    if (failed)
        return failed;
    source.file_len = card_len;
    DOES(10, "read SEAL", h4_reader_seal(&source, seal_bytes, sizeof seal_bytes, &seal, NULL));
    DOES(11, "sealed reader init",
         h4_sealed_reader_init(&reader, sizeof reader, secret, sizeof secret, &seal, &engine, seal.binding.engine_fingerprint));
    DOES(12, "blocks init", h4_blocks_init(&blocks, sizeof blocks, card_len, &lengths, NULL));
    for (index = 0; h4_reader_next_block_unverified(&source, &blocks, &found, NULL) == H4_OK; index++) {
        DOES(13, "read chunk, 1024 bytes", h4_reader_chunk(&source, &found.chunk, block, sizeof block, NULL));
        if (found.media_len > 0)
            DOES(14, "sealed reader open, 1024 bytes",
                 h4_sealed_reader_open(&reader, index, block, found.chunk.payload_len, &unsealed));
        else
            DOES(15, "sealed reader open, the end", h4_sealed_reader_open(&reader, index, block, found.chunk.payload_len, &unsealed));
    }
    DOES(16, "sealed reader end", h4_sealed_reader_end(&reader, &index));
    DOES(17, "sealed reader wipe", h4_sealed_reader_wipe(&reader));
    return index == 3 ? 0 : 18;
}

static h4_sealer_t sealer;
static uint64_t opener_memory[H4_OPENER_SIZE(32) / 8];

int probe_session(void)
{
    h4_opener_t *opener = (h4_opener_t *)(void *)opener_memory;
    h4_session_t session;
    static uint8_t stored[H4_SEALER_STORED_LEN];
    h4_opened_t opened;
    uint64_t counter;
    size_t header_len;
    size_t overhead;
    size_t len;
    uint32_t i;

    memset(&session, 0, sizeof session);
    session.secret = secret;
    session.secret_len = sizeof secret;
    session.session_id = session_id;
    session.context = H4_CONTEXT_SESSION_ID;
    session.role = H4_ROLE_INITIATOR;
    session.mode = H4_MODE_OFF;
    DOES(1, "sealer init", h4_sealer_init(&sealer, sizeof sealer, &session));
    session.role = H4_ROLE_RESPONDER;
    DOES(2, "opener init, window 32", h4_opener_init(opener, sizeof opener_memory, &session, 32));
    DOES(3, "sealer lease, 32 blocks", h4_sealer_lease(&sealer, 32, stored, sizeof stored, &len));
    for (i = 0; i < 12; i++) {
        DOES(4, "sealer room", h4_sealer_room(&sealer, &header_len, &overhead));
        DOES(5, "seal, 1024 bytes",
             h4_sealer_seal(&sealer, block, BLOCK_LEN + overhead, NULL, 0, NULL, NULL, &counter));
        if (i == 0)
            DOES(6, "open, 1024 bytes, the next", h4_opener_open(opener, block, BLOCK_LEN + overhead, NULL, 0, NULL, &opened));
    }
    DOES(7, "open, 1024 bytes, over a gap of 10", h4_opener_open(opener, block, BLOCK_LEN + overhead, NULL, 0, NULL, &opened));
    GIVES(H4_ERR_REPLAY, 8, "open, a replay", h4_opener_open(opener, block, BLOCK_LEN + overhead, NULL, 0, NULL, &opened));
    DOES(9, "sealer resume", h4_sealer_resume(&sealer, sizeof sealer, stored, len));
    DOES(10, "sealer wipe", h4_sealer_wipe(&sealer));
    DOES(11, "opener wipe", h4_opener_wipe(opener));
    return 0;
}
