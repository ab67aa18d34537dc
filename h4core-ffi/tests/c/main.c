/* The C interface, with the vectors of the format. */
#include "check.h"

unsigned long checks = 0;
const char *subject = "";

h4_source_t in_memory(const uint8_t *bytes, size_t len)
{
    h4_source_t source = {NULL, NULL, NULL, 0};
    source.bytes = bytes;
    source.file_len = len;
    return source;
}

int is_zero(const void *memory, size_t len)
{
    const uint8_t *bytes = memory;
    size_t i;
    for (i = 0; i < len; i++) {
        if (bytes[i] != 0) {
            return 0;
        }
    }
    return 1;
}

static int64_t read_slowly(void *context, uint64_t offset, uint8_t *buf, size_t len)
{
    slow_t *file = context;
    file->reads++;
    if (file->fails) {
        return -5;
    }
    if (offset >= file->len) {
        return 0;
    }
    if (len > file->most) {
        len = file->most;
    }
    if (len > file->len - (size_t)offset) {
        len = file->len - (size_t)offset;
    }
    memcpy(buf, file->bytes + offset, len);
    return (int64_t)len;
}

h4_source_t slowly(slow_t *file)
{
    h4_source_t source = {NULL, NULL, NULL, 0};
    source.read_at = read_slowly;
    source.context = file;
    source.file_len = file->len;
    return source;
}

int main(void)
{
    static void (*const tests[])(void) = {
        test_constants, test_texts, test_writer, test_streams, test_readers, test_damaged,
        test_seek, test_json, test_mask, test_tokens, test_audio, test_engines, test_living,
        test_living_rules, test_living_states, test_sealed, test_recovery, test_misuse, test_wipe, test_nested,
    };
    size_t i;
    for (i = 0; i < sizeof tests / sizeof *tests; i++) {
        unsigned long before = checks;
        tests[i]();
        CHECK(checks > before);
    }
    printf("%lu checks\n", checks);
    return 0;
}
