// The optimisers of ai.onnx.preview.training by those of core/train: one update of every tensor.
#include <cmath>

#include "core/train/gradient_rules.h"
#include "core/train/optimizer.h"
#include "tests/conformance/onnx_operators.h"

namespace cnn::onnx {
namespace {

float rate_of(const Call& call) { return call.input(0).numbers[0]; }
// Counted from 0, where ours are from 1.
float updates_before(const Call& call) { return call.input(1).numbers[0]; }

// Inputs: R, T, then all X, all G and all of each moment; outputs: all X and all of each moment. moment_unit:
// what ONNX' moments are multiplied by to be ours.
Outputs updated(const Call& call, OptimizerKind kind, const Update& update, float moment_unit = 1) {
    const OptimizerInfo& optimizer = optimizer_info(kind);
    const auto moments = static_cast<std::size_t>(optimizer.moments);
    const std::size_t tensors = (call.inputs.size() - 2) / (2 + moments);
    Outputs outputs(tensors * (1 + moments));
    for (std::size_t i = 0; i < tensors; ++i) {
        const auto input = [&](std::size_t group) { return call.input(2 + group * tensors + i); };
        const Value weights = input(0);
        Value gradient = input(1);
        const std::size_t count = weights.numbers.size();
        // g + norm_coefficient w: the gradient of norm_coefficient / 2 times the sum of squares
        add_penalty(0, call.node.real("norm_coefficient", 0) / 2, count, weights.numbers.data(),
                    gradient.numbers.data());
        outputs[i] = weights;
        UpdateArrays arrays{weights.numbers.data(), gradient.numbers.data(), {}, outputs[i].numbers.data()};
        for (std::size_t moment = 0; moment < moments; ++moment) {
            Value& own = outputs[(1 + moment) * tensors + i] = input(2 + moment);
            for (float& number : own.numbers) number *= moment_unit;
            arrays.moments[moment] = own.numbers.data();
        }
        optimizer.apply(update, count, arrays);
        for (std::size_t moment = 0; moment < moments; ++moment)
            for (float& number : outputs[(1 + moment) * tensors + i].numbers) number /= moment_unit;
    }
    return outputs;
}

// V <- alpha V + g; X <- X - r V, with nesterov X - r (g + alpha V): ours in Keras' form with v = -r V.
Result<Outputs> momentum(const Call& call) {
    if (updates_before(call) > 0 && call.node.real("beta", 1) != 1)
        return Error{"a gradient that is weighted from the second update on"};
    const bool nesterov = call.node.text("mode", "standard") == "nesterov";
    Update update{rate_of(call), 1, {}};
    update.constants.momentum = call.node.real("alpha", 0);
    return updated(call, nesterov ? OptimizerKind::kNesterov : OptimizerKind::kMomentum, update,
                   -update.rate);
}

Result<Outputs> adagrad(const Call& call) {
    const float slower = 1 + updates_before(call) * call.node.real("decay_factor", 0);
    Update update{rate_of(call) / slower, 1, {}};
    update.constants.epsilon = call.node.real("epsilon", 1e-6F);
    return updated(call, OptimizerKind::kAdagrad, update);
}

// In the first update ONNX corrects no mean for its start at 0; ours has nothing left to correct long after
// it. Later on ONNX puts the correction of the squares into the rate, so that epsilon is not corrected with
// them.
Result<Outputs> adam(const Call& call) {
    if (call.node.real("norm_coefficient_post", 0) != 0) return Error{"weights that shrink after the update"};
    constexpr std::int64_t kLongAfter = 1'000'000;
    const auto before = static_cast<std::int64_t>(updates_before(call));
    Update update{rate_of(call), before > 0 ? before : kLongAfter, {}};
    const float beta2 = call.node.real("beta", 0.999F);
    update.constants.beta1 = call.node.real("alpha", 0.9F);
    update.constants.beta2 = beta2;
    update.constants.epsilon = call.node.real("epsilon", 1e-6F) * std::sqrt(correction(beta2, update.step));
    return updated(call, OptimizerKind::kAdam, update);
}

}  // namespace

const std::vector<OperatorRow>& optimizer_operators() {
    static const std::vector<OperatorRow> table = {
        {"Momentum", momentum},
        {"Adagrad", adagrad},
        {"Adam", adam},
    };
    return table;
}

}  // namespace cnn::onnx
