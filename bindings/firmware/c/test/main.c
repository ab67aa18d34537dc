/* All tests, one after the other; between two lives of the device it is reset, and begins here again. */
#include <string.h>

#include "board.h"
#include "kept.h"

kept_t *kept;
device_t device;

static void say(const char *what, uint32_t count) {
    board_print(what);
    board_print_u32(count);
}

void fail(const char *what, int status) {
    board_print("FAILED: ");
    board_print(what);
    say(", status ", (uint32_t)(status < 0 ? -status : status));
    board_print(status < 0 ? " below 0" : "");
    say("; phase ", kept->phase);
    say(", life ", kept->life);
    say(", cut ", kept->first_cut);
    say(" torn ", kept->first_torn);
    say(", then ", kept->second_cut);
    say(" torn ", kept->second_torn);
    board_print("\n");
    board_exit(1);
}

static void next_phase(const char *name) {
    board_print(name);
    say(": ", kept->cuts);
    say(" cuts, ", kept->lives);
    say(" lives, ", kept->found_chunks);
    say(" blocks found again, ", kept->sealed_blocks);
    say(" sealed live, stack so far ", kept->stack_used);
    board_print("\n");
    kept->phase++;
    kept->life = kept->first_cut = kept->first_torn = kept->second_cut = kept->second_torn = 0;
    kept->cuts = kept->lives = kept->found_chunks = kept->sealed_blocks = 0;
}

int main(void) {
    static const struct {
        const char *name;
        int (*life)(void);
    } phases[] = {
        {"recording", phase_image}, {"cuts", phase_cuts}, {"cuts around leases", phase_leases}, {"leases of a long life", phase_lease_run}};
    enum { PHASES = sizeof phases / sizeof *phases, MARK = 0x48344652 };
    kept = board_kept(sizeof *kept);
    if (kept->mark != MARK) {
        memset(kept, 0, sizeof *kept);
        kept->mark = MARK;
    }
    if (kept->phase == PHASES) {
        say("static RAM ", (uint32_t)board_static_len());
        board_print("\n");
        return 0;
    }
    const int done = phases[kept->phase].life();
    const uint32_t used = (uint32_t)board_stack_used();
    if (used > kept->stack_used) kept->stack_used = used;
    if (done) next_phase(phases[kept->phase].name);
    board_reset();
}
