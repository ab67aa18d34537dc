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

typedef struct {
    bytes_t aad;
    bytes_t plain;
    bytes_t header;
    bytes_t ciphertext;
    bytes_t transcript_after;
} message_t;

typedef struct {
    bytes_t secret;
    uint32_t sender;
    const message_t *messages;
    size_t count;
} living_t;

/* A block is sealed, or one that was sealed at an earlier operation arrives, with one bit flipped where flip_bit is not NONE. */
typedef struct {
    int seals;
    int by_responder;
    bytes_t plain;
    bytes_t aad;
    bytes_t entropy;
    bytes_t header;
    bytes_t ciphertext;
    bytes_t transcript;
    uint64_t sealed_at;
    uint64_t flip_bit;
    h4_status_t status;
    uint64_t next;
} op_t;

typedef struct {
    bytes_t secret;
    uint32_t window;
    uint32_t jump;
    uint32_t mode;
    uint32_t interval;
    const op_t *ops;
    size_t count;
} living_session_t;

typedef struct {
    bytes_t header;
    bytes_t ciphertext;
    bytes_t aad;
    bytes_t plain;
    bytes_t transcript;
    h4_status_t status;
    uint64_t next;
} arrival_t;

/* Without session_id it is the context of old producers. */
typedef struct {
    const char *name;
    bytes_t secret;
    bytes_t session_id;
    uint32_t role;
    uint32_t window;
    uint32_t jump;
    uint32_t mode;
    uint32_t interval;
    const arrival_t *arrivals;
    size_t count;
} living_case_t;

/* random: 32 bytes for each block and for the end. */
typedef struct {
    const char *name;
    bytes_t secret;
    bytes_t container;
    bytes_t random;
    uint32_t interval;
    const bytes_t *blocks;
    size_t count;
} sealed_t;

typedef struct {
    uint64_t frame;
    double magnitude;
    bytes_t bytes;
} peak_t;

/* Without pcm it is 440 and 880 Hz. */
typedef struct {
    const char *name;
    h4_audio_config_t config;
    bytes_t pcm;
    uint32_t samples;
    uint32_t frames;
    uint32_t count;
    const peak_t *peaks;
    size_t shown;
} audio_t;

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
extern const audio_t audio[];
extern const size_t audio_count;
extern const living_t living[];
extern const size_t living_count;
extern const living_session_t living_sessions[];
extern const size_t living_sessions_count;
extern const living_case_t living_cases[];
extern const size_t living_cases_count;
extern const sealed_t sealed[];
extern const size_t sealed_count;

#endif
