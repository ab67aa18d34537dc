/*
 * recorder [-p] NAME: frames from standard input (frames.h) become the blocks of a file.
 *
 * What is written is never changed again, and a block that was handed to the kernel survives the end of this program, however
 * that comes. A power cut takes what the disk has not got: the last two seconds or so. The file is called NAME.part until it is
 * whole; of a NAME.part that was left behind `recover` makes a whole file.
 *
 * The end of input, SIGINT and SIGTERM end the recording after the last whole frame. With -p there is a line on standard output
 * for each block that was handed to the kernel ("written") and for each time that all so far was put on the disk ("synced"): how
 * many blocks, how many bytes of media and how many of the file are safe.
 *
 * Memory: one frame and one seek table of fixed size, however long the recording.
 */
#define _POSIX_C_SOURCE 200809L
#define _FILE_OFFSET_BITS 64

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "files.h"
#include "frames.h"

/* Slots of the seek table; an even number. */
#ifndef ENTRIES_MAX
#define ENTRIES_MAX 65536u
#endif

#define TOKEN_CHUNK_LEN (H4_CHUNK_HEADER_LEN + H4_VIDEO_TOKEN_LEN)
#define BLOCK_AT (TOKEN_CHUNK_LEN + H4_CHUNK_HEADER_LEN)

typedef struct {
    h4_writer_t writer;
    output_t output;
    /* The last key block that may have an entry, and how many there were. */
    uint64_t key_pts_us, keys;
    /* Every how many of them has an entry. */
    uint64_t stride;
    size_t entry_count;
    uint64_t synced_blocks;
    time_t synced_at;
    int prints_progress;
    /* Something went wrong, and the file can be made whole all the same. */
    int failed;
} recorder_t;

static h4_seek_entry_t entries[ENTRIES_MAX];

/* What goes into the file in one write: the token's chunk before a key block, the header of the block's chunk, the block. */
static uint8_t chunks[BLOCK_AT + FRAME_MAX];

static volatile sig_atomic_t stopped;
static sigset_t signals_while_waiting;

static void stop(int signal_number)
{
    (void)signal_number;
    stopped = 1;
}

/* SIGINT and SIGTERM come while the recorder waits for input, and at no other time: no write is cut short by them. */
static void catch_signals(void)
{
    struct sigaction action;
    sigset_t blocked;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_handler = stop;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    action.sa_handler = SIG_IGN; /* that nobody reads the progress any more is an error of a write like others */
    sigaction(SIGPIPE, &action, NULL);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_BLOCK, &blocked, &signals_while_waiting);
    sigdelset(&signals_while_waiting, SIGINT);
    sigdelset(&signals_while_waiting, SIGTERM);
}

static int progress(recorder_t *recorder, const char *what, h4_progress_t *at)
{
    char line[100];
    h4_status_t status = h4_writer_progress(&recorder->writer, at);
    int len;
    if (status != H4_OK)
        return complain_status(recorder->output.part, status, NULL);
    if (!recorder->prints_progress)
        return DONE;
    len = snprintf(line, sizeof line, "%s %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", what, at->blocks, at->media_len,
                   at->file_offset);
    if (write_all(STDOUT_FILENO, line, (size_t)len) != 0) {
        complain("standard output: %s", strerror(errno));
        recorder->failed = stopped = 1;
    }
    return DONE;
}

