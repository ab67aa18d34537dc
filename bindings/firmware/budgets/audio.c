/* Tokens of a square wave. */
#include "probe.h"

static h4_audio_t audio;
static float storage[4096];
static h4_audio_token_t tokens[16];

int probe_audio(uint32_t frame_size)
{
    const h4_audio_config_t config = {48000, frame_size, 16, 0};
    const uint8_t *pcm = card;
    size_t left = frame_size * 2;
    h4_audio_frame_t frame;
    size_t consumed;
    size_t floats;
    size_t i;

    for (i = 0; i < left; i += 2) {
        card[i] = 0;
        card[i + 1] = i & 64 ? 0x20 : 0xe0;
    }
    DOES(1, "audio storage", h4_audio_storage_len(&config, &floats));
    DOES(2, "audio init", h4_audio_init(&audio, sizeof audio, &config, storage, sizeof storage / sizeof storage[0]));
    while (left > 2) {
        size_t now = left > 512 ? 512 : left - 2;
        GIVES(H4_NONE, 3, "audio push, 512 bytes",
              h4_audio_push(&audio, storage, floats, pcm, now, &consumed, tokens, 16, &frame));
        pcm += consumed;
        left -= consumed;
    }
    DOES(4, "audio push, the last sample of a frame", h4_audio_push(&audio, storage, floats, pcm, left, &consumed, tokens, 16, &frame));
    return frame.count == 16 ? 0 : 5;
}
