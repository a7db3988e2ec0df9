// Gradients of a batch normalisation, term by term.
#include "core/ops/batch_norm/backward_trace.h"

#include "core/base/assert.h"
#include "core/ops/batch_norm/trace.h"

namespace cnn {
namespace {

// factor(at): what the gradient of number `at` of the batch is multiplied by.
template <class Factor>
ChannelSumTrace channel_sum(const BatchNormPlan& plan, std::span<const float> dy, int channel,
                            Factor&& factor) {
    CNN_ASSERT(channel >= 0 && channel < plan.channels && dy.size() % plan.size() == 0);
    const int images = static_cast<int>(dy.size() / plan.size());
    ChannelSumTrace trace;
    for (int image = 0; image < images; ++image)
        for (int pixel = 0; pixel < plan.pixels; ++pixel) {
            const auto at = static_cast<std::size_t>((image * plan.channels + channel) * plan.pixels + pixel);
            ChannelSumTerm term{image, pixel, pixel % 8, factor(at), dy[at]};
            term.product = term.gradient * term.factor;
            float& accumulator = trace.accumulators[static_cast<std::size_t>(term.accumulator)];
            accumulator += term.product;
            term.partial = accumulator;
            trace.terms.push_back(term);
        }
    for (const float accumulator : trace.accumulators) trace.result += accumulator;
    return trace;
}

}  // namespace

ChannelSumTrace trace_batch_norm_gamma_gradient(const BatchNormPlan& plan, std::span<const float> x,
                                                std::span<const float> dy, float mean, float variance,
                                                int channel) {
    CNN_ASSERT(x.size() == dy.size());
    return channel_sum(plan, dy, channel, [&](std::size_t at) {
        return trace_batch_norm(plan, x[at], mean, variance, 1, 0).normal;
    });
}

ChannelSumTrace trace_batch_norm_beta_gradient(const BatchNormPlan& plan, std::span<const float> dy,
                                               int channel) {
    return channel_sum(plan, dy, channel, [](std::size_t) { return 1.0F; });
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
