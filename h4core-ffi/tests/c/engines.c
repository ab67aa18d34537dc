/* Engines pack and unpack, say who they are, and are found by it. */
#include "check.h"

static void test_run_length(void)
{
    uint8_t input[512];
    uint8_t packed[1024];
    uint8_t out[512];
    size_t len;
    uint64_t most;
    subject = "run length";
    memset(input, 7, sizeof input);
    EXPECT(H4_OK, h4_engine_max_packed_len(H4_ENGINE_RUN_LENGTH, sizeof input, &most));
    CHECK(most == sizeof packed);
    EXPECT(H4_ERR_RANGE, h4_engine_max_packed_len(H4_ENGINE_RUN_LENGTH, 255, &most));
    CHECK(most == 0);
    EXPECT(H4_OK, h4_engine_pack(H4_ENGINE_RUN_LENGTH, input, sizeof input, packed, sizeof packed, &len));
    CHECK(len == 6 && memcmp(packed, "\x07\xff\x07\xff\x07\x02", 6) == 0);
    EXPECT(H4_OK, h4_engine_unpacked_len(H4_ENGINE_RUN_LENGTH, packed, 6, &most));
    CHECK(most == sizeof input);
    memset(out, 0, sizeof out);
    EXPECT(H4_OK, h4_engine_unpack(H4_ENGINE_RUN_LENGTH, packed, 6, out, sizeof out, &len));
    CHECK(len == sizeof out && memcmp(out, input, sizeof out) == 0);
    EXPECT(H4_ERR_TOO_SMALL, h4_engine_unpack(H4_ENGINE_RUN_LENGTH, packed, 6, out, sizeof out - 1, &len));
    CHECK(len == 0);
    EXPECT(H4_ERR_TOO_SMALL, h4_engine_pack(H4_ENGINE_RUN_LENGTH, input, sizeof input, packed, 5, &len));
    EXPECT(H4_ERR_RANGE, h4_engine_pack(H4_ENGINE_RUN_LENGTH, input, 255, packed, sizeof packed, &len));
    EXPECT(H4_ERR_ENGINE_DATA, h4_engine_unpacked_len(H4_ENGINE_RUN_LENGTH, packed, 5, &most));
    EXPECT(H4_ERR_ENGINE_DATA, h4_engine_unpack(H4_ENGINE_RUN_LENGTH, packed, 4, out, sizeof out, &len));
    EXPECT(H4_ERR_RANGE, h4_engine_unpack(H4_ENGINE_NONE, packed, 4, out, sizeof out, &len));
    EXPECT(H4_ERR_RANGE, h4_engine_pack(3, packed, 4, out, sizeof out, &len));
}

static void test_identity(uint32_t engine, const char *id)
{
    uint8_t work[H4_ENGINE_WORK_LEN];
    uint8_t digest[H4_DIGEST_LEN];
    uint8_t json[H4_ENGINE_IDENTITY_MAX + 20] = "{\"compression\":";
    uint8_t names[H4_ENGINE_NAMES_LEN];
    h4_engine_identity_t identity;
    h4_engine_identity_t found;
    h4_text_t wanted;
    uint32_t number;
    size_t at = strlen((const char *)json);
    size_t len;
    subject = id;
    EXPECT(H4_OK, h4_engine_identity(engine, &identity));
    CHECK(identity.id.len == strlen(id) && memcmp(identity.id.data, id, identity.id.len) == 0);
    CHECK(identity.has_fingerprint == 1 && identity.deterministic == 1 && identity.sealed == 1);
    EXPECT(H4_OK, h4_engine_fingerprint(engine, work, sizeof work, digest));
    CHECK(memcmp(digest, identity.fingerprint, sizeof digest) == 0);
    EXPECT(H4_ERR_TOO_SMALL, h4_engine_fingerprint(engine, work, 1023, digest));
    CHECK(is_zero(digest, sizeof digest));
    EXPECT(H4_OK, h4_engine_identity_emit(&identity, json + at, sizeof json - at, &len));
    json[at + len] = '}';
    EXPECT(H4_OK, h4_engine_identity_read(json, at + len + 1, work, sizeof work, names, sizeof names, &found));
    CHECK(found.family.len == identity.family.len && found.id.len == identity.id.len);
    CHECK(memcmp(found.family.data, identity.family.data, found.family.len) == 0);
    CHECK(memcmp(found.fingerprint, identity.fingerprint, sizeof found.fingerprint) == 0);
    CHECK(found.has_fingerprint == 1 && found.identity_safe == 1 && found.is_opaque == 1);
    EXPECT(H4_OK, h4_engine_find(&found, &number));
    CHECK(number == engine);
    wanted = identity.id;
    EXPECT(H4_OK, h4_engine_require(&found, &wanted, identity.fingerprint));
    EXPECT(H4_ERR_ENGINE_MISMATCH, h4_engine_require(&found, &wanted, digest));
    wanted.len--;
    EXPECT(H4_ERR_ENGINE_UNKNOWN, h4_engine_require(&found, &wanted, identity.fingerprint));
    EXPECT(H4_ERR_TOO_SMALL, h4_engine_identity_read(json, at + len + 1, NULL, 0, names, sizeof names - 1, &found));
    EXPECT(H4_ERR_TOO_SMALL, h4_engine_identity_emit(&identity, work, len - 1, &len));
    found = identity;
    found.has_fingerprint = 0;
    EXPECT(H4_ERR_ENGINE_MISMATCH, h4_engine_find(&found, &number));
    CHECK(number == H4_ENGINE_NONE);
    found.sealed = 2;
    EXPECT(H4_ERR_RANGE, h4_engine_find(&found, &number));
    found = identity;
    found.id.data = "\xff";
    found.id.len = 1;
    EXPECT(H4_ERR_RANGE, h4_engine_find(&found, &number));
    found.id.data = "a b";
    found.id.len = 3;
    EXPECT(H4_ERR_RANGE, h4_engine_identity_emit(&found, work, sizeof work, &len));
    EXPECT(H4_ERR_ENGINE_UNKNOWN, h4_engine_require_unpinned_reference(&identity));
}

static void test_absent(void)
{
    const char *earlier = "{\"compression\":{\"engine\":\"geometric-reference\"}}";
    uint8_t names[H4_ENGINE_NAMES_LEN];
    h4_engine_identity_t found;
    uint32_t number;
    subject = "absent";
    EXPECT(H4_NONE, h4_engine_identity_read((const uint8_t *)"{}", 2, NULL, 0, names, sizeof names, &found));
    CHECK(is_zero(&found, sizeof found));
    EXPECT(H4_ERR_JSON, h4_engine_identity_read((const uint8_t *)"{", 1, NULL, 0, names, sizeof names, &found));
    EXPECT(H4_OK, h4_engine_identity_read((const uint8_t *)earlier, strlen(earlier), NULL, 0, names, sizeof names, &found));
    CHECK(found.has_fingerprint == 0 && found.sealed == 0);
    EXPECT(H4_OK, h4_engine_require_unpinned_reference(&found));
    EXPECT(H4_ERR_ENGINE_UNKNOWN, h4_engine_find(&found, &number));
    found.has_fingerprint = 1;
    EXPECT(H4_ERR_ENGINE_MISMATCH, h4_engine_require_unpinned_reference(&found));
}

void test_engines(void)
{
    test_run_length();
    test_identity(H4_ENGINE_STORE, "h4core.store.1");
    test_identity(H4_ENGINE_RUN_LENGTH, "h4core.geometric-reference.1");
    test_absent();
}
