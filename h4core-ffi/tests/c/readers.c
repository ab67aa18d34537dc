/* Files are read where they are: in memory, and through a read function. */
#include "check.h"

static void in_a_slice(const known_t *of)
{
    const uint8_t *bytes = of->container.data;
    size_t len = of->container.len;
    h4_walk_t walk;
    h4_blocks_t blocks;
    h4_block_t block;
    h4_chunk_t chunk;
    size_t i;
    uint64_t offset;
    EXPECT(H4_OK, h4_container_open(bytes, len, NULL));
    EXPECT(H4_OK, h4_walk_init(&walk, sizeof walk, len));
    for (i = 0; i < of->block_count; i++) {
        EXPECT(H4_OK, h4_container_next(bytes, len, &walk, (const uint8_t *)"CORE", &chunk, NULL));
        CHECK(chunk.payload_len == of->blocks[i].len);
        CHECK(memcmp(bytes + chunk.payload_offset, of->blocks[i].data, chunk.payload_len) == 0);
        EXPECT(H4_OK, h4_container_check(bytes, len, &chunk, NULL));
    }
    EXPECT(H4_OK, h4_container_next(bytes, len, &walk, NULL, &chunk, NULL));
    CHECK(memcmp(chunk.tag, "SEEK", 4) == 0);
    EXPECT(H4_OK, h4_container_next(bytes, len, &walk, NULL, &chunk, NULL));
    EXPECT(H4_OK, h4_container_next(bytes, len, &walk, NULL, &chunk, NULL));
    EXPECT(H4_OK, h4_container_next(bytes, len, &walk, NULL, &chunk, NULL));
    EXPECT(H4_NONE, h4_container_next(bytes, len, &walk, NULL, &chunk, NULL));
    EXPECT(H4_NONE, h4_container_find(bytes, len, (const uint8_t *)"none", &chunk, NULL));
    EXPECT(H4_OK, h4_container_find(bytes, len, (const uint8_t *)"META", &chunk, NULL));
    CHECK(chunk.payload_len == of->meta.len);
    CHECK(memcmp(bytes + chunk.payload_offset, of->meta.data, of->meta.len) == 0);
    EXPECT(H4_OK, h4_blocks_init(&blocks, sizeof blocks, len, NULL, NULL));
    for (i = 0; i < of->block_count; i++) {
        EXPECT(H4_OK, h4_blocks_media_offset(&blocks, &offset));
        EXPECT(H4_OK, h4_container_next_block(bytes, len, &blocks, &block, NULL));
        CHECK(block.index == i && block.media_len == of->blocks[i].len && block.media_offset == offset);
    }
    EXPECT(H4_NONE, h4_container_next_block(bytes, len, &blocks, &block, NULL));
}

static void through_a_function(const known_t *of, size_t most)
{
    slow_t file = {NULL, 0, 0, 0, 0};
    h4_source_t source;
    h4_walk_t walk;
    h4_blocks_t blocks;
    h4_block_t block;
    h4_chunk_t chunk;
    uint8_t buf[1 << 14];
    size_t i;
    file.bytes = of->container.data;
    file.len = of->container.len;
    file.most = most;
    source = slowly(&file);
    EXPECT(H4_OK, h4_reader_open(&source, NULL));
    EXPECT(H4_OK, h4_walk_init(&walk, sizeof walk, file.len));
    EXPECT(H4_OK, h4_blocks_init(&blocks, sizeof blocks, file.len, NULL, NULL));
    for (i = 0; i < of->block_count; i++) {
        const bytes_t *expected = &of->blocks[i];
        file.reads = 0;
        EXPECT(H4_OK, h4_reader_next_unverified(&source, &walk, NULL, &chunk, NULL));
        CHECK(file.reads == (H4_CHUNK_HEADER_LEN + most - 1) / most);
        EXPECT(H4_OK, h4_reader_next_block_unverified(&source, &blocks, &block, NULL));
        CHECK(memcmp(&chunk, &block.chunk, sizeof chunk) == 0);
        if (expected->len > 0) {
            EXPECT(H4_ERR_TOO_SMALL, h4_reader_chunk(&source, &chunk, buf, expected->len - 1, NULL));
        }
        EXPECT(H4_OK, h4_reader_chunk(&source, &chunk, buf, sizeof buf, NULL));
        CHECK(memcmp(buf, expected->data, expected->len) == 0);
        EXPECT(H4_OK, h4_reader_check(&source, &chunk, buf, 5, NULL));
        EXPECT(H4_ERR_TOO_SMALL, h4_reader_check(&source, &chunk, NULL, 0, NULL));
    }
    EXPECT(H4_NONE, h4_reader_next_block_unverified(&source, &blocks, &block, NULL));
    EXPECT(H4_OK, h4_reader_next_unverified(&source, &walk, (const uint8_t *)"VERI", &chunk, NULL));
    EXPECT(H4_NONE, h4_reader_next_unverified(&source, &walk, NULL, &chunk, NULL));
}

