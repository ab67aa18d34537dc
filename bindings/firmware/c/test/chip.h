/* The emulated flash behind flash.h, its power, and what a cut leaves. Test only. */
#ifndef CHIP_H
#define CHIP_H

#include "flash.h"

/* What is done of the write at which power goes. */
enum {
    TORN_NOTHING, /* nothing */
    TORN_SOME,    /* some bytes from the front */
    TORN_BUT_ONE, /* all bytes but the last */
    TORN_WEAK,    /* of every byte some bits */
    TORN_KINDS
};

typedef struct {
    uint8_t bytes[FLASH_LEN];
    /* 1 for pages that may not be programmed before their block is erased. */
    uint8_t used[FLASH_LEN / FLASH_PAGE];
    uint32_t writes;   /* Pages programmed and blocks erased since power is on. */
    uint32_t cut;      /* The number, from 1, of the write at which power goes; 0 for none. */
    uint32_t torn;     /* TORN_... */
    uint32_t is_off;   /* 1 once it went. */
    uint32_t misused;  /* 1 once a driver of a real chip would have complained. */
    uint32_t whole_at; /* Where the write that was cut began, and how many of its bytes were programmed as wanted. */
    uint32_t whole_len;
} chip_t;

/* The chip that the driver drives. */
extern chip_t *chip;

/* A chip that was erased. */
void chip_make(chip_t *made);

/* Power comes back, and goes at the cut-th write from now, or never if it is 0. */
void chip_power(uint32_t cut, uint32_t torn);

#endif
