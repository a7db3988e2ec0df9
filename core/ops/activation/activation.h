// Activations, element by element. The backward passes need the forward result y, not the input; y may be
// the same memory as x, dx the same as dy.
#pragma once

#include <cstddef>

namespace cnn {

// y = max(0, x); a NaN stays NaN, so that a diverged run is seen. Gradient at 0: 0.
void relu_forward(std::size_t count, const float* x, float* y);
void relu_backward(std::size_t count, const float* y, const float* dy, float* dx);

// y = tanh(x), by core/base/math. dx = dy (1 - y^2).
void tanh_forward(std::size_t count, const float* x, float* y);
void tanh_backward(std::size_t count, const float* y, const float* dy, float* dx);

}  // namespace cnn
