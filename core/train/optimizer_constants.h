// The numbers in the optimisers' formulas: which there are, the usual ones, and others in their place.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/math.h"

namespace cnn {

// What is said stands in the place of an optimiser's usual number; its formula is in optimizer.h.
struct OptimizerConstants {
    std::optional<float> momentum = {};      // momentum, nesterov
    std::optional<float> decay = {};         // rmsprop, adadelta: of the mean of squares
    std::optional<float> beta1 = {};         // adam and its kin: of the gradient's mean
    std::optional<float> beta2 = {};         // and of that of squares, or of adamax' maximum
    std::optional<float> weight_decay = {};  // adamw
    std::optional<float> epsilon = {};       // e

    bool operator==(const OptimizerConstants&) const = default;
};

// Which constant.
using ConstantMember = std::optional<float> OptimizerConstants::*;

// A row of the table. To add a constant: a member above, a row, and its place in the formulas that have it.
struct ConstantInfo {
    std::string_view name;   // "beta1", as links and the command line say it
    std::string_view title;  // "β1", as a row of settings says it
    ConstantMember value;
    float least;
    float most;
};
std::span<const ConstantInfo> constant_infos();

// A constant of one optimiser.
struct UsualConstant {
    ConstantMember value;
    float usual;  // where nothing is said
};

// "β1 0.5, ε 0.001" of those that are said; empty: none.
std::string constants_words(const OptimizerConstants& constants);

namespace usual_constants {

inline constexpr float kMomentum = 0.9F;
inline constexpr float kRmspropDecay = 0.9F;
inline constexpr float kAdadeltaDecay = 0.95F;
inline constexpr float kBeta1 = 0.9F;
inline constexpr float kBeta2 = 0.999F;
inline constexpr float kWeightDecay = 0.004F;
inline constexpr float kEpsilon = 1e-7F;
inline constexpr float kPrintedEpsilon = 1e-8F;

}  // namespace usual_constants

inline constexpr float kFtrlStart = 0.1F;  // of n

// 1 / (1 - decay^step): what an average that started at 0 lacks of the mean.
inline float correction(float decay, std::int64_t step) {
    return static_cast<float>(1 / (1 - integer_power(static_cast<double>(decay), step)));
}

}  // namespace cnn
