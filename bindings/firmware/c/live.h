/*
 * A live sender that survives power cuts: sealed blocks go out by radio, and no counter is ever sealed twice.
 *
 * Before it seals, the sender leases some counters and puts the state behind them on flash. After a cut it goes on behind the lease; what
 * was left of it is never used. The state holds a key: a product keeps it where its other keys are, or encrypts it.
 */
#ifndef LIVE_H
#define LIVE_H

#include "journal.h"
#include "recorder.h"

/* Counters to a lease: fewer cost more writes, more leave greater gaps after a cut. A receiver's jump is at least four times as many. */
#define LIVE_LEASE 4u

typedef struct {
    journal_t leases;
    uint32_t session; /* The boot in which the session began. */
    uint32_t left;    /* Counters of the lease that are not used yet. */
    h4_sealer_t sealer;
} live_t;

/* Resumes the session whose lease is on flash, or begins one, named after this boot. */
int live_open(live_t *live, uint32_t boot);

/* Seals a block in place: block_len bytes, the plaintext H4_SEALED_HEADER_LEN behind its front. counter: the block's. */
int live_seal(live_t *live, uint8_t *block, size_t block_len, uint64_t *counter);

/* What both sides agree on. id: memory for the session's id, as long as session is used. */
h4_session_t live_session(uint32_t session, uint8_t id[ID_LEN], uint32_t role);

#endif
