#include "core/train/gradient_rules.h"

#include <algorithm>
#include <cmath>

namespace cnn {

void add_penalty(float l1, float l2, std::size_t count, const float* weights, float* gradient) {
    const float* __restrict w = weights;
    float* __restrict g = gradient;
    for (std::size_t i = 0; i < count; ++i) {
        const float sign = w[i] > 0 ? 1.0F : (w[i] < 0 ? -1.0F : 0.0F);
        g[i] += l1 * sign + 2.0F * l2 * w[i];
    }
}

void clip_values(float limit, std::size_t count, float* gradient) {
    for (std::size_t i = 0; i < count; ++i) gradient[i] = std::clamp(gradient[i], -limit, limit);
}

double sum_of_squares(std::size_t count, const float* values) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto value = static_cast<double>(values[i]);
        sum += value * value;
    }
    return sum;
}

float norm_clipping(float limit, double squares) {
    const double norm = std::sqrt(squares);
    return norm > static_cast<double>(limit) ? static_cast<float>(static_cast<double>(limit) / norm) : 1.0F;
}

}  // namespace cnn
