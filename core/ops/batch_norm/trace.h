// One number through a batch normalisation, step by step: what the learner sees of one output cell. The
// arithmetic is the reference's, so that trace.result equals it to the bit.
#pragma once

#include "core/ops/batch_norm/batch_norm.h"

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

}  // namespace cnn
