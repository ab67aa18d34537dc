/* Files are written byte for byte. */
#include "check.h"

/* What stands behind the blocks of a case. */
static h4_tail_input_t tail_of(const known_t *of)
{
    h4_tail_input_t tail = {NULL, 0, NULL, NULL, 0, NULL, 0};
    tail.entries = of->entries;
    tail.entry_count = of->entry_count;
    tail.meta = of->meta.data;
    tail.meta_len = of->meta.len;
    tail.safe = of->safe.data;
    tail.safe_len = of->safe.len;
    return tail;
}

static void drain(h4_writer_t *writer, const h4_tail_input_t *tail, size_t piece, file_t *out)
{
    size_t len;
    do {
        EXPECT(H4_OK, h4_writer_tail(writer, tail, out->bytes + out->len, piece, &len));
        CHECK(len <= piece);
        out->len += len;
    } while (len > 0);
    EXPECT(H4_OK, h4_writer_tail(writer, tail, out->bytes + out->len, piece, &len));
    CHECK(len == 0);
}

void write_known(const known_t *of, size_t piece, file_t *out)
{
    h4_writer_t writer;
    h4_tail_input_t tail = tail_of(of);
    size_t i;
    size_t media = 0;
    memset(out, 0xa5, sizeof *out);
    EXPECT(H4_OK, h4_writer_begin(&writer, sizeof writer, out->bytes, H4_FILE_HEADER_LEN, &out->len));
    CHECK(out->len == H4_FILE_HEADER_LEN);
    for (i = 0; i < of->block_count; i++) {
        const bytes_t *block = &of->blocks[i];
        h4_put_t put;
        uint8_t *end = out->bytes + out->len;
        /* One byte too few changes nothing. */
        size_t needed = block->len + H4_CHUNK_HEADER_LEN;
        EXPECT(H4_ERR_TOO_SMALL, h4_writer_block(&writer, block->data, block->len, end, needed - 1, &put));
        CHECK(put.len == 0 && *end == 0xa5);
        if (i % 2 == 0) {
            EXPECT(H4_OK, h4_writer_block(&writer, block->data, block->len, end, needed, &put));
            CHECK(put.len == needed);
        } else {
            EXPECT(H4_OK, h4_writer_block_header(&writer, block->data, block->len, end,
                                                 H4_CHUNK_HEADER_LEN, &put));
            CHECK(put.len == H4_CHUNK_HEADER_LEN);
            memcpy(end + H4_CHUNK_HEADER_LEN, block->data, block->len);
        }
        CHECK(put.file_offset == out->len && put.media_offset == media && put.index == i);
        out->len += needed;
        media += block->len;
    }
    {
        h4_progress_t progress;
        EXPECT(H4_OK, h4_writer_progress(&writer, &progress));
        CHECK(progress.file_offset == out->len);
        CHECK(progress.media_len == media && progress.blocks == of->block_count);
    }
    EXPECT(H4_OK, h4_writer_finish(&writer, &tail));
    drain(&writer, &tail, piece, out);
}

/* A state is bytes: it is moved and copied as they are. */
static void test_moved(void)
{
    static file_t out;
    h4_writer_t first;
    h4_writer_t second;
    h4_put_t put;
    uint8_t one[64];
    uint8_t two[64];
    EXPECT(H4_OK, h4_writer_begin(&first, sizeof first, out.bytes, sizeof out.bytes, &out.len));
    memcpy(&second, &first, sizeof first);
    EXPECT(H4_OK, h4_writer_block(&first, (const uint8_t *)"ab", 2, one, sizeof one, &put));
    EXPECT(H4_OK, h4_writer_block(&second, (const uint8_t *)"ab", 2, two, sizeof two, &put));
    CHECK(memcmp(one, two, (size_t)put.len) == 0);
}

