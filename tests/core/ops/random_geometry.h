// Random numbers and geometries for property tests.
#pragma once

#include <cstring>
#include <string>

#include "core/base/rng.h"
#include "core/ops/window.h"
#include "core/tensor/tensor.h"

namespace cnn::testing {

// In [-1, 1), one in eight exactly 0.
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
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
}

// Any padding mode, kernels up to 7, strides and dilations up to 3, uneven pads; may be impossible.
inline AxisSpec random_axis(Rng& rng) {
    constexpr Padding kPaddings[] = {Padding::kValid, Padding::kSameUpper, Padding::kSameLower,
                                     Padding::kFull,  Padding::kExplicit,  Padding::kExplicit};
    AxisSpec spec;
    spec.kernel = random_int(rng, 1, 7);
    spec.stride = random_int(rng, 1, 3);
    spec.dilation = random_int(rng, 1, 3);
    spec.padding = kPaddings[rng.below(6)];
    spec.pad_before = random_int(rng, 0, 4);
    spec.pad_after = random_int(rng, 0, 4);
    spec.ceil = rng.below(6) == 0;
    return spec;
}

// A possible one, of an input of 1 to 14 pixels.
inline AxisPlan random_plan(Rng& rng) {
    for (;;) {
        const Result<AxisPlan> plan = plan_axis(random_int(rng, 1, 14), random_axis(rng));
        if (plan) return plan.value();
    }
}

inline std::string describe(const AxisPlan& axis) {
    return std::to_string(axis.input) + " kernel " + std::to_string(axis.kernel) + " stride " +
           std::to_string(axis.stride) + " pads " + std::to_string(axis.pad_before) + "," +
           std::to_string(axis.pad_after) + " dilation " + std::to_string(axis.dilation) + " output " +
           std::to_string(axis.output);
}

}  // namespace cnn::testing
