// One output of a dense layer, input by input.
#include "core/ops/dense/trace.h"

#include "core/base/assert.h"

namespace cnn {

DenseTrace trace_dense(const DensePlan& plan, std::span<const float> x, std::span<const float> w,
                       std::span<const float> bias, int o) {
    const auto in = static_cast<std::size_t>(plan.in);
    const auto out = static_cast<std::size_t>(plan.out);
    const auto unit = static_cast<std::size_t>(o);
    CNN_ASSERT(o >= 0 && unit < out && x.size() == in && w.size() == in * out && bias.size() == out);
    DenseTrace trace;
    float sum = 0;
    for (std::size_t i = 0; i < in; ++i) {
        const float weight = w[i * out + unit];
        sum += x[i] * weight;
        trace.terms.push_back({x[i], weight, x[i] * weight, sum});
    }
    trace.bias = bias[unit];
    trace.result = sum + trace.bias;
    return trace;
}

}  // namespace cnn
