/* frames COUNT LEN KEY_EVERY: that many frames of LEN bytes (frames.h), 25 a second, of bytes that mean nothing. */
#include <stdio.h>
#include <stdlib.h>

#include "../frames.h"

int main(int argc, char **argv)
{
    static uint8_t frame[FRAME_HEADER_LEN + FRAME_MAX + 1];
    unsigned long count, len, key_every, number, i;
    uint32_t noise = 1;
    if (argc != 4)
        return 2;
    count = strtoul(argv[1], NULL, 10);
    len = strtoul(argv[2], NULL, 10);
    key_every = strtoul(argv[3], NULL, 10);
    if (len > FRAME_MAX + 1 || key_every == 0)
        return 2;
    for (number = 0; number < count; number++) {
        h4_video_token_t token;
        token.pts_us = (uint64_t)number * 40000;
        token.index = (uint32_t)number;
        token.key = number % key_every == 0;
        if (frame_header_emit(&token, (uint32_t)len, frame) != H4_OK)
            return 1;
        for (i = 0; i < len; i++) {
            noise = noise * 1664525u + 1013904223u;
            frame[FRAME_HEADER_LEN + i] = (uint8_t)(noise >> 24);
        }
        if (fwrite(frame, FRAME_HEADER_LEN + len, 1, stdout) != 1)
            return 1;
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
