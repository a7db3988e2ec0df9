// FNV-1a.
#include "core/base/hash.h"

#include <algorithm>
#include <cstring>

#include "core/base/bits.h"

namespace cnn {

void Hash::add_bytes(std::span<const std::uint8_t> bytes) {
    for (const std::uint8_t byte : bytes) add_byte(byte);
}

void Hash::add_words(std::span<const std::byte> bytes) {
    for (std::size_t at = 0; at < bytes.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, std::min(sizeof word, bytes.size() - at));
        add(word);
    }
}

void Hash::add_floats(std::span<const float> values) {
    constexpr std::uint32_t kNaN = 0x7FC00000;
    for (const float value : values) {
        const std::uint32_t bits = value != value ? kNaN : bits_of(value);
        for (unsigned shift = 0; shift < 32; shift += 8) add_byte(static_cast<std::uint8_t>(bits >> shift));
    }
}

std::uint64_t hash_floats(std::span<const float> values) {
    Hash hash;
    hash.add_floats(values);
    return hash.value();
}

}  // namespace cnn
