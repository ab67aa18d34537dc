/* Sealed containers are byte for byte the known ones, and open block by block. */
#include "check.h"

static uint8_t file[1 << 13];

static h4_seal_t seal_of(const sealed_t *of)
{
    uint8_t buf[H4_SEAL_MAX];
    h4_source_t source = in_memory(of->container.data, of->container.len);
    h4_seal_t seal;
    h4_seal_t other;
    EXPECT(H4_OK, h4_container_seal(of->container.data, of->container.len, &seal, NULL));
    EXPECT(H4_OK, h4_reader_seal(&source, buf, sizeof buf, &other, NULL));
    CHECK(memcmp(other.session_id, seal.session_id, sizeof seal.session_id) == 0 && other.frame_time_us == 33333);
    CHECK(other.binding.track_id.len == seal.binding.track_id.len && seal.interval == of->interval);
    EXPECT(H4_ERR_TOO_SMALL, h4_reader_seal(&source, buf, 100, &other, NULL));
    CHECK(is_zero(&other, sizeof other));
    return seal;
}

static size_t tail_of(h4_sealed_writer_t *writer, const h4_tail_input_t *input, size_t at)
{
    size_t len;
    do {
        EXPECT(H4_OK, h4_sealed_writer_tail(writer, input, file + at, 7, &len));
        at += len;
    } while (len > 0);
    return at;
}

static void test_writer_of(const sealed_t *of)
{
    h4_seal_t seal = seal_of(of);
    h4_sealed_writer_t writer;
    h4_seek_entry_t entries[8];
    h4_tail_input_t input;
    h4_sealed_room_t room;
    h4_progress_t progress;
    h4_put_t put;
    size_t at;
    size_t len;
    size_t i;
    memset(&input, 0, sizeof input);
    input.entries = entries;
    input.meta = input.safe = (const uint8_t *)"{}";
    input.meta_len = input.safe_len = 2;
    EXPECT(H4_ERR_TOO_SMALL, h4_sealed_writer_begin(&writer, sizeof writer, of->secret.data, of->secret.len, &seal, file, 100, &at));
    CHECK(is_zero(&writer, sizeof writer) && at == 0);
    EXPECT(H4_OK, h4_sealed_writer_begin(&writer, sizeof writer, of->secret.data, of->secret.len, &seal, file, sizeof file, &at));
    for (i = 0; i < of->count; i++) {
        const uint8_t *random = of->random.data + 32 * i;
        EXPECT(H4_OK, h4_sealed_writer_room(&writer, &room));
        CHECK(room.overhead == room.plaintext_at + 16 && room.takes_entropy == (room.overhead == H4_SEALED_END_MAX));
        memcpy(file + at + room.plaintext_at, of->blocks[i].data, of->blocks[i].len);
        len = (size_t)room.overhead + of->blocks[i].len;
        EXPECT(H4_ERR_TOO_SMALL, h4_sealed_writer_block(&writer, file + at, (size_t)room.overhead - 1, random, &put));
        CHECK(put.len == 0);
        if (room.takes_entropy) {
            EXPECT(H4_ERR_ENTROPY, h4_sealed_writer_block(&writer, file + at, len, NULL, &put));
        }
        EXPECT(H4_OK, i % 2 ? h4_sealed_writer_transformed_block(&writer, file + at, len, of->blocks[i].len, random, &put)
                            : h4_sealed_writer_block(&writer, file + at, len, random, &put));
        CHECK(put.len == len && put.file_offset == at && put.index == i);
        if (i % 2 == 0) {
            entries[input.entry_count].pts_us = i * seal.frame_time_us;
            entries[input.entry_count++].offset = put.media_offset;
        }
        at += len;
    }
    EXPECT(H4_OK, h4_sealed_writer_progress(&writer, &progress));
    CHECK(progress.file_offset == at && progress.blocks == of->count);
    EXPECT(H4_ERR_RESERVED_TAG, h4_sealed_writer_chunk(&writer, (const uint8_t *)"SEAL", NULL, 0, file + at, 100, &len));
    EXPECT(H4_ERR_MISPLACED, h4_sealed_writer_tail(&writer, &input, file + at, 7, &len));
    EXPECT(H4_ERR_TOO_SMALL, h4_sealed_writer_finish(&writer, &input, of->random.data + 32 * i, file + at, 100, &len));
    entries[0].offset = 1 << 20;
    EXPECT(H4_ERR_ENTRY_OFFSET, h4_sealed_writer_finish(&writer, &input, NULL, file + at, H4_SEALED_END_MAX, &len));
    entries[0].offset = 0;
    EXPECT(H4_OK, h4_sealed_writer_finish(&writer, &input, of->random.data + 32 * i, file + at, H4_SEALED_END_MAX, &len));
    EXPECT(H4_ERR_MISPLACED, h4_sealed_writer_room(&writer, &room));
    EXPECT(H4_ERR_MISPLACED, h4_sealed_writer_finish(&writer, &input, NULL, file, H4_SEALED_END_MAX, &i));
    at = tail_of(&writer, &input, at + len);
    CHECK(at == of->container.len && memcmp(file, of->container.data, at) == 0);
    EXPECT(H4_OK, h4_sealed_writer_wipe(&writer));
    CHECK(is_zero(&writer, sizeof writer));
}

