// One number of a dense layer's backward pass, term by term, in the order and with the additions of the
// reference, so that trace.result equals it to the bit.
#pragma once

#include <span>

#include "core/ops/dense/dense.h"
#include "core/ops/gradient_trace.h"

namespace cnn {

// x: (n, in); dy: (n, out); w: (in, out). n follows from the sizes.
// dw[i, o]: one term per sample
GradientTrace trace_dense_weight_gradient(const DensePlan& plan, std::span<const float> x,
                                          std::span<const float> dy, int i, int o);
// db[o]: one term per sample
GradientTrace trace_dense_bias_gradient(const DensePlan& plan, std::span<const float> dy, int o);
// dx[i] of one sample, whose dy is (out): one term per output
GradientTrace trace_dense_input_gradient(const DensePlan& plan, std::span<const float> w,
                                         std::span<const float> dy, int i);

}  // namespace cnn
