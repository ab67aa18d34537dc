// h4core for C++17: the C interface with its pointers and lengths as spans, its statuses as results and its states as objects.
//
// Nothing is allocated and nothing throws. What a function does, which statuses it returns and what threads may do stands in
// h4core.h, under the name of the C function that it calls. Objects hold their state by value: they may be copied and moved, but
// for the secrets. A state is made by a function that says whether it could be; before that, calls return H4_ERR_STATE.

#ifndef H4CORE_HPP
#define H4CORE_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "h4core.h"

namespace h4 {

// A view of elements that lie one after the other. It owns nothing.
template <class T>
class span {
public:
    constexpr span() noexcept = default;
    constexpr span(T *data, std::size_t size) noexcept : data_(data), size_(size) {}
    template <std::size_t N>
    constexpr span(T (&array)[N]) noexcept : data_(array), size_(N) {}
    // Anything with data and size, such as an array, a vector or another span.
    template <class C, class = std::enable_if_t<std::is_convertible_v<decltype(std::declval<C &>().data()), T *> &&
                                                std::is_convertible_v<decltype(std::declval<C &>().size()), std::size_t>>>
    constexpr span(C &&from) noexcept : data_(from.data()), size_(from.size()) {}

    constexpr T *data() const noexcept { return data_; }
    constexpr std::size_t size() const noexcept { return size_; }
    constexpr bool empty() const noexcept { return size_ == 0; }
    constexpr T *begin() const noexcept { return data_; }
    constexpr T *end() const noexcept { return data_ + size_; }
    constexpr T &operator[](std::size_t i) const noexcept { return data_[i]; }
    // The first elements, at most as many as there are.
    constexpr span first(std::size_t n) const noexcept { return {data_, n < size_ ? n : size_}; }
    // Those after the first; none if there are no more.
    constexpr span after(std::size_t n) const noexcept { return n < size_ ? span(data_ + n, size_ - n) : span(); }

private:
    T *data_ = nullptr;
    std::size_t size_ = 0;
};

using bytes = span<const std::uint8_t>;
using buffer = span<std::uint8_t>;

// What a call returned: a status, where it is one of the file its fault, and a value, which is safe but empty after a failure.
template <class T>
class [[nodiscard]] result {
public:
    constexpr result(h4_status_t status, const T &value, const h4_fault_t &fault = {0, H4_NO_CHUNK, H4_OK, 0}) noexcept
        : value_(value), fault_(fault), status_(status) {}

    // Whether there is a value.
    constexpr explicit operator bool() const noexcept { return status_ == H4_OK; }
    // Whether the call did what it says and there is none.
    constexpr bool none() const noexcept { return status_ == H4_NONE; }
    constexpr h4_status_t status() const noexcept { return status_; }
    constexpr const h4_fault_t &fault() const noexcept { return fault_; }
    const char *text() const noexcept { return h4_status_text(status_); }
    constexpr const T &value() const noexcept { return value_; }
    constexpr const T &operator*() const noexcept { return value_; }
    constexpr const T *operator->() const noexcept { return &value_; }

private:
    T value_;
    h4_fault_t fault_;
    h4_status_t status_;
};

// The value of a call that gives none.
struct nothing {};
using outcome = result<nothing>;

namespace detail {
// Calls a function of C with places for what it gives behind its arguments: a value, a value and a fault, a fault, a verdict.
template <class T, class F, class... A>
result<T> get(F function, A... arguments) noexcept {
    T value{};
    h4_status_t status = function(arguments..., &value);
    return {status, value};
}
template <class T, class F, class... A>
result<T> get_or_fault(F function, A... arguments) noexcept {
    T value{};
    h4_fault_t fault{};
    h4_status_t status = function(arguments..., &value, &fault);
    return {status, value, fault};
}
template <class F, class... A>
outcome done_or_fault(F function, A... arguments) noexcept {
    h4_fault_t fault{};
    h4_status_t status = function(arguments..., &fault);
    return {status, {}, fault};
}
template <class F, class... A>
result<h4_verdict_t> judge(F function, A... arguments) noexcept {
    h4_verdict_t verdict{};
    h4_status_t status = function(arguments..., &verdict);
    return {status, verdict, verdict.fault};
}
inline outcome done(h4_status_t status) noexcept { return {status, {}}; }
} // namespace detail

// Four bytes that name what a payload is, of a literal such as "META".
struct tag {
    std::uint8_t bytes[H4_TAG_LEN];
    constexpr tag(const char (&text)[H4_TAG_LEN + 1]) noexcept
        : bytes{std::uint8_t(text[0]), std::uint8_t(text[1]), std::uint8_t(text[2]), std::uint8_t(text[3])} {}
    bool names(const h4_chunk_t &chunk) const noexcept {
        return bytes[0] == chunk.tag[0] && bytes[1] == chunk.tag[1] && bytes[2] == chunk.tag[2] && bytes[3] == chunk.tag[3];
    }
};

// What stands behind the blocks of a file.
struct tail {
    span<const h4_seek_entry_t> entries;
    bytes meta;
    bytes safe;
    // Instead of entries, a stream whose entries are computed.
    const h4_regular_seek_t *regular = nullptr;

