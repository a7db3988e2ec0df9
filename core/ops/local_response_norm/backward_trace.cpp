// Gradient of a local response normalisation, window by window.
#include "core/ops/local_response_norm/backward_trace.h"

#include "core/base/assert.h"
#include "core/ops/local_response_norm/reference.h"

namespace cnn {

LocalResponseNormGradientTrace trace_local_response_norm_gradient(const LocalResponseNormPlan& plan,
                                                                  std::span<const float> x,
                                                                  std::span<const float> dy, int channel) {
    CNN_ASSERT(channel >= 0 && channel < plan.channels && x.size() == dy.size());
    LocalResponseNormGradientTrace trace;
    float sum = 0;
    for (int k = 0; k < plan.channels; ++k) {
        if (channel < plan.first(k) || channel > plan.last(k)) continue;
        const auto at = static_cast<std::size_t>(k);
        LocalResponseNormGradientTerm term{k, dy[at]};
        term.scale = reference_local_scale(plan, x, k);
        term.damping = reference_local_damping(plan, term.scale);
        term.input = x[at];
        term.product = term.gradient * term.damping * term.input / term.scale;
        sum += term.product;
        term.partial = sum;
        trace.terms.push_back(term);
    }
    const auto here = static_cast<std::size_t>(channel);
    trace.own = dy[here] * reference_local_damping(plan, reference_local_scale(plan, x, channel));
    trace.factor = 2 * plan.alpha * plan.beta / static_cast<float>(plan.size);
    trace.input = x[here];
    trace.result = trace.own - trace.factor * trace.input * sum;
    return trace;
}

}  // namespace cnn
