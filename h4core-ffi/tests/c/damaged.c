/* Each rule has a file that breaks it, and each such file is found by every way of reading. */
#include "check.h"

/* The first fault in the order of checks, those on request last. */
static h4_status_t first_fault(const bytes_t *file, h4_fault_t *fault)
{
    static const char *const objects[] = {"META", "SAFE"};
    h4_source_t source = in_memory(file->data, file->len);
    h4_verdict_t verdict;
    h4_seek_t table;
    h4_status_t status = h4_container_verify(file->data, file->len, &verdict);
    uint8_t buf[100];
    size_t i;
    *fault = verdict.fault;
    CHECK(verdict.fault.status == status);
    if (status != H4_OK) {
        CHECK(verdict.state == fault->state && verdict.file_len == 0 && verdict.digest[0] == 0);
        return status;
    }
    status = h4_seek_open(&table, sizeof table, &source, buf, sizeof buf, fault);
    if (status == H4_OK) {
        status = h4_seek_check_offsets(&table, &source, verdict.media_len, fault);
    }
    if (status > H4_NONE) {
        return status;
    }
    for (i = 0; i < 2; i++) {
        h4_chunk_t chunk;
        status = h4_container_find(file->data, file->len, (const uint8_t *)objects[i], &chunk, fault);
        if (status == H4_OK) {
            status = h4_json_check(file->data + chunk.payload_offset, chunk.payload_len, &chunk, buf,
                                   sizeof buf, fault);
        }
        if (status > H4_NONE) {
            return status;
        }
    }
    return H4_OK;
}

/* The verifier finds it in pieces of any size; what is certain early is what stands at the end. */
static void in_pieces(const damaged_t *of, const h4_fault_t *expected)
{
    size_t piece;
    for (piece = 1; piece < 40; piece += 6) {
        h4_verifier_t verifier;
        h4_verdict_t verdict;
        h4_fault_t fault;
        h4_status_t early = H4_OK;
        size_t at;
        EXPECT(H4_OK, h4_verifier_init(&verifier, sizeof verifier));
        for (at = 0; at < of->container.len && early == H4_OK; at += piece) {
            size_t room = of->container.len - at < piece ? of->container.len - at : piece;
            early = h4_verifier_update(&verifier, of->container.data + at, room, &fault);
            CHECK(fault.status == early);
        }
        EXPECT(expected->status, h4_verifier_finish(&verifier, &verdict));
        CHECK(memcmp(&verdict.fault, expected, sizeof *expected) == 0);
        CHECK(early == H4_OK || memcmp(&fault, expected, sizeof fault) == 0);
    }
}

/* The parser finds all of it but that VERI does not match. */
static void by_parser(const damaged_t *of, const h4_fault_t *expected)
{
    h4_parser_t parser;
    h4_event_t event;
    h4_fault_t fault;
    h4_chunk_t veri;
    h4_status_t status;
    size_t at = 0;
    size_t taken;
    EXPECT(H4_OK, h4_parser_init(&parser, sizeof parser));
    do {
        status = h4_parser_push(&parser, of->container.data + at, of->container.len - at, &taken, &event, &fault);
        at += taken;
    } while (status == H4_OK && event.kind != H4_EVENT_NONE);
    if (status == H4_OK) {
        status = h4_parser_finish(&parser, &veri, &fault);
    } else {
        /* Once found it is found again. */
        EXPECT(status, h4_parser_push(&parser, NULL, 0, &taken, &event, &fault));
        CHECK(taken == 0 && event.kind == H4_EVENT_NONE);
        EXPECT(status, h4_parser_finish(&parser, &veri, &fault));
        CHECK(veri.offset == 0 && veri.payload_len == 0);
    }
    if (expected->status != H4_ERR_VERI_MISMATCH) {
        CHECK(status == expected->status && memcmp(&fault, expected, sizeof fault) == 0);
    } else {
        CHECK(status == H4_OK);
    }
}

void test_damaged(void)
{
    unsigned found = 0;
    size_t i;
    for (i = 0; i < damaged_count; i++) {
        const damaged_t *of = &damaged[i];
        h4_fault_t fault;
        h4_status_t status;
        subject = of->name;
        status = first_fault(&of->container, &fault);
        CHECK(status == fault.status);
        CHECK(strcmp(h4_rule_name(status), of->rule) == 0);
        CHECK(strcmp(h4_state_text(fault.state), of->state) == 0);
        CHECK(h4_rule_state(status) == fault.state);
        CHECK(fault.offset <= of->container.len);
        CHECK((fault.chunk == H4_NO_CHUNK) == (status <= H4_ERR_RESERVED));
        found |= 1U << (status - H4_ERR_HEADER_LENGTH);
        if (status <= H4_ERR_VERI_MISMATCH) {
            in_pieces(of, &fault);
            by_parser(of, &fault);
        }
        if (status <= H4_ERR_RESERVED) {
            h4_fault_t opened;
            EXPECT(status, h4_container_open(of->container.data, of->container.len, &opened));
            CHECK(memcmp(&opened, &fault, sizeof fault) == 0);
        }
        if (status == H4_ERR_SEEK_ORDER || status == H4_ERR_SEEK_LENGTH) {
            h4_source_t source = in_memory(of->container.data, of->container.len);
            h4_fault_t opened;
            h4_seek_t table;
            uint8_t buf[3];
            EXPECT(status, h4_seek_open(&table, sizeof table, &source, buf, sizeof buf, &opened));
            CHECK(memcmp(&opened, &fault, sizeof fault) == 0);
        }
    }
    subject = "rules";
    CHECK(found == (1U << 15) - 1);
}
