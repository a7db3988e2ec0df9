// Gradients against central differences, in double: step 1e-6, relative error at most 1e-5. The float kernels
// equal the float references to the bit, and the references are the same templates as here.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "core/base/rng.h"
#include "core/tensor/tensor.h"

namespace cnn::testing {

inline constexpr double kGradientTolerance = 1e-5;

using Doubles = std::vector<double>;

// In [-1, 1).
inline Doubles random_doubles(Rng& rng, std::size_t count) {
    Doubles values(count);
    for (double& value : values) value = static_cast<double>(rng.uniform(-1.0F, 1.0F));
    return values;
}

// In random order, no two closer than 2 / count and none closer to 0 than 1 / count: clear of the kinks of
// maxima, roots and rectifiers. Exact in float too.
inline Doubles distinct_doubles(Rng& rng, std::size_t count) {
    Doubles values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = static_cast<double>(static_cast<float>(2 * i + 1) / static_cast<float>(count) - 1.0F);
    if (count % 2 == 1) values[count / 2] = 0.5 / static_cast<double>(count);  // the middle would be 0
    for (std::size_t i = count; i > 1; --i)
        std::swap(values[i - 1], values[rng.below(static_cast<std::uint32_t>(i))]);
    return values;
}

inline Floats to_floats(const Doubles& values) {
    Floats floats(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) floats[i] = static_cast<float>(values[i]);
    return floats;
}

inline double dot(const Doubles& a, const Doubles& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

// loss() depends on `at`, whose gradient is claimed. The error is relative to the largest gradient.
template <class Loss>
double worst_error(Doubles& at, const Doubles& claimed, Loss&& loss) {
    constexpr double kStep = 1e-6;
    double scale = 1e-3;
    for (const double gradient : claimed) scale = std::max(scale, std::fabs(gradient));
    double worst = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
        const double before = at[i];
        at[i] = before + kStep;
        const double above = loss();
        at[i] = before - kStep;
        const double below = loss();
        at[i] = before;
        worst = std::max(worst, std::fabs((above - below) / (2 * kStep) - claimed[i]) / scale);
    }
    return worst;
}

// -7 to 7: of what is linear the central difference with a step of 1 is then the gradient itself, and where
// no factor rounds, without any rounding.
inline Floats whole_numbers(Rng& rng, std::size_t count) {
    Floats values(count);
    for (float& value : values) value = static_cast<float>(static_cast<int>(rng.below(15)) - 7);
    return values;
}

// forward() writes y from what `at` is a part of.
template <class Forward>
Floats whole_difference(Floats& at, const Floats& y, const Floats& dy, Forward&& forward) {
    const auto loss = [&] {
        forward();
        return dot({y.begin(), y.end()}, {dy.begin(), dy.end()});
    };
    Floats gradient;
    for (float& value : at) {
        value += 1;
        const double above = loss();
        value -= 2;
        gradient.push_back(static_cast<float>((above - loss()) / 2));
        value += 1;
    }
    return gradient;
}

}  // namespace cnn::testing
