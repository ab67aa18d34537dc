/* Seek tables are searched where they are, and lead to blocks. */
#include "check.h"

static void search(const seek_t *of, const h4_seek_t *table, const h4_source_t *source)
{
    h4_seek_entry_t entry;
    h4_chunk_t chunk;
    uint32_t number;
    uint32_t count;
    size_t i;
    EXPECT(H4_OK, h4_seek_info(table, &count, &chunk));
    CHECK(count == (of->payload.len - 4) / H4_SEEK_ENTRY_LEN && memcmp(chunk.tag, "SEEK", 4) == 0);
    for (i = 0; i < of->count; i++) {
        h4_status_t status = h4_seek_at_or_before(table, source, of->times[i], &number, &entry);
        if (of->found[i] == NONE) {
            CHECK(status == H4_NONE && number == 0 && entry.pts_us == 0 && entry.offset == 0);
        } else {
            h4_seek_entry_t same;
            CHECK(status == H4_OK && number == of->found[i] && entry.pts_us <= of->times[i]);
            EXPECT(H4_OK, h4_seek_entry(table, source, number, &same));
            CHECK(memcmp(&entry, &same, sizeof entry) == 0);
        }
    }
    EXPECT(H4_NONE, h4_seek_entry(table, source, count, &entry));
}

static void test_vectors(const seek_t *of)
{
    h4_chunk_t chunk = {0, 0, 0, 0, 0, {'S', 'E', 'E', 'K'}, 0};
    slow_t file = {NULL, 0, 0, 0, 0};
    h4_source_t source = in_memory(of->payload.data, of->payload.len);
    h4_seek_t table;
    h4_fault_t fault;
    chunk.payload_len = (uint32_t)of->payload.len;
    EXPECT(H4_OK, h4_seek_open_payload(&table, sizeof table, of->payload.data, of->payload.len, &chunk, &fault));
    search(of, &table, &source);
    file.bytes = of->payload.data;
    file.len = of->payload.len;
    file.most = 100;
    source = slowly(&file);
    search(of, &table, &source);
    EXPECT(H4_ERR_SEEK_LENGTH, h4_seek_open_payload(&table, sizeof table, of->payload.data, of->payload.len - 1, &chunk, &fault));
    CHECK(fault.chunk == 0 && fault.offset == 0);
}

/* From each time to the file position of a block, in memory and through a function. */
static void test_positions(const known_t *of)
{
    const uint8_t *bytes = of->container.data;
    size_t len = of->container.len;
    slow_t file = {NULL, 0, 9, 0, 0};
    h4_source_t source;
    h4_source_t memory = in_memory(bytes, len);
    h4_seek_t table;
    h4_locator_t locator;
    h4_locator_t other;
    h4_fault_t fault;
    h4_block_t none;
    uint8_t buf[16];
    uint32_t i;
    file.bytes = bytes;
    file.len = len;
    source = slowly(&file);
    EXPECT(H4_OK, h4_seek_open(&table, sizeof table, &source, buf, sizeof buf, &fault));
    EXPECT(H4_OK, h4_locator_init(&locator, sizeof locator, len, NULL));
    EXPECT(H4_OK, h4_locator_init(&other, sizeof other, len, NULL));
    for (i = 0; i < of->entry_count; i++) {
        const h4_seek_entry_t *entry = &of->entries[i];
        h4_block_t here;
        h4_block_t there;
        h4_block_t found;
        h4_status_t status = h4_container_locate(bytes, len, &locator, &table, i, entry->offset, &here, &fault);
        CHECK(status == H4_OK || status == H4_NONE);
        EXPECT(status, h4_reader_locate_unverified(&source, &other, &table, i, entry->offset, &there, &fault));
        CHECK(memcmp(&here, &there, sizeof here) == 0);
        EXPECT(status, h4_container_seek(bytes, len, entry->pts_us, NULL, &found, &fault));
        CHECK(memcmp(&here, &found, sizeof here) == 0);
        EXPECT(status, h4_reader_seek_unverified(&source, entry->pts_us, NULL, buf, sizeof buf, &found, &fault));
        CHECK(memcmp(&here, &found, sizeof here) == 0);
        if (status == H4_OK) {
            CHECK(memcmp(bytes + here.chunk.offset, "CORE", 4) == 0);
            CHECK(here.media_offset <= entry->offset && entry->offset <= here.media_offset + here.media_len);
        }
    }
    EXPECT(H4_ERR_SEEK_OFFSET, h4_container_locate(bytes, len, &locator, &table, 1, UINT64_MAX, &none, &fault));
    CHECK(none.chunk.offset == 0 && none.media_len == 0);
    CHECK(memcmp(bytes + fault.offset - 4 - 16 - 12, "SEEK", 4) == 0);
    EXPECT(H4_ERR_TOO_SMALL, h4_reader_seek_unverified(&memory, 0, NULL, NULL, 0, &none, &fault));
}

