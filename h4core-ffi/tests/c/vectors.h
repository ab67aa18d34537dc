/* The vectors as tables; the tables themselves are made by the test that compiles this. */
#ifndef VECTORS_H
#define VECTORS_H

#include "h4core.h"

typedef struct {
    const uint8_t *data;
    size_t len;
} bytes_t;

typedef struct {
    const char *name;
    const bytes_t *blocks;
    size_t block_count;
    const h4_seek_entry_t *entries;
    size_t entry_count;
    bytes_t meta;
    bytes_t safe;
    bytes_t container;
} known_t;

typedef struct {
    const char *name;
    const char *state;
    const char *rule;
    bytes_t container;
} damaged_t;

/* found of a time before the first entry. */
#define NONE UINT64_MAX

typedef struct {
    const char *name;
    bytes_t payload;
    const uint64_t *times;
    const uint64_t *found;
    size_t count;
} seek_t;

typedef struct {
    bytes_t key;
    bytes_t context;
    uint64_t index;
    bytes_t plain;
    bytes_t masked;
} mask_t;

typedef struct {
    double fps;
    uint32_t gop;
    uint32_t blocks;
    size_t shown;
    bytes_t bytes;
} tokens_t;

extern const known_t known[];
extern const size_t known_count;
extern const damaged_t damaged[];
extern const size_t damaged_count;
extern const seek_t seek[];
extern const size_t seek_count;
extern const mask_t mask[];
extern const size_t mask_count;
extern const tokens_t tokens[];
extern const size_t tokens_count;

#endif
