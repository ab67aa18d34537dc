/*
 * The programs that the budgets are measured with: one file a set of features, each making the calls that a program of that set makes.
 *
 * Linked with flash.c they are what the archive adds to a program; with calls.c (and PROBE_CALLS) each call in CALL() is measured.
 */
#ifndef PROBE_H
#define PROBE_H

#include "h4core.h"

/* The file, and the memory that stands for the card it lies on. */
#define CARD_LEN 40960
extern uint8_t card[CARD_LEN];
extern size_t card_len;

/* Blocks, their length, and the frame time in microseconds. Every third is a key block. */
#define BLOCK_COUNT 7
#define BLOCK_LEN 1024
#define FRAME_TIME 40000
#define ENTRY_COUNT 3
extern uint8_t block[BLOCK_LEN + 128];

/* Where a source reads from. */
int64_t card_read(void *context, uint64_t offset, uint8_t *buf, size_t len);

/* Each gives 0, or the number of the call that failed. */
int probe_writer(void);
int probe_reader(void);
int probe_parser(void);
int probe_mask(void);
int probe_sealed_writer(void);
int probe_sealed_reader(void);
int probe_session(void);
int probe_audio(uint32_t frame_size);

#ifdef PROBE_CALLS
void probe_before(void);
void probe_after(const char *name, uint32_t sp);
#define CALL(name, call)                                      \
    ({                                                        \
        uint32_t sp_;                                         \
        h4_status_t status_;                                  \
        probe_before();                                       \
        __asm volatile("mov %0, sp" : "=r"(sp_) : : "memory"); \
        status_ = (call);                                     \
        probe_after(name, sp_);                               \
        status_;                                              \
    })
#else
#define CALL(name, call) (call)
#endif

/* A call that must give this status. */
#define GIVES(status, number, name, call)   \
    do {                                    \
        if (CALL(name, call) != (status))   \
            return number;                  \
    } while (0)
#define DOES(number, name, call) GIVES(H4_OK, number, name, call)

#endif
