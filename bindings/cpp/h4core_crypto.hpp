// The Living Cipher of h4core for C++17, in the manner of h4core.hpp. What it promises and what not stands in h4core.h, at h4_session_t.
//
// States with secrets are wiped when they go, and not copied.

#ifndef H4CORE_CRYPTO_HPP
#define H4CORE_CRYPTO_HPP

#include "h4core.hpp"

namespace h4 {

namespace detail {
// A state with a secret, which has its own function to wipe it.
template <class State, h4_status_t (*Wipe)(State *)>
class secret {
public:
    secret() noexcept = default;
    secret(const secret &) = delete;
    secret &operator=(const secret &) = delete;
    ~secret() { Wipe(&state_); }
    outcome wipe() noexcept { return done(Wipe(&state_)); }
    State *get() noexcept { return &state_; }
    const State *get() const noexcept { return &state_; }

protected:
    State state_{};
};
} // namespace detail

enum class role : std::uint32_t { initiator = H4_ROLE_INITIATOR, responder = H4_ROLE_RESPONDER };

// One side of a session. It views the secret and the session id, which stay the caller's.
class session {
public:
    // A session with an id: 32 bytes that never come twice with one secret.
    session(bytes secret, const std::uint8_t (&session_id)[H4_SESSION_ID_LEN], role role) noexcept
        : session(secret, role, H4_CONTEXT_SESSION_ID) {
        raw_.session_id = session_id;
    }
    // The context of producers before session ids: to read what they sealed, and for known answers.
    static session bare_of_old_producers(bytes secret, role role) noexcept {
        return {secret, role, H4_CONTEXT_BARE_OF_OLD_PRODUCERS};
    }
    session &announce(std::uint32_t interval = H4_DEFAULT_INTERVAL) noexcept { return mode(H4_MODE_ANNOUNCE, interval); }
    session &mixing(std::uint32_t interval = H4_DEFAULT_INTERVAL) noexcept { return mode(H4_MODE_MIXING, interval); }
    session &jump(std::uint32_t jump) noexcept {
        raw_.jump = jump;
        return *this;
    }
    session &mode(std::uint32_t mode, std::uint32_t interval) noexcept {
        raw_.mode = mode;
        raw_.interval = interval;
        return *this;
    }
    const h4_session_t *get() const noexcept { return &raw_; }

private:
    session(bytes secret, role role, std::uint32_t context) noexcept {
        raw_.secret = secret.data();
        raw_.secret_len = secret.size();
        raw_.context = context;
        raw_.role = std::uint32_t(role);
    }
    h4_session_t raw_{};
};

// What the sealer and the opener of one side share in the mode mixing.
class exchange : public detail::secret<h4_exchange_t, h4_exchange_wipe> {
public:
    outcome init() noexcept { return detail::done(h4_exchange_init(&state_, sizeof state_)); }
    outcome import(bytes from) noexcept {
        return detail::done(h4_exchange_import(&state_, sizeof state_, from.data(), from.size()));
    }
    result<std::size_t> export_to(buffer out) const noexcept {
        return detail::get<std::size_t>(h4_exchange_export, &state_, out.data(), out.size());
    }
};

// 32 random bytes for a new key, never used before or after; none where no boundary block is due.
using entropy = const std::uint8_t (*)[H4_ENTROPY_LEN];

class sealer : public detail::secret<h4_sealer_t, h4_sealer_wipe> {
public:
    outcome init(const session &session) noexcept {
        return detail::done(h4_sealer_init(&state_, sizeof state_, session.get()));
    }
    outcome resume(bytes lease) noexcept {
        return detail::done(h4_sealer_resume(&state_, sizeof state_, lease.data(), lease.size()));
    }
    // Where the plaintext of the next block is put in it.
    result<std::size_t> header_len() const noexcept {
        std::size_t len = 0;
        h4_status_t status = h4_sealer_room(&state_, &len, nullptr);
        return {status, len};
    }
    // What the next block is longer than its plaintext.
    result<std::size_t> overhead() const noexcept {
        std::size_t header = 0, overhead = 0;
        h4_status_t status = h4_sealer_room(&state_, &header, &overhead);
        return {status, overhead};
    }
    result<h4_tip_t> tip() const noexcept { return detail::get<h4_tip_t>(h4_sealer_tip, &state_); }
    // Seals the block in place; gives its counter.
    result<std::uint64_t> seal(buffer block, bytes aad, entropy random = nullptr, exchange *exchange = nullptr) noexcept {
        return detail::get<std::uint64_t>(h4_sealer_seal, &state_, block.data(), block.size(), aad.data(), aad.size(),
                                          random ? *random : nullptr, exchange ? exchange->get() : nullptr);
    }
    result<std::size_t> lease(std::uint32_t blocks, buffer out) noexcept {
        return detail::get<std::size_t>(h4_sealer_lease, &state_, blocks, out.data(), out.size());
    }
};

// A block that was opened, and its plaintext in the memory that was handed in.
struct opened {
    std::uint64_t counter = 0;
    buffer plaintext;
};

// A receiver with a window of 1, 4, 8, 16, 32 or 64.
template <std::uint32_t Window = H4_DEFAULT_WINDOW>
class opener {
public:
    opener() noexcept = default;
    opener(const opener &) = delete;
    opener &operator=(const opener &) = delete;
    ~opener() { h4_opener_wipe(get()); }