/* The entries of a regular stream are computed; given one by one they make the same file. */
static void test_regular(void)
{
    static file_t computed;
    static file_t shown;
    file_t *const files[] = {&computed, &shown};
    h4_regular_seek_t regular = {33333, 3, 4, 10, 0};
    h4_seek_entry_t entries[4];
    h4_tail_input_t tail = {NULL, 0, NULL, NULL, 0, NULL, 0};
    h4_verdict_t verdict;
    size_t way;
    uint64_t i;
    for (i = 0; i < 4; i++) {
        entries[i].pts_us = i * 3 * 33333;
        entries[i].offset = i * 3 * 4;
    }
    for (way = 0; way < 2; way++) {
        h4_writer_t writer;
        file_t *file = files[way];
        EXPECT(H4_OK, h4_writer_begin(&writer, sizeof writer, file->bytes, sizeof file->bytes, &file->len));
        for (i = 0; i < 10; i++) {
            h4_put_t put;
            EXPECT(H4_OK, h4_writer_block(&writer, (const uint8_t *)"abcd", 4, file->bytes + file->len, 16, &put));
            file->len += (size_t)put.len;
        }
        tail.regular = way == 0 ? &regular : NULL;
        tail.entries = way == 0 ? NULL : entries;
        tail.entry_count = way == 0 ? 0 : 4;
        EXPECT(H4_OK, h4_writer_finish(&writer, &tail));
        drain(&writer, &tail, 7, file);
    }
    CHECK(computed.len == shown.len && memcmp(computed.bytes, shown.bytes, shown.len) == 0);
    EXPECT(H4_OK, h4_container_verify(computed.bytes, computed.len, &verdict));
    CHECK(verdict.blocks == 10 && verdict.media_len == 40);
}

/* What the writer refuses, it refuses without a change. */
static void test_refused(void)
{
    static file_t out;
    h4_writer_t writer;
    h4_put_t put;
    size_t len;
    h4_seek_entry_t entries[2] = {{5, 0}, {5, 1}};
    h4_regular_seek_t regular = {1, 0, 1, 1, 0};
    h4_tail_input_t tail = {NULL, 2, NULL, NULL, 0, NULL, 0};
    h4_tail_input_t other;
    tail.entries = entries;
    EXPECT(H4_OK, h4_writer_begin(&writer, sizeof writer, out.bytes, sizeof out.bytes, &out.len));
    EXPECT(H4_ERR_RESERVED_TAG, h4_writer_chunk(&writer, (const uint8_t *)"META", NULL, 0, out.bytes, 64, &len));
    EXPECT(H4_OK, h4_writer_chunk(&writer, (const uint8_t *)"test", (const uint8_t *)"xyz", 3, out.bytes, 64, &len));
    CHECK(len == 15);
    EXPECT(H4_OK, h4_writer_transformed_block(&writer, (const uint8_t *)"1", 1, 2, out.bytes, 64, &put));
    CHECK(put.media_offset == 0 && put.len == 13);
    EXPECT(H4_ERR_MISPLACED, h4_writer_tail(&writer, &tail, out.bytes, 64, &len));
    EXPECT(H4_ERR_ENTRY_ORDER, h4_writer_finish(&writer, &tail));
    entries[1].pts_us = 6;
    entries[1].offset = 3;
    EXPECT(H4_ERR_ENTRY_OFFSET, h4_writer_finish(&writer, &tail));
    entries[1].offset = 2;
    tail.regular = &regular;
    EXPECT(H4_ERR_RANGE, h4_writer_finish(&writer, &tail));
    other = tail;
    other.entries = NULL;
    other.entry_count = 0;
    EXPECT(H4_ERR_RANGE, h4_writer_finish(&writer, &other));
    tail.regular = NULL;
    EXPECT(H4_OK, h4_writer_finish(&writer, &tail));
    EXPECT(H4_ERR_MISPLACED, h4_writer_finish(&writer, &tail));
    EXPECT(H4_ERR_MISPLACED, h4_writer_block(&writer, NULL, 0, out.bytes, 64, &put));
    EXPECT(H4_ERR_TOO_SMALL, h4_writer_tail(&writer, &tail, NULL, 0, &len));
    other = tail;
    other.entry_count = 1;
    EXPECT(H4_ERR_MISPLACED, h4_writer_tail(&writer, &other, out.bytes, sizeof out.bytes, &len));
    CHECK(len == 0);
}

void test_writer(void)
{
    static const size_t pieces[] = {1, 2, 7, 16, 44, 1000};
    static file_t out;
    size_t i;
    size_t k;
    int sizes = 0;
    for (i = 0; i < known_count; i++) {
        subject = known[i].name;
        for (k = 0; k < sizeof pieces / sizeof *pieces; k++) {
            write_known(&known[i], pieces[k], &out);
            CHECK(out.len == known[i].container.len);
            CHECK(memcmp(out.bytes, known[i].container.data, out.len) == 0);
        }
        sizes += out.len == 517 || out.len == 475;
    }
    CHECK(sizes >= 2);
    subject = "writer";
    test_moved();
    test_regular();
    test_refused();
}
