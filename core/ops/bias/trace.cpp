// A value and its bias; the bias' gradient, image by image.
#include "core/ops/bias/trace.h"

#include "core/base/assert.h"

namespace cnn {

BiasTrace trace_bias(float input, float bias) { return {input, bias, input + bias}; }

GradientTrace trace_bias_gradient(std::size_t count, std::span<const float> dy, std::size_t at) {
    CNN_ASSERT(at < count);
    GradientTrace trace;
    for (; at < dy.size(); at += count) trace.add(1, dy[at]);
    return trace;
}

}  // namespace cnn
