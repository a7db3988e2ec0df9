// The backward pass of a batch normalisation, number by number: what the batch's two sums are made of, and
// what becomes of one gradient. The order and the arithmetic are the reference's, so that every result equals
// it to the bit.
#pragma once

#include <span>

#include "core/ops/batch_norm/channel_sum.h"

namespace cnn {

// x, dy: (n, C, pixels); mean, variance: the channel's, of the batch. n follows from the sizes.
// dgamma[channel] = sum of dy x^
ChannelSumTrace trace_batch_norm_gamma_gradient(const BatchNormPlan& plan, std::span<const float> x,
                                                std::span<const float> dy, float mean, float variance,
                                                int channel);
// dbeta[channel] = sum of dy
ChannelSumTrace trace_batch_norm_beta_gradient(const BatchNormPlan& plan, std::span<const float> dy,
                                               int channel);

// dx of one number. Because mean and variance are the batch's, each number gets back less what all have in
// common.
struct BatchNormGradientTrace {
    float gradient = 0;     // dy
    float normal = 0;       // x^
    float common = 0;       // dbeta / count: the mean of all gradients
    float common_rate = 0;  // dgamma / count: how the gradients follow x^
    float scale = 0;        // gamma / sqrt(variance + epsilon)
    float result = 0;       // scale ((gradient - common) - normal common_rate)
};
struct BatchNormChannel {
    float mean = 0;
    float variance = 0;
    float gamma = 1;
    float dgamma = 0;
    float dbeta = 0;
    int count = 1;  // n pixels
};
BatchNormGradientTrace trace_batch_norm_input_gradient(const BatchNormPlan& plan, float input, float gradient,
                                                       const BatchNormChannel& channel);

}  // namespace cnn
