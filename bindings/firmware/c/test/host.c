/* The board's functions on the host, to run the same program there. A reset leaves nothing of the device's memory. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "kept.h"

int device_main(void);

static jmp_buf reset;
static kept_t memory;

void board_print(const char *text) { fputs(text, stdout); }

void board_print_u32(uint32_t value) { printf("%u", (unsigned)value); }

int board_write_file(const char *name, const void *bytes, size_t len) {
    FILE *file = fopen(name, "wb");
    if (file == NULL) return -1;
    const size_t written = fwrite(bytes, 1, len, file);
    return fclose(file) == 0 && written == len ? 0 : -1;
}

void board_exit(int status) { exit(status); }

void board_reset(void) { longjmp(reset, 1); }

void *board_kept(size_t len) { return len <= sizeof memory ? &memory : NULL; }

size_t board_stack_used(void) { return 0; }

size_t board_stack_len(void) { return 0; }

size_t board_static_len(void) { return sizeof device; }

int main(void) {
    setjmp(reset);
    memset(&device, 0xa5, sizeof device);
    return device_main();
}
