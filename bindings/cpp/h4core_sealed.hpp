// Sealed containers of h4core for C++17, in the manner of h4core.hpp.

#ifndef H4CORE_SEALED_HPP
#define H4CORE_SEALED_HPP

#include "h4core_crypto.hpp"

namespace h4 {

inline result<h4_seal_t> seal_parse(bytes payload) noexcept {
    return detail::get<h4_seal_t>(h4_seal_parse, payload.data(), payload.size());
}
// What a file is sealed with; none if it is not. The texts lie in the file, or in buf.
inline result<h4_seal_t> seal_in(bytes file) noexcept {
    return detail::get_or_fault<h4_seal_t>(h4_container_seal, file.data(), file.size());
}
inline result<h4_seal_t> seal_of(const source &file, buffer buf) noexcept {
    return detail::get_or_fault<h4_seal_t>(h4_reader_seal, file.get(), buf.data(), buf.size());
}

class sealed_writer : public detail::secret<h4_sealed_writer_t, h4_sealed_writer_wipe> {
public:
    result<std::size_t> begin(bytes secret, const h4_seal_t &seal, buffer out) noexcept {
        return detail::get<std::size_t>(h4_sealed_writer_begin, &state_, sizeof state_, secret.data(), secret.size(), &seal,
                                        out.data(), out.size());
    }
    result<h4_sealed_room_t> room() const noexcept { return detail::get<h4_sealed_room_t>(h4_sealed_writer_room, &state_); }
    result<h4_progress_t> progress() const noexcept {
        return detail::get<h4_progress_t>(h4_sealed_writer_progress, &state_);
    }
    // Makes the chunk of a block, whose plaintext is in its place, in place.
    result<h4_put_t> block(buffer chunk, entropy random = nullptr) noexcept {
        return detail::get<h4_put_t>(h4_sealed_writer_block, &state_, chunk.data(), chunk.size(), random ? *random : nullptr);
    }
    result<h4_put_t> transformed_block(buffer chunk, std::uint64_t media_len, entropy random = nullptr) noexcept {
        return detail::get<h4_put_t>(h4_sealed_writer_transformed_block, &state_, chunk.data(), chunk.size(), media_len,
                                     random ? *random : nullptr);
    }
    result<std::size_t> chunk(tag tag, bytes payload, buffer out) noexcept {
        return detail::get<std::size_t>(h4_sealed_writer_chunk, &state_, tag.bytes, payload.data(), payload.size(), out.data(),
                                        out.size());
    }
    result<std::size_t> finish(const tail &tail, buffer out, entropy random = nullptr) noexcept {
        h4_tail_input_t input = tail.input();
        return detail::get<std::size_t>(h4_sealed_writer_finish, &state_, &input, random ? *random : nullptr, out.data(),
                                        out.size());
    }
    result<std::size_t> emit(const tail &tail, buffer out) noexcept {
        h4_tail_input_t input = tail.input();
        return detail::get<std::size_t>(h4_sealed_writer_tail, &state_, &input, out.data(), out.size());
    }
};

// What was in a block: media, or the end.
struct unsealed {
    h4_unsealed_t what{};
    buffer plaintext;
};

class sealed_reader : public detail::secret<h4_sealed_reader_t, h4_sealed_reader_wipe> {
public:
    outcome init(bytes secret, const h4_seal_t &seal, const h4_text_t &engine_id,
                 const std::uint8_t (&fingerprint)[H4_DIGEST_LEN]) noexcept {
        return detail::done(h4_sealed_reader_init(&state_, sizeof state_, secret.data(), secret.size(), &seal, &engine_id,
                                                  fingerprint));
    }
    outcome init_at(std::uint64_t index, bytes chain, const h4_seal_t &seal, const h4_text_t &engine_id,
                    const std::uint8_t (&fingerprint)[H4_DIGEST_LEN]) noexcept {
        return detail::done(h4_sealed_reader_init_at(&state_, sizeof state_, index, chain.data(), chain.size(), &seal, &engine_id,
                                                     fingerprint));
    }
    outcome restart(bytes secret) noexcept {
        return detail::done(h4_sealed_reader_restart(&state_, secret.data(), secret.size()));
    }
    outcome resume(std::uint64_t index, bytes chain) noexcept {
        return detail::done(h4_sealed_reader_resume(&state_, index, chain.data(), chain.size()));
    }
    // The block it stands before; the chain there is put to the front of out.
    result<std::uint64_t> point(buffer out) const noexcept {
        std::uint64_t index = 0;
        h4_status_t status = h4_sealed_reader_point(&state_, &index, out.data(), out.size());
        return {status, index};
    }
    outcome walk_to(std::uint64_t index) noexcept { return detail::done(h4_sealed_reader_walk_to(&state_, index)); }
    result<unsealed> open(std::uint64_t index, buffer block) noexcept {
        auto found = detail::get<h4_unsealed_t>(h4_sealed_reader_open, &state_, index, block.data(), block.size());
        return {found.status(),
                {*found, block.after(std::size_t(found->plaintext_at)).first(std::size_t(found->plaintext_len))}};
    }
    // The number of blocks; none until the end was opened.
    result<std::uint64_t> end() const noexcept { return detail::get<std::uint64_t>(h4_sealed_reader_end, &state_); }
};

} // namespace h4

#endif
