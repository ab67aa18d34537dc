/*
 * The newest of a series of small records, in two blocks of flash, through any power cut: after one the newest record is the one that was
 * being written, or the one before it.
 *
 * A record is a page of its own. The pages of one block fill up; then the other block is erased and goes on. So a block is erased only
 * while the other one holds the newest record, and a page that a cut left half written is passed over.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include "flash.h"

#define JOURNAL_BLOCKS 2u
#define JOURNAL_RECORD 112u

typedef struct {
    uint32_t base;     /* The address of the first of the two blocks. */
    uint32_t sequence; /* Of the newest record; 0 if there is none. */
    uint32_t block;    /* Its block, 0 or 1. */
    uint32_t page;     /* The page of that block that comes next. */
} journal_t;

/* Finds the newest record. With sequence 0 there is none, and record is zero. */
int journal_open(journal_t *journal, uint32_t base, uint8_t record[JOURNAL_RECORD]);

/* Writes a record. Once this returned 0 it is the newest, whatever happens. */
int journal_put(journal_t *journal, const uint8_t record[JOURNAL_RECORD]);

#endif
