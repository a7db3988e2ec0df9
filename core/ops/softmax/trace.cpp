// One probability of a softmax, class by class.
#include "core/ops/softmax/trace.h"

#include <algorithm>
#include <utility>

#include "core/base/assert.h"
#include "core/base/math.h"

namespace cnn {

SoftmaxTrace trace_softmax(std::span<const float> logits, int label) {
    CNN_ASSERT(label >= 0 && static_cast<std::size_t>(label) < logits.size());
    SoftmaxTrace trace;
    trace.maximum = *std::max_element(logits.begin(), logits.end());
    float sum = 0;
    for (const float logit : logits) {
        const float shifted = logit - trace.maximum;
        const float exponential = exp_f32(shifted);
        sum += exponential;
        trace.terms.push_back({logit, shifted, exponential, sum});
    }
    trace.result = trace.terms[static_cast<std::size_t>(label)].exponential / sum;
    return trace;
}

LogSoftmaxTrace trace_log_softmax(std::span<const float> logits, int label) {
    SoftmaxTrace share = trace_softmax(logits, label);
    const float logarithm = log_f32(share.terms.back().partial);
    const float shifted = share.terms[static_cast<std::size_t>(label)].shifted;
    return {std::move(share.terms), share.maximum, logarithm, shifted - logarithm};
}

}  // namespace cnn
