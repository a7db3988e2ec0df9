// FNV-1a, 64 bits (Fowler, Noll, Vo): names a set of numbers in tests, snapshots and reports. Not for
// security.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cnn {

class Hash {
 public:
    void add_byte(std::uint8_t byte) { state_ = (state_ ^ byte) * 0x100000001B3ULL; }
    void add_bytes(std::span<const std::uint8_t> bytes);
    // Little-endian bits of every float. All NaN count as one: their bits differ between engines.
    void add_floats(std::span<const float> values);
    std::uint64_t value() const { return state_; }

 private:
    std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

std::uint64_t hash_floats(std::span<const float> values);

}  // namespace cnn
