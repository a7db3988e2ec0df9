// Deconvolution in one dimension: the signal that a full convolution came from, by long division. This is
// the inverse of convolution (S1-1), which a transposed convolution, though often called so, is not.
#pragma once

#include <span>
#include <vector>

namespace cnn {

// y = x * w in full, y[t] = sum over a of x[t - a] w[a]; y is at least as long as w, and w[0] is not 0.
// Gives the first len(y) - len(w) + 1 numbers of x:  x[t] = (y[t] - sum over a >= 1 of w[a] x[t - a]) / w[0].
std::vector<float> deconvolve(std::span<const float> y, std::span<const float> w);

}  // namespace cnn
