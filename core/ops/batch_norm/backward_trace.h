// The backward pass of a batch normalisation, number by number: what the batch's two sums are made of, and
// what becomes of one gradient. The order and the arithmetic are the reference's, so that every result equals
// it to the bit.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/ops/batch_norm/batch_norm.h"
#include "core/ops/gradient_trace.h"

namespace cnn {

// A sum over a channel of the batch: each term goes to one of eight accumulators, whose sums are added last.
struct ChannelSumTerm {
    int image = 0;
    int pixel = 0;
    int accumulator = 0;  // pixel % 8
    float factor = 0;     // of gamma's gradient x^, of beta's 1
    float gradient = 0;
    float product = 0;
    float partial = 0;  // of this accumulator, after the term
};
struct ChannelSumTrace {
    std::vector<ChannelSumTerm> terms;  // image by image, pixels in row order
    std::array<float, 8> accumulators{};
    float result = 0;
};

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
