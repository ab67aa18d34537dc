#include "journal.h"

#include <string.h>

#include "bytes.h"

/* A page: mark, sequence, record, 4 bytes of zero, CRC-32 of all of that. */
enum { SEQUENCE_AT = 4, RECORD_AT = 8, CRC_AT = FLASH_PAGE - 4 };
static const uint8_t MARK[4] = {'H', '4', 'J', 'R'};

static uint32_t address(const journal_t *journal, uint32_t block, uint32_t page) {
    return journal->base + block * FLASH_BLOCK + page * FLASH_PAGE;
}

static int is_blank(const uint8_t page[FLASH_PAGE]) {
    for (uint32_t i = 0; i < FLASH_PAGE; i++) {
        if (page[i] != 0xff) return 0;
    }
    return 1;
}

static int is_record(const uint8_t page[FLASH_PAGE]) {
    return memcmp(page, MARK, sizeof MARK) == 0 && get_u32(page + CRC_AT) == crc32_of(page, CRC_AT);
}

int journal_open(journal_t *journal, uint32_t base, uint8_t record[JOURNAL_RECORD]) {
    uint8_t bytes[FLASH_PAGE];
    memset(record, 0, JOURNAL_RECORD);
    *journal = (journal_t){.base = base, .block = 1, .page = FLASH_PAGES_IN_BLOCK};
    for (uint32_t block = 0; block < JOURNAL_BLOCKS; block++) {
        uint32_t used = 0;
        for (uint32_t page = 0; page < FLASH_PAGES_IN_BLOCK; page++) {
            TRY(flash_read(address(journal, block, page), bytes, sizeof bytes));
            if (!is_blank(bytes)) used = page + 1;
            if (is_record(bytes) && get_u32(bytes + SEQUENCE_AT) > journal->sequence) {
                journal->sequence = get_u32(bytes + SEQUENCE_AT);
                journal->block = block;
                memcpy(record, bytes + RECORD_AT, JOURNAL_RECORD);
            }
        }
        /* Of a block without a record nothing is known, not even that erasing it came to its end: it is not written to as it is. */
        if (journal->sequence != 0 && journal->block == block) journal->page = used;
    }
    return 0;
}

int journal_put(journal_t *journal, const uint8_t record[JOURNAL_RECORD]) {
    uint8_t bytes[FLASH_PAGE] = {0};
    if (journal->page >= FLASH_PAGES_IN_BLOCK) {
        const uint32_t other = 1 - journal->block;
        TRY(flash_erase(address(journal, other, 0)));
        journal->block = other;
        journal->page = 0;
    }
    memcpy(bytes, MARK, sizeof MARK);
    put_u32(bytes + SEQUENCE_AT, journal->sequence + 1);
    memcpy(bytes + RECORD_AT, record, JOURNAL_RECORD);
    put_u32(bytes + CRC_AT, crc32_of(bytes, CRC_AT));
    TRY(flash_program(address(journal, journal->block, journal->page), bytes));
    journal->page++;
    journal->sequence++;
    return 0;
}
