// The audio tokenizer of h4core for C++17, in the manner of h4core.hpp.

#ifndef H4CORE_AUDIO_HPP
#define H4CORE_AUDIO_HPP

#include "h4core.hpp"

namespace h4 {

// A tokenizer in storage that stays the caller's and must outlive it.
class audio {
public:
    static result<std::size_t> storage_len(const h4_audio_config_t &config) noexcept {
        return detail::get<std::size_t>(h4_audio_storage_len, &config);
    }
    outcome init(const h4_audio_config_t &config, span<float> storage) noexcept {
        storage_ = storage;
        return detail::done(h4_audio_init(&state_, sizeof state_, &config, storage.data(), storage.size()));
    }
    // Takes from the front of pcm what it needs; the rest stays there. None until a frame is complete.
    result<h4_audio_frame_t> push(bytes &pcm, span<h4_audio_token_t> tokens) noexcept {
        h4_audio_frame_t frame{};
        std::size_t consumed = 0;
        h4_status_t status = h4_audio_push(&state_, storage_.data(), storage_.size(), pcm.data(), pcm.size(), &consumed,
                                           tokens.data(), tokens.size(), &frame);
        pcm = pcm.after(consumed);
        return {status, frame};
    }

private:
    h4_audio_t state_{};
    span<float> storage_;
};

inline result<h4_audio_token_t> audio_token_parse(bytes from) noexcept {
    return detail::get<h4_audio_token_t>(h4_audio_token_parse, from.data(), from.size());
}
inline outcome audio_token_emit(const h4_audio_token_t &token, buffer out) noexcept {
    return detail::done(h4_audio_token_emit(&token, out.data(), out.size()));
}

} // namespace h4

#endif
