#include "live.h"

#include <string.h>

#include "bytes.h"

/* A record: the session, then the state. */
enum { STATE_AT = 4 };

h4_session_t live_session(uint32_t session, uint8_t id[ID_LEN], uint32_t role) {
    /* Serial 0 is no container's. */
    make_id(id, 'S', session, 0);
    return (h4_session_t){.secret = SEAL_SECRET, .secret_len = sizeof SEAL_SECRET, .session_id = id,
                          .context = H4_CONTEXT_SESSION_ID, .role = role, .mode = H4_MODE_OFF};
}

int live_open(live_t *live, uint32_t boot) {
    uint8_t record[JOURNAL_RECORD], id[ID_LEN];
    memset(live, 0, sizeof *live);
    TRY(journal_open(&live->leases, LEASES_AT, record));
    if (live->leases.sequence != 0) {
        live->session = get_u32(record);
        return h4_sealer_resume(&live->sealer, sizeof live->sealer, record + STATE_AT, H4_SEALER_STORED_LEN);
    }
    live->session = boot;
    const h4_session_t session = live_session(boot, id, H4_ROLE_INITIATOR);
    return h4_sealer_init(&live->sealer, sizeof live->sealer, &session);
}

static int lease(live_t *live) {
    uint8_t record[JOURNAL_RECORD] = {0};
    size_t len;
    put_u32(record, live->session);
    TRY(h4_sealer_lease(&live->sealer, LIVE_LEASE, record + STATE_AT, H4_SEALER_STORED_LEN, &len));
    /* Until this returns 0 nothing may be sealed. */
    TRY(journal_put(&live->leases, record));
    live->left = LIVE_LEASE;
    return 0;
}

int live_seal(live_t *live, uint8_t *block, size_t block_len, uint64_t *counter) {
    if (live->left == 0) TRY(lease(live));
    TRY(h4_sealer_seal(&live->sealer, block, block_len, NULL, 0, NULL, NULL, counter));
    live->left--;
    return 0;
}
