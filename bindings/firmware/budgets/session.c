/* A live session with a lease and a window of 32. */
#include "probe.h"

#include <string.h>

static uint8_t secret[H4_SECRET_MIN];
static uint8_t session_id[H4_SESSION_ID_LEN];
static h4_sealer_t sealer;
static uint64_t opener_memory[H4_OPENER_SIZE(32) / 8];

int probe_session(void)
{
    h4_opener_t *opener = (h4_opener_t *)(void *)opener_memory;
    h4_session_t session;
    static uint8_t stored[H4_SEALER_STORED_LEN];
    h4_opened_t opened;
    uint64_t counter;
    size_t header_len;
    size_t overhead;
    size_t len;
    uint32_t i;

    memset(&session, 0, sizeof session);
    session.secret = secret;
    session.secret_len = sizeof secret;
    session.session_id = session_id;
    session.context = H4_CONTEXT_SESSION_ID;
    session.role = H4_ROLE_INITIATOR;
    session.mode = H4_MODE_OFF;
    DOES(1, "sealer init", h4_sealer_init(&sealer, sizeof sealer, &session));
    session.role = H4_ROLE_RESPONDER;
    DOES(2, "opener init, window 32", h4_opener_init(opener, sizeof opener_memory, &session, 32));
    DOES(3, "sealer lease, 32 blocks", h4_sealer_lease(&sealer, 32, stored, sizeof stored, &len));
    for (i = 0; i < 12; i++) {
        DOES(4, "sealer room", h4_sealer_room(&sealer, &header_len, &overhead));
        DOES(5, "seal, 1024 bytes",
             h4_sealer_seal(&sealer, block, BLOCK_LEN + overhead, NULL, 0, NULL, NULL, &counter));
        if (i == 0)
            DOES(6, "open, 1024 bytes, the next", h4_opener_open(opener, block, BLOCK_LEN + overhead, NULL, 0, NULL, &opened));
    }
    DOES(7, "open, 1024 bytes, over a gap of 10", h4_opener_open(opener, block, BLOCK_LEN + overhead, NULL, 0, NULL, &opened));
    GIVES(H4_ERR_REPLAY, 8, "open, a replay", h4_opener_open(opener, block, BLOCK_LEN + overhead, NULL, 0, NULL, &opened));
    DOES(9, "sealer resume", h4_sealer_resume(&sealer, sizeof sealer, stored, len));
    DOES(10, "sealer wipe", h4_sealer_wipe(&sealer));
    DOES(11, "opener wipe", h4_opener_wipe(opener));
    return 0;
}
