/* Integers as they stand on the flash, big-endian, and the checksum of what is not a container. */
#ifndef BYTES_H
#define BYTES_H

#include <stddef.h>
#include <stdint.h>

/* Passes a failure on. */
#define TRY(call)                              \
    do {                                       \
        const int try_ = (call);               \
        if (try_ != 0) return try_;            \
    } while (0)

void put_u32(uint8_t *to, uint32_t value);
uint32_t get_u32(const uint8_t *from);

/* CRC-32 as in zlib, bit by bit: it is for single pages. */
uint32_t crc32_of(const uint8_t *bytes, size_t len);

#endif
