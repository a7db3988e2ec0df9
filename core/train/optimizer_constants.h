// The numbers in the optimisers' formulas: for the update loops and for the trace that explains them.
#pragma once

#include <cstdint>

#include "core/base/math.h"

namespace cnn::optimizer_constants {

inline constexpr float kMomentum = 0.9F;
inline constexpr float kRmspropDecay = 0.9F;
inline constexpr float kAdadeltaDecay = 0.95F;
inline constexpr float kDecay1 = 0.9F;    // of the Adam family: the gradient's mean
inline constexpr float kDecay2 = 0.999F;  // of its square
inline constexpr float kWeightDecay = 0.004F;
inline constexpr float kFtrlStart = 0.1F;
inline constexpr float kEpsilon = 1e-7F;
inline constexpr float kPrintedEpsilon = 1e-8F;

// 1 / (1 - decay^step): what an average that started at 0 lacks of the mean.
inline float correction(float decay, std::int64_t step) {
    return static_cast<float>(1 / (1 - integer_power(static_cast<double>(decay), step)));
}

}  // namespace cnn::optimizer_constants
