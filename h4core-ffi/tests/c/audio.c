/* Frames and tokens of audio are those of the vectors, however the samples are cut. */
#include <math.h>

#include "check.h"

static uint8_t pcm[2 * 48000];
static float storage[5 * 8192 + 4 * 256 + 129];
static h4_audio_token_t whole[720];
static h4_audio_token_t again[720];

static size_t samples_of(const audio_t *of)
{
    const double step = 2 * 3.14159265358979323846 / 48000;
    uint32_t i;
    CHECK(of->samples * 2 <= sizeof pcm);
    if (of->pcm.data != NULL) {
        CHECK(of->pcm.len == 2 * of->samples);
        memcpy(pcm, of->pcm.data, of->pcm.len);
        return of->pcm.len;
    }
    for (i = 0; i < of->samples; i++) {
        int sample = (int)(32767 * (0.3 * sin(step * 440 * i) + 0.2 * sin(step * 880 * i)));
        pcm[2 * i] = (uint8_t)(sample & 255);
        pcm[2 * i + 1] = (uint8_t)((unsigned)sample >> 8 & 255);
    }
    return 2 * of->samples;
}

/* All tokens of all frames, from pieces of this many bytes. */
static uint32_t tokenize(const audio_t *of, size_t len, size_t piece, h4_audio_token_t *out)
{
    h4_audio_t audio_state;
    h4_audio_frame_t frame;
    uint32_t frames = 0;
    size_t floats;
    size_t at;
    EXPECT(H4_OK, h4_audio_storage_len(&of->config, &floats));
    CHECK(floats == of->config.frame_size / 2 * 5 + 4 * of->config.top + 129 && floats <= sizeof storage / 4);
    EXPECT(H4_OK, h4_audio_init(&audio_state, sizeof audio_state, &of->config, storage, floats));
    for (at = 0; at < len;) {
        size_t most = len - at < piece ? len - at : piece;
        size_t consumed;
        h4_status_t status = h4_audio_push(&audio_state, storage, floats, pcm + at, most, &consumed,
                                           out + (frames < of->frames ? frames * of->config.top : 0), of->config.top, &frame);
        at += consumed;
        if (status == H4_OK) {
            CHECK(frame.index == frames && frame.count == of->config.top);
            CHECK(frame.pts_us == (uint64_t)frames * (of->config.frame_size / 2) * 1000000 / of->config.rate);
            frames++;
        } else {
            CHECK(status == H4_NONE && consumed == most && frame.count == 0);
        }
    }
    return frames;
}

static void test_vector(const audio_t *of)
{
    size_t len = samples_of(of);
    size_t i;
    CHECK(of->frames * of->config.top == of->count && of->count <= 720);
    CHECK(tokenize(of, len, len, whole) == of->frames);
    CHECK(tokenize(of, len, 777, again) == of->frames);
    CHECK(memcmp(whole, again, of->count * sizeof *whole) == 0);
    for (i = 0; i < of->shown; i++) {
        const peak_t *peak = &of->peaks[i];
        h4_audio_token_t expected;
        const h4_audio_token_t *found = &whole[i];
        uint8_t bytes[H4_AUDIO_TOKEN_LEN];
        int alone = (i == 0 || peak[-1].frame != peak->frame || peak[-1].magnitude - peak->magnitude > 1e-6) &&
                    (i + 1 == of->shown || (peak[1].frame == peak->frame && peak->magnitude - peak[1].magnitude > 1e-6));
        EXPECT(H4_OK, h4_audio_token_parse(peak->bytes.data, peak->bytes.len, &expected));
        CHECK(peak->frame == i / of->config.top);
        CHECK(abs((int)found->magnitude - (int)expected.magnitude) <= 4);
        /* Peaks that are as large as their neighbours may change places. */
        CHECK(!alone || found->frequency == expected.frequency);
        EXPECT(H4_OK, h4_audio_token_emit(&expected, bytes, sizeof bytes));
        CHECK(peak->bytes.len == sizeof bytes && memcmp(bytes, peak->bytes.data, sizeof bytes) == 0);
    }
}

static void test_refused(void)
{
    h4_audio_t audio_state;
    h4_audio_config_t config = {8000, 256, 2, 0};
    static const h4_audio_config_t wrong[] = {
        {7999, 256, 2, 0}, {8000, 255, 2, 0}, {8000, 65536 + 256, 2, 0}, {8000, 256, 0, 0}, {8000, 256, 130, 0}, {8000, 256, 65537, 0},
    };
    h4_audio_frame_t frame;
    size_t floats;
    size_t consumed;
    size_t i;
    subject = "audio, refused";
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        EXPECT(H4_ERR_RANGE, h4_audio_storage_len(&wrong[i], &floats));
        CHECK(floats == 0);
        EXPECT(H4_ERR_RANGE, h4_audio_init(&audio_state, sizeof audio_state, &wrong[i], storage, sizeof storage / 4));
        CHECK(is_zero(&audio_state, sizeof audio_state));
    }
    EXPECT(H4_OK, h4_audio_storage_len(&config, &floats));
    EXPECT(H4_ERR_TOO_SMALL, h4_audio_init(&audio_state, sizeof audio_state, &config, storage, floats - 1));
    EXPECT(H4_OK, h4_audio_init(&audio_state, sizeof audio_state, &config, storage, floats));
    EXPECT(H4_ERR_TOO_SMALL, h4_audio_push(&audio_state, storage, floats, pcm, 8, &consumed, whole, 1, &frame));
    EXPECT(H4_ERR_TOO_SMALL, h4_audio_push(&audio_state, storage, floats - 1, pcm, 8, &consumed, whole, 2, &frame));
    CHECK(consumed == 0);
    EXPECT(H4_NONE, h4_audio_push(&audio_state, storage, floats, NULL, 0, &consumed, whole, 720, &frame));
    EXPECT(H4_ERR_TOO_SMALL, h4_audio_token_parse(pcm, H4_AUDIO_TOKEN_LEN - 1, whole));
    EXPECT(H4_ERR_TOO_SMALL, h4_audio_token_emit(whole, pcm, H4_AUDIO_TOKEN_LEN - 1));
}

void test_audio(void)
{
    size_t i;
    uint32_t most = 0;
    for (i = 0; i < audio_count; i++) {
        subject = audio[i].name;
        test_vector(&audio[i]);
        most = audio[i].count > most ? audio[i].count : most;
    }
    CHECK(most == 720);
    test_refused();
}
