#include <string.h>

#include "bytes.h"
#include "recorder.h"

int recorder_boot(recorder_t *recorder) {
    uint8_t record[JOURNAL_RECORD];
    memset(recorder, 0, sizeof *recorder);
    TRY(journal_open(&recorder->boots, BOOTS_AT, record));
    const uint32_t boot = get_u32(record) + 1;
    put_u32(record, boot);
    /* Before anything is made with this number it stands on the flash: a cut in here uses it up or leaves it unused. */
    TRY(journal_put(&recorder->boots, record));
    recorder->boot = boot;
    return recorder_recover(recorder);
}
