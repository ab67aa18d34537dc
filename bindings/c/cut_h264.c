/*
 * cut_h264 FPS < STREAM.h264 > FRAMES: cuts an H.264 byte stream (ITU-T H.264, Annex B) into access units, one a frame (frames.h).
 *
 * FPS is frames a second, as 25 or 30000/1001. Unit i has the time i / FPS: the byte stream itself has none. At IDR pictures, where
 * decoding can begin, that is the time when the picture is shown, also in streams with B pictures. Pictures are progressive.
 *
 * This is all that knows of H.264; recorder and player see bytes. Another codec takes another program of this kind.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "frames.h"

/* Types of NAL units, H.264 table 7-1. */
enum { SLICE = 1, SLICE_PARTITION = 2, SLICE_IDR = 5, SEI = 6, DELIMITER = 9, PREFIX = 14, RESERVED = 18 };

#define MICROSECONDS 1000000u

/* The unit at hand, then the first bytes of the next one: a start code with its zero, two bytes. */
static uint8_t unit[FRAME_MAX + 6];

typedef struct {
    uint64_t numerator, denominator;
    uint64_t number;
    size_t len;
    /* Where the newest start code begins, and whether its NAL unit is to be looked at still. */
    size_t nal_at, payload_at;
    int looks, has_picture, is_key;
} cutter_t;

static int emit(cutter_t *cutter, size_t len)
{
    uint8_t header[FRAME_HEADER_LEN];
    h4_video_token_t token;
    uint64_t time = cutter->number * cutter->denominator; /* in parts of a second, cut in two so that nothing overflows */
    token.pts_us = time / cutter->numerator * MICROSECONDS + time % cutter->numerator * MICROSECONDS / cutter->numerator;
    token.index = (uint32_t)cutter->number++;
    token.key = (uint32_t)cutter->is_key;
    if (frame_header_emit(&token, (uint32_t)len, header) != H4_OK)
        return complain("frame %" PRIu32 " cannot be named", token.index);
    if (fwrite(header, sizeof header, 1, stdout) != 1 || fwrite(unit, 1, len, stdout) != len)
        return complain("standard output: %s", strerror(errno));
    memmove(unit, unit + len, cutter->len - len);
    cutter->len -= len;
    cutter->nal_at -= len;
    cutter->payload_at -= len;
    cutter->has_picture = cutter->is_key = 0;
    return DONE;
}

/* Looks at a NAL unit of which two bytes are there: does it begin an access unit (7.4.1.2.3 and 7.4.1.2.4), is it a key? */
static int look(cutter_t *cutter)
{
    int type = unit[cutter->payload_at] & 0x1f;
    int is_slice = type == SLICE || type == SLICE_PARTITION || type == SLICE_IDR;
    /* first_mb_in_slice, an Exp-Golomb code, is 0: the first slice of a picture. */
    int is_first_slice = is_slice && (unit[cutter->payload_at + 1] & 0x80) != 0;
    int begins = is_first_slice || (type >= SEI && type <= DELIMITER) || (type >= PREFIX && type <= RESERVED);
    cutter->looks = 0;
    if (begins && cutter->has_picture && emit(cutter, cutter->nal_at) != DONE)
        return FAILED;
    cutter->has_picture |= is_slice;
    cutter->is_key |= type == SLICE_IDR;
    return DONE;
}

static int push(cutter_t *cutter, uint8_t byte)
{
    size_t len;
    if (cutter->len == sizeof unit)
        return complain("frame %" PRIu64 ": longer than FRAME_MAX", cutter->number);
    unit[cutter->len++] = byte;
    len = cutter->len;
    if (cutter->looks && len == cutter->payload_at + 2 && look(cutter) != DONE)
        return FAILED;
    len = cutter->len;
    if (byte == 1 && len >= 3 && unit[len - 2] == 0 && unit[len - 3] == 0) {
        cutter->nal_at = len >= 4 && unit[len - 4] == 0 ? len - 4 : len - 3;
        cutter->payload_at = len;
        cutter->looks = 1;
    }
    return DONE;
}

/* Reads 25 or 30000/1001; each number is 1 to a million. Gives 0 if the text is something else. */
static int parse_rate(const char *text, uint64_t *numerator, uint64_t *denominator)
{
    char *end;
    *numerator = strtoul(text, &end, 10);
    *denominator = *end == '/' ? strtoul(end + 1, &end, 10) : 1;
    return *end == '\0' && *numerator - 1 < 1000000 && *denominator - 1 < 1000000;
}

int main(int argc, char **argv)
{
    static cutter_t cutter;
    static uint8_t piece[1 << 16];
    size_t n, i;

    check_library("cut_h264");
    if (argc != 2 || !parse_rate(argv[1], &cutter.numerator, &cutter.denominator)) {
        fprintf(stderr, "usage: cut_h264 FPS < STREAM.h264 > FRAMES\n");
        return USAGE;
    }
    while ((n = fread(piece, 1, sizeof piece, stdin)) > 0)
        for (i = 0; i < n; i++)
            if (push(&cutter, piece[i]) != DONE)
                return FAILED;
    if (ferror(stdin))
        return complain("standard input: %s", strerror(errno));
    if (cutter.number == 0 && !cutter.has_picture)
        return complain("standard input: no picture: is it an H.264 byte stream?");
    if (emit(&cutter, cutter.len) != DONE)
        return FAILED;
    return fflush(stdout) == 0 ? DONE : complain("standard output: %s", strerror(errno));
}