/* Opens a block, and looks at what was in it; index count is the end. */
static void open_block(const sealed_t *of, h4_sealed_reader_t *reader, const h4_block_t *block, uint64_t index)
{
    uint8_t bytes[1 << 10];
    h4_unsealed_t unsealed;
    size_t len = block->chunk.payload_len;
    CHECK(len <= sizeof bytes);
    memcpy(bytes, of->container.data + block->chunk.payload_offset, len);
    bytes[len - 1] ^= 1;
    EXPECT(H4_ERR_AUTH, h4_sealed_reader_open(reader, index, bytes, len, &unsealed));
    CHECK(unsealed.kind == H4_UNSEALED_NONE);
    bytes[len - 1] ^= 1;
    CHECK(memcmp(bytes, of->container.data + block->chunk.payload_offset, len) == 0);
    EXPECT(H4_OK, h4_sealed_reader_open(reader, index, bytes, len, &unsealed));
    if (index == of->count) {
        CHECK(unsealed.kind == H4_UNSEALED_END);
        return;
    }
    CHECK(unsealed.kind == H4_UNSEALED_MEDIA && unsealed.pts_us == index * 33333);
    CHECK(unsealed.plaintext_len == of->blocks[index].len);
    CHECK(memcmp(bytes + unsealed.plaintext_at, of->blocks[index].data, of->blocks[index].len) == 0);
}

static void test_reader_of(const sealed_t *of)
{
    h4_seal_t seal = seal_of(of);
    h4_sealed_reader_t reader;
    h4_block_t blocks[8];
    h4_blocks_t walk;
    h4_text_t id = {"h4core.store.1", 14};
    uint8_t point[H4_CHAIN_LEN];
    uint64_t at;
    size_t count = 0;
    size_t i;
    EXPECT(H4_OK, h4_blocks_init(&walk, sizeof walk, of->container.len, NULL, NULL));
    while (h4_container_next_block(of->container.data, of->container.len, &walk, &blocks[count], NULL) == H4_OK) {
        count++;
    }
    CHECK(count == of->count + 1 && count < 8);
    EXPECT(H4_OK, h4_sealed_reader_init(&reader, sizeof reader, of->secret.data, of->secret.len, &seal, &id,
                                        seal.binding.engine_fingerprint));
    for (i = 0; i < count; i++) {
        EXPECT(H4_NONE, h4_sealed_reader_end(&reader, &at));
        if (i == 2) {
            EXPECT(H4_ERR_TOO_SMALL, h4_sealed_reader_point(&reader, &at, point, sizeof point - 1));
            EXPECT(H4_OK, h4_sealed_reader_point(&reader, &at, point, sizeof point));
            CHECK(at == 2);
        }
        open_block(of, &reader, &blocks[i], i);
    }
    EXPECT(H4_OK, h4_sealed_reader_end(&reader, &at));
    CHECK(at == of->count);
    EXPECT(H4_ERR_TOO_OLD, h4_sealed_reader_walk_to(&reader, 1));
    EXPECT(H4_ERR_SHORT_KEY, h4_sealed_reader_restart(&reader, of->secret.data, H4_SECRET_MIN - 1));
    EXPECT(H4_OK, h4_sealed_reader_restart(&reader, of->secret.data, of->secret.len));
    EXPECT(H4_OK, h4_sealed_reader_walk_to(&reader, 1));
    open_block(of, &reader, &blocks[3], 3);
    EXPECT(H4_ERR_RANGE, h4_sealed_reader_resume(&reader, 2, point, sizeof point - 1));
    EXPECT(H4_OK, h4_sealed_reader_resume(&reader, 2, point, sizeof point));
    open_block(of, &reader, &blocks[2], 2);
    EXPECT(H4_OK, h4_sealed_reader_wipe(&reader));
    CHECK(is_zero(&reader, sizeof reader));
    EXPECT(H4_OK, h4_sealed_reader_init_at(&reader, sizeof reader, 2, point, sizeof point, &seal, &id, seal.binding.engine_fingerprint));
    open_block(of, &reader, &blocks[3], 3);
    EXPECT(H4_ERR_ENGINE_MISMATCH, h4_sealed_reader_init_at(&reader, sizeof reader, 2, point, sizeof point, &seal, &id, point));
    id.len--;
    EXPECT(H4_ERR_ENGINE_UNKNOWN, h4_sealed_reader_init(&reader, sizeof reader, of->secret.data, of->secret.len, &seal, &id, point));
    CHECK(is_zero(&reader, sizeof reader));
}

