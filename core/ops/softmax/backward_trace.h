// One number of the backward pass of a softmax or its logarithm: every output depends on every logit, so a
// sum over all classes takes part. The order and the arithmetic are the reference's, so that trace.result
// equals it to the bit.
#pragma once

#include <span>

#include "core/ops/gradient_trace.h"

namespace cnn {

struct SoftmaxGradientTrace {
    GradientTrace sum;   // one term per class: softmax p dp; log-softmax 1 dy
    float share = 0;     // p of the class: exp(y) of a log-softmax
    float gradient = 0;  // of the class's output
    float result = 0;    // softmax: share (gradient - sum); log-softmax: gradient - share sum
};

// p: what softmax gave; dp: (classes)
SoftmaxGradientTrace trace_softmax_gradient(std::span<const float> p, std::span<const float> dp, int label);
// y: what log_softmax gave; dy: (classes)
SoftmaxGradientTrace trace_log_softmax_gradient(std::span<const float> y, std::span<const float> dy,
                                                int label);

}  // namespace cnn
