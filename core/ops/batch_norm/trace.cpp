// One number through a batch normalisation, and the statistics that it meets there.
#include "core/ops/batch_norm/trace.h"

#include <cmath>
#include <utility>

namespace cnn {
namespace {

BatchNormStatisticTrace divided_by_count(ChannelSumTrace sum) {
    BatchNormStatisticTrace trace;
    trace.count = static_cast<float>(sum.terms.size());
    trace.result = sum.result / trace.count;
    trace.sum = std::move(sum);
    return trace;
}

}  // namespace

BatchNormTrace trace_batch_norm(const BatchNormPlan& plan, float input, float mean, float variance,
                                float gamma, float beta) {
    BatchNormTrace trace;
    trace.input = input;
    trace.mean = mean;
    trace.variance = variance;
    trace.centred = input - mean;
    trace.inverse_deviation = 1.0F / std::sqrt(variance + plan.epsilon);
    trace.scale = gamma * trace.inverse_deviation;
    trace.normal = trace.centred * trace.inverse_deviation;
    trace.result = trace.centred * trace.scale + beta;
    return trace;
}

BatchNormStatisticTrace trace_batch_norm_mean(const BatchNormPlan& plan, std::span<const float> x,
                                              int channel) {
    return divided_by_count(
        trace_channel_sum(plan, x.size(), channel, [&](std::size_t at) { return ChannelFactors{x[at]}; }));
}

BatchNormStatisticTrace trace_batch_norm_variance(const BatchNormPlan& plan, std::span<const float> x,
                                                  float mean, int channel) {
    return divided_by_count(trace_channel_sum(plan, x.size(), channel, [&](std::size_t at) {
        const float centred = x[at] - mean;
        return ChannelFactors{centred, centred};
    }));
}

}  // namespace cnn
