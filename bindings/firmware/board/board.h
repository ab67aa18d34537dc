/*
 * What a program needs of a board, here of a board under QEMU: a console, a way to hand out a memory image, an end, a reset, and the stack.
 * Console, image and end go through semihosting, the debugger's interface of Arm; a product has a UART and no end.
 */
#ifndef BOARD_H
#define BOARD_H

#include <stddef.h>
#include <stdint.h>

/* Writes a text that ends with NUL to the console. */
void board_print(const char *text);

/* Writes a number to the console, in decimal. */
void board_print_u32(uint32_t value);

/* Writes bytes to a file of the host, relative to where QEMU runs. Returns 0, or -1 if it could not. */
int board_write_file(const char *name, const void *bytes, size_t len);

/* Ends QEMU with this exit status. */
void board_exit(int status) __attribute__((noreturn));

/* Resets processor and peripherals; the program begins again, and the PSRAM keeps what it has. */
void board_reset(void) __attribute__((noreturn));

/* Memory that is none of the program's, of at least len bytes, and outlives every reset; zero at first. NULL if there is not so much. */
void *board_kept(size_t len);

/*
 * The stack is painted at reset. board_stack_used() tells how many bytes of it were ever in use since then or since the last
 * board_stack_paint(), which paints anew what lies below the caller.
 */
#define BOARD_PAINT 0xa5a5a5a5u
void board_stack_paint(void);
size_t board_stack_used(void);

/* The bytes of the stack as a whole, and those that static data takes. */
size_t board_stack_len(void);
size_t board_static_len(void);

#endif
