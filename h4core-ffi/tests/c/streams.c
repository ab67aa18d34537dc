/* Files are read in pieces of any size, by parser and verifier. */
#include "check.h"

/* Reads a whole file, pushed in pieces, and compares blocks and objects. */
static void parse_known(const known_t *of, size_t piece)
{
    h4_parser_t parser;
    h4_parser_info_t info;
    h4_event_t event;
    h4_chunk_t veri;
    h4_fault_t fault;
    uint8_t payload[1 << 12];
    size_t at = 0;
    size_t held = 0;
    size_t blocks = 0;
    uint64_t chunks = 0;
    int headers = 0;
    EXPECT(H4_OK, h4_parser_init(&parser, sizeof parser));
    do {
        size_t room = of->container.len - at < piece ? of->container.len - at : piece;
        size_t taken;
        EXPECT(H4_OK, h4_parser_push(&parser, of->container.data + at, room, &taken, &event, &fault));
        CHECK(taken <= room && fault.status == H4_OK && fault.chunk == H4_NO_CHUNK);
        switch (event.kind) {
        case H4_EVENT_NONE:
            CHECK(taken == room);
            break;
        case H4_EVENT_FILE_HEADER:
            headers++;
            break;
        case H4_EVENT_CHUNK_UNVERIFIED:
            CHECK(event.chunk.index == chunks && event.chunk.payload_offset == event.chunk.offset + 12);
            CHECK(event.chunk.known == 1);
            held = 0;
            break;
        case H4_EVENT_PAYLOAD_UNVERIFIED:
            CHECK(event.piece_len > 0 && event.piece_offset + event.piece_len == taken);
            if (held + event.piece_len <= sizeof payload) {
                memcpy(payload + held, of->container.data + at + event.piece_offset, event.piece_len);
            }
            held += event.piece_len;
            break;
        case H4_EVENT_CHUNK_SOUND:
            CHECK(held == event.chunk.payload_len);
            if (memcmp(event.chunk.tag, "CORE", 4) == 0) {
                const bytes_t *block = &of->blocks[blocks++];
                CHECK(held == block->len);
                CHECK(held > sizeof payload || memcmp(payload, block->data, held) == 0);
            } else if (memcmp(event.chunk.tag, "META", 4) == 0) {
                CHECK(held == of->meta.len && memcmp(payload, of->meta.data, held) == 0);
            } else if (memcmp(event.chunk.tag, "SAFE", 4) == 0) {
                CHECK(held == of->safe.len && memcmp(payload, of->safe.data, held) == 0);
            }
            chunks++;
            break;
        default:
            CHECK(0);
        }
        at += taken;
    } while (at < of->container.len || event.kind != H4_EVENT_NONE);
    CHECK(headers == 1 && blocks == of->block_count);
    EXPECT(H4_OK, h4_parser_info(&parser, &info));
    CHECK(info.offset == of->container.len && info.chunks == chunks && info.wants == 1);
    CHECK(info.seek_fault.status == H4_OK);
    EXPECT(H4_OK, h4_parser_finish(&parser, &veri, NULL));
    CHECK(memcmp(veri.tag, "VERI", 4) == 0 && veri.payload_len == H4_DIGEST_LEN);
}

static void verify_known(const known_t *of, size_t piece)
{
    h4_verifier_t verifier;
    h4_verdict_t verdict;
    h4_verdict_t whole;
    size_t at;
    size_t i;
    uint64_t media = 0;
    EXPECT(H4_OK, h4_verifier_init(&verifier, sizeof verifier));
    EXPECT(H4_ERR_HEADER_LENGTH, h4_verifier_finish(&verifier, &verdict));
    for (at = 0; at < of->container.len; at += piece) {
        size_t room = of->container.len - at < piece ? of->container.len - at : piece;
        EXPECT(H4_OK, h4_verifier_update(&verifier, of->container.data + at, room, NULL));
        if (at + room == H4_FILE_HEADER_LEN) {
            /* A file that still grows is judged and then read on. */
            EXPECT(H4_ERR_VERI_MISSING, h4_verifier_finish(&verifier, &verdict));
            CHECK(verdict.state == H4_STATE_UNFINISHED && verdict.fault.chunk == 0);
        }
    }
    EXPECT(H4_OK, h4_verifier_finish(&verifier, &verdict));
    EXPECT(H4_OK, h4_container_verify(of->container.data, of->container.len, &whole));
    CHECK(memcmp(&verdict, &whole, sizeof whole) == 0);
    for (i = 0; i < of->block_count; i++) {
        media += of->blocks[i].len;
    }
    CHECK(verdict.state == H4_STATE_VERIFIED && verdict.fault.status == H4_OK);
    CHECK(verdict.file_len == of->container.len && verdict.media_len == media);
    CHECK(verdict.blocks == of->block_count && verdict.chunks == of->block_count + 4);
    CHECK(memcmp(verdict.digest, of->container.data + of->container.len - 32, 32) == 0);
}

void test_streams(void)
{
    static const size_t pieces[] = {1, 3, 8, 12, 100, 1 << 16};
    size_t i;
    size_t k;
    for (i = 0; i < known_count; i++) {
        subject = known[i].name;
        for (k = 0; k < sizeof pieces / sizeof *pieces; k++) {
            parse_known(&known[i], pieces[k]);
            verify_known(&known[i], pieces[k]);
        }
    }
}
