/* A player of the recording that sealed_writer.c leaves. */
#include "probe.h"

static uint8_t secret[H4_SECRET_MIN];
static h4_sealed_reader_t reader;

int probe_sealed_reader(void)
{
    const h4_text_t engine = {"h4core.store.1", 14};
    const h4_lengths_t lengths = {H4_LENGTHS_SEALED, 0};
    static h4_blocks_t blocks;
    static uint8_t seal_bytes[H4_SEAL_MAX];
    static h4_seal_t seal;
    h4_source_t source = {NULL, card_read, NULL, 0};
    h4_unsealed_t unsealed;
    h4_block_t found;
    uint64_t index;

    source.file_len = card_len;
    DOES(1, "read SEAL", h4_reader_seal(&source, seal_bytes, sizeof seal_bytes, &seal, NULL));
    DOES(2, "sealed reader init",
         h4_sealed_reader_init(&reader, sizeof reader, secret, sizeof secret, &seal, &engine, seal.binding.engine_fingerprint));
    DOES(3, "blocks init", h4_blocks_init(&blocks, sizeof blocks, card_len, &lengths, NULL));
    for (index = 0; h4_reader_next_block_unverified(&source, &blocks, &found, NULL) == H4_OK; index++) {
        DOES(4, "read chunk, 1024 bytes", h4_reader_chunk(&source, &found.chunk, block, sizeof block, NULL));
        if (found.media_len > 0)
            DOES(5, "sealed reader open, 1024 bytes",
                 h4_sealed_reader_open(&reader, index, block, found.chunk.payload_len, &unsealed));
        else
            DOES(6, "sealed reader open, the end", h4_sealed_reader_open(&reader, index, block, found.chunk.payload_len, &unsealed));
    }
    DOES(7, "sealed reader end", h4_sealed_reader_end(&reader, &index));
    DOES(8, "sealed reader wipe", h4_sealed_reader_wipe(&reader));
    return index == 3 ? 0 : 9;
}
