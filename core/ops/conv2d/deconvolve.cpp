#include "core/ops/conv2d/deconvolve.h"

#include <algorithm>

#include "core/base/assert.h"

namespace cnn {

std::vector<float> deconvolve(std::span<const float> y, std::span<const float> w) {
    CNN_ASSERT(!w.empty() && y.size() >= w.size() && w.front() != 0);
    std::vector<float> x(y.size() - w.size() + 1);
    for (std::size_t t = 0; t < x.size(); ++t) {
        float left = y[t];
        for (std::size_t a = 1; a <= std::min(t, w.size() - 1); ++a) left -= w[a] * x[t - a];
        x[t] = left / w.front();
    }
    return x;
}

}  // namespace cnn
