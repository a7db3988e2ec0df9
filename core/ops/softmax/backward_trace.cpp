// Gradients of a softmax and its logarithm, class by class.
#include "core/ops/softmax/backward_trace.h"

#include "core/base/assert.h"
#include "core/base/math.h"

namespace cnn {

SoftmaxGradientTrace trace_softmax_gradient(std::span<const float> p, std::span<const float> dp, int label) {
    const auto at = static_cast<std::size_t>(label);
    CNN_ASSERT(label >= 0 && at < p.size() && p.size() == dp.size());
    SoftmaxGradientTrace trace;
    for (std::size_t c = 0; c < p.size(); ++c) trace.sum.add(p[c], dp[c]);
    trace.share = p[at];
    trace.gradient = dp[at];
    trace.result = trace.share * (trace.gradient - trace.sum.result);
    return trace;
}

SoftmaxGradientTrace trace_log_softmax_gradient(std::span<const float> y, std::span<const float> dy,
                                                int label) {
    const auto at = static_cast<std::size_t>(label);
    CNN_ASSERT(label >= 0 && at < y.size() && y.size() == dy.size());
    SoftmaxGradientTrace trace;
    for (const float gradient : dy) trace.sum.add(1, gradient);
    trace.share = exp_f32(y[at]);
    trace.gradient = dy[at];
    trace.result = trace.gradient - trace.share * trace.sum.result;
    return trace;
}

}  // namespace cnn
