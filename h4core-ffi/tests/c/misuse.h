/* Functions as the misuse test calls them: each pointer in a slot, each length as large as the slot. */
#ifndef MISUSE_H
#define MISUSE_H

#include "check.h"

enum kind {
    /* What the call reads. */
    IN = 1,
    /* A result, which is safe after every failure. */
    OUT,
    /* A buffer for bytes. */
    BUF,
    /* A state that the call reads. */
    READS,
    /* A state that the call changes. */
    CHANGES,
    /* Memory for a new state. */
    NEW
};

typedef struct {
    enum kind kind;
    size_t size;
    size_t align;
    /* Whether NULL may be given: 1, or the status of a call that is refused for it. */
    int optional;
    /* Puts there what a right call has there. */
    void (*init)(void *memory);
    /* What an output holds after a failure; NULL for zeros. */
    const void *safe;
} slot_t;

#define MAX_SLOTS 6

typedef struct {
    const char *name;
    h4_status_t (*call)(void **a);
    /* What a right call returns. */
    h4_status_t status;
    slot_t slots[MAX_SLOTS];
} function_t;

/* A function that wipes a state. */
typedef struct {
    const char *name;
    h4_status_t (*call)(void **a);
    void (*init)(void *memory);
    size_t size;
} wipe_function_t;
extern const wipe_function_t cipher_wipes[];
extern const size_t cipher_wipes_count;
extern const wipe_function_t sealed_wipes[];
extern const size_t sealed_wipes_count;

/* The size that is said of the memory for a new state. */
extern size_t new_size;

/* Calls a function in every wrong way. */
void misuse(const function_t *function);

/* Slots that many functions have. */
#define SLOT_BYTES(len, init) {IN, len, 1, 0, init, NULL}
#define SLOT_VALUE(type, init) {IN, sizeof(type), sizeof(void *) > 4 ? 8 : 4, 0, init, NULL}
#define SLOT_OPTIONAL(type, align, init) {IN, sizeof(type), align, 1, init, NULL}
#define SLOT_OUT(type, align) {OUT, sizeof(type), align, 0, NULL, NULL}
#define SLOT_FAULT {OUT, sizeof(h4_fault_t), 8, 1, NULL, &no_fault}
#define SLOT_FILLED(len, init) {BUF, len, 1, 0, init, NULL}
#define SLOT_BUF(len) {BUF, len, 1, 0, NULL, NULL}
#define SLOT_READS(noun) {READS, sizeof(h4_##noun##_t), 8, 0, init_##noun, NULL}
#define SLOT_CHANGES(noun) {CHANGES, sizeof(h4_##noun##_t), 8, 0, init_##noun, NULL}
#define SLOT_NEW(noun) {NEW, sizeof(h4_##noun##_t), 8, 0, NULL, NULL}

extern const h4_fault_t no_fault;

/* A right file, and what is needed of it. */
#define FILE_LEN 517
void init_file(void *memory);
void init_source(void *memory);
void init_chunk(void *memory);
void init_tail(void *memory);
void init_meta_chunk(void *memory);
void init_lengths(void *memory);
void init_range(void *memory);
void init_tag(void *memory);
void init_writer(void *memory);
void init_ended_writer(void *memory);
void init_parser(void *memory);
void init_verifier(void *memory);
void init_walk(void *memory);
void init_blocks(void *memory);
void init_seek(void *memory);
void init_locator(void *memory);
void init_recovery(void *memory);
void init_mask_key(void *memory);
void init_mask(void *memory);

extern const function_t write_functions[];
extern const size_t write_functions_count;
extern const function_t read_functions[];
extern const size_t read_functions_count;
void init_session(void *memory);
void init_sealer(void *memory);
void init_exchange(void *memory);
void init_opener(void *memory);
void init_file_chain(void *memory);
void init_sealed(void *memory);
void init_sealed_writer(void *memory);
void init_sealed_reader(void *memory);
void init_sealed_body(void *memory);

/* A sealed block as init_sealed makes it, of the associated data "aad!". */
#define SEALED_LEN 98

extern const function_t cipher_functions[];
extern const size_t cipher_functions_count;
extern const function_t sealed_functions[];
extern const size_t sealed_functions_count;
extern const function_t engine_functions[];
extern const size_t engine_functions_count;
extern const function_t other_functions[];
extern const size_t other_functions_count;

#endif
