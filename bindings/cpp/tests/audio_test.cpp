// Tokens of audio vectors with samples, and engines.
#include "h4core_audio.hpp"
#include "h4core_engine.hpp"

#include "check.hpp"

#include <initializer_list>

namespace {

void tokenize(const audio_t &of)
{
    static float storage[4096];
    h4_audio_token_t tokens[256];
    h4::audio audio;
    h4::bytes pcm = view(of.pcm);
    std::uint32_t frames = 0;
    auto floats = h4::audio::storage_len(of.config);
    CHECK(floats && *floats <= 4096 && audio.init(of.config, h4::span<float>(storage, *floats)));
    while (!pcm.empty()) {
        auto frame = audio.push(pcm, tokens);
        CHECK(frame.none() ? pcm.empty() : frame && frame->index == frames && frame->count == of.config.top);
        frames += bool(frame);
        const std::size_t at = (frames - 1) * of.config.top;
        if (frame && at < of.shown) {
            // The largest one, and its magnitude, are certain.
            auto expected = h4::audio_token_parse(view(of.peaks[at].bytes));
            std::uint8_t bytes[H4_AUDIO_TOKEN_LEN];
            CHECK(expected && tokens[0].magnitude == expected->magnitude);
            CHECK(h4::audio_token_emit(*expected, bytes) && same(bytes, view(of.peaks[at].bytes)));
        }
    }
    CHECK(frames == of.frames);
}

} // namespace

void test_audio()
{
    std::size_t tokenized = 0;
    for (std::size_t i = 0; i < audio_count; i++) {
        if (audio[i].pcm.len > 0) {
            subject = audio[i].name;
            tokenize(audio[i]);
            tokenized++;
        }
    }
    CHECK(tokenized == 4);
}

void test_engines()
{
    subject = "engines";
    for (std::uint32_t number : {H4_ENGINE_STORE, H4_ENGINE_RUN_LENGTH}) {
        h4::engine engine(number);
        std::uint8_t input[256] = {1}, packed[512], out[256], work[H4_ENGINE_WORK_LEN], digest[H4_DIGEST_LEN];
        std::uint8_t json[H4_ENGINE_IDENTITY_MAX + 20] = "{\"compression\":", names[H4_ENGINE_NAMES_LEN];
        auto identity = engine.identity();
        CHECK(identity && h4::engine::find(*identity)->number() == number);
        CHECK(engine.fingerprint(work, digest) && h4::require(*identity, identity->id, digest));
        CHECK(!h4::require_unpinned_reference(*identity));
        auto len = engine.pack(input, packed);
        CHECK(len && *len <= *engine.max_packed_len(sizeof input));
        CHECK(*engine.unpacked_len(h4::bytes(packed, *len)) == sizeof input);
        CHECK(engine.unpack(h4::bytes(packed, *len), out) && same(input, out));
        const std::size_t at = std::strlen(reinterpret_cast<char *>(json));
        auto emitted = h4::emit(*identity, h4::buffer(json).after(at));
        CHECK(emitted);
        json[at + *emitted] = '}';
        auto read = h4::read_engine(h4::bytes(json, at + *emitted + 1), work, names);
        CHECK(read && h4::engine::find(*read)->number() == number);
    }
}
