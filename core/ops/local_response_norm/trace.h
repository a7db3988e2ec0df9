// One output cell of a local response normalisation, square by square: what the learner steps through. The
// arithmetic is the reference's, so that trace.result equals it to the bit.
#pragma once

#include <span>
#include <vector>

#include "core/ops/local_response_norm/local_response_norm.h"

namespace cnn {

struct LocalResponseNormTerm {
    int channel = 0;
    float input = 0;
    float square = 0;
    float partial = 0;  // the running sum of squares after this term
};

struct LocalResponseNormTrace {
    std::vector<LocalResponseNormTerm> terms;  // the window's channels, rising
    float scale = 0;                           // bias + alpha / size (sum of squares)
    float damping = 0;                         // scale^-beta
    float result = 0;                          // input damping
};

// x: (C), the channels of one pixel
LocalResponseNormTrace trace_local_response_norm(const LocalResponseNormPlan& plan, std::span<const float> x,
                                                 int channel);

}  // namespace cnn
