/* The memory that stands for a card, and what a program without a C library needs of one. */
#include "probe.h"

uint8_t card[CARD_LEN];
size_t card_len;
uint8_t block[BLOCK_LEN + 128];

int64_t card_read(void *context, uint64_t offset, uint8_t *buf, size_t len)
{
    size_t i;
    (void)context;
    for (i = 0; i < len && offset + i < card_len; i++)
        buf[i] = card[(size_t)offset + i];
    return (int64_t)i;
}
