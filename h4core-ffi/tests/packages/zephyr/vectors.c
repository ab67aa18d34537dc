/* What a Cortex-M3 starts with: its stack, in the memory of the board mps2-an385, and where to go. */
extern void _start(void);

__attribute__((section(".vectors"))) const void *const vectors[] = {(void *)0x00400000, (void *)_start};
