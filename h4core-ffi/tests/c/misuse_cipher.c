/* The functions of the Living Cipher, for the misuse test. */
#include "misuse.h"

#define CALL(name, ...)                                                                       \
    static h4_status_t call_##name(void **a)                                                  \
    {                                                                                         \
        return h4_##name(__VA_ARGS__);                                                        \
    }

CALL(sealer_init, a[0], new_size, a[1])
CALL(sealer_room, a[0], a[1], a[2])
CALL(sealer_tip, a[0], a[1])
CALL(sealer_seal, a[0], a[1], SEALED_LEN, a[2], 4, a[3], a[4], a[5])
CALL(sealer_lease, a[0], 256, a[1], H4_SEALER_STORED_LEN, a[2])
CALL(sealer_resume, a[0], new_size, a[1], H4_SEALER_STORED_LEN)
CALL(sealer_wipe, a[0])
CALL(exchange_init, a[0], new_size)
CALL(exchange_export, a[0], a[1], H4_EXCHANGE_STORED_LEN, a[2])
CALL(exchange_import, a[0], new_size, a[1], H4_EXCHANGE_STORED_LEN)
CALL(exchange_wipe, a[0])
CALL(opener_init, a[0], new_size, a[1], 1)
CALL(opener_open, a[0], a[1], SEALED_LEN, a[2], 4, a[3], a[4])
CALL(opener_open_parts, a[0], a[1], 78, a[2], SEALED_LEN - 78, a[3], 4, a[4], a[5])
CALL(opener_tip, a[0], a[1])
CALL(opener_export, a[0], a[1], 400, a[2])
CALL(opener_import, a[0], new_size, 1, a[1], h4_opener_stored_len(1))
CALL(opener_wipe, a[0])
CALL(file_chain_init, a[0], new_size, a[1])
CALL(file_chain_init_at, a[0], new_size, 7, a[1], H4_CHAIN_LEN, H4_MODE_OFF, 0)
CALL(file_chain_point, a[0], a[1], a[2], H4_CHAIN_LEN)
CALL(file_chain_walk_to, a[0], 3)
CALL(file_chain_open, a[0], 0, a[1], SEALED_LEN, a[2], 4, a[3])
CALL(file_chain_wipe, a[0])
CALL(binding_emit, a[0], 33333, 1, a[1], H4_BINDING_MAX, a[2])
CALL(binding_emit_end, a[0], 33333, 1, a[1], H4_BINDING_MAX, a[2])
CALL(sealed_header_parse_unverified, a[0], SEALED_LEN, 0, a[1])

/* Both sides mix, so that an exchange is needed; the first block is no boundary. */
static h4_session_t side(uint32_t role, uint32_t mode)
{
    h4_session_t session = session_of(living[0].secret, role);
    session.mode = mode;
    session.interval = mode == H4_MODE_OFF ? 0 : 1024;
    return session;
}

void init_session(void *memory)
{
    h4_session_t session = side(H4_ROLE_INITIATOR, H4_MODE_OFF);
    memcpy(memory, &session, sizeof session);
}

void init_sealer(void *memory)
{
    h4_session_t session = side(H4_ROLE_INITIATOR, H4_MODE_MIXING);
    EXPECT(H4_OK, h4_sealer_init(memory, sizeof(h4_sealer_t), &session));
}

static void init_leasing_sealer(void *memory)
{
    h4_session_t session = side(H4_ROLE_INITIATOR, H4_MODE_OFF);
    EXPECT(H4_OK, h4_sealer_init(memory, sizeof(h4_sealer_t), &session));
}

static void init_lease(void *memory)
{
    h4_sealer_t sealer;
    size_t len;
    init_leasing_sealer(&sealer);
    EXPECT(H4_OK, h4_sealer_lease(&sealer, 1, memory, H4_SEALER_STORED_LEN, &len));
}

void init_exchange(void *memory)
{
    EXPECT(H4_OK, h4_exchange_init(memory, sizeof(h4_exchange_t)));
}

static void init_stored_exchange(void *memory)
{
    h4_exchange_t exchange;
    size_t len;
    init_exchange(&exchange);
    EXPECT(H4_OK, h4_exchange_export(&exchange, memory, H4_EXCHANGE_STORED_LEN, &len));
    CHECK(len == H4_EXCHANGE_STORED_LEN);
}

