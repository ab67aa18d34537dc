// The engines of h4core for C++17, in the manner of h4core.hpp.

#ifndef H4CORE_ENGINE_HPP
#define H4CORE_ENGINE_HPP

#include "h4core.hpp"

namespace h4 {

// An engine of the library: H4_ENGINE_STORE or H4_ENGINE_RUN_LENGTH.
class engine {
public:
    explicit constexpr engine(std::uint32_t number) noexcept : number_(number) {}
    // The one that an identity names, by id and fingerprint.
    static result<engine> find(const h4_engine_identity_t &identity) noexcept {
        auto found = detail::get<std::uint32_t>(h4_engine_find, &identity);
        return {found.status(), engine(*found)};
    }
    constexpr std::uint32_t number() const noexcept { return number_; }
    result<h4_engine_identity_t> identity() const noexcept {
        return detail::get<h4_engine_identity_t>(h4_engine_identity, number_);
    }
    result<std::uint64_t> max_packed_len(std::uint64_t input_len) const noexcept {
        return detail::get<std::uint64_t>(h4_engine_max_packed_len, number_, input_len);
    }
    result<std::size_t> pack(bytes input, buffer out) const noexcept {
        return detail::get<std::size_t>(h4_engine_pack, number_, input.data(), input.size(), out.data(), out.size());
    }
    result<std::uint64_t> unpacked_len(bytes packed) const noexcept {
        return detail::get<std::uint64_t>(h4_engine_unpacked_len, number_, packed.data(), packed.size());
    }
    result<std::size_t> unpack(bytes packed, buffer out) const noexcept {
        return detail::get<std::size_t>(h4_engine_unpack, number_, packed.data(), packed.size(), out.data(), out.size());
    }
    outcome fingerprint(buffer work, std::uint8_t (&out)[H4_DIGEST_LEN]) const noexcept {
        return detail::done(h4_engine_fingerprint(number_, work.data(), work.size(), out));
    }

private:
    std::uint32_t number_;
};

inline outcome require(const h4_engine_identity_t &identity, const h4_text_t &id,
                       const std::uint8_t (&fingerprint)[H4_DIGEST_LEN]) noexcept {
    return detail::done(h4_engine_require(&identity, &id, fingerprint));
}
inline outcome require_unpinned_reference(const h4_engine_identity_t &identity) noexcept {
    return detail::done(h4_engine_require_unpinned_reference(&identity));
}
inline result<std::size_t> emit(const h4_engine_identity_t &identity, buffer out) noexcept {
    return detail::get<std::size_t>(h4_engine_identity_emit, &identity, out.data(), out.size());
}
// What META says of the engine; its texts lie in names.
inline result<h4_engine_identity_t> read_engine(bytes meta, buffer scratch, std::uint8_t (&names)[H4_ENGINE_NAMES_LEN]) noexcept {
    return detail::get<h4_engine_identity_t>(h4_engine_identity_read, meta.data(), meta.size(), scratch.data(), scratch.size(),
                                             names, sizeof names);
}

} // namespace h4

#endif
