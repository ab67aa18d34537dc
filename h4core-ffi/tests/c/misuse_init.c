/* What a right call has in its slots. */
#include "misuse.h"

void init_file(void *memory)
{
    CHECK(known[0].container.len == FILE_LEN);
    memcpy(memory, known[0].container.data, FILE_LEN);
}

void init_source(void *memory)
{
    h4_source_t source = in_memory(known[0].container.data, FILE_LEN);
    memcpy(memory, &source, sizeof source);
}

static void find(const char *tag, void *memory)
{
    EXPECT(H4_OK, h4_container_find(known[0].container.data, FILE_LEN, (const uint8_t *)tag, memory, NULL));
}

void init_chunk(void *memory)
{
    find("SEEK", memory);
}

void init_meta_chunk(void *memory)
{
    find("META", memory);
}

void init_tail(void *memory)
{
    h4_tail_input_t tail = {NULL, 0, NULL, NULL, 0, NULL, 0};
    tail.meta = known[0].meta.data;
    tail.meta_len = known[0].meta.len;
    memcpy(memory, &tail, sizeof tail);
}

void init_lengths(void *memory)
{
    memset(memory, 0, sizeof(h4_lengths_t));
}

void init_range(void *memory)
{
    h4_media_range_t range = {0, H4_MEDIA_END};
    memcpy(memory, &range, sizeof range);
}

void init_tag(void *memory)
{
    memcpy(memory, "SEEK", 4);
}

void init_writer(void *memory)
{
    uint8_t out[H4_FILE_HEADER_LEN];
    size_t len;
    EXPECT(H4_OK, h4_writer_begin(memory, sizeof(h4_writer_t), out, sizeof out, &len));
}

void init_ended_writer(void *memory)
{
    h4_tail_input_t tail;
    init_writer(memory);
    init_tail(&tail);
    EXPECT(H4_OK, h4_writer_finish(memory, &tail));
}

void init_parser(void *memory)
{
    h4_event_t event;
    size_t at = 0;
    size_t taken;
    EXPECT(H4_OK, h4_parser_init(memory, sizeof(h4_parser_t)));
    /* At the end of a right file, so that it can be finished. */
    do {
        EXPECT(H4_OK, h4_parser_push(memory, known[0].container.data + at, FILE_LEN - at, &taken, &event, NULL));
        at += taken;
    } while (event.kind != H4_EVENT_NONE);
}

void init_verifier(void *memory)
{
    EXPECT(H4_OK, h4_verifier_init(memory, sizeof(h4_verifier_t)));
    EXPECT(H4_OK, h4_verifier_update(memory, known[0].container.data, FILE_LEN, NULL));
}

void init_walk(void *memory)
{
    EXPECT(H4_OK, h4_walk_init(memory, sizeof(h4_walk_t), FILE_LEN));
}

void init_blocks(void *memory)
{
    EXPECT(H4_OK, h4_blocks_init(memory, sizeof(h4_blocks_t), FILE_LEN, NULL, NULL));
}

void init_seek(void *memory)
{
    h4_source_t source;
    uint8_t buf[32];
    init_source(&source);
    EXPECT(H4_OK, h4_seek_open(memory, sizeof(h4_seek_t), &source, buf, sizeof buf, NULL));
}

void init_locator(void *memory)
{
    EXPECT(H4_OK, h4_locator_init(memory, sizeof(h4_locator_t), FILE_LEN, NULL));
}

void init_recovery(void *memory)
{
    uint32_t more;
    EXPECT(H4_OK, h4_recovery_init(memory, sizeof(h4_recovery_t)));
    EXPECT(H4_OK, h4_recovery_update(memory, known[0].container.data, FILE_LEN, &more));
}

void init_mask_key(void *memory)
{
    EXPECT(H4_OK, h4_mask_key_init(memory, sizeof(h4_mask_key_t), mask[0].key.data, mask[0].key.len));
}

void init_mask(void *memory)
{
    h4_mask_key_t key;
    init_mask_key(&key);
    EXPECT(H4_OK, h4_mask_init(memory, sizeof(h4_mask_t), &key, NULL, 0, 0));
}
