/*
 * A NOR flash as a driver offers it: erased in blocks to 0xff, programmed in pages, each page once between two erasures.
 *
 * Every call returns 0, or FLASH_... . On a chip that lost power they all fail, and so must everything above: no caller goes on as if a
 * write had been done.
 */
#ifndef FLASH_H
#define FLASH_H

#include <stddef.h>
#include <stdint.h>

#define FLASH_PAGE 128u
#define FLASH_BLOCK 4096u
#define FLASH_BLOCKS 20u
#define FLASH_LEN (FLASH_BLOCK * FLASH_BLOCKS)
#define FLASH_PAGES_IN_BLOCK (FLASH_BLOCK / FLASH_PAGE)

#define FLASH_OFF (-1)    /* There is no power. */
#define FLASH_MISUSE (-2) /* Not aligned, past the end, or a page that was programmed since its block was erased. */

/* Reads len bytes from the address on. */
int flash_read(uint32_t at, void *to, size_t len);

/* Programs a whole page. */
int flash_program(uint32_t at, const uint8_t page[FLASH_PAGE]);

/* Erases the block at the address. */
int flash_erase(uint32_t at);

#endif
