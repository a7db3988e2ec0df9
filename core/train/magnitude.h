// The largest magnitude of an array, as the bits of a float without its sign: as integers they are ordered like the
// magnitudes, with infinity above all numbers and NaN above infinity. One pass that the compiler vectorises, and
// no NaN gets lost in it as it would in a comparison of floats.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace cnn {

inline constexpr std::int32_t kInfinityBits = 0x7F800000;

inline std::int32_t magnitude_bits(const float* values, std::size_t count) {
    std::int32_t largest = 0;
    for (std::size_t i = 0; i < count; ++i)
        largest = std::max(largest, std::bit_cast<std::int32_t>(values[i]) & 0x7FFFFFFF);
    return largest;
}

inline bool is_finite_magnitude(std::int32_t bits) { return bits < kInfinityBits; }

}  // namespace cnn
