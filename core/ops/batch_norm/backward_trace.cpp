// Gradients of a batch normalisation, term by term.
#include "core/ops/batch_norm/backward_trace.h"

#include <cmath>

#include "core/base/assert.h"

namespace cnn {
namespace {

float inverse_deviation(const BatchNormPlan& plan, float variance) {
    return 1.0F / std::sqrt(variance + plan.epsilon);
}

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
    const float scale = inverse_deviation(plan, variance);
    return channel_sum(plan, dy, channel, [&](std::size_t at) { return (x[at] - mean) * scale; });
}

ChannelSumTrace trace_batch_norm_beta_gradient(const BatchNormPlan& plan, std::span<const float> dy,
                                               int channel) {
    return channel_sum(plan, dy, channel, [](std::size_t) { return 1.0F; });
}

BatchNormGradientTrace trace_batch_norm_input_gradient(const BatchNormPlan& plan, float input, float gradient,
                                                       const BatchNormChannel& channel) {
    const auto count = static_cast<float>(channel.count);
    BatchNormGradientTrace trace;
    trace.gradient = gradient;
    trace.normal = (input - channel.mean) * inverse_deviation(plan, channel.variance);
    trace.common = channel.dbeta / count;
    trace.common_rate = channel.dgamma / count;
    trace.scale = channel.gamma * inverse_deviation(plan, channel.variance);
    trace.result = trace.scale * ((gradient - trace.common) - trace.normal * trace.common_rate);
    return trace;
}

}  // namespace cnn
