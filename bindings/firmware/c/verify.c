/* Which containers are whole, and which areas are free. */
#include "bytes.h"
#include "recorder.h"

int recorder_verify(recorder_t *recorder, uint32_t area, uint32_t *verified) {
    h4_source_t source;
    h4_verdict_t verdict;
    h4_verifier_t *verifier = &recorder->now.verifier;
    *verified = 0;
    TRY(area_source(&area, &source));
    TRY(h4_verifier_init(verifier, sizeof *verifier));
    for (uint64_t at = 0; at < source.file_len;) {
        const int64_t len = source.read_at(source.context, at, recorder->buf, sizeof recorder->buf);
        if (len < 0) return FLASH_OFF;
        const uint64_t left = source.file_len - at;
        const size_t part = (uint64_t)len < left ? (size_t)len : (size_t)left;
        if (h4_verifier_update(verifier, recorder->buf, part, NULL) != H4_OK) return 0;
        at += part;
    }
    *verified = h4_verifier_finish(verifier, &verdict) == H4_OK;
    return 0;
}

int recorder_find_free(recorder_t *recorder, uint32_t *found) {
    for (uint32_t area = 0; area < AREAS; area++) {
        area_header_t header;
        uint32_t whole = 0;
        TRY(area_header(area, &header));
        /* A copy that was not ended is no copy: what it was made of is still there. */
        if (header.kind != 0 && header.recovered) TRY(recorder_verify(recorder, area, &whole));
        if (header.kind == 0 || (header.recovered && !whole)) {
            *found = area;
            return 0;
        }
    }
    return AREA_FULL;
}
