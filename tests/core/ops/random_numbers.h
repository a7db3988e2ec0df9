// Random inputs for property tests. Values are multiples of 1/64 or arbitrary floats in [-1, 1), with some exact zeros,
// so that both rounding and the sign of zero are exercised.
#pragma once

#include "core/base/rng.h"
#include "core/tensor/tensor.h"

namespace cnn::testing {

inline Floats random_floats(Rng& rng, std::size_t count) {
    Floats values(count);
    for (float& value : values) value = rng.below(8) == 0 ? 0.0F : rng.uniform(-1.0F, 1.0F);
    return values;
}

// Uniform in [low, high].
inline int random_int(Rng& rng, int low, int high) {
    return low + static_cast<int>(rng.below(static_cast<std::uint32_t>(high - low + 1)));
}

// The same bits: a NaN equals a NaN, +0 and -0 differ.
inline bool same_bits(std::span<const float> a, std::span<const float> b) {
    return a.size() == b.size() && (a.empty() || __builtin_memcmp(a.data(), b.data(), a.size_bytes()) == 0);
}

}  // namespace cnn::testing
