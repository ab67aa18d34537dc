// The C++ header over the vectors: files are written, read, verified, searched, masked and recovered through it.
#include "check.hpp"

unsigned long checks = 0;
const char *subject = "";

namespace {

// A file that gives a few bytes at a time.
struct slow_file {
    h4::bytes file;
    bool fails = false;
    std::uint64_t size() const { return file.size(); }
    std::int64_t read_at(std::uint64_t offset, h4::buffer buf) const
    {
        if (fails) {
            return -1;
        }
        h4::bytes there = offset < file.size() ? file.after(std::size_t(offset)).first(buf.size()).first(7) : h4::bytes();
        if (!there.empty()) {
            std::memcpy(buf.data(), there.data(), there.size());
        }
        return std::int64_t(there.size());
    }
};

std::uint8_t out[1 << 16];

void write(const known_t &of)
{
    h4::writer writer;
    h4::buffer rest(out);
    h4::tail tail;
    tail.entries = {of.entries, of.entry_count};
    tail.meta = view(of.meta);
    tail.safe = view(of.safe);
    CHECK(writer.progress().status() == H4_ERR_STATE);
    auto begun = writer.begin(rest);
    CHECK(begun && *begun == H4_FILE_HEADER_LEN);
    rest = rest.after(*begun);
    for (std::size_t i = 0; i < of.block_count; i++) {
        auto put = writer.block(view(of.blocks[i]), rest);
        CHECK(put && put->index == i);
        rest = rest.after(std::size_t(put->len));
    }
    CHECK(writer.finish(tail));
    for (;;) {
        auto piece = writer.emit(tail, rest.first(9));
        CHECK(piece);
        if (*piece == 0) {
            break;
        }
        rest = rest.after(*piece);
    }
    CHECK(same(h4::bytes(out, sizeof out - rest.size()), view(of.container)));
}

void read(const known_t &of)
{
    h4::container file(view(of.container));
    h4::walk walk;
    h4::blocks blocks;
    CHECK(file.open());
    auto verdict = file.verify();
    CHECK(verdict && verdict->state == H4_STATE_VERIFIED && verdict->blocks == of.block_count);
    CHECK(walk.init(of.container.len));
    CHECK(blocks.init(of.container.len));
    const h4::tag core("CORE");
    for (std::size_t i = 0; i < of.block_count; i++) {
        auto chunk = file.next(walk, &core);
        CHECK(chunk && core.names(*chunk) && same(file.payload(*chunk), view(of.blocks[i])));
        auto block = file.next_block(blocks);
        CHECK(block && block->chunk.offset == chunk->offset && file.check(block->chunk));
    }
    CHECK(file.next(walk, &core).none());
    CHECK(file.next_block(blocks).none());
    auto meta = file.find("META");
    CHECK(meta && same(file.payload(*meta), view(of.meta)));

    slow_file slow{view(of.container)};
    h4::source source = h4::source::of(slow);
    h4::reader reader(source);
    std::uint8_t buf[300];
    CHECK(reader.open());
    CHECK(walk.init(source.size()));
    for (std::size_t i = 0; i < of.block_count; i++) {
        auto chunk = reader.next_unverified(walk);
        CHECK(chunk && reader.check(*chunk, buf));
        auto payload = reader.payload(*chunk, buf);
        CHECK(payload && same(*payload, view(of.blocks[i])));
    }
    slow.fails = true;
    CHECK(reader.next_unverified(walk).status() == H4_ERR_READ);
}

void stream(const known_t &of)
{
    h4::parser parser;
    h4::verifier verifier;
    CHECK(parser.init() && verifier.init());
    h4::bytes input = view(of.container);
    std::size_t payload = 0;
    while (!input.empty()) {
        h4::bytes piece = input.first(11);
        input = input.after(11);
        CHECK(verifier.update(piece));
        for (;;) {
            auto event = parser.push(piece);
            CHECK(event);
            payload += event->piece.size();
            if (event->what.kind == H4_EVENT_NONE) {
                break;
            }
        }
        CHECK(piece.empty());
    }
    auto veri = parser.finish();
    CHECK(veri && h4::tag("VERI").names(*veri));
    CHECK(payload == of.container.len - H4_FILE_HEADER_LEN - parser.info()->chunks * H4_CHUNK_HEADER_LEN);
    CHECK(verifier.finish() && verifier.finish()->file_len == of.container.len);
}

void seek_in(const known_t &of)
{
    h4::source file(view(of.container));
    h4::container container(view(of.container));
    h4::reader reader(file);
    h4::seek_table table;
    h4::locator locator;
    h4::locator other;
    std::uint8_t buf[64];
    CHECK(table.open(file, buf) && locator.init(file.size()) && other.init(file.size()));
    CHECK(*table.count() == of.entry_count);
    for (std::uint32_t i = 0; i < of.entry_count; i++) {
        auto found = table.at_or_before(file, of.entries[i].pts_us);
        CHECK(found && found->number == i && table.entry(file, i)->offset == found->entry.offset);
        auto block = container.locate(locator, table, *found);
        auto same_block = reader.locate_unverified(other, table, *found);
        auto direct = container.seek(of.entries[i].pts_us);
        auto through = reader.seek_unverified(of.entries[i].pts_us, buf);
        CHECK(block.status() == direct.status() && block.status() == same_block.status());
        CHECK(block->chunk.offset == direct->chunk.offset && block->chunk.offset == through->chunk.offset);
    }
    CHECK(table.check_offsets(file, container.verify()->media_len));
    auto range = table.range(file, 0, UINT64_MAX);
    CHECK(range && range->start == 0);
    const h4_media_range_t all = {range->start, H4_MEDIA_END};
    h4::blocks blocks;
    CHECK(blocks.init(file.size(), nullptr, &all));
    std::size_t count = 0;
    while (auto block = reader.next_block_unverified(blocks)) {
        CHECK(block->index == count);
        count++;
    }
    CHECK(count == of.block_count && *blocks.media_offset() == container.verify()->media_len);
}

void judge(const damaged_t &of)
{
    h4::container file(view(of.container));
    auto verdict = file.verify();
    h4_status_t status = verdict.status();
    CHECK(verdict.fault().status == (status == H4_OK ? H4_OK : status) && verdict->state != H4_STATE_NONE);
    if (!verdict) {
        CHECK(std::strcmp(h4_rule_name(status), of.rule) == 0);
        CHECK(std::strcmp(h4_state_text(verdict->state), of.state) == 0);
    }
    h4::recovery recovery;
    h4::source source(view(of.container));
    CHECK(recovery.init() && recovery.update(view(of.container)));
    auto salvage = recovery.survey();
    if (!salvage) {
        CHECK(salvage.fault().chunk == H4_NO_CHUNK);
        return;
    }
    std::uint8_t buf[64];
    CHECK(recovery.rebuild(source, salvage->lengths_without_meta, buf));
    h4::buffer rest(out);
    for (;;) {
        auto piece = recovery.emit(source, rest.first(100));
        CHECK(piece);
        if (*piece == 0) {
            break;
        }
        rest = rest.after(*piece);
    }
    CHECK(h4::container(h4::bytes(out, sizeof out - rest.size())).verify());
}

void values()
{
    static const char text[] = "{\"gop\":30,\"name\":\"a\\u0062\",\"fps_hint\":25,\"masked\":true,\"c\":-1}";
    std::uint8_t scratch[64];
    h4::bytes object(reinterpret_cast<const std::uint8_t *>(text), sizeof text - 1);
    h4::json json(object, scratch);
    const h4_text_t gop[] = {h4::name("gop")}, name[] = {h4::name("name")}, fps[] = {h4::name("fps_hint")};
    const h4_text_t masked[] = {h4::name("masked")}, below[] = {h4::name("c")}, none[] = {h4::name("none")};
    CHECK(*json.u64(gop) == 30 && *json.f64(fps) == 25 && *json.boolean(masked) == 1 && *json.i64(below) == -1);
    auto found = json.text(name);
    CHECK(found && found->len == 2 && std::memcmp(found->data, "ab", 2) == 0);
    CHECK(json.has(none).none() && json.u64(name).status() == H4_ERR_FIELD_TYPE);
    CHECK(json.media_lengths()->kind == H4_LENGTHS_STORED);
    CHECK(std::strcmp(json.u64(name).text(), h4_status_text(H4_ERR_FIELD_TYPE)) == 0);
    CHECK(h4::standard_meta({30, 1, 1, 0, 0}, out) && !h4::standard_meta({0, 1, 1, 0, 0}, out));
    for (std::size_t i = 0; i < mask_count; i++) {
        h4::mask_key key;
        h4::mask of_block;
        CHECK(key.init(view(mask[i].key)) && of_block.init(key, mask[i].index, view(mask[i].context)));
        if (mask[i].plain.len > 0) {
            std::memcpy(out, mask[i].plain.data, mask[i].plain.len);
        }
        CHECK(of_block.apply(0, h4::buffer(out).first(mask[i].plain.len)));
        CHECK(same(h4::bytes(out, mask[i].plain.len), view(mask[i].masked)));
    }
    for (std::size_t i = 0; i < tokens_count; i++) {
        for (std::uint32_t k = 0; k < tokens[i].shown; k++) {
            std::uint8_t bytes[H4_VIDEO_TOKEN_LEN];
            auto token = h4::video_token_at(tokens[i].fps, tokens[i].gop, tokens[i].blocks, k);
            CHECK(token && h4::video_token_emit(*token, bytes));
            CHECK(same(bytes, view(tokens[i].bytes).after(k * sizeof bytes).first(sizeof bytes)));
            CHECK(h4::video_token_parse(bytes)->pts_us == token->pts_us && *h4::video_frame_time(tokens[i].fps) * k == token->pts_us);
        }
    }
    for (std::size_t i = 0; i < seek_count; i++) {
        h4_chunk_t chunk = {0, 0, 0, std::uint32_t(seek[i].payload.len), 0, {'S', 'E', 'E', 'K'}, 0};
        h4::seek_table table;
        h4::source payload(view(seek[i].payload));
        CHECK(table.open_payload(view(seek[i].payload), chunk));
        for (std::size_t k = 0; k < seek[i].count; k++) {
            auto entry = table.at_or_before(payload, seek[i].times[k]);
            CHECK(seek[i].found[k] == NONE ? entry.none() : entry && entry->number == seek[i].found[k]);
        }
    }
}

} // namespace

int main()
{
    for (std::size_t i = 0; i < known_count; i++) {
        subject = known[i].name;
        write(known[i]);
        read(known[i]);
        stream(known[i]);
        seek_in(known[i]);
    }
    for (std::size_t i = 0; i < damaged_count; i++) {
        subject = damaged[i].name;
        judge(damaged[i]);
    }
    subject = "values";
    values();
    test_crypto();
    test_sealed();
    test_audio();
    test_engines();
    std::printf("%lu checks\n", checks);
    return 0;
}
