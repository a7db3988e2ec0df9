// Cross-entropy from probabilities.
#include "core/ops/softmax/entropy_trace.h"

#include <cmath>

#include "core/base/assert.h"

namespace cnn {

EntropyTrace trace_entropy(std::span<const double> probabilities, std::span<const float> targets) {
    CNN_ASSERT(probabilities.size() == targets.size());
    EntropyTrace trace;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        EntropyTerm term{probabilities[i], targets[i]};
        if (term.target != 0) {
            term.logarithm = std::log(term.probability);
            term.loss = -static_cast<double>(term.target) * term.logarithm;
        }
        trace.result += term.loss;
        term.partial = trace.result;
        trace.terms.push_back(term);
    }
    return trace;
}

EntropyTrace trace_binary_entropy(std::span<const double> probabilities, std::span<const float> targets) {
    CNN_ASSERT(probabilities.size() == targets.size() && !targets.empty());
    EntropyTrace trace;
    double sum = 0;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        EntropyTerm term{probabilities[i], targets[i]};
        if (term.target != 0) term.logarithm = std::log(term.probability);
        if (term.target != 1) term.other = std::log(1 - term.probability);
        const auto target = static_cast<double>(term.target);
        term.loss = -target * term.logarithm - (1 - target) * term.other;
        sum += term.loss;
        term.partial = sum;
        trace.terms.push_back(term);
    }
    trace.result = sum / static_cast<double>(targets.size());
    return trace;
}

}  // namespace cnn
