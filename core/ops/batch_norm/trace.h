// One number through a batch normalisation, step by step, and the statistics of its channel: what the learner
// sees of one output cell. The arithmetic is the reference's, so that each result equals it to the bit.
#pragma once

#include <span>

#include "core/ops/batch_norm/channel_sum.h"

namespace cnn {

struct BatchNormTrace {
    float input = 0;
    float mean = 0;
    float variance = 0;
    float centred = 0;            // input - mean
    float inverse_deviation = 0;  // 1 / sqrt(variance + epsilon)
    float scale = 0;              // gamma inverse_deviation
    float normal = 0;             // centred inverse_deviation: mean 0, variance 1 over the chunk
    float result = 0;             // centred scale + beta
};

BatchNormTrace trace_batch_norm(const BatchNormPlan& plan, float input, float mean, float variance,
                                float gamma, float beta);

// A statistic of a channel: a sum, divided by how many numbers it has.
struct BatchNormStatisticTrace {
    ChannelSumTrace sum;
    float count = 1;  // n pixels
    float result = 0;
};
// x: (n, C, pixels); mean: the channel's
BatchNormStatisticTrace trace_batch_norm_mean(const BatchNormPlan& plan, std::span<const float> x,
                                              int channel);
BatchNormStatisticTrace trace_batch_norm_variance(const BatchNormPlan& plan, std::span<const float> x,
                                                  float mean, int channel);

}  // namespace cnn
