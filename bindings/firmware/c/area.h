/*
 * Where containers lie: areas of some blocks of flash, one container each. A header page says which container it is; behind it stand the
 * container's bytes, written once from front to end.
 *
 * The header is programmed after all blocks of the area are erased, so an area with a header was erased as a whole, and one without is
 * free. A container says itself where it ends: with VERI.
 */
#ifndef AREA_H
#define AREA_H

#include "flash.h"
#include "h4core.h"

#define AREA_FIRST_BLOCK 4u
#define AREA_BLOCKS 2u
#define AREAS ((FLASH_BLOCKS - AREA_FIRST_BLOCK) / AREA_BLOCKS)
#define AREA_NONE AREAS
#define AREA_ROOM (AREA_BLOCKS * FLASH_BLOCK - FLASH_PAGE)

#define AREA_FULL (-3)

enum { KIND_TOKENS = 1, KIND_MASKED = 2, KIND_SEALED = 3 };

/* Which container an area holds: the serial-th that was begun after the boot-th boot, as recorded or as recovered from there. */
typedef struct {
    uint32_t boot;
    uint32_t serial;
    uint32_t kind;
    uint32_t recovered;
} area_header_t;

typedef struct {
    uint32_t next;
    uint32_t end;
    uint32_t fill;
    uint8_t page[FLASH_PAGE];
} area_writer_t;

/* The address of the container in an area. */
uint32_t area_address(uint32_t area);

/* Reads the header of an area; kind is 0 if it has none. */
int area_header(uint32_t area, area_header_t *header);

/* Erases an area and gives it a header. */
int area_begin(area_writer_t *writer, uint32_t area, const area_header_t *header);

/* Appends bytes of the container. What does not fill a page waits for more. */
int area_append(area_writer_t *writer, const uint8_t *bytes, size_t len);

/* Programs what waits. */
int area_end(area_writer_t *writer);

/* Gives an area up: takes its header away. */
int area_free(uint32_t area);

/* The container of an area as a source, up to its VERI, or all of the area if there is none. area stays where it is as long as source. */
int area_source(const uint32_t *area, h4_source_t *source);

#endif
