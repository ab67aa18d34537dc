#include "chip.h"

#include <string.h>

chip_t *chip;

void chip_make(chip_t *made) {
    memset(made, 0, sizeof *made);
    memset(made->bytes, 0xff, sizeof made->bytes);
}

void chip_power(uint32_t cut, uint32_t torn) {
    chip->writes = 0;
    chip->cut = cut;
    chip->torn = torn;
    chip->is_off = 0;
}

static int misuse(void) {
    chip->misused = 1;
    return FLASH_MISUSE;
}

/* Whether power goes at this write. */
static int goes(void) {
    chip->writes++;
    if (chip->writes == chip->cut) chip->is_off = 1;
    return (int)chip->is_off;
}

static uint32_t torn_len(uint32_t len) {
    switch (chip->torn) {
        case TORN_SOME: return len / 2 - 3;
        case TORN_BUT_ONE: return len - 1;
        default: return 0;
    }
}

int flash_read(uint32_t at, void *to, size_t len) {
    if (chip->is_off) return FLASH_OFF;
    if (at > FLASH_LEN || len > FLASH_LEN - at) return misuse();
    memcpy(to, chip->bytes + at, len);
    return 0;
}

int flash_program(uint32_t at, const uint8_t page[FLASH_PAGE]) {
    if (chip->is_off) return FLASH_OFF;
    if (at >= FLASH_LEN || at % FLASH_PAGE != 0 || chip->used[at / FLASH_PAGE]) return misuse();
    uint8_t *bytes = chip->bytes + at;
    if (!goes()) {
        chip->used[at / FLASH_PAGE] = 1;
        /* Programming clears bits and sets none. */
        for (uint32_t i = 0; i < FLASH_PAGE; i++) bytes[i] &= page[i];
        return 0;
    }
    chip->whole_at = at;
    chip->whole_len = torn_len(FLASH_PAGE);
    if (chip->torn != TORN_NOTHING) chip->used[at / FLASH_PAGE] = 1;
    for (uint32_t i = 0; i < chip->whole_len; i++) bytes[i] &= page[i];
    if (chip->torn == TORN_WEAK) {
        for (uint32_t i = 0; i < FLASH_PAGE; i++) bytes[i] &= (uint8_t)(page[i] | (0x49u << i % 3));
    }
    return FLASH_OFF;
}

int flash_erase(uint32_t at) {
    if (chip->is_off) return FLASH_OFF;
    if (at >= FLASH_LEN || at % FLASH_BLOCK != 0) return misuse();
    uint8_t *bytes = chip->bytes + at;
    uint8_t *used = chip->used + at / FLASH_PAGE;
    if (!goes()) {
        memset(bytes, 0xff, FLASH_BLOCK);
        memset(used, 0, FLASH_PAGES_IN_BLOCK);
        return 0;
    }
    chip->whole_at = at;
    chip->whole_len = 0;
    memset(bytes, 0xff, torn_len(FLASH_BLOCK));
    if (chip->torn == TORN_WEAK) {
        for (uint32_t i = 0; i < FLASH_BLOCK; i++) bytes[i] |= (uint8_t)(0x49u << i % 3);
    }
    /* A block that was half erased is erased again before it is programmed, whatever it reads as. */
    if (chip->torn != TORN_NOTHING) memset(used, 1, FLASH_PAGES_IN_BLOCK);
    return FLASH_OFF;
}
