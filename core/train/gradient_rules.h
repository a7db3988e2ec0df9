// What is done to a batch's gradient before the optimiser sees it: penalties on large weights, and clipping.
// Each works on a part of the parameter block.
#pragma once

#include <cstddef>

namespace cnn {

// The gradient of l1 sum |w| + l2 sum w^2, as Keras' regularizers.L1L2 adds it to the loss: g <- g + l1
// sign(w) + 2 l2 w. (PyTorch's weight_decay is 2 l2.) For weights, not for biases.
void add_penalty(float l1, float l2, std::size_t count, const float* weights, float* gradient);

// g <- g limited to [-limit, limit]; NaN stays.
void clip_values(float limit, std::size_t count, float* gradient);

// The sum of squares, one after another.
double sum_of_squares(std::size_t count, const float* values);

// What a gradient of norm sqrt(squares) is multiplied by so that its norm is at most `limit` (Pascanu 2013):
// 1 where it is already.
float norm_clipping(float limit, double squares);

}  // namespace cnn
