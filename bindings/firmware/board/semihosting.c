/* Console, files and the end of a run, through semihosting: a breakpoint that the debugger, here QEMU, answers. */
#include "board.h"

enum { SYS_OPEN = 0x01, SYS_CLOSE = 0x02, SYS_WRITE0 = 0x04, SYS_WRITE = 0x05, SYS_EXIT_EXTENDED = 0x20 };
enum { OPEN_WRITE_BINARY = 5, STOPPED_APPLICATION_EXIT = 0x20026 };

static int32_t call(uint32_t number, const void *argument) {
    register uint32_t r0 __asm("r0") = number;
    register const void *r1 __asm("r1") = argument;
    __asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return (int32_t)r0;
}

void board_print(const char *text) { call(SYS_WRITE0, text); }

void board_print_u32(uint32_t value) {
    char text[11];
    char *at = text + sizeof text - 1;
    *at = 0;
    do {
        *--at = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    board_print(at);
}

int board_write_file(const char *name, const void *bytes, size_t len) {
    size_t name_len = 0;
    while (name[name_len]) name_len++;
    const uint32_t open[3] = {(uint32_t)name, OPEN_WRITE_BINARY, (uint32_t)name_len};
    const int32_t file = call(SYS_OPEN, open);
    if (file == -1) return -1;
    const uint32_t write[3] = {(uint32_t)file, (uint32_t)bytes, (uint32_t)len};
    const int32_t unwritten = call(SYS_WRITE, write);
    const uint32_t close[1] = {(uint32_t)file};
    const int32_t closed = call(SYS_CLOSE, close);
    return unwritten == 0 && closed == 0 ? 0 : -1;
}

void board_exit(int status) {
    const uint32_t exit[2] = {STOPPED_APPLICATION_EXIT, (uint32_t)status};
    call(SYS_EXIT_EXTENDED, exit);
    for (;;) {}
}
