/* After a power cut: what is whole of an unfinished container becomes a container that verifies, in an area of its own. */
#include "bytes.h"
#include "recorder.h"

/* Whether there is a finished copy of a container. */
static int find_copy(recorder_t *recorder, const area_header_t *of, uint32_t *found) {
    *found = 0;
    for (uint32_t area = 0; area < AREAS && !*found; area++) {
        area_header_t header;
        TRY(area_header(area, &header));
        if (header.kind == of->kind && header.recovered && header.boot == of->boot && header.serial == of->serial) {
            TRY(recorder_verify(recorder, area, found));
        }
    }
    return 0;
}

/* Reads all of a file that has something sound in it. */
static int survey(recorder_t *recorder, const h4_source_t *source, h4_salvage_t *salvage) {
    uint32_t more = 1;
    h4_recovery_t *recovery = &recorder->now.recovery;
    TRY(h4_recovery_init(recovery, sizeof *recovery));
    for (uint64_t at = 0; at < source->file_len && more;) {
        const int64_t len = source->read_at(source->context, at, recorder->buf, sizeof recorder->buf);
        if (len < 0) return FLASH_OFF;
        const uint64_t left = source->file_len - at;
        const size_t part = (uint64_t)len < left ? (size_t)len : (size_t)left;
        TRY(h4_recovery_update(recovery, recorder->buf, part, &more));
        at += part;
    }
    return h4_recovery_survey(recovery, salvage, NULL);
}

/* What SEEK offsets count: META says it where it was written before the cut, and what stands in its place otherwise. */
static int lengths_of(recorder_t *recorder, const h4_source_t *source, const h4_salvage_t *salvage, h4_lengths_t *lengths) {
    *lengths = salvage->lengths_without_meta;
    if (!salvage->has_meta || salvage->meta.payload_len > sizeof recorder->meta) return 0;
    TRY(h4_reader_chunk(source, &salvage->meta, recorder->meta, sizeof recorder->meta, NULL));
    return h4_json_media_lengths(recorder->meta, salvage->meta.payload_len, recorder->buf, sizeof recorder->buf, lengths);
}

/* Writes what the survey kept to another area. */
static int copy(recorder_t *recorder, const h4_source_t *source, const h4_salvage_t *salvage, uint32_t area, const area_header_t *header) {
    h4_recovery_t *recovery = &recorder->now.recovery;
    h4_lengths_t lengths;
    uint32_t dropped;
    size_t len;
    TRY(lengths_of(recorder, source, salvage, &lengths));
    TRY(h4_recovery_rebuild(recovery, source, &lengths, recorder->buf, sizeof recorder->buf, &dropped));
    TRY(area_begin(&recorder->out, area, header));
    do {
        TRY(h4_recovery_emit(recovery, source, recorder->buf, sizeof recorder->buf, &len));
        TRY(area_append(&recorder->out, recorder->buf, len));
    } while (len > 0);
    return area_end(&recorder->out);
}

static int recover(recorder_t *recorder, uint32_t area, area_header_t header) {
    h4_source_t source;
    h4_salvage_t salvage;
    uint32_t copied, to;
    TRY(find_copy(recorder, &header, &copied));
    if (!copied) {
        TRY(recorder_find_free(recorder, &to));
        TRY(area_source(&area, &source));
        const int status = survey(recorder, &source, &salvage);
        if (status < 0) return status;
        /* Not even the file header was written. */
        if (status != H4_OK) return area_free(area);
        /* A cut does not leave that; it is left for somebody to look at. */
        if (salvage.veri_is_wrong) return 0;
        header.recovered = 1;
        TRY(copy(recorder, &source, &salvage, to, &header));
        header.recovered = 0;
        TRY(find_copy(recorder, &header, &copied));
        if (!copied) return H4_ERR_OTHER;
    }
    /* Only now that the copy is whole: a cut before this line does all of it again, one after it finds nothing to do. */
    return area_free(area);
}

int recorder_recover(recorder_t *recorder) {
    for (uint32_t area = 0; area < AREAS; area++) {
        area_header_t header;
        uint32_t whole;
        TRY(area_header(area, &header));
        if (header.kind == 0 || header.recovered) continue;
        TRY(recorder_verify(recorder, area, &whole));
        if (!whole) TRY(recover(recorder, area, header));
    }
    return 0;
}
