/* Recording: each call of the library gives the next bytes of a container, and they go to flash. */
#include <string.h>

#include "bytes.h"
#include "recorder.h"

static const uint8_t TOKENS_META[] =
    "{\"project\":\"Harmony\303\2304\",\"domain\":\"audio-tokens\",\"block_size\":64,\"fps_hint\":62.5,\"gop\":4,\"masked\":false,"
    "\"blocks\":16,\"audio\":{\"rate\":8000,\"frame_size\":256,\"top\":8}}";

/* A container of this kind in a free area. */
static int begin(recorder_t *recorder, uint32_t kind, uint32_t *area, area_header_t *header) {
    TRY(recorder_find_free(recorder, area));
    recorder->serial++;
    *header = (area_header_t){.boot = recorder->boot, .serial = recorder->serial, .kind = kind};
    return area_begin(&recorder->out, *area, header);
}

static int append(recorder_t *recorder, size_t len) { return area_append(&recorder->out, recorder->buf, len); }

/* SEEK, META, SAFE and VERI of a container that is not sealed. */
static int end(recorder_t *recorder, h4_writer_t *writer, h4_tail_input_t *input) {
    size_t len;
    input->safe = (const uint8_t *)h4_standard_safe();
    input->safe_len = strlen(h4_standard_safe());
    TRY(h4_writer_finish(writer, input));
    do {
        TRY(h4_writer_tail(writer, input, recorder->buf, sizeof recorder->buf, &len));
        TRY(append(recorder, len));
    } while (len > 0);
    return area_end(&recorder->out);
}

int recorder_tokens(recorder_t *recorder, uint32_t *area) {
    static const h4_audio_config_t config = {.rate = TONE_RATE, .frame_size = TOKENS_FRAME, .top = TOKENS_TOP};
    uint8_t block[TOKENS_BLOCK_LEN], pcm[64];
    area_header_t header;
    h4_audio_frame_t frame;
    h4_put_t put;
    size_t len, taken;
    uint32_t sample = 0;
    h4_tail_input_t input = {.entries = recorder->entries, .meta = TOKENS_META, .meta_len = sizeof TOKENS_META - 1};
    h4_writer_t *writer = &recorder->now.tokens.writer;
    h4_audio_t *audio = &recorder->now.tokens.audio;
    TRY(begin(recorder, KIND_TOKENS, area, &header));
    TRY(h4_audio_init(audio, sizeof *audio, &config, recorder->now.tokens.storage, TOKENS_STORAGE));
    TRY(h4_writer_begin(writer, sizeof *writer, recorder->buf, sizeof recorder->buf, &len));
    TRY(append(recorder, len));
    for (uint32_t blocks = 0; blocks < TOKENS_BLOCKS;) {
        tone_pcm(sample, pcm, sizeof pcm);
        sample += sizeof pcm / 2;
        for (size_t at = 0; at < sizeof pcm; at += taken) {
            const int status = h4_audio_push(audio, recorder->now.tokens.storage, TOKENS_STORAGE, pcm + at, sizeof pcm - at, &taken,
                                             recorder->now.tokens.tokens, TOKENS_TOP, &frame);
            if (status == H4_NONE) continue;
            TRY(status);
            for (uint32_t i = 0; i < TOKENS_TOP; i++) {
                TRY(h4_audio_token_emit(&recorder->now.tokens.tokens[i], block + i * H4_AUDIO_TOKEN_LEN, H4_AUDIO_TOKEN_LEN));
            }
            TRY(h4_writer_block(writer, block, sizeof block, recorder->buf, sizeof recorder->buf, &put));
            TRY(append(recorder, (size_t)put.len));
            if (blocks++ % GOP == 0) {
                recorder->entries[input.entry_count++] = (h4_seek_entry_t){frame.pts_us, put.media_offset};
            }
        }
    }
    return end(recorder, writer, &input);
}

