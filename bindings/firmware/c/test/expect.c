/* Looks at the chip's bytes with code of its own, and at the containers with the player. */
#include <string.h>

#include "bytes.h"
#include "kept.h"

/* How many CORE chunks stand whole in an area, in bytes before the address up_to: chunk after chunk, up to the first that is not. */
static uint32_t whole_chunks(const chip_t *on, uint32_t area, uint32_t up_to, uint32_t *finished) {
    const uint32_t end = area_address(area) + AREA_ROOM < up_to ? area_address(area) + AREA_ROOM : up_to;
    uint32_t at = area_address(area) + H4_FILE_HEADER_LEN;
    uint32_t chunks = 0;
    *finished = 0;
    if (at > end || memcmp(on->bytes + area_address(area), "H4MK\0\1\0\0", H4_FILE_HEADER_LEN) != 0) return 0;
    while (end - at >= H4_CHUNK_HEADER_LEN) {
        const uint8_t *chunk = on->bytes + at;
        const uint32_t len = get_u32(chunk + 4);
        if (len > end - at - H4_CHUNK_HEADER_LEN) break;
        if (get_u32(chunk + 8) != crc32_of(chunk + H4_CHUNK_HEADER_LEN, len)) break;
        if (memcmp(chunk, "CORE", 4) == 0) chunks++;
        if (memcmp(chunk, "VERI", 4) == 0) {
            *finished = 1;
            break;
        }
        at += H4_CHUNK_HEADER_LEN + len;
    }
    return chunks;
}

uint32_t expect_whole_chunks(const chip_t *on, uint32_t area, uint32_t up_to) {
    uint32_t finished;
    return whole_chunks(on, area, up_to, &finished);
}

void expect_clear(void) { kept->expected_count = 0; }

static expected_t *expected_of(const area_header_t *header) {
    for (uint32_t i = 0; i < kept->expected_count; i++) {
        expected_t *of = &kept->expected[i];
        if (of->boot == header->boot && of->serial == header->serial && of->kind == header->kind) return of;
    }
    CHECK(kept->expected_count < EXPECTED_MAX);
    expected_t *new = &kept->expected[kept->expected_count++];
    *new = (expected_t){.boot = header->boot, .serial = header->serial, .kind = header->kind};
    return new;
}

void expect_note(void) {
    const uint32_t off = kept->chip.is_off;
    kept->chip.is_off = 0;
    for (uint32_t area = 0; area < AREAS; area++) {
        area_header_t header;
        uint32_t finished;
        CHECK(area_header(area, &header) == 0);
        if (header.kind == 0) continue;
        const uint32_t chunks = whole_chunks(&kept->chip, area, FLASH_LEN, &finished);
        expected_t *expected = expected_of(&header);
        if (chunks > expected->chunks) expected->chunks = chunks;
        if (finished && !header.recovered) expected->finished = 1;
    }
    kept->chip.is_off = off;
}

/* What block index was when it was recorded. */
static void check_block(uint32_t kind, const player_block_t *block) {
    uint8_t pcm[PCM_BLOCK_LEN];
    if (kind == KIND_TOKENS) {
        CHECK(block->index < TOKENS_BLOCKS && block->len == TOKENS_BLOCK_LEN);
        CHECK(memcmp(block->data, kept->tokens[block->index], block->len) == 0);
    } else {
        tone_pcm((uint32_t)block->index * PCM_BLOCK_LEN / 2, pcm, sizeof pcm);
        CHECK(block->len == sizeof pcm && memcmp(block->data, pcm, sizeof pcm) == 0);
    }
}

/* Plays all of an area; gives the number of its CORE chunks and whether the end was among them. */
static uint32_t play(uint32_t area, uint32_t *ended) {
    player_t *player = &device.player;
    player_block_t block;
    uint32_t chunks = 0;
    *ended = 0;
    const int opened = player_open(player, area);
    /* A sealed container of which not even SEAL was whole is recovered without it, and has no blocks. */
    if (opened == H4_NONE && player->header.kind == KIND_SEALED) return 0;
    if (opened != 0) fail("a container does not open", opened);
    for (;;) {
        const int status = player_next(player, &block);
        if (status == H4_NONE) return chunks;
        if (status != 0) fail("a block does not open", status);
        CHECK(block.index == chunks && !*ended);
        chunks++;
        *ended = block.is_end;
        if (!block.is_end) check_block(player->header.kind, &block);
    }
}

void expect_plays(uint32_t area, uint32_t chunks) {
    uint32_t verified, ended;
    CHECK(recorder_verify(&device.recorder, area, &verified) == 0 && verified);
    CHECK(play(area, &ended) == chunks);
    CHECK(ended == (device.player.header.kind == KIND_SEALED));
}

/* The session id in SEAL of an area; NULL if there is none. */
static const uint8_t *session_of(uint32_t area) {
    const uint8_t *chunk = kept->chip.bytes + area_address(area) + H4_FILE_HEADER_LEN;
    return memcmp(chunk, "SEAL", 4) == 0 ? chunk + H4_CHUNK_HEADER_LEN + 20 : NULL;
}

/* No two containers that are not copies of each other have one session. */
static void check_session(uint32_t area, const area_header_t *header) {
    const uint8_t *session = session_of(area);
    for (uint32_t other = 0; other < area && session != NULL; other++) {
        area_header_t of;
        CHECK(area_header(other, &of) == 0);
        if (of.kind == 0 || session_of(other) == NULL || (of.boot == header->boot && of.serial == header->serial)) continue;
        CHECK(memcmp(session_of(other), session, H4_SESSION_ID_LEN) != 0);
    }
}

void expect_found(void) {
    uint32_t areas_of[EXPECTED_MAX] = {0};
    for (uint32_t area = 0; area < AREAS; area++) {
        area_header_t header;
        uint32_t verified, ended;
        CHECK(area_header(area, &header) == 0);
        if (header.kind == 0) continue;
        CHECK(recorder_verify(&device.recorder, area, &verified) == 0);
        if (!verified) {
            /* Nothing is left unfinished but copies that were given up. */
            CHECK(header.recovered);
            continue;
        }
        check_session(area, &header);
        const expected_t *expected = expected_of(&header);
        const uint32_t chunks = play(area, &ended);
        CHECK(chunks >= expected->chunks);
        CHECK(!expected->finished || !header.recovered);
        CHECK(!expected->finished || header.kind != KIND_SEALED || ended);
        kept->found_chunks += chunks;
        areas_of[expected - kept->expected]++;
    }
    for (uint32_t i = 0; i < kept->expected_count; i++) {
        CHECK(areas_of[i] == 1 || (areas_of[i] == 0 && kept->expected[i].chunks == 0));
    }
}
