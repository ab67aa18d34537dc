#include <string.h>

#include "bytes.h"
#include "recorder.h"

const uint8_t SEAL_SECRET[32] = "example secret of 32 bytes: mic1";
const uint8_t MASK_KEY[32] = "example of a master key, mask: 2";

void make_id(uint8_t id[ID_LEN], char what, uint32_t boot, uint32_t serial) {
    memcpy(id, "h4 firmware example", 19);
    id[19] = (uint8_t)what;
    put_u32(id + 20, boot);
    put_u32(id + 24, serial);
    put_u32(id + 28, 0);
}

int make_seal(h4_seal_t *seal, uint32_t boot, uint32_t serial) {
    h4_engine_identity_t engine;
    *seal = (h4_seal_t){.frame_time_us = PCM_FRAME_TIME_US, .role = H4_ROLE_INITIATOR, .mode = H4_MODE_OFF};
    TRY(h4_engine_identity(H4_ENGINE_STORE, &engine));
    make_id(seal->session_id, 'S', boot, serial);
    make_id(seal->binding.container_id, 'C', boot, serial);
    memcpy(seal->binding.engine_fingerprint, engine.fingerprint, sizeof engine.fingerprint);
    seal->binding.engine_id = engine.id;
    seal->binding.track_id = (h4_text_t){"mic", 3};
    return 0;
}
