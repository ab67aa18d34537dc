/* Blocks are masked and unmasked, and secrets are gone when they are to be. */
#include "check.h"

void test_mask(void)
{
    uint8_t data[1 << 12];
    h4_mask_key_t key;
    h4_mask_t of_block;
    size_t i;
    subject = "mask";
    for (i = 0; i < mask_count; i++) {
        const mask_t *of = &mask[i];
        size_t cut = of->plain.len / 3;
        EXPECT(H4_OK, h4_mask_key_init(&key, sizeof key, of->key.data, of->key.len));
        EXPECT(H4_OK, h4_mask_init(&of_block, sizeof of_block, &key, of->context.data, of->context.len, of->index));
        memcpy(data, of->plain.data, of->plain.len);
        EXPECT(H4_OK, h4_mask_apply(&of_block, 0, data, of->plain.len));
        CHECK(memcmp(data, of->masked.data, of->masked.len) == 0);
        /* In pieces, the later one first. */
        EXPECT(H4_OK, h4_mask_apply(&of_block, cut, data + cut, of->plain.len - cut));
        EXPECT(H4_OK, h4_mask_apply(&of_block, 0, data, cut));
        CHECK(memcmp(data, of->plain.data, of->plain.len) == 0);
    }
    CHECK(!is_zero(&key, sizeof key) && !is_zero(&of_block, sizeof of_block));
    EXPECT(H4_ERR_RANGE, h4_mask_apply(&of_block, UINT64_MAX, data, 2));
    EXPECT(H4_OK, h4_mask_apply(&of_block, 0, NULL, 0));
    EXPECT(H4_OK, h4_mask_wipe(&of_block));
    CHECK(is_zero(&of_block, sizeof of_block));
    EXPECT(H4_OK, h4_mask_wipe(&of_block));
    EXPECT(H4_ERR_STATE, h4_mask_apply(&of_block, 0, data, 1));
    EXPECT(H4_OK, h4_mask_key_wipe(&key));
    CHECK(is_zero(&key, sizeof key));
    EXPECT(H4_ERR_STATE, h4_mask_init(&of_block, sizeof of_block, &key, NULL, 0, 0));
    EXPECT(H4_ERR_SHORT_KEY, h4_mask_key_init(&key, sizeof key, mask[0].key.data, H4_MASK_MIN_KEY_LEN - 1));
    EXPECT(H4_OK, h4_mask_key_init(&key, sizeof key, mask[0].key.data, H4_MASK_MIN_KEY_LEN));
    /* A key that could not be made takes the place of the one before. */
    EXPECT(H4_ERR_SHORT_KEY, h4_mask_key_init(&key, sizeof key, NULL, 0));
    CHECK(is_zero(&key, sizeof key));
}
