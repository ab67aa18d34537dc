/* Records three blocks into memory, verifies the file and seeks in it. The same program on every system. */
#include <stdio.h>
#include <string.h>

#include "h4core.h"

static const char *const blocks[] = {"key frame", "delta", "key frame"};
/* Where decoding can begin: the first block at 0 s, the third at 0.08 s, behind 14 bytes of media. */
static const h4_seek_entry_t entries[] = {{0, 0}, {80000, 14}};

static uint8_t file[256];
static h4_writer_t writer;

static h4_status_t write_file(size_t *len)
{
    h4_tail_input_t tail;
    h4_put_t put;
    size_t i, n;
    h4_status_t status = h4_writer_begin(&writer, sizeof writer, file, sizeof file, len);

    for (i = 0; i < 3 && status == H4_OK; i++) {
        status = h4_writer_block(&writer, (const uint8_t *)blocks[i], strlen(blocks[i]), file + *len, sizeof file - *len, &put);
        *len += (size_t)put.len;
    }
    memset(&tail, 0, sizeof tail);
    tail.entries = entries;
    tail.entry_count = 2;
    tail.meta = tail.safe = (const uint8_t *)"{}";
    tail.meta_len = tail.safe_len = 2;
    if (status == H4_OK)
        status = h4_writer_finish(&writer, &tail);
    do {
        n = 0;
        if (status == H4_OK)
            status = h4_writer_tail(&writer, &tail, file + *len, sizeof file - *len, &n);
        *len += n;
    } while (n > 0);
    return status;
}

static int record(void)
{
    h4_verdict_t verdict;
    h4_block_t block;
    size_t len = 0;
    h4_status_t status = write_file(&len);

    if (status == H4_OK)
        status = h4_container_verify(file, len, &verdict);
    if (status == H4_OK)
        status = h4_container_seek(file, len, 100000, NULL, &block, NULL);
    if (status != H4_OK) {
        printf("h4core %s: %s\n", h4_version(), h4_status_text(status));
        return 1;
    }
    printf("h4core %s: %u blocks in %u bytes, verified; decoding for 0.1 s begins at block %u\n", h4_version(),
           (unsigned)verdict.blocks, (unsigned)verdict.file_len, (unsigned)block.index);
    return 0;
}

#ifdef ESP_PLATFORM
void app_main(void)
{
    record();
}
#else
int main(void)
{
    return record();
}
#endif
