/* A block that goes through a mask and back. */
#include "probe.h"

static h4_mask_key_t key;
static h4_mask_t mask;

int probe_mask(void)
{
    static const uint8_t master[16] = "0123456789abcdef";

    DOES(1, "mask key init", h4_mask_key_init(&key, sizeof key, master, sizeof master));
    DOES(2, "mask init", h4_mask_init(&mask, sizeof mask, &key, NULL, 0, 7));
    DOES(3, "mask apply, 1024 bytes", h4_mask_apply(&mask, 0, block, BLOCK_LEN));
    DOES(4, "mask wipe", h4_mask_wipe(&mask));
    DOES(5, "mask key wipe", h4_mask_key_wipe(&key));
    return 0;
}
