// A learned number added to every value of an image: a bias for each position, as in the last layer of
// AlphaGo's policy network (S2-1). A chunk of n images.
#pragma once

#include <cstddef>

namespace cnn {

// y[n, i] = x[n, i] + bias[i].   x, y: (n, count), may be the same memory; bias: (count)
void bias_forward(std::size_t count, int n, const float* x, const float* bias, float* y);

// db[i] = sum over n of dy[n, i], in float, n rising; overwritten. The input's gradient is dy itself.
void bias_backward(std::size_t count, int n, const float* dy, float* db);

}  // namespace cnn
