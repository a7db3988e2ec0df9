// One number through a batch normalisation.
#include "core/ops/batch_norm/trace.h"

#include <cmath>

namespace cnn {

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

}  // namespace cnn