    h4_tail_input_t input() const noexcept {
        return {entries.data(), entries.size(), regular, meta.data(), meta.size(), safe.data(), safe.size()};
    }
};

class writer {
public:
    result<std::size_t> begin(buffer out) noexcept {
        return detail::get<std::size_t>(h4_writer_begin, &state_, sizeof state_, out.data(), out.size());
    }
    result<h4_put_t> block(bytes block, buffer out) noexcept {
        return detail::get<h4_put_t>(h4_writer_block, &state_, block.data(), block.size(), out.data(), out.size());
    }
    result<h4_put_t> transformed_block(bytes block, std::uint64_t media_len, buffer out) noexcept {
        return detail::get<h4_put_t>(h4_writer_transformed_block, &state_, block.data(), block.size(), media_len, out.data(),
                                     out.size());
    }
    result<h4_put_t> block_header(bytes block, buffer out) noexcept {
        return detail::get<h4_put_t>(h4_writer_block_header, &state_, block.data(), block.size(), out.data(), out.size());
    }
    result<std::size_t> chunk(tag tag, bytes payload, buffer out) noexcept {
        return detail::get<std::size_t>(h4_writer_chunk, &state_, tag.bytes, payload.data(), payload.size(), out.data(),
                                        out.size());
    }
    result<h4_progress_t> progress() const noexcept {
        return detail::get<h4_progress_t>(h4_writer_progress, &state_);
    }
    outcome finish(const tail &tail) noexcept {
        h4_tail_input_t input = tail.input();
        return detail::done(h4_writer_finish(&state_, &input));
    }
    result<std::size_t> emit(const tail &tail, buffer out) noexcept {
        h4_tail_input_t input = tail.input();
        return detail::get<std::size_t>(h4_writer_tail, &state_, &input, out.data(), out.size());
    }

private:
    h4_writer_t state_{};
};

// An event, and the piece of payload that it is about.
struct event {
    h4_event_t what{};
    bytes piece;
};

class parser {
public:
    outcome init() noexcept { return detail::done(h4_parser_init(&state_, sizeof state_)); }
    outcome init_for_blocks() noexcept { return detail::done(h4_parser_init_for_blocks(&state_, sizeof state_)); }
    // Takes from the front of input what it needs; the rest stays there.
    result<event> push(bytes &input) noexcept {
        event found;
        h4_fault_t fault{};
        std::size_t taken = 0;
        h4_status_t status = h4_parser_push(&state_, input.data(), input.size(), &taken, &found.what, &fault);
        found.piece = input.after(found.what.piece_offset).first(found.what.piece_len);
        input = input.after(taken);
        return {status, found, fault};
    }
    result<h4_parser_info_t> info() const noexcept { return detail::get<h4_parser_info_t>(h4_parser_info, &state_); }
    result<h4_chunk_t> finish() const noexcept { return detail::get_or_fault<h4_chunk_t>(h4_parser_finish, &state_); }

private:
    h4_parser_t state_{};
};

class verifier {
public:
    outcome init() noexcept { return detail::done(h4_verifier_init(&state_, sizeof state_)); }
    outcome update(bytes piece) noexcept {
        return detail::done_or_fault(h4_verifier_update, &state_, piece.data(), piece.size());
    }
    result<h4_verdict_t> finish() const noexcept { return detail::judge(h4_verifier_finish, &state_); }

private:
    h4_verifier_t state_{};
};

// A file in memory, or behind an object with std::int64_t read_at(std::uint64_t offset, h4::buffer buf) and std::uint64_t size().
class source {
public:
    explicit source(bytes file) noexcept : raw_{file.data(), nullptr, nullptr, file.size()} {}
    template <class F>
    static source of(F &file) noexcept {
        source of{bytes()};
        of.raw_ = {nullptr, read<F>, &file, file.size()};
        return of;
    }
    const h4_source_t *get() const noexcept { return &raw_; }
    std::uint64_t size() const noexcept { return raw_.file_len; }

private:
    template <class F>
    static std::int64_t read(void *context, std::uint64_t offset, std::uint8_t *buf, std::size_t len) {
        return static_cast<F *>(context)->read_at(offset, buffer(buf, len));
    }
    h4_source_t raw_;
};

// Walks and tables; each is one state that the functions of container and reader take.
template <class State>
struct state {
    State raw{};
};
class walk : public state<h4_walk_t> {
public:
    outcome init(std::uint64_t file_len) noexcept { return detail::done(h4_walk_init(&raw, sizeof raw, file_len)); }
};
class blocks : public state<h4_blocks_t> {
public:
    outcome init(std::uint64_t file_len, const h4_lengths_t *lengths = nullptr, const h4_media_range_t *range = nullptr) noexcept {
        return detail::done(h4_blocks_init(&raw, sizeof raw, file_len, lengths, range));
    }
    result<std::uint64_t> media_offset() const noexcept {
        return detail::get<std::uint64_t>(h4_blocks_media_offset, &raw);
    }
};
class locator : public state<h4_locator_t> {
public:
    outcome init(std::uint64_t file_len, const h4_lengths_t *lengths = nullptr) noexcept {
        return detail::done(h4_locator_init(&raw, sizeof raw, file_len, lengths));
    }
};

// An entry of a seek table with its number.
struct numbered_entry {
    h4_seek_entry_t entry{};
    std::uint32_t number = 0;
};

class seek_table : public state<h4_seek_t> {
public:
    outcome open(const source &file, buffer buf) noexcept {
        return detail::done_or_fault(h4_seek_open, &raw, sizeof raw, file.get(), buf.data(), buf.size());
    }
    outcome open_payload(bytes payload, const h4_chunk_t &chunk) noexcept {
        return detail::done_or_fault(h4_seek_open_payload, &raw, sizeof raw, payload.data(), payload.size(), &chunk);
    }
    outcome open_unverified(const source &file, const h4_chunk_t &chunk) noexcept {
        return detail::done(h4_seek_open_unverified(&raw, sizeof raw, file.get(), &chunk));
    }
    result<std::uint32_t> count() const noexcept {
        h4_chunk_t chunk{};
        std::uint32_t count = 0;
        h4_status_t status = h4_seek_info(&raw, &count, &chunk);
        return {status, count};
    }
    result<h4_seek_entry_t> entry(const source &file, std::uint32_t number) const noexcept {
        return detail::get<h4_seek_entry_t>(h4_seek_entry, &raw, file.get(), number);
    }
    result<numbered_entry> at_or_before(const source &file, std::uint64_t pts_us) const noexcept {
        numbered_entry found;
        h4_status_t status = h4_seek_at_or_before(&raw, file.get(), pts_us, &found.number, &found.entry);
        return {status, found};
    }
    result<h4_media_range_t> range(const source &file, std::uint64_t from_us, std::uint64_t to_us) const noexcept {
        return detail::get<h4_media_range_t>(h4_seek_range, &raw, file.get(), from_us, to_us);
    }
    outcome check_offsets(const source &file, std::uint64_t media_len) const noexcept {
        return detail::done_or_fault(h4_seek_check_offsets, &raw, file.get(), media_len);
    }
};

// A file in memory.
class container {
public:
    explicit container(bytes file) noexcept : file_(file) {}
    outcome open() const noexcept { return detail::done_or_fault(h4_container_open, file_.data(), file_.size()); }
    result<h4_verdict_t> verify() const noexcept {
        return detail::judge(h4_container_verify, file_.data(), file_.size());
    }
    result<h4_chunk_t> find(tag tag) const noexcept {
        return detail::get_or_fault<h4_chunk_t>(h4_container_find, file_.data(), file_.size(), tag.bytes);
    }
    outcome check(const h4_chunk_t &chunk) const noexcept {
        return detail::done_or_fault(h4_container_check, file_.data(), file_.size(), &chunk);
    }
    result<h4_chunk_t> next(walk &walk, const tag *tag = nullptr) const noexcept {
        return detail::get_or_fault<h4_chunk_t>(h4_container_next, file_.data(), file_.size(), &walk.raw,
                                                tag ? tag->bytes : nullptr);
    }
    result<h4_block_t> next_block(blocks &blocks) const noexcept {
        return detail::get_or_fault<h4_block_t>(h4_container_next_block, file_.data(), file_.size(), &blocks.raw);
    }
    result<h4_block_t> seek(std::uint64_t pts_us, const h4_lengths_t *lengths = nullptr) const noexcept {
        return detail::get_or_fault<h4_block_t>(h4_container_seek, file_.data(), file_.size(), pts_us, lengths);
    }
    result<h4_block_t> locate(locator &locator, const seek_table &table, const numbered_entry &entry) const noexcept {
        return detail::get_or_fault<h4_block_t>(h4_container_locate, file_.data(), file_.size(), &locator.raw, &table.raw,
                                                entry.number, entry.entry.offset);
    }
    // The payload of a chunk that one of these functions gave.
    bytes payload(const h4_chunk_t &chunk) const noexcept {
        if (chunk.payload_offset > file_.size()) return {};
        return file_.after(std::size_t(chunk.payload_offset)).first(chunk.payload_len);
    }

private:
    bytes file_;
};

// A file that is read where it is.
class reader {
public:
    explicit reader(const source &file) noexcept : file_(file) {}
    outcome open() const noexcept { return detail::done_or_fault(h4_reader_open, file_.get()); }
    result<h4_chunk_t> next_unverified(walk &walk, const tag *tag = nullptr) const noexcept {
        return detail::get_or_fault<h4_chunk_t>(h4_reader_next_unverified, file_.get(), &walk.raw, tag ? tag->bytes : nullptr);
    }
    result<h4_block_t> next_block_unverified(blocks &blocks) const noexcept {
        return detail::get_or_fault<h4_block_t>(h4_reader_next_block_unverified, file_.get(), &blocks.raw);
    }
    // The payload, in buf.
    result<bytes> payload(const h4_chunk_t &chunk, buffer buf) const noexcept {
        h4_fault_t fault{};
        h4_status_t status = h4_reader_chunk(file_.get(), &chunk, buf.data(), buf.size(), &fault);
        return {status, status == H4_OK ? bytes(buf.data(), chunk.payload_len) : bytes(), fault};
    }
    outcome check(const h4_chunk_t &chunk, buffer buf) const noexcept {
        return detail::done_or_fault(h4_reader_check, file_.get(), &chunk, buf.data(), buf.size());
    }
    result<h4_block_t> seek_unverified(std::uint64_t pts_us, buffer buf, const h4_lengths_t *lengths = nullptr) const noexcept {
        return detail::get_or_fault<h4_block_t>(h4_reader_seek_unverified, file_.get(), pts_us, lengths, buf.data(), buf.size());
    }
    result<h4_block_t> locate_unverified(locator &locator, const seek_table &table, const numbered_entry &entry) const noexcept {
        return detail::get_or_fault<h4_block_t>(h4_reader_locate_unverified, file_.get(), &locator.raw, &table.raw, entry.number,
                                                entry.entry.offset);
    }

private:
    source file_;
};

class recovery {
public:
    outcome init() noexcept { return detail::done(h4_recovery_init(&state_, sizeof state_)); }
    // Whether more input can make a difference.
    result<bool> update(bytes piece) noexcept {
        std::uint32_t more = 0;
        h4_status_t status = h4_recovery_update(&state_, piece.data(), piece.size(), &more);
        return {status, more != 0};
    }
    result<h4_salvage_t> survey() noexcept { return detail::get_or_fault<h4_salvage_t>(h4_recovery_survey, &state_); }
    // The number of seek entries that are left out.
    result<std::uint32_t> rebuild(const source &file, const h4_lengths_t &lengths, buffer buf) noexcept {
        return detail::get<std::uint32_t>(h4_recovery_rebuild, &state_, file.get(), &lengths, buf.data(), buf.size());
    }
    result<std::size_t> emit(const source &file, buffer out) noexcept {
        return detail::get<std::size_t>(h4_recovery_emit, &state_, file.get(), out.data(), out.size());
    }

private:
    h4_recovery_t state_{};
};

// The payload of META or SAFE, with scratch for strings with escapes.
class json {
public:
    using path = span<const h4_text_t>;
    json(bytes object, buffer scratch) noexcept : object_(object), scratch_(scratch) {}
    outcome check(const h4_chunk_t &chunk) const noexcept {
        return detail::done_or_fault(h4_json_check, object_.data(), object_.size(), &chunk, scratch_.data(), scratch_.size());
    }
    result<std::uint32_t> has(path path) const noexcept { return field<std::uint32_t>(h4_json_has, path); }
    result<h4_text_t> text(path path) const noexcept { return field<h4_text_t>(h4_json_text, path); }
    result<std::uint64_t> u64(path path) const noexcept { return field<std::uint64_t>(h4_json_u64, path); }
    result<std::int64_t> i64(path path) const noexcept { return field<std::int64_t>(h4_json_i64, path); }
    result<double> f64(path path) const noexcept { return field<double>(h4_json_f64, path); }
    result<std::uint32_t> boolean(path path) const noexcept { return field<std::uint32_t>(h4_json_bool, path); }
    result<h4_lengths_t> media_lengths() const noexcept {
        return detail::get<h4_lengths_t>(h4_json_media_lengths, object_.data(), object_.size(), scratch_.data(), scratch_.size());
    }

private:
    template <class T>
    result<T> field(h4_status_t (*read)(const std::uint8_t *, std::size_t, const h4_text_t *, std::size_t, std::uint8_t *,
                                        std::size_t, T *),
                    path path) const noexcept {
        return detail::get<T>(read, object_.data(), object_.size(), path.data(), path.size(), scratch_.data(), scratch_.size());
    }
    bytes object_;
    buffer scratch_;
};

// A name of a path, of a literal.
template <std::size_t N>
constexpr h4_text_t name(const char (&text)[N]) noexcept {
    return {text, N - 1};
}

// Secrets: wiped when they go, and not copied. Not encryption: a mask hides bytes from casual reading and has no authenticity.
class mask_key {
public:
    mask_key() noexcept = default;
    mask_key(const mask_key &) = delete;
    mask_key &operator=(const mask_key &) = delete;
    ~mask_key() { h4_mask_key_wipe(&state_); }
    outcome init(bytes master_key) noexcept {
        return detail::done(h4_mask_key_init(&state_, sizeof state_, master_key.data(), master_key.size()));
    }
    const h4_mask_key_t *get() const noexcept { return &state_; }

private:
    h4_mask_key_t state_{};
};

class mask {
public:
    mask() noexcept = default;
    mask(const mask &) = delete;
    mask &operator=(const mask &) = delete;
    ~mask() { h4_mask_wipe(&state_); }
    // Without a context the default one.
    outcome init(const mask_key &key, std::uint64_t index, bytes context = {}) noexcept {
        return detail::done(h4_mask_init(&state_, sizeof state_, key.get(), context.data(), context.size(), index));
    }
    outcome apply(std::uint64_t at, buffer data) const noexcept {
        return detail::done(h4_mask_apply(&state_, at, data.data(), data.size()));
    }

private:
    h4_mask_t state_{};
};

inline result<h4_video_token_t> video_token_at(double fps, std::uint32_t gop, std::uint32_t blocks, std::uint32_t index) noexcept {
    return detail::get<h4_video_token_t>(h4_video_token_at, fps, gop, blocks, index);
}
inline result<h4_video_token_t> video_token_parse(bytes from) noexcept {
    return detail::get<h4_video_token_t>(h4_video_token_parse, from.data(), from.size());
}
inline outcome video_token_emit(const h4_video_token_t &token, buffer out) noexcept {
    return detail::done(h4_video_token_emit(&token, out.data(), out.size()));
}
inline result<std::uint64_t> video_frame_time(double fps) noexcept {
    return detail::get<std::uint64_t>(h4_video_frame_time, fps);
}
inline result<std::size_t> standard_meta(const h4_standard_meta_t &meta, buffer out) noexcept {
    return detail::get<std::size_t>(h4_standard_meta_emit, &meta, out.data(), out.size());
}

} // namespace h4

#endif
