/*
 * How frames travel on a pipe, from whatever makes them to the recorder. One after the other, each is
 *
 *    0               8       12  13      17                 17 + length
 *    +---------------+-------+---+-------+------ -- ---------+
 *    |    pts_us     | number|key| length|       frame       |
 *    +---------------+-------+---+-------+------ -- ---------+
 *
 * pts_us, number and key are a video block token (SPEC.md, section 12): the time in microseconds (u64), the number from 0 on (u32),
 * and 1 where decoding can begin, otherwise 0 (u8). Length is a u32. Integers are big-endian. The stream ends between two frames.
 */
#ifndef FRAMES_H
#define FRAMES_H

#include <stdint.h>

#include "h4core.h"

#define FRAME_HEADER_LEN (H4_VIDEO_TOKEN_LEN + 4)

/* The longest frame that recorder and cutter take, in bytes: their memory. */
#ifndef FRAME_MAX
#define FRAME_MAX (8u << 20)
#endif

/*
 * The recorder's own chunk, which other readers skip: the token of the key block that follows. The seek table is written when the
 * recording ends; where it was cut off, these are what is left of the times.
 */
#define TOKEN_TAG ((const uint8_t *)"VTOK")

static inline h4_status_t frame_header_parse(const uint8_t *bytes, h4_video_token_t *token, uint32_t *len)
{
    const uint8_t *at = bytes + H4_VIDEO_TOKEN_LEN;
    *len = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    return h4_video_token_parse(bytes, FRAME_HEADER_LEN, token);
}

static inline h4_status_t frame_header_emit(const h4_video_token_t *token, uint32_t len, uint8_t *bytes)
{
    uint8_t *at = bytes + H4_VIDEO_TOKEN_LEN;
    at[0] = (uint8_t)(len >> 24);
    at[1] = (uint8_t)(len >> 16);
    at[2] = (uint8_t)(len >> 8);
    at[3] = (uint8_t)len;
    return h4_video_token_emit(token, bytes, FRAME_HEADER_LEN);
}

#endif
