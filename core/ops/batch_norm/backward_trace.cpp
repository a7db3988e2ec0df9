// Gradients of a batch normalisation, term by term.
#include "core/ops/batch_norm/backward_trace.h"

#include "core/base/assert.h"
#include "core/ops/batch_norm/trace.h"

namespace cnn {
ChannelSumTrace trace_batch_norm_gamma_gradient(const BatchNormPlan& plan, std::span<const float> x,
                                                std::span<const float> dy, float mean, float variance,
                                                int channel) {
    CNN_ASSERT(x.size() == dy.size());
    return trace_channel_sum(plan, dy.size(), channel, [&](std::size_t at) {
        return ChannelFactors{dy[at], trace_batch_norm(plan, x[at], mean, variance, 1, 0).normal};
    });
}

ChannelSumTrace trace_batch_norm_beta_gradient(const BatchNormPlan& plan, std::span<const float> dy,
                                               int channel) {
    return trace_channel_sum(plan, dy.size(), channel,
                             [&](std::size_t at) { return ChannelFactors{dy[at]}; });
}

BatchNormGradientTrace trace_batch_norm_input_gradient(const BatchNormPlan& plan, float input, float gradient,
                                                       const BatchNormChannel& channel) {
    const auto count = static_cast<float>(channel.count);
    const BatchNormTrace forward =
        trace_batch_norm(plan, input, channel.mean, channel.variance, channel.gamma, 0);
    BatchNormGradientTrace trace;
    trace.gradient = gradient;
    trace.normal = forward.normal;
    trace.common = channel.dbeta / count;
    trace.common_rate = channel.dgamma / count;
    trace.scale = forward.scale;
    trace.result = trace.scale * ((gradient - trace.common) - trace.normal * trace.common_rate);
    return trace;
}

}  // namespace cnn