/* Blocks between two times. */
static void test_range(void)
{
    const known_t *of = &known[0];
    h4_source_t source = in_memory(of->container.data, of->container.len);
    h4_media_range_t range;
    h4_blocks_t blocks;
    h4_block_t block;
    h4_lengths_t lengths = {H4_LENGTHS_FIXED, 30};
    h4_seek_t table;
    h4_seek_t unverified;
    h4_seek_entry_t entry;
    h4_chunk_t chunk;
    uint32_t count;
    uint8_t buf[16];
    uint64_t i;
    /* Four blocks of 60 bytes, entries at 0 and at 66000 us with offset 120. */
    EXPECT(H4_OK, h4_seek_open(&table, sizeof table, &source, buf, sizeof buf, NULL));
    EXPECT(H4_OK, h4_seek_range(&table, &source, 0, 66000, &range));
    CHECK(range.start == 0 && range.end == 120);
    EXPECT(H4_OK, h4_seek_range(&table, &source, 66000, 66001, &range));
    CHECK(range.start == 120 && range.end == H4_MEDIA_END);
    EXPECT(H4_OK, h4_blocks_init(&blocks, sizeof blocks, of->container.len, NULL, &range));
    for (i = 2; i < 4; i++) {
        EXPECT(H4_OK, h4_container_next_block(of->container.data, of->container.len, &blocks, &block, NULL));
        CHECK(block.index == i && block.media_offset == 60 * i);
    }
    EXPECT(H4_NONE, h4_container_next_block(of->container.data, of->container.len, &blocks, &block, NULL));
    CHECK(block.chunk.offset == 0);
    /* With blocks of 30 bytes before an engine, media offset 60 is the third block. */
    EXPECT(H4_OK, h4_container_seek(of->container.data, of->container.len, 0, &lengths, &block, NULL));
    CHECK(block.media_len == 30);
    EXPECT(H4_NONE, h4_container_seek(of->container.data, of->container.len, 66000, &lengths, &block, NULL));
    lengths.kind = H4_LENGTHS_UNKNOWN;
    EXPECT(H4_ERR_RANGE, h4_container_seek(of->container.data, of->container.len, 0, &lengths, &block, NULL));
    lengths.kind = H4_LENGTHS_SEALED;
    EXPECT(H4_OK, h4_container_seek(of->container.data, of->container.len, 0, &lengths, &block, NULL));
    CHECK(block.media_len == 0);
    EXPECT(H4_OK, h4_seek_info(&table, &count, &chunk));
    EXPECT(H4_OK, h4_seek_open_unverified(&unverified, sizeof unverified, &source, &chunk));
    EXPECT(H4_OK, h4_seek_at_or_before(&unverified, &source, 66001, &count, &entry));
    CHECK(count == 1 && entry.pts_us == 66000 && entry.offset == 120);
    chunk.payload_len++;
    EXPECT(H4_ERR_RANGE, h4_seek_open_unverified(&unverified, sizeof unverified, &source, &chunk));
    EXPECT(H4_ERR_STATE, h4_seek_info(&unverified, &count, &chunk));
    EXPECT(H4_OK, h4_seek_check_offsets(&table, &source, 120, NULL));
    EXPECT(H4_ERR_SEEK_OFFSET, h4_seek_check_offsets(&table, &source, 119, NULL));
    source.file_len = 300;
    EXPECT(H4_ERR_MISPLACED, h4_seek_check_offsets(&table, &source, 120, NULL));
}

void test_seek(void)
{
    size_t i;
    for (i = 0; i < seek_count; i++) {
        subject = seek[i].name;
        test_vectors(&seek[i]);
    }
    for (i = 0; i < known_count; i++) {
        subject = known[i].name;
        test_positions(&known[i]);
    }
    subject = "ranges";
    test_range();
}
