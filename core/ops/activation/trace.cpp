#include "core/ops/activation/trace.h"

#include "core/ops/activation/reference.h"

namespace cnn {

ActivationTrace trace_activation(const ActivationPlan& plan, float input) {
    const bool in_pieces = plan.kind == Activation::kRelu || plan.kind == Activation::kLeakyRelu ||
                           plan.kind == Activation::kElu;
    const float result = reference_activate(plan, input);
    return {input, in_pieces && input <= 0, result, reference_activation_slope(plan, result)};
}

}  // namespace cnn
