// One output cell of a local response normalisation.
#include "core/ops/local_response_norm/trace.h"

#include "core/base/assert.h"
#include "core/ops/local_response_norm/reference.h"

namespace cnn {

LocalResponseNormTrace trace_local_response_norm(const LocalResponseNormPlan& plan, std::span<const float> x,
                                                 int channel) {
    CNN_ASSERT(channel >= 0 && channel < plan.channels &&
               x.size() == static_cast<std::size_t>(plan.channels));
    LocalResponseNormTrace trace;
    float sum = 0;
    for (int k = plan.first(channel); k <= plan.last(channel); ++k) {
        const float input = x[static_cast<std::size_t>(k)];
        sum += input * input;
        trace.terms.push_back({k, input, input * input, sum});
    }
    trace.scale = plan.bias + plan.alpha / static_cast<float>(plan.size) * sum;
    trace.damping = reference_local_damping(plan, trace.scale);
    trace.result = x[static_cast<std::size_t>(channel)] * trace.damping;
    return trace;
}

}  // namespace cnn
