#include "player.h"

#include <string.h>

#include "bytes.h"

static int restart(player_t *player, const h4_media_range_t *range) {
    const h4_lengths_t sealed = {.kind = H4_LENGTHS_SEALED};
    return h4_blocks_init(&player->walk, sizeof player->walk, player->source.file_len,
                          player->header.kind == KIND_SEALED ? &sealed : NULL, range);
}

static int open_sealed(player_t *player) {
    h4_engine_identity_t engine;
    h4_seal_t seal;
    TRY(h4_engine_identity(H4_ENGINE_STORE, &engine));
    /* A cut may have left no SEAL, and then no blocks either. */
    TRY(h4_reader_seal(&player->source, player->buf, sizeof player->buf, &seal, NULL));
    return h4_sealed_reader_init(&player->reader, sizeof player->reader, SEAL_SECRET, sizeof SEAL_SECRET, &seal, &engine.id,
                                 engine.fingerprint);
}

int player_open(player_t *player, uint32_t area) {
    memset(player, 0, sizeof *player);
    player->area = area;
    TRY(area_header(area, &player->header));
    if (player->header.kind == 0) return H4_NONE;
    TRY(area_source(&player->area, &player->source));
    TRY(h4_reader_open(&player->source, NULL));
    TRY(restart(player, NULL));
    if (player->header.kind == KIND_SEALED) return open_sealed(player);
    if (player->header.kind == KIND_MASKED) return h4_mask_key_init(&player->key, sizeof player->key, MASK_KEY, sizeof MASK_KEY);
    return 0;
}

static int unmask(player_t *player, uint64_t index, size_t len) {
    uint8_t context[ID_LEN];
    h4_mask_t mask;
    make_id(context, 'M', player->header.boot, player->header.serial);
    TRY(h4_mask_init(&mask, sizeof mask, &player->key, context, sizeof context, index));
    TRY(h4_mask_apply(&mask, 0, player->block, len));
    return h4_mask_wipe(&mask);
}

int player_next(player_t *player, player_block_t *block) {
    h4_block_t at;
    h4_unsealed_t unsealed;
    memset(block, 0, sizeof *block);
    TRY(h4_reader_next_block_unverified(&player->source, &player->walk, &at, NULL));
    TRY(h4_reader_chunk(&player->source, &at.chunk, player->block, sizeof player->block, NULL));
    block->index = at.index;
    block->data = player->block;
    block->len = at.chunk.payload_len;
    if (player->header.kind == KIND_MASKED) return unmask(player, at.index, block->len);
    if (player->header.kind != KIND_SEALED) return 0;
    TRY(h4_sealed_reader_open(&player->reader, at.index, player->block, block->len, &unsealed));
    block->data = player->block + unsealed.plaintext_at;
    block->len = (size_t)unsealed.plaintext_len;
    block->is_end = unsealed.kind == H4_UNSEALED_END;
    return 0;
}

int player_seek(player_t *player, uint64_t pts_us) {
    h4_seek_t seek;
    h4_media_range_t range;
    h4_seek_entry_t entry;
    uint32_t number;
    TRY(h4_seek_open(&seek, sizeof seek, &player->source, player->buf, sizeof player->buf, NULL));
    TRY(h4_seek_at_or_before(&seek, &player->source, pts_us, &number, &entry));
    range = (h4_media_range_t){.start = entry.offset, .end = H4_MEDIA_END};
    TRY(restart(player, &range));
    /* Keys go forward only. */
    return player->header.kind == KIND_SEALED ? h4_sealed_reader_restart(&player->reader, SEAL_SECRET, sizeof SEAL_SECRET) : 0;
}
