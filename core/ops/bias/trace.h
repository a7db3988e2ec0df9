// One number with its learned bias, and what the bias' gradient is made of, to the bit.
#pragma once

#include <span>

#include "core/ops/bias/bias.h"
#include "core/ops/gradient_trace.h"

namespace cnn {

struct BiasTrace {
    float input = 0;
    float bias = 0;
    float result = 0;  // input + bias
};

BiasTrace trace_bias(float input, float bias);

// dy: (n, count). db[at]: one term per image. The input's gradient is dy[at] itself.
GradientTrace trace_bias_gradient(std::size_t count, std::span<const float> dy, std::size_t at);

}  // namespace cnn