void init_opener(void *memory)
{
    h4_session_t session = side(H4_ROLE_RESPONDER, H4_MODE_MIXING);
    EXPECT(H4_OK, h4_opener_init(memory, sizeof(h4_opener_t), &session, 1));
}

static void init_stored_opener(void *memory)
{
    h4_opener_t opener;
    size_t len;
    init_opener(&opener);
    EXPECT(H4_OK, h4_opener_export(&opener, memory, h4_opener_stored_len(1), &len));
    CHECK(len == h4_opener_stored_len(1) && len <= 400);
}

void init_file_chain(void *memory)
{
    h4_session_t session = side(H4_ROLE_RESPONDER, H4_MODE_OFF);
    EXPECT(H4_OK, h4_file_chain_init(memory, sizeof(h4_file_chain_t), &session));
}

static void init_aad(void *memory)
{
    memcpy(memory, "aad!", 4);
}

void init_sealed(void *memory)
{
    h4_sealer_t sealer;
    h4_exchange_t exchange;
    uint64_t counter;
    uint8_t *block = memory;
    init_sealer(&sealer);
    init_exchange(&exchange);
    memcpy(block + 78, "four", 4);
    EXPECT(H4_OK, h4_sealer_seal(&sealer, block, SEALED_LEN, (const uint8_t *)"aad!", 4, NULL, &exchange, &counter));
}

static void init_sealed_header(void *memory)
{
    uint8_t block[SEALED_LEN];
    init_sealed(block);
    memcpy(memory, block, 78);
}

void init_sealed_body(void *memory)
{
    uint8_t block[SEALED_LEN];
    init_sealed(block);
    memcpy(memory, block + 78, SEALED_LEN - 78);
}

static void init_binding(void *memory)
{
    h4_binding_t binding;
    memset(&binding, 0, sizeof binding);
    binding.engine_id.data = "engine";
    binding.engine_id.len = 6;
    binding.track_id.data = "track";
    binding.track_id.len = 5;
    memcpy(memory, &binding, sizeof binding);
}

#define END {0, 0, 0, 0, NULL, NULL}
#define SLOT_LEN SLOT_OUT(size_t, sizeof(size_t))
#define SLOT_EXCHANGE {CHANGES, sizeof(h4_exchange_t), 8, H4_ERR_MISPLACED, init_exchange, NULL}

