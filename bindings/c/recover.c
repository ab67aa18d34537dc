/*
 * recover [-f] FILE NAME: makes a whole file, NAME, of what is sound in FILE, such as the NAME.part of a recording that was cut
 * off. FILE is left as it is. NAME is called NAME.recovered until it is whole.
 *
 * -f: also where every CRC is right and VERI is wrong. No cut leaves that: somebody changed a finished file.
 *
 * Exit status: 0 if FILE was whole, 1 failed, 2 wrong usage, 3 done, and FILE was not whole.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "files.h"

/* Everything goes through these; half of the first is scratch where META has strings with escapes. */
static uint8_t buf[256 << 10];

/* The first pass, over the whole file: what is sound? */
static int survey_file(const input_t *input, h4_recovery_t *recovery, h4_salvage_t *salvage)
{
    const h4_source_t *source = &input->source;
    uint64_t at = 0;
    uint32_t more = 1;
    int64_t n = 0;
    h4_fault_t fault;
    h4_status_t status = h4_recovery_init(recovery, sizeof *recovery);
    while (status == H4_OK && more && (n = source->read_at(source->context, at, buf, sizeof buf)) > 0) {
        status = h4_recovery_update(recovery, buf, (size_t)n, &more);
        at += (uint64_t)n;
    }
    if (n < 0)
        return complain("%s: %s", input->path, strerror(errno));
    memset(&fault, 0, sizeof fault);
    if (status == H4_OK)
        status = h4_recovery_survey(recovery, salvage, &fault);
    return status == H4_OK ? DONE : complain_status(input->path, status, &fault);
}

/* What seek entries count. A META that cannot be read says nothing to rely on, and then no entry is dropped. */
static h4_lengths_t lengths_of(const input_t *input, const h4_salvage_t *salvage)
{
    h4_lengths_t lengths = {H4_LENGTHS_UNKNOWN, 0};
    size_t half = sizeof buf / 2;
    if (!salvage->has_meta)
        return salvage->lengths_without_meta;
    if (salvage->meta.payload_len > half || h4_reader_chunk(&input->source, &salvage->meta, buf, half, NULL) != H4_OK ||
        h4_json_media_lengths(buf, salvage->meta.payload_len, buf + half, half, &lengths) != H4_OK)
        lengths.kind = H4_LENGTHS_UNKNOWN;
    return lengths;
}

/* The second pass: the sound chunks, and what was missing behind them. */
static int rebuild(const input_t *input, h4_recovery_t *recovery, const h4_lengths_t *lengths, output_t *output, uint32_t *dropped)
{
    size_t len;
    h4_status_t status = h4_recovery_rebuild(recovery, &input->source, lengths, buf, sizeof buf, dropped);
    while (status == H4_OK) {
        status = h4_recovery_emit(recovery, &input->source, buf, sizeof buf, &len);
        if (status == H4_OK && len == 0)
            return output_finish(output);
        if (status == H4_OK && output_put(output, buf, len) != DONE)
            return FAILED;
    }
    return complain_status(input->path, status, NULL);
}

int main(int argc, char **argv)
{
    h4_recovery_t recovery;
    h4_salvage_t salvage;
    h4_lengths_t lengths;
    output_t output;
    input_t input;
    uint32_t dropped;
    int forced = argc == 4 && strcmp(argv[1], "-f") == 0;

    check_library("recover");
    if (argc != 3 + forced || argv[1 + forced][0] == '-') {
        fprintf(stderr, "usage: recover [-f] FILE NAME\n");
        return USAGE;
    }
    if (input_open(&input, argv[1 + forced]) != DONE || survey_file(&input, &recovery, &salvage) != DONE)
        return FAILED;
    if (salvage.fault.status != H4_OK)
        complain_status(input.path, salvage.fault.status, &salvage.fault);
    if (salvage.veri_is_wrong && !forced)
        return complain("%s: every CRC is right, so it was changed after it was finished; -f recovers it all the same", input.path);
    lengths = lengths_of(&input, &salvage);
    if (output_begin(&output, argv[2 + forced], ".recovered") != DONE)
        return FAILED;
    if (rebuild(&input, &recovery, &lengths, &output, &dropped) != DONE) {
        output_discard(&output);
        return FAILED;
    }
    if (salvage.fault.status == H4_OK)
        return DONE;
    complain("%s: kept %" PRIu64 " blocks; dropped %" PRIu32 " seek entries that led past them", input.path, salvage.blocks,
             dropped);
    return PARTLY;
}
