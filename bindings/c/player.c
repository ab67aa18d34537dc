/*
 * player FILE [SECONDS]: writes the blocks of a file to standard output, from the key block at or before the time on.
 * player -v FILE: verifies the whole file.
 * player -l FILE: lists its seek table: time in us, number of the block, its file offset and length.
 *
 * The file may be of any size, and its blocks too: it is read by position, through one buffer. No byte of a block is written before
 * the block's CRC was right. A file that was cut off, or is being written, is played up to its last whole block.
 *
 * Exit status: 0 done, 1 failed or damaged, 2 wrong usage, 3 done, and the file is unfinished.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "frames.h"

/* All the memory that grows with nothing. Blocks up to this length are read once, longer ones twice. */
static uint8_t buf[256 << 10];

/* What the headers of the chunks say of a file. */
typedef struct {
    h4_chunk_t meta;
    int has_meta, sealed, finished;
} survey_t;

static int is(const h4_chunk_t *chunk, const void *tag)
{
    return memcmp(chunk->tag, tag, H4_TAG_LEN) == 0;
}

/* Steps over all chunks by their headers. A file that is cut is unfinished and no failure. */
static int survey_file(const input_t *input, survey_t *survey)
{
    h4_walk_t walk;
    h4_chunk_t chunk;
    h4_fault_t fault;
    h4_status_t status = h4_walk_init(&walk, sizeof walk, input->source.file_len);
    memset(survey, 0, sizeof *survey);
    memset(&fault, 0, sizeof fault);
    while (status == H4_OK) {
        status = h4_reader_next_unverified(&input->source, &walk, NULL, &chunk, &fault);
        if (status != H4_OK)
            break;
        if (is(&chunk, "META") && !survey->has_meta) {
            survey->meta = chunk;
            survey->has_meta = 1;
        }
        survey->sealed |= is(&chunk, "SEAL") && chunk.index == 0;
        survey->finished |= is(&chunk, "VERI");
    }
    return status == H4_NONE || status == H4_ERR_TRUNCATED ? DONE : complain_status(input->path, status, &fault);
}

/* Blocks that are masked, sealed or packed are of no use as they are stored: other programs make media of them. */
static int is_plain(const input_t *input, const survey_t *survey)
{
    static const h4_text_t masked_path = {"masked", 6};
    const uint8_t *json = buf;
    uint8_t *scratch = buf + sizeof buf / 2;
    size_t json_len = survey->meta.payload_len;
    h4_lengths_t lengths;
    h4_fault_t fault;
    h4_status_t status;
    uint32_t masked;
    if (survey->sealed)
        return complain("%s: the blocks are sealed", input->path);
    if (!survey->has_meta)
        return DONE;
    if (json_len > sizeof buf / 2)
        return complain("%s: META at offset %" PRIu64 " is longer than this player reads", input->path, survey->meta.offset);
    status = h4_reader_chunk(&input->source, &survey->meta, buf, sizeof buf / 2, &fault);
    if (status != H4_OK)
        return complain_status(input->path, status, &fault);
    status = h4_json_media_lengths(json, json_len, scratch, sizeof buf / 2, &lengths);
    if (status == H4_OK && lengths.kind != H4_LENGTHS_STORED)
        return complain("%s: the blocks went through an engine or a cipher, says META", input->path);
    if (status == H4_OK)
        status = h4_json_bool(json, json_len, &masked_path, 1, scratch, sizeof buf / 2, &masked);
    if (status == H4_OK && masked)
        return complain("%s: the blocks are masked, says META", input->path);
    return status == H4_OK || status == H4_NONE ? DONE : complain("%s: META: %s", input->path, h4_status_text(status));
}