int recorder_masked(recorder_t *recorder, uint32_t *area) {
    static const h4_standard_meta_t meta = {.fps_hint = 100.0, .block_size = PCM_BLOCK_LEN, .gop = GOP, .masked = 1};
    /* Blocks of one length at equal times need no table while they are written. */
    static const h4_regular_seek_t regular = {
        .frame_time_us = PCM_FRAME_TIME_US, .gop = GOP, .block_len = PCM_BLOCK_LEN, .blocks = MASKED_BLOCKS};
    uint8_t block[PCM_BLOCK_LEN], context[ID_LEN];
    area_header_t header;
    h4_mask_t mask;
    h4_put_t put;
    size_t len;
    h4_tail_input_t input = {.regular = &regular, .meta = recorder->meta};
    h4_writer_t *writer = &recorder->now.masked.writer;
    h4_mask_key_t *key = &recorder->now.masked.key;
    TRY(begin(recorder, KIND_MASKED, area, &header));
    TRY(h4_mask_key_init(key, sizeof *key, MASK_KEY, sizeof MASK_KEY));
    make_id(context, 'M', header.boot, header.serial);
    TRY(h4_writer_begin(writer, sizeof *writer, recorder->buf, sizeof recorder->buf, &len));
    TRY(append(recorder, len));
    for (uint32_t i = 0; i < MASKED_BLOCKS; i++) {
        tone_pcm(i * PCM_BLOCK_LEN / 2, block, sizeof block);
        TRY(h4_mask_init(&mask, sizeof mask, key, context, sizeof context, i));
        TRY(h4_mask_apply(&mask, 0, block, sizeof block));
        TRY(h4_mask_wipe(&mask));
        TRY(h4_writer_block(writer, block, sizeof block, recorder->buf, sizeof recorder->buf, &put));
        TRY(append(recorder, (size_t)put.len));
    }
    TRY(h4_mask_key_wipe(key));
    TRY(h4_standard_meta_emit(&meta, recorder->meta, sizeof recorder->meta, &input.meta_len));
    return end(recorder, writer, &input);
}

static size_t add_text(recorder_t *recorder, size_t at, const char *text) {
    const size_t len = strlen(text);
    memcpy(recorder->meta + at, text, len);
    return at + len;
}

static size_t add_hex(recorder_t *recorder, size_t at, const uint8_t id[ID_LEN]) {
    for (uint32_t i = 0; i < ID_LEN; i++) {
        recorder->meta[at++] = (uint8_t)"0123456789abcdef"[id[i] >> 4];
        recorder->meta[at++] = (uint8_t)"0123456789abcdef"[id[i] & 15];
    }
    return at;
}

/* The standard META with what says that the blocks are sealed: SEAL once more, for people. */
static int sealed_meta(recorder_t *recorder, const h4_seal_t *seal, size_t *len) {
    static const h4_standard_meta_t meta = {.fps_hint = 100.0, .block_size = PCM_BLOCK_LEN, .gop = GOP};
    TRY(h4_standard_meta_emit(&meta, recorder->meta, sizeof recorder->meta, len));
    size_t at = *len - 1;
    at = add_text(recorder, at, ",\"encrypted\":true,\"encryption\":{\"cipher\":\"living-cipher-v3\",\"mode\":\"off\","
                                "\"context_binding\":true,\"session_id\":\"");
    at = add_hex(recorder, at, seal->session_id);
    at = add_text(recorder, at, "\",\"container_id\":\"");
    at = add_hex(recorder, at, seal->binding.container_id);
    at = add_text(recorder, at, "\",\"interval\":0,\"role\":\"initiator\",\"track_id\":\"mic\",\"sealed\":true}}");
    *len = at;
    return 0;
}

int recorder_sealed(recorder_t *recorder, uint32_t *area) {
    area_header_t header;
    h4_seal_t seal;
    h4_sealed_room_t room;
    h4_put_t put;
    size_t len;
    h4_sealed_writer_t *writer = &recorder->now.sealed;
    const char *safe = h4_standard_safe();
    h4_tail_input_t input = {
        .entries = recorder->entries, .meta = recorder->meta, .safe = (const uint8_t *)safe, .safe_len = strlen(safe)};
    TRY(begin(recorder, KIND_SEALED, area, &header));
    TRY(make_seal(&seal, header.boot, header.serial));
    TRY(h4_sealed_writer_begin(writer, sizeof *writer, SEAL_SECRET, sizeof SEAL_SECRET, &seal, recorder->buf, sizeof recorder->buf, &len));
    TRY(append(recorder, len));
    for (uint32_t i = 0; i < SEALED_BLOCKS; i++) {
        TRY(h4_sealed_writer_room(writer, &room));
        tone_pcm(i * PCM_BLOCK_LEN / 2, recorder->buf + room.plaintext_at, PCM_BLOCK_LEN);
        TRY(h4_sealed_writer_block(writer, recorder->buf, PCM_BLOCK_LEN + (size_t)room.overhead, NULL, &put));
        TRY(append(recorder, (size_t)put.len));
        if (i % GOP == 0) {
            recorder->entries[input.entry_count++] = (h4_seek_entry_t){(uint64_t)i * PCM_FRAME_TIME_US, put.media_offset};
        }
    }
    TRY(sealed_meta(recorder, &seal, &input.meta_len));
    TRY(h4_sealed_writer_finish(writer, &input, NULL, recorder->buf, sizeof recorder->buf, &len));
    TRY(append(recorder, len));
    do {
        TRY(h4_sealed_writer_tail(writer, &input, recorder->buf, sizeof recorder->buf, &len));
        TRY(append(recorder, len));
    } while (len > 0);
    TRY(h4_sealed_writer_wipe(writer));
    return area_end(&recorder->out);
}
