#include "tone.h"

/* A turn of the wave is 2^32: 1000 Hz and 1234 Hz. */
#define STEP_A 536870912u
#define STEP_B 662499705u

/* A triangle between -16384 and 16383. */
static int32_t triangle(uint32_t turn) {
    const int32_t part = (int32_t)(turn >> 16);
    return part < 32768 ? part - 16384 : 49151 - part;
}

void tone_pcm(uint32_t first, uint8_t *pcm, size_t len) {
    for (size_t i = 0; i + 1 < len; i += 2) {
        const uint32_t n = first + (uint32_t)(i / 2);
        const int32_t sum = triangle(n * STEP_A) + triangle(n * STEP_B) / 4;
        pcm[i] = (uint8_t)((uint32_t)sum & 0xff);
        pcm[i + 1] = (uint8_t)((uint32_t)sum >> 8 & 0xff);
    }
}
