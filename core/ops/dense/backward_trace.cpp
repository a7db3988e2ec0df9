// Gradients of a dense layer, term by term.
#include "core/ops/dense/backward_trace.h"

#include "core/base/assert.h"

namespace cnn {
namespace {

std::size_t index(int i) { return static_cast<std::size_t>(i); }

}  // namespace

GradientTrace trace_dense_weight_gradient(const DensePlan& plan, std::span<const float> x,
                                          std::span<const float> dy, int i, int o) {
    CNN_ASSERT(i >= 0 && i < plan.in && x.size() / index(plan.in) == dy.size() / index(plan.out));
    GradientTrace trace;
    for (std::size_t sample = 0; sample * index(plan.in) < x.size(); ++sample)
        trace.add(x[sample * index(plan.in) + index(i)], dy[sample * index(plan.out) + index(o)]);
    return trace;
}

GradientTrace trace_dense_bias_gradient(const DensePlan& plan, std::span<const float> dy, int o) {
    CNN_ASSERT(o >= 0 && o < plan.out);
    GradientTrace trace;
    for (std::size_t at = index(o); at < dy.size(); at += index(plan.out)) trace.add(1, dy[at]);
    return trace;
}

GradientTrace trace_dense_input_gradient(const DensePlan& plan, std::span<const float> w,
                                         std::span<const float> dy, int i) {
    CNN_ASSERT(i >= 0 && i < plan.in && dy.size() == index(plan.out));
    GradientTrace trace;
    for (std::size_t o = 0; o < dy.size(); ++o) trace.add(w[index(i) * dy.size() + o], dy[o]);
    return trace;
}

}  // namespace cnn
