// Bytes written and read in the order that every format of this folder shares: little-endian, the lowest byte
// first.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace cnn {

using Bytes = std::vector<std::uint8_t>;

static_assert(std::endian::native == std::endian::little, "floats are copied as they lie in memory");

// The lowest `count` bytes of `number`.
inline void append_le(Bytes& to, std::uint64_t number, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) to.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}
inline void append_bytes(Bytes& to, std::span<const std::uint8_t> bytes) {
    const std::size_t at = to.size();
    to.resize(at + bytes.size());
    if (!bytes.empty()) std::memcpy(to.data() + at, bytes.data(), bytes.size());
}
inline std::span<const std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline void append_text(Bytes& to, std::string_view text) { append_bytes(to, bytes_of(text)); }
inline void append_floats(Bytes& to, std::span<const float> values) {
    append_bytes(to, {reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()});
}
// The number that begins at `from`, which need not be aligned.
template <class Number>
Number load_le(const std::uint8_t* from) {
    Number number;
    std::memcpy(&number, from, sizeof number);
    return number;
}
// Of PNG and IDX: four bytes, the highest first.
inline std::uint32_t read_be32(std::span<const std::uint8_t> bytes, std::size_t at) {
    return static_cast<std::uint32_t>(bytes[at]) << 24U | static_cast<std::uint32_t>(bytes[at + 1]) << 16U |
           static_cast<std::uint32_t>(bytes[at + 2]) << 8U | static_cast<std::uint32_t>(bytes[at + 3]);
}
inline std::string_view text_of(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace cnn
