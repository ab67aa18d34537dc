/* Records without a cut, reads all of it back, and hands the image out to be compared. */
#include <string.h>

#include "board.h"
#include "kept.h"

/* Boots before the first recording: enough that the next boot fills its block of the journal, and the one after that erases one. */
#define BOOTS_BEFORE (FLASH_PAGES_IN_BLOCK - 1)

static void seek(uint32_t area, uint64_t pts_us, uint64_t index) {
    player_block_t block;
    CHECK(player_open(&device.player, area) == 0);
    CHECK(player_seek(&device.player, pts_us) == 0);
    CHECK(player_next(&device.player, &block) == 0);
    CHECK(block.index == index);
}

/* The first token of a block is its loudest peak. */
static void check_pitch(const uint8_t *tokens) {
    h4_audio_token_t loudest;
    CHECK(h4_audio_token_parse(tokens, H4_AUDIO_TOKEN_LEN, &loudest) == H4_OK);
    CHECK(loudest.frequency == 10000 && loudest.magnitude == 65535);
}

static void note_tokens(uint32_t area) {
    player_block_t block;
    CHECK(player_open(&device.player, area) == 0);
    for (uint32_t i = 0; i < TOKENS_BLOCKS; i++) {
        CHECK(player_next(&device.player, &block) == 0 && block.len == TOKENS_BLOCK_LEN);
        check_pitch(block.data);
        memcpy(kept->tokens[i], block.data, block.len);
    }
}

int phase_image(void) {
    recorder_t *recorder = &device.recorder;
    uint32_t tokens, masked, sealed;
    chip = &kept->chip;
    chip_make(chip);
    for (uint32_t i = 0; i < BOOTS_BEFORE; i++) CHECK(recorder_boot(recorder) == 0);
    kept->seed = *chip;
    CHECK(recorder_boot(recorder) == 0);
    CHECK(recorder_tokens(recorder, &tokens) == 0);
    CHECK(recorder_masked(recorder, &masked) == 0);
    CHECK(recorder_sealed(recorder, &sealed) == 0);
    note_tokens(tokens);
    expect_plays(tokens, TOKENS_BLOCKS);
    expect_plays(masked, MASKED_BLOCKS);
    expect_plays(sealed, SEALED_BLOCKS + 1);
    seek(tokens, 5 * TOKENS_FRAME_TIME_US, 4);
    seek(tokens, 8 * TOKENS_FRAME_TIME_US - 1, 4);
    seek(masked, 9 * PCM_FRAME_TIME_US, 8);
    seek(sealed, 7 * PCM_FRAME_TIME_US, 4);
    CHECK(!chip->misused);
    kept->whole = *chip;
    CHECK(board_write_file("image.bin", chip->bytes, FLASH_LEN) == 0);
    return 1;
}
