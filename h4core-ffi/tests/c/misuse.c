/* Every function is called with NULL, misaligned, too small, overlapping and wrong memory: each is a status of its own, results are safe,
 * and nothing else has changed. */
#include "misuse.h"

size_t new_size;
const h4_fault_t no_fault = {0, H4_NO_CHUNK, H4_OK, H4_STATE_NONE};

/* Aligned, and with room for a pointer that is not. The storage of an audio tokenizer is the longest of all. */
typedef union {
    uint64_t words[512];
    uint8_t bytes[512 * 8];
} memory_t;

static memory_t memory[MAX_SLOTS];
static memory_t before[MAX_SLOTS];
static void *args[MAX_SLOTS];

static int is_written(const slot_t *slot)
{
    return slot->kind != IN && slot->kind != READS;
}

static void prepare(const function_t *function)
{
    int i;
    memset(memory, 0xa5, sizeof memory);
    for (i = 0; i < MAX_SLOTS; i++) {
        const slot_t *slot = &function->slots[i];
        args[i] = NULL;
        if (slot->kind != 0) {
            CHECK(slot->size < sizeof *memory);
            args[i] = memory[i].bytes;
            if (slot->init != NULL) {
                slot->init(args[i]);
            }
            if (slot->kind == NEW) {
                new_size = slot->size;
            }
        }
    }
    memcpy(before, memory, sizeof memory);
}

/* After a misuse: results are safe but where the pointers to them are wrong, and all else is as before. */
static void look(const function_t *function, int wrong, int also)
{
    int i;
    for (i = 0; i < MAX_SLOTS; i++) {
        const slot_t *slot = &function->slots[i];
        memory_t expected = before[i];
        if (i == wrong || i == also || slot->kind == 0) {
            continue;
        }
        if (slot->kind == OUT && slot->safe != NULL) {
            memcpy(expected.bytes, slot->safe, slot->size);
        } else if (slot->kind == OUT || slot->kind == NEW) {
            memset(expected.bytes, 0, slot->size);
        }
        CHECK(memcmp(&memory[i], &expected, sizeof expected) == 0);
    }
}

static void expect(const function_t *function, h4_status_t status, int wrong)
{
    EXPECT(status, function->call(args));
    look(function, wrong, wrong);
}

/* Slots i and k are given the same memory. */
static void expect_overlap(const function_t *function, int i, int k)
{
    enum kind kind = function->slots[k].kind;
    h4_status_t status = function->call(args);
    /* What is taken for a state may be found out to be none first. */
    if (status != H4_ERR_STATE || (kind != READS && kind != CHANGES)) {
        CHECK(status == H4_ERR_OVERLAP);
    }
    look(function, i, k);
}

/* Another state than the one that is wanted. */
static void make_other(void *state, size_t size)
{
    if (size == sizeof(h4_walk_t)) {
        EXPECT(H4_OK, h4_parser_init(state, sizeof *memory));
    } else {
        EXPECT(H4_OK, h4_walk_init(state, sizeof *memory, 0));
    }
}

static void wrong_state(const function_t *function, int i)
{
    size_t size = function->slots[i].size;
    prepare(function);
    memset(args[i], 0, size);
    memcpy(before, memory, sizeof memory);
    expect(function, H4_ERR_STATE, -1);
    prepare(function);
    make_other(args[i], size);
    memcpy(before, memory, sizeof memory);
    expect(function, H4_ERR_STATE, -1);
    prepare(function);
    memset(args[i], 0xa5, size);
    memcpy(before, memory, sizeof memory);
    expect(function, H4_ERR_STATE, -1);
}

void misuse(const function_t *function)
{
    int i;
    int k;
    subject = function->name;
    prepare(function);
    EXPECT(function->status, function->call(args));
    for (i = 0; i < MAX_SLOTS; i++) {
        const slot_t *slot = &function->slots[i];
        if (slot->kind == 0) {
            continue;
        }
        prepare(function);
        args[i] = NULL;
        if (slot->optional == 1) {
            EXPECT(function->status, function->call(args));
        } else if (slot->optional != 0) {
            expect(function, slot->optional, i);
        } else {
            expect(function, H4_ERR_NULL, i);
        }
        if (slot->align > 1) {
            prepare(function);
            args[i] = memory[i].bytes + 1;
            expect(function, H4_ERR_ALIGNMENT, i);
        }
        if (slot->kind == NEW) {
            prepare(function);
            new_size = slot->size - 1;
            expect(function, H4_ERR_STATE_SIZE, i);
        }
        if (slot->kind == READS || slot->kind == CHANGES) {
            wrong_state(function, i);
        }
        for (k = 0; k < MAX_SLOTS; k++) {
            const slot_t *other = &function->slots[k];
            if (k == i || other->kind == 0 || (!is_written(slot) && !is_written(other))) {
                continue;
            }
            prepare(function);
            args[k] = args[i];
            expect_overlap(function, i, k);
        }
    }
}

void test_misuse(void)
{
    size_t i;
    for (i = 0; i < write_functions_count; i++) {
        misuse(&write_functions[i]);
    }
    for (i = 0; i < read_functions_count; i++) {
        misuse(&read_functions[i]);
    }
    for (i = 0; i < cipher_functions_count; i++) {
        misuse(&cipher_functions[i]);
    }
    for (i = 0; i < sealed_functions_count; i++) {
        misuse(&sealed_functions[i]);
    }
    for (i = 0; i < engine_functions_count; i++) {
        misuse(&engine_functions[i]);
    }
    for (i = 0; i < other_functions_count; i++) {
        misuse(&other_functions[i]);
    }
}
