/* What the tests share. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "h4core.h"
#include "vectors.h"

/* The number of checks that held. */
extern unsigned long checks;
/* What is being tested, for the message of a check that fails. */
extern const char *subject;

#define CHECK(condition)                                                                      \
    do {                                                                                      \
        if (!(condition)) {                                                                   \
            fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, subject, #condition);      \
            exit(1);                                                                          \
        }                                                                                     \
        checks++;                                                                             \
    } while (0)

/* That a call returns a status; says which one it returned. */
#define EXPECT(status, call)                                                                  \
    do {                                                                                      \
        h4_status_t got = (call);                                                             \
        if (got != (status)) {                                                                \
            fprintf(stderr, "%s:%d: %s: %s: %d, %s\n", __FILE__, __LINE__, subject, #call,    \
                    (int)got, h4_status_text(got));                                           \
            exit(1);                                                                          \
        }                                                                                     \
        checks++;                                                                             \
    } while (0)

/* A file as the writer makes it, in a buffer of the size of the largest vector and more. */
typedef struct {
    uint8_t bytes[1 << 16];
    size_t len;
} file_t;

/* Writes a case of the vectors, its tail in pieces of this many bytes. */
void write_known(const known_t *of, size_t piece, file_t *out);

/* A source over bytes in memory. */
h4_source_t in_memory(const uint8_t *bytes, size_t len);

/* A source over a function that gives a few bytes at a time. */
typedef struct {
    const uint8_t *bytes;
    size_t len;
    size_t most;
    unsigned long reads;
    int fails;
} slow_t;
h4_source_t slowly(slow_t *file);

/* A session without an id in the mode off. */
h4_session_t session_of(bytes_t secret, uint32_t role);

/* Whether memory holds zeros alone. */
int is_zero(const void *memory, size_t len);

void test_constants(void);
void test_texts(void);
void test_writer(void);
void test_streams(void);
void test_readers(void);
void test_damaged(void);
void test_seek(void);
void test_json(void);
void test_mask(void);
void test_tokens(void);
void test_audio(void);
void test_engines(void);
void test_living(void);
void test_living_rules(void);
void test_living_states(void);
void test_sealed(void);
void test_recovery(void);
void test_misuse(void);
void test_wipe(void);
void test_nested(void);

#endif