static time_t seconds(void)
{
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* Puts what was written on the disk, at most once a second. */
static int sync_now_and_then(recorder_t *recorder)
{
    h4_progress_t at;
    if (h4_writer_progress(&recorder->writer, &at) != H4_OK || at.blocks == recorder->synced_blocks ||
        seconds() <= recorder->synced_at)
        return DONE;
    if (fdatasync(recorder->output.fd) != 0)
        return complain("%s: %s", recorder->output.part, strerror(errno));
    recorder->synced_blocks = at.blocks;
    recorder->synced_at = seconds();
    return progress(recorder, "synced", &at);
}

/* Reads len bytes of standard input. Gives fewer at its end, after a signal and after an error; -1 if the file cannot go on. */
static int64_t take(recorder_t *recorder, uint8_t *buf, size_t len)
{
    size_t taken = 0;
    while (taken < len) {
        struct timespec second = {1, 0};
        fd_set input;
        ssize_t n;
        int ready;
        FD_ZERO(&input);
        FD_SET(STDIN_FILENO, &input);
        if (sync_now_and_then(recorder) != DONE)
            return -1;
        ready = stopped ? 0 : pselect(STDIN_FILENO + 1, &input, NULL, NULL, &second, &signals_while_waiting);
        if (stopped)
            break;
        if (ready == 0 || (ready < 0 && errno == EINTR))
            continue;
        n = ready < 0 ? -1 : read(STDIN_FILENO, buf + taken, len - taken);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            complain("standard input: %s", strerror(errno));
            recorder->failed = stopped = 1;
        }
        if (n <= 0)
            break;
        taken += (size_t)n;
    }
    return (int64_t)taken;
}

/* Notes the entry of a key block. A full table gives up every other entry, and from then on every second key block goes without
 * one: seeking then leads further back, and memory stays what it is. */
static void note_entry(recorder_t *recorder, uint64_t pts_us, uint64_t media_offset)
{
    size_t i;
    if (recorder->keys++ % recorder->stride != 0)
        return;
    if (recorder->entry_count == ENTRIES_MAX) {
        for (i = 0; i < ENTRIES_MAX / 2; i++)
            entries[i] = entries[2 * i];
        recorder->entry_count = ENTRIES_MAX / 2;
        recorder->stride *= 2;
    }
    entries[recorder->entry_count].pts_us = pts_us;
    entries[recorder->entry_count].offset = media_offset;
    recorder->entry_count++;
}

/* Records a frame that lies at chunks + BLOCK_AT. Gives DONE or FAILED. */
static int record(recorder_t *recorder, const h4_video_token_t *token, uint32_t frame_len)
{
    uint8_t bytes[H4_VIDEO_TOKEN_LEN];
    size_t begin = TOKEN_CHUNK_LEN, len;
    h4_status_t status = H4_OK;
    h4_progress_t at;
    h4_put_t put;
    /* Times of a table increase. A key block out of time is recorded like any other, and cannot be sought. */
    int has_time = token->key == 1 && (recorder->keys == 0 || token->pts_us > recorder->key_pts_us);

    if (token->key == 1 && !has_time)
        complain("key frame %" PRIu32 " at %" PRIu64 " us is not later than the one before: it gets no seek entry", token->index,
                 token->pts_us);
    if (has_time) {
        begin = 0;
        status = h4_video_token_emit(token, bytes, sizeof bytes);
        if (status == H4_OK)
            status = h4_writer_chunk(&recorder->writer, TOKEN_TAG, bytes, sizeof bytes, chunks, TOKEN_CHUNK_LEN, &len);
    }
    if (status == H4_OK)
        status = h4_writer_block_header(&recorder->writer, chunks + BLOCK_AT, frame_len, chunks + TOKEN_CHUNK_LEN,
                                        H4_CHUNK_HEADER_LEN, &put);
    if (status != H4_OK)
        return complain_status(recorder->output.part, status, NULL);
    if (output_put(&recorder->output, chunks + begin, BLOCK_AT - begin + frame_len) != DONE)
        return FAILED;
    if (has_time) {
        note_entry(recorder, token->pts_us, put.media_offset);
        recorder->key_pts_us = token->pts_us;
    }
    return progress(recorder, "written", &at);
}

/* The input is not what it should be: there is no going on after that. */
static int refuse(recorder_t *recorder, uint32_t number, const char *why)
{
    complain("frame %" PRIu32 ": %s", number, why);
    recorder->failed = 1;
    return PARTLY;
}