/* Without a seek table: the recorder left a token before each key block. One read for each chunk, and one for each token. */
static int find_by_tokens(const input_t *input, uint64_t pts_us, uint64_t *media_offset)
{
    h4_walk_t walk;
    h4_chunk_t chunk;
    h4_fault_t fault;
    h4_video_token_t token;
    uint8_t bytes[H4_VIDEO_TOKEN_LEN];
    uint64_t media_len = 0;
    int found = 0, seen = 0;
    h4_status_t status = h4_walk_init(&walk, sizeof walk, input->source.file_len);
    memset(&fault, 0, sizeof fault);
    while (status == H4_OK) {
        status = h4_reader_next_unverified(&input->source, &walk, NULL, &chunk, &fault);
        if (status != H4_OK)
            break;
        if (is(&chunk, TOKEN_TAG) && chunk.payload_len == sizeof bytes &&
            h4_reader_chunk(&input->source, &chunk, bytes, sizeof bytes, NULL) == H4_OK &&
            h4_video_token_parse(bytes, sizeof bytes, &token) == H4_OK) {
            if (token.pts_us > pts_us)
                break;
            found = seen = 1;
        } else if (is(&chunk, "CORE")) {
            if (found)
                *media_offset = media_len;
            found = 0;
            media_len += chunk.payload_len;
        }
    }
    if (status == H4_ERR_READ)
        return complain_status(input->path, status, &fault);
    if (!seen && pts_us > 0)
        complain("%s: no times: from the start", input->path);
    return DONE;
}

/* Where decoding begins for a time: a media offset; the start if nothing is known, and before the first key block. */
static int find(const input_t *input, uint64_t pts_us, uint64_t *media_offset)
{
    h4_seek_t seek;
    h4_seek_entry_t entry;
    h4_chunk_t chunk;
    h4_fault_t fault;
    uint32_t number, count = 0;
    h4_status_t status = h4_seek_open(&seek, sizeof seek, &input->source, buf, sizeof buf, &fault);
    *media_offset = 0;
    if (status == H4_OK)
        status = h4_seek_info(&seek, &count, &chunk);
    if (status == H4_OK && count > 0)
        status = h4_seek_at_or_before(&seek, &input->source, pts_us, &number, &entry);
    if (status == H4_OK && count > 0)
        *media_offset = entry.offset;
    if (status == H4_ERR_READ)
        return complain_status(input->path, status, NULL);
    /* A table that is damaged is no reason not to play. */
    if (status != H4_OK && status != H4_NONE && status != H4_ERR_TRUNCATED)
        complain_status(input->path, status, &fault);
    return count > 0 ? DONE : find_by_tokens(input, pts_us, media_offset);
}

/* Writes a block whose CRC is right. One that is longer than the buffer is read twice, first to check it. */
static int play_block(const input_t *input, const h4_chunk_t *chunk)
{
    const h4_source_t *source = &input->source;
    uint64_t done = 0;
    h4_fault_t fault;
    h4_status_t status;
    if (chunk->payload_len <= sizeof buf) {
        status = h4_reader_chunk(source, chunk, buf, sizeof buf, &fault);
        if (status != H4_OK)
            return complain_status(input->path, status, &fault);
        return write_all(STDOUT_FILENO, buf, chunk->payload_len) == 0 ? DONE : complain("standard output: %s", strerror(errno));
    }
    status = h4_reader_check(source, chunk, buf, sizeof buf, &fault);
    if (status != H4_OK)
        return complain_status(input->path, status, &fault);
    while (done < chunk->payload_len) {
        uint64_t left = chunk->payload_len - done;
        size_t len = left < sizeof buf ? (size_t)left : sizeof buf;
        int64_t n = source->read_at(source->context, chunk->payload_offset + done, buf, len);
        if (n <= 0)
            return complain("%s: %s", input->path, n < 0 ? strerror(errno) : "became shorter while it was played");
        if (write_all(STDOUT_FILENO, buf, (size_t)n) != 0)
            return complain("standard output: %s", strerror(errno));
        done += (uint64_t)n;
    }
    return DONE;
}

static int play(const input_t *input, const survey_t *survey, uint64_t pts_us)
{
    h4_media_range_t range;
    h4_blocks_t blocks;
    h4_block_t block;
    h4_fault_t fault;
    h4_status_t status;
    memset(&fault, 0, sizeof fault);
    range.end = H4_MEDIA_END;
    if (find(input, pts_us, &range.start) != DONE)
        return FAILED;
    status = h4_blocks_init(&blocks, sizeof blocks, input->source.file_len, NULL, &range);
    while (status == H4_OK) {
        status = h4_reader_next_block_unverified(&input->source, &blocks, &block, &fault);
        if (status == H4_OK && play_block(input, &block.chunk) != DONE)
            return FAILED;
    }
    if (status != H4_NONE && status != H4_ERR_TRUNCATED)
        return complain_status(input->path, status, &fault);
    if (survey->finished)
        return DONE;
    complain("%s: unfinished: played up to the last whole block", input->path);
    return PARTLY;
}

