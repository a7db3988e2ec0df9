// Plain loops: the compiler makes vectors of them, and no number depends on another.
#include "core/ops/activation/activation.h"

#include "core/base/math.h"

namespace cnn {

void relu_forward(std::size_t count, const float* x, float* y) {
    for (std::size_t i = 0; i < count; ++i) y[i] = x[i] <= 0.0F ? 0.0F : x[i];
}

void relu_backward(std::size_t count, const float* y, const float* dy, float* dx) {
    for (std::size_t i = 0; i < count; ++i) dx[i] = y[i] <= 0.0F ? 0.0F : dy[i];
}

void tanh_forward(std::size_t count, const float* x, float* y) {
    for (std::size_t i = 0; i < count; ++i) y[i] = tanh_f32(x[i]);
}

void tanh_backward(std::size_t count, const float* y, const float* dy, float* dx) {
    for (std::size_t i = 0; i < count; ++i) dx[i] = dy[i] * (1.0F - y[i] * y[i]);
}

}  // namespace cnn
