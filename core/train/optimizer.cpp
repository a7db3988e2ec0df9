// The update loops. Each is one pass without branches, for the compiler to turn into vector code; square
// roots and divisions are exact in IEEE arithmetic, so all builds agree to the bit.
#include "core/train/optimizer.h"

#include <cmath>

namespace cnn {
namespace {

// base^exponent by squaring: the same roundings everywhere, which std::pow does not promise.
double power(double base, std::int64_t exponent) {
    double result = 1;
    for (; exponent > 0; exponent /= 2, base *= base)
        if (exponent % 2 == 1) result *= base;
    return result;
}

float unless_faded(float moment) { return std::fabs(moment) < kFadedMoment ? 0.0F : moment; }

void update_sgd(float rate, std::size_t count, const UpdateArrays& arrays) {
    const float* __restrict w = arrays.parameters;
    const float* __restrict g = arrays.gradient;
    float* __restrict next = arrays.next;
    for (std::size_t i = 0; i < count; ++i) next[i] = w[i] - rate * g[i];
}

void update_momentum(float rate, std::size_t count, const UpdateArrays& arrays) {
    const float* __restrict w = arrays.parameters;
    const float* __restrict g = arrays.gradient;
    float* __restrict v = arrays.first;
    float* __restrict next = arrays.next;
    for (std::size_t i = 0; i < count; ++i) {
        v[i] = unless_faded(kMomentum * v[i] - rate * g[i]);
        next[i] = w[i] + v[i];
    }
}

void update_rmsprop(float rate, std::size_t count, const UpdateArrays& arrays) {
    const float* __restrict w = arrays.parameters;
    const float* __restrict g = arrays.gradient;
    float* __restrict s = arrays.second;
    float* __restrict next = arrays.next;
    for (std::size_t i = 0; i < count; ++i) {
        s[i] = unless_faded(kRmspropDecay * s[i] + (1.0F - kRmspropDecay) * (g[i] * g[i]));
        next[i] = w[i] - rate * g[i] / (std::sqrt(s[i]) + kEpsilon);
    }
}

void update_adam(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    const auto correction1 =
        static_cast<float>(1 / (1 - power(static_cast<double>(kAdamDecay1), update.step)));
    const auto correction2 =
        static_cast<float>(1 / (1 - power(static_cast<double>(kAdamDecay2), update.step)));
    const float* __restrict w = arrays.parameters;
    const float* __restrict g = arrays.gradient;
    float* __restrict m = arrays.first;
    float* __restrict s = arrays.second;
    float* __restrict next = arrays.next;
    for (std::size_t i = 0; i < count; ++i) {
        m[i] = unless_faded(kAdamDecay1 * m[i] + (1.0F - kAdamDecay1) * g[i]);
        s[i] = unless_faded(kAdamDecay2 * s[i] + (1.0F - kAdamDecay2) * (g[i] * g[i]));
        next[i] = w[i] - update.rate * (m[i] * correction1) / (std::sqrt(s[i] * correction2) + kEpsilon);
    }
}

}  // namespace

bool uses_first_moment(OptimizerKind kind) {
    return kind == OptimizerKind::kMomentum || kind == OptimizerKind::kAdam;
}
bool uses_second_moment(OptimizerKind kind) {
    return kind == OptimizerKind::kRmsprop || kind == OptimizerKind::kAdam;
}

void apply_update(const Update& update, std::size_t count, const UpdateArrays& arrays) {
    switch (update.optimizer) {
        case OptimizerKind::kSgd:
            return update_sgd(update.rate, count, arrays);
        case OptimizerKind::kMomentum:
            return update_momentum(update.rate, count, arrays);
        case OptimizerKind::kRmsprop:
            return update_rmsprop(update.rate, count, arrays);
        case OptimizerKind::kAdam:
            return update_adam(update, count, arrays);
    }
}

}  // namespace cnn
