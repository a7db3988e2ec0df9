// Image by image: no number depends on another of the same image.
#include "core/ops/bias/bias.h"

#include <algorithm>

#include "core/ops/join/join.h"

namespace cnn {

void bias_forward(std::size_t count, int n, const float* x, const float* bias, float* y) {
    for (std::size_t image = 0; image < static_cast<std::size_t>(n); ++image)
        add_forward(count, x + image * count, bias, y + image * count);
}

void bias_backward(std::size_t count, int n, const float* dy, float* db) {
    std::fill_n(db, count, 0.0F);
    for (std::size_t image = 0; image < static_cast<std::size_t>(n); ++image)
        accumulate(count, dy + image * count, db);
}

}  // namespace cnn