/* Reads one frame and records it. Gives DONE, PARTLY where the input is over, FAILED if the file cannot go on. */
static int record_next(recorder_t *recorder, uint32_t number)
{
    uint8_t header[FRAME_HEADER_LEN];
    h4_video_token_t token;
    uint32_t len;
    int64_t taken = take(recorder, header, sizeof header);
    if (taken < 0)
        return FAILED;
    if (taken == 0 || stopped)
        return PARTLY;
    if (taken < (int64_t)sizeof header)
        return refuse(recorder, number, "the input ends in its header");
    if (frame_header_parse(header, &token, &len) != H4_OK)
        return refuse(recorder, number, "its key flag is neither 0 nor 1: this is no stream of frames");
    if (token.index != number)
        return refuse(recorder, number, "its header has another number");
    if (len > FRAME_MAX)
        return refuse(recorder, number, "it is longer than FRAME_MAX");
    taken = take(recorder, chunks + BLOCK_AT, len);
    if (taken < 0)
        return FAILED;
    if (taken < (int64_t)len)
        return stopped ? PARTLY : refuse(recorder, number, "the input ends in it");
    return record(recorder, &token, len);
}

/* SEEK, META, SAFE and VERI. */
static int finish(recorder_t *recorder)
{
    char meta[100];
    h4_tail_input_t tail;
    h4_status_t status;
    h4_progress_t at;
    size_t len;
    status = h4_writer_progress(&recorder->writer, &at);
    if (status != H4_OK)
        return complain_status(recorder->output.part, status, NULL);
    /* What is known here. Blocks differ in length and key blocks come as they like, so there is no block_size and no gop. */
    memset(&tail, 0, sizeof tail);
    tail.meta = (const uint8_t *)meta;
    tail.meta_len = (size_t)snprintf(meta, sizeof meta, "{\"domain\":\"video-transport\",\"masked\":false,\"blocks\":%" PRIu64 "}",
                                     at.blocks);
    tail.safe = (const uint8_t *)h4_standard_safe();
    tail.safe_len = strlen(h4_standard_safe());
    tail.entries = entries;
    tail.entry_count = recorder->entry_count;
    status = h4_writer_finish(&recorder->writer, &tail);
    while (status == H4_OK) {
        status = h4_writer_tail(&recorder->writer, &tail, chunks, sizeof chunks, &len);
        if (status == H4_OK && len == 0)
            return output_finish(&recorder->output);
        if (status == H4_OK && output_put(&recorder->output, chunks, len) != DONE)
            return FAILED;
    }
    return complain_status(recorder->output.part, status, NULL);
}

int main(int argc, char **argv)
{
    static recorder_t recorder;
    uint8_t header[H4_FILE_HEADER_LEN];
    uint32_t number = 0; /* wraps with the tokens after 2^32 frames, which is nothing to the file */
    size_t len;
    int outcome;
    h4_status_t status;

    check_library("recorder");
    recorder.prints_progress = argc == 3 && strcmp(argv[1], "-p") == 0;
    if (argc != 2 + recorder.prints_progress || argv[argc - 1][0] == '-') {
        fprintf(stderr, "usage: recorder [-p] NAME < FRAMES\n");
        return USAGE;
    }
    recorder.stride = 1;
    recorder.synced_at = seconds();
    catch_signals();
    if (output_begin(&recorder.output, argv[argc - 1], ".part") != DONE)
        return FAILED;
    status = h4_writer_begin(&recorder.writer, sizeof recorder.writer, header, sizeof header, &len);
    if (status != H4_OK)
        return complain_status(recorder.output.part, status, NULL);
    if (output_put(&recorder.output, header, len) != DONE)
        return FAILED;

    do
        outcome = record_next(&recorder, number++);
    while (outcome == DONE);

    /* A chunk that may be cut is the end of a file: it is for `recover`. After anything else the file can be made whole. */
    if (outcome == FAILED || finish(&recorder) != DONE)
        return complain("%s: keeps what was recorded", recorder.output.part);
    return recorder.failed ? FAILED : DONE;
}