const function_t cipher_functions[] = {
    {"h4_sealer_init", call_sealer_init, H4_OK,
     {SLOT_NEW(sealer), SLOT_VALUE(h4_session_t, init_session), END, END, END, END}},
    {"h4_sealer_room", call_sealer_room, H4_OK,
     {SLOT_READS(sealer), SLOT_LEN, {OUT, sizeof(size_t), sizeof(size_t), 1, NULL, NULL}, END, END, END}},
    {"h4_sealer_tip", call_sealer_tip, H4_OK, {SLOT_READS(sealer), SLOT_OUT(h4_tip_t, 8), END, END, END, END}},
    {"h4_sealer_seal", call_sealer_seal, H4_OK,
     {SLOT_CHANGES(sealer), SLOT_BUF(SEALED_LEN), SLOT_BYTES(4, NULL), {IN, 32, 1, 1, NULL, NULL}, SLOT_EXCHANGE,
      SLOT_OUT(uint64_t, 8)}},
    {"h4_sealer_lease", call_sealer_lease, H4_OK,
     {{CHANGES, sizeof(h4_sealer_t), 8, 0, init_leasing_sealer, NULL}, SLOT_BUF(H4_SEALER_STORED_LEN), SLOT_LEN, END, END,
      END}},
    {"h4_sealer_resume", call_sealer_resume, H4_OK,
     {SLOT_NEW(sealer), SLOT_BYTES(H4_SEALER_STORED_LEN, init_lease), END, END, END, END}},
    {"h4_exchange_init", call_exchange_init, H4_OK, {SLOT_NEW(exchange), END, END, END, END, END}},
    {"h4_exchange_export", call_exchange_export, H4_OK,
     {SLOT_READS(exchange), SLOT_BUF(H4_EXCHANGE_STORED_LEN), SLOT_LEN, END, END, END}},
    {"h4_exchange_import", call_exchange_import, H4_OK,
     {SLOT_NEW(exchange), SLOT_BYTES(H4_EXCHANGE_STORED_LEN, init_stored_exchange), END, END, END, END}},
    {"h4_opener_init", call_opener_init, H4_OK,
     {SLOT_NEW(opener), SLOT_VALUE(h4_session_t, init_session), END, END, END, END}},
    {"h4_opener_open", call_opener_open, H4_OK,
     {SLOT_CHANGES(opener), SLOT_FILLED(SEALED_LEN, init_sealed), SLOT_BYTES(4, init_aad), SLOT_EXCHANGE,
      SLOT_OUT(h4_opened_t, 8), END}},
    {"h4_opener_open_parts", call_opener_open_parts, H4_OK,
     {SLOT_CHANGES(opener), SLOT_BYTES(78, init_sealed_header), SLOT_FILLED(SEALED_LEN - 78, init_sealed_body),
      SLOT_BYTES(4, init_aad), SLOT_EXCHANGE, SLOT_OUT(h4_opened_t, 8)}},
    {"h4_opener_tip", call_opener_tip, H4_OK, {SLOT_READS(opener), SLOT_OUT(h4_tip_t, 8), END, END, END, END}},
    {"h4_opener_export", call_opener_export, H4_OK, {SLOT_READS(opener), SLOT_BUF(400), SLOT_LEN, END, END, END}},
    {"h4_opener_import", call_opener_import, H4_OK,
     {SLOT_NEW(opener), SLOT_BYTES(400, init_stored_opener), END, END, END, END}},
    {"h4_file_chain_init", call_file_chain_init, H4_OK,
     {SLOT_NEW(file_chain), SLOT_VALUE(h4_session_t, init_session), END, END, END, END}},
    {"h4_file_chain_init_at", call_file_chain_init_at, H4_OK,
     {SLOT_NEW(file_chain), SLOT_BYTES(H4_CHAIN_LEN, NULL), END, END, END, END}},
    {"h4_file_chain_point", call_file_chain_point, H4_OK,
     {SLOT_READS(file_chain), SLOT_OUT(uint64_t, 8), SLOT_BUF(H4_CHAIN_LEN), END, END, END}},
    {"h4_file_chain_walk_to", call_file_chain_walk_to, H4_OK, {SLOT_CHANGES(file_chain), END, END, END, END, END}},
    {"h4_file_chain_open", call_file_chain_open, H4_OK,
     {SLOT_CHANGES(file_chain), SLOT_FILLED(SEALED_LEN, init_sealed), SLOT_BYTES(4, init_aad), SLOT_OUT(h4_opened_t, 8),
      END, END}},
    {"h4_binding_emit", call_binding_emit, H4_OK,
     {SLOT_VALUE(h4_binding_t, init_binding), SLOT_BUF(H4_BINDING_MAX), SLOT_LEN, END, END, END}},
    {"h4_binding_emit_end", call_binding_emit_end, H4_OK,
     {SLOT_VALUE(h4_binding_t, init_binding), SLOT_BUF(H4_BINDING_MAX), SLOT_LEN, END, END, END}},
    {"h4_sealed_header_parse_unverified", call_sealed_header_parse_unverified, H4_OK,
     {SLOT_BYTES(SEALED_LEN, init_sealed), SLOT_OUT(h4_sealed_header_t, 8), END, END, END, END}},
};
const size_t cipher_functions_count = sizeof cipher_functions / sizeof *cipher_functions;

const wipe_function_t cipher_wipes[] = {
    {"h4_sealer_wipe", call_sealer_wipe, init_sealer, sizeof(h4_sealer_t)},
    {"h4_exchange_wipe", call_exchange_wipe, init_exchange, sizeof(h4_exchange_t)},
    {"h4_opener_wipe", call_opener_wipe, init_opener, sizeof(h4_opener_t)},
    {"h4_file_chain_wipe", call_file_chain_wipe, init_file_chain, sizeof(h4_file_chain_t)},
};
const size_t cipher_wipes_count = sizeof cipher_wipes / sizeof *cipher_wipes;
