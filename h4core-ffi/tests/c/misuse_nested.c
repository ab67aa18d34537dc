/* Pointers inside of what is given by pointer, and lengths that no memory has. */
#include "misuse.h"

static void test_tail_input(void)
{
    uint64_t memory[8];
    uint8_t out[64];
    size_t len;
    h4_writer_t writer;
    h4_tail_input_t tail = {NULL, 0, NULL, NULL, 0, NULL, 0};
    h4_tail_input_t wrong;
    memset(memory, 0, sizeof memory);
    init_writer(&writer);
    wrong = tail;
    wrong.entry_count = 1;
    EXPECT(H4_ERR_NULL, h4_writer_finish(&writer, &wrong));
    wrong.entries = (const h4_seek_entry_t *)(const void *)((const uint8_t *)memory + 4);
    EXPECT(H4_ERR_ALIGNMENT, h4_writer_finish(&writer, &wrong));
    wrong.entries = (const h4_seek_entry_t *)(const void *)memory;
    wrong.entry_count = SIZE_MAX;
    EXPECT(H4_ERR_LENGTH, h4_writer_finish(&writer, &wrong));
    wrong.entry_count = SIZE_MAX / 16;
    EXPECT(H4_ERR_LENGTH, h4_writer_finish(&writer, &wrong));
    wrong = tail;
    wrong.regular = (const h4_regular_seek_t *)(const void *)((const uint8_t *)memory + 1);
    EXPECT(H4_ERR_ALIGNMENT, h4_writer_finish(&writer, &wrong));
    wrong = tail;
    wrong.meta_len = 1;
    EXPECT(H4_ERR_NULL, h4_writer_finish(&writer, &wrong));
    wrong = tail;
    wrong.safe_len = 1;
    EXPECT(H4_ERR_NULL, h4_writer_finish(&writer, &wrong));
    wrong.safe = (const uint8_t *)&writer;
    EXPECT(H4_ERR_OVERLAP, h4_writer_finish(&writer, &wrong));
    EXPECT(H4_OK, h4_writer_finish(&writer, &tail));
    wrong.safe = out;
    EXPECT(H4_ERR_OVERLAP, h4_writer_tail(&writer, &wrong, out, sizeof out, &len));
    EXPECT(H4_OK, h4_writer_tail(&writer, &tail, out, sizeof out, &len));
    CHECK(len == sizeof out);
}

static void test_source(void)
{
    static uint8_t bytes[FILE_LEN];
    h4_source_t source = in_memory(bytes, sizeof bytes);
    h4_chunk_t chunk;
    init_file(bytes);
    init_chunk(&chunk);
    EXPECT(H4_ERR_OVERLAP, h4_reader_check(&source, &chunk, bytes + 100, 50, NULL));
    source.file_len = (uint64_t)SIZE_MAX;
    EXPECT(H4_ERR_LENGTH, h4_reader_open(&source, NULL));
}

static void test_path(void)
{
    uint8_t scratch[8];
    uint32_t there;
    h4_text_t path = {NULL, 1};
    const uint8_t *json = (const uint8_t *)"{}";
    EXPECT(H4_ERR_NULL, h4_json_has(json, 2, &path, 1, scratch, sizeof scratch, &there));
    path.data = (const char *)scratch;
    EXPECT(H4_ERR_OVERLAP, h4_json_has(json, 2, &path, 1, scratch, sizeof scratch, &there));
    path.len = SIZE_MAX;
    EXPECT(H4_ERR_LENGTH, h4_json_has(json, 2, &path, 1, scratch, sizeof scratch, &there));
    EXPECT(H4_ERR_LENGTH, h4_json_has(json, SIZE_MAX, &path, 0, scratch, sizeof scratch, &there));
}

/* Memory beside memory is not overlap. */
static void test_neighbours(void)
{
    uint8_t memory[40];
    h4_writer_t writer;
    h4_put_t put;
    memset(memory, 'x', sizeof memory);
    init_writer(&writer);
    EXPECT(H4_OK, h4_writer_block(&writer, memory, 4, memory + 4, 16, &put));
    EXPECT(H4_OK, h4_writer_block(&writer, memory + 20, 4, memory + 4, 16, &put));
    EXPECT(H4_ERR_OVERLAP, h4_writer_block(&writer, memory + 19, 4, memory + 4, 16, &put));
    EXPECT(H4_ERR_OVERLAP, h4_writer_block(&writer, memory + 1, 4, memory + 4, 16, &put));
    /* What is only read may be given twice. */
    {
        size_t len;
        EXPECT(H4_OK, h4_writer_chunk(&writer, (const uint8_t *)"abcd", (const uint8_t *)"abcd", 4, memory, 16, &len));
    }
}

/* A finished state is none any more for what it was, and a state that could not be made is none at all. */
static void test_not_made(void)
{
    h4_writer_t writer;
    uint8_t out[8];
    size_t len;
    h4_progress_t progress;
    init_writer(&writer);
    EXPECT(H4_ERR_TOO_SMALL, h4_writer_begin(&writer, sizeof writer, out, 7, &len));
    EXPECT(H4_ERR_STATE, h4_writer_progress(&writer, &progress));
    CHECK(progress.file_offset == 0 && len == 0);
}

void test_nested(void)
{
    subject = "pointers in structures";
    test_tail_input();
    test_source();
    test_path();
    test_neighbours();
    test_not_made();
}
