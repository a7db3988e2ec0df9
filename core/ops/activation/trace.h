// One number through an activation: what the learner sees of one output cell, and what the gradient that
// comes back to it is multiplied by. The arithmetic is the reference's, so that both equal the fast loops to
// the bit.
#pragma once

#include "core/ops/activation/activation.h"

namespace cnn {

struct ActivationTrace {
    float input = 0;
    bool below = false;  // the piece for inputs of at most 0; relu, leaky relu and elu only
    float result = 0;
    float slope = 0;  // d result / d input
};

ActivationTrace trace_activation(const ActivationPlan& plan, float input);

}  // namespace cnn
