/* What is recorded: a tone of two triangle waves, in integers, so that it is the same on every machine. A product has a microphone. */
#ifndef TONE_H
#define TONE_H

#include <stddef.h>
#include <stdint.h>

#define TONE_RATE 8000u

/* Writes the samples from first on, 16 bits little-endian, len bytes of them; len is even. */
void tone_pcm(uint32_t first, uint8_t *pcm, size_t len);

#endif
