// FNV-1a, 64 bits (Fowler, Noll, Vo): names a set of numbers in tests, snapshots and reports. Not for
// security.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cnn {

class Hash {
 public:
    void add_byte(std::uint8_t byte) { add(byte); }
    void add_bytes(std::span<const std::uint8_t> bytes);
    // For large blocks: by words of eight bytes, the last filled up with zeros. Eight times as fast as their
    // bytes, and another value.
    void add_words(std::span<const std::byte> bytes);
    // Little-endian bits of every float. All NaN count as one: their bits differ between engines.
    void add_floats(std::span<const float> values);
    std::uint64_t value() const { return state_; }

 private:
    void add(std::uint64_t word) { state_ = (state_ ^ word) * 0x100000001B3ULL; }

    std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

std::uint64_t hash_floats(std::span<const float> values);

}  // namespace cnn
