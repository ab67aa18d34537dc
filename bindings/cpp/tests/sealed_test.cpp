// Known sealed containers are written again, and opened.
#include "h4core_sealed.hpp"

#include "check.hpp"

namespace {

std::uint8_t memory[1 << 13];

void write(const sealed_t &of, const h4_seal_t &seal)
{
    using random = const std::uint8_t (*)[H4_ENTROPY_LEN];
    h4::sealed_writer writer;
    h4::buffer rest(memory);
    h4::tail tail;
    h4_seek_entry_t entries[8];
    std::size_t count = 0;
    tail.meta = tail.safe = h4::bytes(reinterpret_cast<const std::uint8_t *>("{}"), 2);
    CHECK(writer.room().status() == H4_ERR_STATE);
    rest = rest.after(*writer.begin(view(of.secret), seal, rest));
    for (std::size_t i = 0; i < of.count; i++) {
        auto room = writer.room();
        h4::buffer chunk = rest.first(std::size_t(room->overhead) + of.blocks[i].len);
        std::memcpy(chunk.data() + room->plaintext_at, of.blocks[i].data, of.blocks[i].len);
        auto given = reinterpret_cast<random>(of.random.data + H4_ENTROPY_LEN * i);
        auto put = i % 2 ? writer.transformed_block(chunk, of.blocks[i].len, given) : writer.block(chunk, given);
        CHECK(put && put->index == i && put->len == chunk.size());
        if (i % 2 == 0) {
            entries[count++] = {i * seal.frame_time_us, put->media_offset};
        }
        rest = rest.after(chunk.size());
    }
    tail.entries = {entries, count};
    CHECK(writer.progress()->blocks == of.count && writer.chunk("SEAL", {}, rest).status() == H4_ERR_RESERVED_TAG);
    auto end = writer.finish(tail, rest, reinterpret_cast<random>(of.random.data + H4_ENTROPY_LEN * of.count));
    CHECK(end);
    rest = rest.after(*end);
    for (;;) {
        auto piece = writer.emit(tail, rest.first(9));
        CHECK(piece);
        if (*piece == 0) {
            break;
        }
        rest = rest.after(*piece);
    }
    CHECK(same(h4::bytes(memory, sizeof memory - rest.size()), view(of.container)));
}

void read(const sealed_t &of, const h4_seal_t &seal)
{
    h4::container file(view(of.container));
    h4::sealed_reader reader, later;
    h4::blocks blocks;
    const h4_text_t id = seal.binding.engine_id;
    std::uint8_t point[H4_CHAIN_LEN];
    CHECK(blocks.init(of.container.len));
    CHECK(reader.init(view(of.secret), seal, id, seal.binding.engine_fingerprint));
    while (auto block = file.next_block(blocks)) {
        h4::bytes payload = file.payload(block->chunk);
        h4::buffer copy = h4::buffer(memory).first(payload.size());
        std::memcpy(memory, payload.data(), payload.size());
        CHECK(reader.end().none() && *reader.point(point) == block->index);
        CHECK(later.init_at(block->index, point, seal, id, seal.binding.engine_fingerprint));
        auto found = reader.open(block->index, copy);
        CHECK(found);
        if (block->index < of.count) {
            CHECK(found->what.kind == H4_UNSEALED_MEDIA);
            CHECK(same({found->plaintext.data(), found->plaintext.size()}, view(of.blocks[block->index])));
        }
        std::memcpy(memory, payload.data(), payload.size());
        CHECK(later.open(block->index, copy)->what.kind == found->what.kind);
    }
    CHECK(reader.end() && *reader.end() == of.count);
    CHECK(reader.restart(view(of.secret)) && reader.walk_to(1) && reader.resume(of.count, point));
}

} // namespace

void test_sealed()
{
    for (std::size_t i = 0; i < sealed_count; i++) {
        subject = sealed[i].name;
        std::uint8_t buf[H4_SEAL_MAX];
        auto seal = h4::seal_in(view(sealed[i].container));
        auto other = h4::seal_of(h4::source(view(sealed[i].container)), buf);
        CHECK(seal && other && seal->frame_time_us == other->frame_time_us);
        CHECK(!h4::seal_parse(view(sealed[i].container)));
        write(sealed[i], *seal);
        read(sealed[i], *seal);
    }
}
