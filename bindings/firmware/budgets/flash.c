/* A program with the sets that PROBE_... name, never run: what it is longer than one without them is what they take of the flash. */
#include "probe.h"

#include <string.h>

/* What every program has of its C library is not counted. */
void *(*volatile const copying[])(void *, const void *, size_t) = {memcpy, memmove};
void *(*volatile const filling)(void *, int, size_t) = memset;
int (*volatile const comparing)(const void *, const void *, size_t) = memcmp;

int main(void)
{
    int failed = card_read(NULL, 0, block, card_len) != 0 || !copying[0] || !filling || !comparing;
#ifdef PROBE_READER
    failed += probe_reader();
#endif
#ifdef PROBE_WRITER
    failed += probe_writer();
#endif
#ifdef PROBE_MASK
    failed += probe_mask();
#endif
#ifdef PROBE_PARSER
    failed += probe_parser();
#endif
#ifdef PROBE_SEALED_WRITER
    failed += probe_sealed_writer();
#endif
#ifdef PROBE_SEALED_READER
    failed += probe_sealed_reader();
#endif
#ifdef PROBE_SESSION
    failed += probe_session();
#endif
#ifdef PROBE_AUDIO
    failed += probe_audio(PROBE_AUDIO);
#endif
    return failed;
}
