// Plain loops of which the compiler makes vectors: no number depends on another.
#include "core/ops/activation/activation.h"

#include "core/base/math.h"
#include "core/kernels/vec.h"

namespace cnn {

void relu_forward(std::size_t count, const float* x, float* y) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) y[i] = x[i] <= 0.0F ? 0.0F : x[i];
}

void relu_backward(std::size_t count, const float* y, const float* dy, float* dx) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) {
        const float gradient = dy[i];  // read in any case, so that the choice needs no branch
        dx[i] = y[i] <= 0.0F ? 0.0F : gradient;
    }
}

void tanh_forward(std::size_t count, const float* x, float* y) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) y[i] = tanh_f32(x[i]);
}

void tanh_backward(std::size_t count, const float* y, const float* dy, float* dx) {
    CNN_INDEPENDENT
    for (std::size_t i = 0; i < count; ++i) dx[i] = dy[i] * (1.0F - y[i] * y[i]);
}

}  // namespace cnn