static void test_refused(void)
{
    const sealed_t *of = &sealed[0];
    bytes_t payload;
    h4_sealed_writer_t writer;
    h4_chunk_t chunk;
    h4_seal_t seal = seal_of(of);
    h4_seal_t wrong;
    h4_source_t source;
    uint8_t room[H4_SEAL_MAX];
    uint8_t copy[1 << 11];
    size_t len;
    subject = "sealed, refused";
    CHECK(of->container.len <= sizeof copy);
    EXPECT(H4_NONE, h4_container_seal(known[0].container.data, known[0].container.len, &wrong, NULL));
    source = in_memory(copy, 0);
    EXPECT(H4_ERR_HEADER_LENGTH, h4_container_seal(copy, 0, &wrong, NULL));
    EXPECT(H4_ERR_HEADER_LENGTH, h4_reader_seal(&source, room, sizeof room, &wrong, NULL));
    EXPECT(H4_OK, h4_container_find(of->container.data, of->container.len, (const uint8_t *)"SEAL", &chunk, NULL));
    payload.data = of->container.data + chunk.payload_offset;
    payload.len = chunk.payload_len;
    EXPECT(H4_OK, h4_seal_parse(payload.data, payload.len, &wrong));
    EXPECT(H4_ERR_SEAL, h4_seal_parse(payload.data, payload.len - 1, &wrong));
    memcpy(copy, of->container.data, of->container.len);
    copy[chunk.payload_offset] = 4;
    EXPECT(H4_ERR_SEAL_GENERATION, h4_seal_parse(copy + chunk.payload_offset, payload.len, &wrong));
    EXPECT(H4_ERR_CRC, h4_container_seal(copy, of->container.len, &wrong, NULL));
    CHECK(is_zero(&wrong, sizeof wrong));
    /* The first chunk is another one, and SEAL comes after it. */
    memcpy(copy + 8, "same\0\0\0\0\0\0\0\0", 12);
    memcpy(copy + 20, of->container.data + 8, of->container.len - 8);
    EXPECT(H4_ERR_SEAL_PLACE, h4_container_seal(copy, of->container.len + 12, &wrong, NULL));
#define REFUSED(status, change)                                                               \
    do {                                                                                      \
        wrong = seal;                                                                         \
        change;                                                                               \
        EXPECT(status, h4_sealed_writer_begin(&writer, sizeof writer, of->secret.data, of->secret.len, &wrong, copy, \
                                              sizeof copy, &len));                            \
        CHECK(len == 0 && is_zero(&writer, sizeof writer));                                   \
    } while (0)
    REFUSED(H4_ERR_RANGE, wrong.role = 0);
    REFUSED(H4_ERR_RANGE, wrong.mode = 7);
    REFUSED(H4_ERR_RANGE, wrong.interval = 7);
    REFUSED(H4_ERR_RANGE, wrong.binding.track_id.len = 0);
    REFUSED(H4_ERR_MISPLACED, wrong.mode = H4_MODE_MIXING; wrong.interval = 1);
}

void test_sealed(void)
{
    size_t i;
    for (i = 0; i < sealed_count; i++) {
        subject = sealed[i].name;
        test_writer_of(&sealed[i]);
        test_reader_of(&sealed[i]);
    }
    CHECK(sealed_count == 2);
    test_refused();
}
