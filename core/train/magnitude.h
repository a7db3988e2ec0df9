// The largest magnitude of an array, as the bits of a float without its sign: as integers they are ordered
// like the magnitudes, with infinity above all numbers and NaN above infinity. One pass that the compiler
// vectorises, and no NaN gets lost in it as it would in a comparison of floats.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/base/bits.h"

namespace cnn {

inline constexpr std::int32_t kInfinityBits = 0x7F800000;

inline std::int32_t magnitude_bits(const float* values, std::size_t count) {
    std::int32_t largest = 0;
    for (std::size_t i = 0; i < count; ++i)
        largest = std::max(largest, static_cast<std::int32_t>(bits_of(values[i]) & 0x7FFFFFFFU));
    return largest;
}

inline bool is_finite_magnitude(std::int32_t bits) { return bits < kInfinityBits; }

}  // namespace cnn
