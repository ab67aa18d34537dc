// Known messages are sealed and opened, and a session in both directions goes on from stored states.
#include "h4core_crypto.hpp"

#include "check.hpp"

namespace {

std::uint8_t memory[1 << 17];

h4::buffer join(const message_t &message)
{
    CHECK(message.header.len + message.ciphertext.len <= sizeof memory);
    std::memcpy(memory, message.header.data, message.header.len);
    std::memcpy(memory + message.header.len, message.ciphertext.data, message.ciphertext.len);
    return h4::buffer(memory).first(message.header.len + message.ciphertext.len);
}

void messages(const living_t &of)
{
    const bool first = of.sender == H4_ROLE_INITIATOR;
    const auto here = first ? h4::role::initiator : h4::role::responder;
    const auto there = first ? h4::role::responder : h4::role::initiator;
    h4::sealer sealer;
    h4::opener<> opener;
    h4::file_chain chain;
    CHECK(sealer.tip().status() == H4_ERR_STATE && opener.tip().status() == H4_ERR_STATE);
    CHECK(sealer.init(h4::session::bare_of_old_producers(view(of.secret), here)));
    CHECK(opener.init(h4::session::bare_of_old_producers(view(of.secret), there)));
    CHECK(chain.init(h4::session::bare_of_old_producers(view(of.secret), there)));
    for (std::size_t i = 0; i < of.count; i++) {
        const message_t &message = of.messages[i];
        const h4::bytes aad = view(message.aad);
        h4::buffer block = join(message);
        auto header = h4::sealed_header_unverified(block, 0);
        CHECK(header && header->counter == i && header->len == message.header.len);
        auto opened = opener.open(block, aad);
        CHECK(opened && opened->counter == i && same({opened->plaintext.data(), opened->plaintext.size()}, view(message.plain)));
        auto counter = sealer.seal(block, aad);
        CHECK(counter && *counter == i);
        CHECK(same({block.data() + message.header.len, message.ciphertext.len}, view(message.ciphertext)));
        auto again = chain.open(i, block, aad);
        CHECK(again && same({again->plaintext.data(), again->plaintext.size()}, view(message.plain)));
        block = join(message);
        auto replay = opener.open(view(message.header), block.after(message.header.len), aad);
        CHECK(replay.status() == H4_ERR_REPLAY && replay->plaintext.empty());
        CHECK(same(sealer.tip()->transcript, view(message.transcript_after)));
        CHECK(same(opener.tip()->transcript, view(message.transcript_after)));
    }
    std::uint8_t point[H4_CHAIN_LEN];
    CHECK(*chain.point(point) == of.count && chain.init_at(of.count, point) && chain.walk_to(of.count + 3));
    CHECK(opener.wipe() && opener.tip().status() == H4_ERR_STATE && chain.wipe() && sealer.wipe());
}

struct side {
    h4::sealer sealer;
    h4::opener<4> opener;
    h4::exchange exchange;
};

void both_directions()
{
    static const std::uint8_t secret[H4_SECRET_MIN] = {1, 2, 3}, id[H4_SESSION_ID_LEN] = {4, 5, 6};
    side sides[2];
    std::uint8_t stored[2048];
    for (int i = 0; i < 2; i++) {
        h4::session session(secret, id, i == 0 ? h4::role::initiator : h4::role::responder);
        session.mixing(3).jump(64);
        CHECK(sides[i].sealer.init(session) && sides[i].opener.init(session) && sides[i].exchange.init());
    }
    for (std::uint8_t n = 0; n < 40; n++) {
        side &from = sides[n % 2], &to = sides[1 - n % 2];
        const std::uint8_t random[H4_ENTROPY_LEN] = {n};
        const std::size_t at = *from.sealer.header_len();
        h4::buffer block = h4::buffer(memory).first(*from.sealer.overhead() + 1);
        block[at] = n;
        CHECK(from.sealer.seal(block, {}).status() == H4_ERR_MISPLACED);
        CHECK(from.sealer.seal(block, {}, &random, &from.exchange));
        auto opened = to.opener.open(block, {}, &to.exchange);
        CHECK(opened && opened->counter == n / 2 && opened->plaintext.size() == 1 && opened->plaintext[0] == n);
        auto len = to.opener.export_to(stored);
        CHECK(len && *len == h4::opener<4>::stored_len() && to.opener.import(h4::bytes(stored, *len)));
        len = to.exchange.export_to(stored);
        CHECK(len && *len == H4_EXCHANGE_STORED_LEN && to.exchange.import(h4::bytes(stored, *len)));
    }
}

void lease()
{
    static const std::uint8_t secret[H4_SECRET_MIN] = {1}, id[H4_SESSION_ID_LEN] = {2};
    std::uint8_t stored[H4_SEALER_STORED_LEN], random[H4_ENTROPY_LEN] = {3};
    h4::session session(secret, id, h4::role::initiator);
    h4::sealer sealer, resumed;
    CHECK(sealer.init(session.announce(1)) && sealer.lease(1, stored));
    CHECK(sealer.seal(h4::buffer(memory).first(H4_SEALED_OVERHEAD), {}));
    CHECK(sealer.seal(h4::buffer(memory).first(H4_SEALED_OVERHEAD_KEY), {}, &random).status() == H4_ERR_LEASE);
    CHECK(resumed.resume(stored) && resumed.tip()->counter == 2);
}

void bindings()
{
    h4_binding_t of{};
    of.engine_id = h4::name("engine");
    of.track_id = h4::name("track");
    std::uint8_t out[H4_BINDING_MAX];
    auto media = h4::binding(of, 7, 1, out);
    CHECK(media && std::memcmp(out + *media - 10, "|track|7|1", 10) == 0);
    auto end = h4::end_binding(of, 7, 1, out);
    CHECK(end && std::memcmp(out + *end - 9, "|~end|7|1", 9) == 0);
}

} // namespace

void test_crypto()
{
    subject = "crypto";
    for (std::size_t i = 0; i < living_count; i++) {
        messages(living[i]);
    }
    both_directions();
    lease();
    bindings();
}
