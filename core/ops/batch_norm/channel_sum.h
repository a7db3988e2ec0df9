// A sum over one channel of a batch, number by number, in the order of batch_norm.h: what the batch's mean
// and variance are made of, and the gradients of gamma and beta.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "core/base/assert.h"
#include "core/ops/batch_norm/batch_norm.h"

namespace cnn {

// Each term goes to one of eight accumulators, whose sums are added last.
struct ChannelSumTerm {
    int image = 0;
    int pixel = 0;
    int accumulator = 0;  // pixel % 8
    float number = 0;     // of the input, less the mean in the variance; of a gradient the gradient
    float factor = 0;     // of the variance the number again, of gamma's gradient x^, else 1
    float product = 0;
    float partial = 0;  // of this accumulator, after the term
};
struct ChannelSumTrace {
    std::vector<ChannelSumTerm> terms;  // image by image, pixels in row order
    std::array<float, 8> accumulators{};
    float result = 0;
};

struct ChannelFactors {
    float number = 0;
    float factor = 1;
};

// size: of the batch, (n, C, pixels); factors(at): of number `at` of the batch, as ChannelFactors
template <class Factors>
ChannelSumTrace trace_channel_sum(const BatchNormPlan& plan, std::size_t size, int channel,
                                  Factors&& factors) {
    CNN_ASSERT(channel >= 0 && channel < plan.channels && size % plan.size() == 0);
    const int images = static_cast<int>(size / plan.size());
    ChannelSumTrace trace;
    for (int image = 0; image < images; ++image)
        for (int pixel = 0; pixel < plan.pixels; ++pixel) {
            const ChannelFactors at =
                factors(static_cast<std::size_t>((image * plan.channels + channel) * plan.pixels + pixel));
            ChannelSumTerm term{image, pixel, pixel % 8, at.number, at.factor, at.number * at.factor};
            float& accumulator = trace.accumulators[static_cast<std::size_t>(term.accumulator)];
            accumulator += term.product;
            term.partial = accumulator;
            trace.terms.push_back(term);
        }
    for (const float accumulator : trace.accumulators) trace.result += accumulator;
    return trace;
}

}  // namespace cnn
