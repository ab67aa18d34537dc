/* Runs the calls of the sets and says of each its deepest stack and most instructions, and of each state its size. */
#include "board.h"
#include "probe.h"

#include <string.h>

extern uint32_t __stack_top[];

/* The 32-bit timer of the board, which counts down at 25 MHz. QEMU's clock goes on by 64 ns with each instruction (-icount shift=6). */
#define TIMER_CONTROL (*(volatile uint32_t *)0x40000000u)
#define TIMER_VALUE (*(volatile uint32_t *)0x40000004u)
#define TIMER_RELOAD (*(volatile uint32_t *)0x40000008u)
#define TICKS_OF_5_INSTRUCTIONS 8

#define NAMES 64
static struct {
    const char *name;
    uint32_t stack;
    uint32_t instructions;
} calls[NAMES];

static uint32_t started;
static uint32_t nothing;

static int same(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return *a == *b;
}

void probe_before(void)
{
    board_stack_paint();
    started = TIMER_VALUE;
}

void probe_after(const char *name, uint32_t sp)
{
    uint32_t taken = (uint32_t)((uint64_t)(started - TIMER_VALUE) * 5 / TICKS_OF_5_INSTRUCTIONS) - nothing;
    uint32_t stack = sp - ((uint32_t)__stack_top - board_stack_used());
    size_t i = 0;

    while (calls[i].name && !same(calls[i].name, name))
        i++;
    calls[i].name = name;
    if (stack > calls[i].stack)
        calls[i].stack = stack;
    if (taken > calls[i].instructions)
        calls[i].instructions = taken;
}

#ifdef PROBE_CIPHER
static const struct {
    const char *name;
    uint32_t size;
} states[] = {
    {"parser", sizeof(h4_parser_t)},
    {"verifier", sizeof(h4_verifier_t)},
    {"walk", sizeof(h4_walk_t)},
    {"walk over blocks", sizeof(h4_blocks_t)},
    {"seek table", sizeof(h4_seek_t)},
    {"locator", sizeof(h4_locator_t)},
    {"writer", sizeof(h4_writer_t)},
    {"recovery", sizeof(h4_recovery_t)},
    {"mask key", sizeof(h4_mask_key_t)},
    {"mask", sizeof(h4_mask_t)},
    {"sealer", sizeof(h4_sealer_t)},
    {"opener, window 32", H4_OPENER_SIZE(32)},
    {"exchange", sizeof(h4_exchange_t)},
    {"file chain", sizeof(h4_file_chain_t)},
    {"sealed writer", sizeof(h4_sealed_writer_t)},
    {"sealed reader", sizeof(h4_sealed_reader_t)},
    {"audio tokenizer, without its storage", sizeof(h4_audio_t)},
};
#endif

static int failed(const char *probe, int number)
{
    if (number != 0) {
        board_print("failed: ");
        board_print(probe);
        board_print(" ");
        board_print_u32((uint32_t)number);
        board_print("\n");
    }
    return number != 0;
}

int main(void)
{
    size_t i;
    int wrong = 0;

    TIMER_RELOAD = UINT32_MAX;
    TIMER_VALUE = UINT32_MAX;
    TIMER_CONTROL = 1;
    CALL("", H4_OK);
    nothing = calls[0].instructions;
    memset(calls, 0, sizeof calls);

#ifdef PROBE_MASK
    wrong += failed("mask", probe_mask());
#elif defined PROBE_CIPHER
    wrong += failed("sealed writer", probe_sealed_writer());
    wrong += failed("sealed reader", probe_sealed_reader());
    wrong += failed("session", probe_session());
#elif defined PROBE_AUDIO
    wrong += failed("audio", probe_audio(PROBE_AUDIO));
#else
    wrong += failed("writer", probe_writer());
    wrong += failed("reader", probe_reader());
    wrong += failed("parser", probe_parser());
#endif
    for (i = 0; calls[i].name; i++) {
        board_print("call|");
        board_print(calls[i].name);
        board_print("|");
        board_print_u32(calls[i].stack);
        board_print("|");
        board_print_u32(calls[i].instructions);
        board_print("\n");
    }
#ifdef PROBE_CIPHER
    for (i = 0; i < sizeof states / sizeof states[0]; i++) {
        board_print("state|");
        board_print(states[i].name);
        board_print("|");
        board_print_u32(states[i].size);
        board_print("\n");
    }
#endif
    return wrong;
}
