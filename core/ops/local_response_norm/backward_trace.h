// One number of a local response normalisation's backward pass: its own gradient, damped as it was itself,
// less what its square did to all the windows that hold it. The order and the arithmetic are the reference's,
// so that trace.result equals it to the bit.
#pragma once

#include <span>
#include <vector>

#include "core/ops/local_response_norm/local_response_norm.h"

namespace cnn {

// A window that holds the number: that of channel `channel`.
struct LocalResponseNormGradientTerm {
    int channel = 0;
    float gradient = 0;  // dy of that channel
    float damping = 0;   // scale^-beta of that channel
    float input = 0;     // of that channel
    float scale = 0;     // of that channel
    float product = 0;   // gradient damping input / scale
    float partial = 0;   // the running sum after this term
};
struct LocalResponseNormGradientTrace {
    std::vector<LocalResponseNormGradientTerm> terms;  // channels rising
    float own = 0;                                     // dy scale^-beta
    float factor = 0;                                  // 2 alpha beta / size
    float input = 0;                                   // x
    float result = 0;                                  // own - factor input (last partial)
};

// x, dy: (C), the channels of one pixel
LocalResponseNormGradientTrace trace_local_response_norm_gradient(const LocalResponseNormPlan& plan,
                                                                  std::span<const float> x,
                                                                  std::span<const float> dy, int channel);

}  // namespace cnn