/* A payload that fails its check is not handed out. */
static void test_wrong_payload(void)
{
    static uint8_t bytes[1 << 12];
    uint8_t buf[64];
    const known_t *of = &known[0];
    h4_source_t source;
    h4_walk_t walk;
    h4_chunk_t chunk;
    h4_fault_t fault;
    size_t i;
    memcpy(bytes, of->container.data, of->container.len);
    bytes[H4_FILE_HEADER_LEN + H4_CHUNK_HEADER_LEN] ^= 1;
    source = in_memory(bytes, of->container.len);
    EXPECT(H4_OK, h4_walk_init(&walk, sizeof walk, of->container.len));
    EXPECT(H4_OK, h4_reader_next_unverified(&source, &walk, NULL, &chunk, &fault));
    memset(buf, 0xa5, sizeof buf);
    EXPECT(H4_ERR_CRC, h4_reader_chunk(&source, &chunk, buf, sizeof buf, &fault));
    CHECK(fault.status == H4_ERR_CRC && fault.offset == 8 && fault.chunk == 0 && fault.state == H4_STATE_DAMAGED);
    for (i = 0; i < chunk.payload_len; i++) {
        CHECK(buf[i] == 0);
    }
    EXPECT(H4_ERR_CRC, h4_container_check(bytes, of->container.len, &chunk, &fault));
    EXPECT(H4_OK, h4_walk_init(&walk, sizeof walk, of->container.len));
    EXPECT(H4_ERR_CRC, h4_container_next(bytes, of->container.len, &walk, NULL, &chunk, &fault));
    CHECK(chunk.offset == 0 && chunk.payload_len == 0);
    EXPECT(H4_OK, h4_container_next(bytes, of->container.len, &walk, NULL, &chunk, &fault));
    CHECK(chunk.index == 1 && fault.status == H4_OK);
}

static int64_t lies(void *context, uint64_t offset, uint8_t *buf, size_t len)
{
    (void)context;
    (void)offset;
    (void)buf;
    return (int64_t)len + 1;
}

/* A source that fails is told apart from a file that does. */
static void test_wrong_source(void)
{
    slow_t file = {NULL, 100, 1, 0, 1};
    h4_source_t source = slowly(&file);
    h4_walk_t walk;
    h4_chunk_t chunk;
    EXPECT(H4_ERR_READ, h4_reader_open(&source, NULL));
    EXPECT(H4_OK, h4_walk_init(&walk, sizeof walk, 100));
    EXPECT(H4_ERR_READ, h4_reader_next_unverified(&source, &walk, NULL, &chunk, NULL));
    source.read_at = lies;
    EXPECT(H4_ERR_READ, h4_reader_open(&source, NULL));
    source.bytes = known[0].container.data;
    EXPECT(H4_ERR_RANGE, h4_reader_open(&source, NULL));
    source.read_at = NULL;
    EXPECT(H4_OK, h4_reader_open(&source, NULL));
    source.bytes = NULL;
    EXPECT(H4_ERR_NULL, h4_reader_open(&source, NULL));
    source.file_len = 0;
    EXPECT(H4_ERR_HEADER_LENGTH, h4_reader_open(&source, NULL));
    EXPECT(H4_ERR_HEADER_LENGTH, h4_container_open(NULL, 0, NULL));
}

void test_readers(void)
{
    size_t i;
    for (i = 0; i < known_count; i++) {
        subject = known[i].name;
        in_a_slice(&known[i]);
        through_a_function(&known[i], 5);
        through_a_function(&known[i], 1 << 16);
    }
    subject = "readers";
    test_wrong_payload();
    test_wrong_source();
}