static int verify(const input_t *input)
{
    const h4_source_t *source = &input->source;
    h4_verifier_t verifier;
    h4_verdict_t verdict;
    uint64_t at = 0;
    int64_t n = 0;
    h4_status_t status = h4_verifier_init(&verifier, sizeof verifier);
    while (status == H4_OK && (n = source->read_at(source->context, at, buf, sizeof buf)) > 0) {
        status = h4_verifier_update(&verifier, buf, (size_t)n, NULL);
        at += (uint64_t)n;
    }
    if (n < 0)
        return complain("%s: %s", input->path, strerror(errno));
    status = h4_verifier_finish(&verifier, &verdict);
    if (status != H4_OK) {
        complain_status(input->path, status, &verdict.fault);
        return verdict.state == H4_STATE_UNFINISHED ? PARTLY : FAILED;
    }
    printf("%s: %s, %" PRIu64 " blocks, %" PRIu64 " bytes of media\n", input->path, h4_state_text(verdict.state), verdict.blocks,
           verdict.media_len);
    return fflush(stdout) == 0 ? DONE : complain("standard output: %s", strerror(errno));
}

static int list(const input_t *input)
{
    h4_seek_t seek;
    h4_locator_t locator;
    h4_seek_entry_t entry;
    h4_block_t block;
    h4_fault_t fault;
    uint32_t number = 0;
    h4_status_t status = h4_seek_open(&seek, sizeof seek, &input->source, buf, sizeof buf, &fault);
    if (status == H4_NONE || status == H4_ERR_TRUNCATED)
        return complain("%s: no seek table", input->path);
    if (status == H4_OK)
        status = h4_locator_init(&locator, sizeof locator, input->source.file_len, NULL);
    while (status == H4_OK) {
        status = h4_seek_entry(&seek, &input->source, number, &entry);
        if (status == H4_NONE)
            return fflush(stdout) == 0 ? DONE : complain("standard output: %s", strerror(errno));
        if (status == H4_OK)
            status = h4_reader_locate_unverified(&input->source, &locator, &seek, number, entry.offset, &block, &fault);
        if (status == H4_OK)
            printf("%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu32 "\n", entry.pts_us, block.index, block.chunk.offset,
                   block.chunk.payload_len);
        else if (status == H4_NONE) /* an entry at the end of the media is legal and leads to no block */
            status = H4_OK;
        number++;
    }
    return complain_status(input->path, status, &fault);
}

/* Reads seconds with up to six digits after the point, exactly. Gives 0 if the text is something else. */
static int parse_seconds(const char *text, uint64_t *pts_us)
{
    uint64_t value = 0;
    int digits = 0, decimals = -1;
    for (; *text != '\0'; text++) {
        unsigned digit = (unsigned)(*text - '0');
        if (*text == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (digit > 9 || decimals == 6 || value > (UINT64_MAX - digit) / 10)
            return 0;
        value = value * 10 + digit;
        digits++;
        decimals += decimals >= 0;
    }
    for (decimals = decimals < 0 ? 0 : decimals; decimals < 6; decimals++) {
        if (value > UINT64_MAX / 10)
            return 0;
        value *= 10;
    }
    *pts_us = value;
    return digits > 0;
}

int main(int argc, char **argv)
{
    input_t input;
    survey_t survey;
    uint64_t pts_us = 0;
    int verifies = argc == 3 && strcmp(argv[1], "-v") == 0, lists = argc == 3 && strcmp(argv[1], "-l") == 0;

    check_library("player");
    if (argc < 2 || argc > 3 || (!verifies && !lists && (argv[1][0] == '-' || (argc == 3 && !parse_seconds(argv[2], &pts_us))))) {
        fprintf(stderr, "usage: player FILE [SECONDS] | player -v FILE | player -l FILE\n");
        return USAGE;
    }
    if (input_open(&input, argv[verifies || lists ? 2 : 1]) != DONE)
        return FAILED;
    if (verifies)
        return verify(&input);
    if (survey_file(&input, &survey) != DONE || is_plain(&input, &survey) != DONE)
        return FAILED;
    if (!lists && isatty(STDOUT_FILENO))
        return complain("the blocks go to standard output, and that is a terminal");
    return lists ? list(&input) : play(&input, &survey, pts_us);
}
