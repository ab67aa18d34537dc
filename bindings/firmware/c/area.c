#include "area.h"

#include <string.h>

#include "bytes.h"

/* The header page: mark, boot, serial, kind, recovered, zeros, CRC-32 of all of that. */
enum { BOOT_AT = 4, SERIAL_AT = 8, KIND_AT = 12, RECOVERED_AT = 16, CRC_AT = FLASH_PAGE - 4 };
static const uint8_t MARK[4] = {'H', '4', 'A', 'R'};

static uint32_t header_address(uint32_t area) { return (AREA_FIRST_BLOCK + area * AREA_BLOCKS) * FLASH_BLOCK; }

uint32_t area_address(uint32_t area) { return header_address(area) + FLASH_PAGE; }

int area_header(uint32_t area, area_header_t *header) {
    uint8_t page[FLASH_PAGE];
    *header = (area_header_t){0};
    TRY(flash_read(header_address(area), page, sizeof page));
    if (memcmp(page, MARK, sizeof MARK) != 0 || get_u32(page + CRC_AT) != crc32_of(page, CRC_AT)) return 0;
    header->boot = get_u32(page + BOOT_AT);
    header->serial = get_u32(page + SERIAL_AT);
    header->kind = get_u32(page + KIND_AT);
    header->recovered = get_u32(page + RECOVERED_AT);
    return 0;
}

int area_begin(area_writer_t *writer, uint32_t area, const area_header_t *header) {
    uint8_t page[FLASH_PAGE] = {0};
    /* From the front: the header goes first, so that a cut in here leaves an area without one. */
    for (uint32_t block = 0; block < AREA_BLOCKS; block++) TRY(flash_erase(header_address(area) + block * FLASH_BLOCK));
    memcpy(page, MARK, sizeof MARK);
    put_u32(page + BOOT_AT, header->boot);
    put_u32(page + SERIAL_AT, header->serial);
    put_u32(page + KIND_AT, header->kind);
    put_u32(page + RECOVERED_AT, header->recovered);
    put_u32(page + CRC_AT, crc32_of(page, CRC_AT));
    TRY(flash_program(header_address(area), page));
    writer->next = area_address(area);
    writer->end = area_address(area) + AREA_ROOM;
    writer->fill = 0;
    return 0;
}

static int program(area_writer_t *writer) {
    if (writer->next >= writer->end) return AREA_FULL;
    TRY(flash_program(writer->next, writer->page));
    writer->next += FLASH_PAGE;
    writer->fill = 0;
    return 0;
}

int area_append(area_writer_t *writer, const uint8_t *bytes, size_t len) {
    while (len > 0) {
        size_t part = FLASH_PAGE - writer->fill;
        if (part > len) part = len;
        memcpy(writer->page + writer->fill, bytes, part);
        writer->fill += (uint32_t)part;
        bytes += part;
        len -= part;
        if (writer->fill == FLASH_PAGE) TRY(program(writer));
    }
    return 0;
}

int area_end(area_writer_t *writer) {
    if (writer->fill == 0) return 0;
    memset(writer->page + writer->fill, 0xff, FLASH_PAGE - writer->fill);
    return program(writer);
}

int area_free(uint32_t area) { return flash_erase(header_address(area)); }

static int64_t read_at(void *context, uint64_t offset, uint8_t *buf, size_t len) {
    const uint32_t area = *(const uint32_t *)context;
    if (offset >= AREA_ROOM) return 0;
    if (len > AREA_ROOM - offset) len = (size_t)(AREA_ROOM - offset);
    return flash_read(area_address(area) + (uint32_t)offset, buf, len) == 0 ? (int64_t)len : -1;
}

int area_source(const uint32_t *area, h4_source_t *source) {
    h4_walk_t walk;
    h4_chunk_t veri;
    *source = (h4_source_t){.read_at = read_at, .context = (void *)(uintptr_t)area, .file_len = AREA_ROOM};
    if (h4_reader_open(source, NULL) != H4_OK) return 0;
    TRY(h4_walk_init(&walk, sizeof walk, AREA_ROOM));
    if (h4_reader_next_unverified(source, &walk, (const uint8_t *)"VERI", &veri, NULL) == H4_OK) {
        source->file_len = veri.payload_offset + veri.payload_len;
    }
    return 0;
}