    outcome init(const session &session) noexcept {
        return detail::done(h4_opener_init(memory_, sizeof memory_, session.get(), Window));
    }
    outcome import(bytes from) noexcept {
        return detail::done(h4_opener_import(memory_, sizeof memory_, Window, from.data(), from.size()));
    }
    static std::size_t stored_len() noexcept { return h4_opener_stored_len(Window); }
    result<std::size_t> export_to(buffer out) const noexcept {
        return detail::get<std::size_t>(h4_opener_export, get(), out.data(), out.size());
    }
    result<h4_tip_t> tip() const noexcept { return detail::get<h4_tip_t>(h4_opener_tip, get()); }
    result<opened> open(buffer block, bytes aad, exchange *exchange = nullptr) noexcept {
        auto found = detail::get<h4_opened_t>(h4_opener_open, get(), block.data(), block.size(), aad.data(), aad.size(),
                                              exchange ? exchange->get() : nullptr);
        return {found.status(), {found->counter, block.after(found->plaintext_at).first(found->plaintext_len)}};
    }
    result<opened> open(bytes header, buffer sealed, bytes aad, exchange *exchange = nullptr) noexcept {
        auto found = detail::get<h4_opened_t>(h4_opener_open_parts, get(), header.data(), header.size(), sealed.data(),
                                              sealed.size(), aad.data(), aad.size(), exchange ? exchange->get() : nullptr);
        return {found.status(), {found->counter, sealed.first(found->plaintext_len)}};
    }
    outcome wipe() noexcept { return detail::done(h4_opener_wipe(get())); }

private:
    static_assert(Window == 1 || Window == 4 || Window == 8 || Window == 16 || Window == 32 || Window == 64, "a window that is offered");
    h4_opener_t *get() noexcept { return reinterpret_cast<h4_opener_t *>(memory_); }
    const h4_opener_t *get() const noexcept { return reinterpret_cast<const h4_opener_t *>(memory_); }
    std::uint64_t memory_[H4_OPENER_SIZE(Window) / sizeof(std::uint64_t)]{};
};

// The chain that stored blocks were sealed on.
class file_chain : public detail::secret<h4_file_chain_t, h4_file_chain_wipe> {
public:
    outcome init(const session &session) noexcept {
        return detail::done(h4_file_chain_init(&state_, sizeof state_, session.get()));
    }
    outcome init_at(std::uint64_t counter, bytes chain, std::uint32_t mode = H4_MODE_OFF, std::uint32_t interval = 0) noexcept {
        return detail::done(h4_file_chain_init_at(&state_, sizeof state_, counter, chain.data(), chain.size(), mode, interval));
    }
    // The counter it stands at; the chain there is put to the front of out.
    result<std::uint64_t> point(buffer out) const noexcept {
        std::uint64_t counter = 0;
        h4_status_t status = h4_file_chain_point(&state_, &counter, out.data(), out.size());
        return {status, counter};
    }
    outcome walk_to(std::uint64_t counter) noexcept { return detail::done(h4_file_chain_walk_to(&state_, counter)); }
    result<opened> open(std::uint64_t counter, buffer block, bytes aad) noexcept {
        auto found = detail::get<h4_opened_t>(h4_file_chain_open, &state_, counter, block.data(), block.size(), aad.data(),
                                              aad.size());
        return {found.status(), {found->counter, block.after(found->plaintext_at).first(found->plaintext_len)}};
    }
};

inline result<std::size_t> binding(const h4_binding_t &of, std::uint64_t pts_us, std::uint64_t index, buffer out) noexcept {
    return detail::get<std::size_t>(h4_binding_emit, &of, pts_us, index, out.data(), out.size());
}
inline result<std::size_t> end_binding(const h4_binding_t &of, std::uint64_t pts_us, std::uint64_t index, buffer out) noexcept {
    return detail::get<std::size_t>(h4_binding_emit_end, &of, pts_us, index, out.data(), out.size());
}
inline result<h4_sealed_header_t> sealed_header_unverified(bytes block, std::uint32_t interval) noexcept {
    return detail::get<h4_sealed_header_t>(h4_sealed_header_parse_unverified, block.data(), block.size(), interval);
}

} // namespace h4

#endif
