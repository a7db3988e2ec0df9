// One probability of a softmax, step by step: what the learner sees of one output cell. The order and the
// arithmetic are softmax's, so that trace.result equals it to the bit.
#pragma once

#include <span>
#include <vector>

namespace cnn {

struct SoftmaxTerm {
    float logit = 0;
    float shifted = 0;      // logit - the row's maximum: at most 0, so that no exponential overflows
    float exponential = 0;  // exp(shifted)
    float partial = 0;      // the running sum after this term
};

struct SoftmaxTrace {
    std::vector<SoftmaxTerm> terms;  // one per class
    float maximum = 0;
    float result = 0;  // the class's exponential / the last partial
};

// logits: (classes), finite
SoftmaxTrace trace_softmax(std::span<const float> logits, int label);

// One number of a log-softmax: the same terms, whose sum's logarithm is taken off.
struct LogSoftmaxTrace {
    std::vector<SoftmaxTerm> terms;  // one per class
    float maximum = 0;
    float logarithm = 0;  // log(the last partial)
    float result = 0;     // the class's shifted - logarithm
};

LogSoftmaxTrace trace_log_softmax(std::span<const float> logits, int label);

}  // namespace cnn
