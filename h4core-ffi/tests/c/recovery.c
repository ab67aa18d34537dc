/* What is sound of a file is written as a file that verifies. */
#include "check.h"

/* Recovers a file; gives the length, 0 where nothing is kept. */
static size_t recover(const bytes_t *file, uint8_t *out, size_t room, h4_salvage_t *salvage, uint32_t *dropped)
{
    h4_recovery_t recovery;
    h4_source_t source = in_memory(file->data, file->len);
    h4_lengths_t lengths;
    uint8_t buf[50];
    uint32_t more = 1;
    size_t at;
    size_t len = 0;
    size_t piece;
    EXPECT(H4_OK, h4_recovery_init(&recovery, sizeof recovery));
    EXPECT(H4_ERR_MISPLACED, h4_recovery_rebuild(&recovery, &source, NULL, buf, sizeof buf, dropped));
    EXPECT(H4_ERR_MISPLACED, h4_recovery_emit(&recovery, &source, out, room, &piece));
    for (at = 0; at < file->len && more; at += 13) {
        EXPECT(H4_OK, h4_recovery_update(&recovery, file->data + at, file->len - at < 13 ? file->len - at : 13, &more));
    }
    if (h4_recovery_survey(&recovery, salvage, NULL) != H4_OK) {
        h4_fault_t fault;
        h4_status_t status = h4_recovery_survey(&recovery, salvage, &fault);
        CHECK(status >= H4_ERR_HEADER_LENGTH && status <= H4_ERR_RESERVED && fault.status == status);
        CHECK(salvage->blocks == 0 && salvage->lengths_without_meta.kind == H4_LENGTHS_UNKNOWN);
        return 0;
    }
    EXPECT(H4_OK, h4_recovery_survey(&recovery, salvage, NULL));
    EXPECT(H4_ERR_MISPLACED, h4_recovery_update(&recovery, NULL, 0, &more));
    lengths = salvage->lengths_without_meta;
    if (salvage->has_meta) {
        /* A META that does not tell is as good as one that is unknown. */
        h4_json_media_lengths(file->data + salvage->meta.payload_offset, salvage->meta.payload_len, buf, sizeof buf, &lengths);
    }
    EXPECT(H4_ERR_TOO_SMALL, h4_recovery_rebuild(&recovery, &source, &lengths, NULL, 0, dropped));
    EXPECT(H4_OK, h4_recovery_rebuild(&recovery, &source, &lengths, buf, sizeof buf, dropped));
    do {
        EXPECT(H4_OK, h4_recovery_emit(&recovery, &source, out + len, 17, &piece));
        len += piece;
        CHECK(len + 17 <= room);
    } while (piece > 0);
    return len;
}

void test_recovery(void)
{
    static uint8_t out[1 << 16];
    h4_salvage_t salvage;
    h4_verdict_t verdict;
    uint32_t dropped;
    size_t recovered = 0;
    size_t i;
    for (i = 0; i < damaged_count; i++) {
        const bytes_t *file = &damaged[i].container;
        size_t len;
        subject = damaged[i].name;
        len = recover(file, out, sizeof out, &salvage, &dropped);
        if (len == 0) {
            continue;
        }
        recovered++;
        EXPECT(H4_OK, h4_container_verify(out, len, &verdict));
        CHECK(verdict.blocks == salvage.blocks);
        if (salvage.fault.status == H4_OK) {
            CHECK(len == file->len && memcmp(out, file->data, len) == 0);
        } else {
            h4_verdict_t before;
            EXPECT(salvage.fault.status, h4_container_verify(file->data, file->len, &before));
            CHECK(memcmp(&before.fault, &salvage.fault, sizeof before.fault) == 0);
        }
        CHECK((strcmp(damaged[i].rule, "veri-mismatch") == 0 || strcmp(damaged[i].rule, "veri-length") == 0) ==
              (salvage.veri_is_wrong == 1));
    }
    CHECK(recovered > 15);
    subject = "cut";
    {
        /* Cut behind two of four blocks, without META: the rest is made. */
        bytes_t cut = known[0].container;
        cut.len = H4_FILE_HEADER_LEN + 2 * 72 + 5;
        CHECK(recover(&cut, out, sizeof out, &salvage, &dropped) > 0);
        CHECK(salvage.blocks == 2 && salvage.fault.status == H4_ERR_TRUNCATED && !salvage.has_meta);
        CHECK(salvage.lengths_without_meta.kind == H4_LENGTHS_STORED && dropped == 0);
    }
}
