/* From reset to main, for Cortex-M0 to M4F. */
#include "board.h"

extern uint32_t __data_start[], __data_end[], __data_load[];
extern uint32_t __bss_start[], __bss_end[];
extern uint32_t __stack_limit[], __stack_top[];
extern uint8_t __psram_start[], __psram_end[];

int main(void);

#define CPACR (*(volatile uint32_t *)0xE000ED88u)
#define AIRCR (*(volatile uint32_t *)0xE000ED0Cu)

/* This runs before .data and .bss are what C expects: it touches no static data before they are, and calls nothing. */
__attribute__((noreturn, used, optimize("no-tree-loop-distribute-patterns"))) static void start(void) {
    uint32_t *top = __builtin_frame_address(0);
    for (uint32_t *word = __stack_limit; word < top - 16; word++) *word = BOARD_PAINT;
    const uint32_t *from = __data_load;
    for (uint32_t *to = __data_start; to < __data_end; to++) *to = *from++;
    for (uint32_t *word = __bss_start; word < __bss_end; word++) *word = 0;
    board_exit(main());
}

/* The FPU is off at reset. No function that may use it, and so none that the compiler wrote a prologue for, runs before it is on. */
__attribute__((naked, noreturn, used)) void board_reset_handler(void) {
#ifdef __ARM_FP
    __asm volatile(
        "ldr r0, =0xE000ED88 \n"
        "ldr r1, [r0]        \n"
        "orr r1, r1, #0xF00000 \n"
        "str r1, [r0]        \n"
        "dsb                 \n"
        "isb                 \n");
#endif
    __asm volatile("bl start");
}

__attribute__((noreturn)) static void fault(void) {
    board_print("fault\n");
    board_exit(99);
}

void board_reset(void) {
    __asm volatile("dsb" ::: "memory");
    AIRCR = 0x05FA0004u;
    for (;;) __asm volatile("dsb");
}

void *board_kept(size_t len) { return len <= (size_t)(__psram_end - __psram_start) ? __psram_start : 0; }

void board_stack_paint(void) {
    uint32_t *here = __builtin_frame_address(0);
    for (volatile uint32_t *word = __stack_limit; word < here - 16; word++) *word = BOARD_PAINT;
}

size_t board_stack_used(void) {
    const volatile uint32_t *word = __stack_limit;
    while (word < __stack_top && *word == BOARD_PAINT) word++;
    return (size_t)((const uint8_t *)__stack_top - (const uint8_t *)word);
}

size_t board_stack_len(void) { return (size_t)((uint8_t *)__stack_top - (uint8_t *)__stack_limit); }

size_t board_static_len(void) { return (size_t)((uint8_t *)__bss_end - (uint8_t *)__data_start); }

typedef void (*handler_t)(void);

__attribute__((section(".vectors"), used)) static const struct {
    uint32_t *stack_top;
    handler_t handlers[15];
} vectors = {
    __stack_top,
    {board_reset_handler, fault, fault, fault, fault, fault, 0, 0, 0, 0, fault, fault, 0, fault, fault},
};
