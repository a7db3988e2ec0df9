// Activations, sums of tensors and dropout.
#include <algorithm>

#include "core/ops/activation/activation.h"
#include "core/ops/dropout/dropout.h"
#include "core/ops/join/join.h"
#include "tests/conformance/onnx_operators.h"

namespace cnn::onnx {
namespace {

Outputs activated(const Call& call, const ActivationPlan& plan) {
    Value y = call.input(0);
    activation_forward(plan, y.numbers.size(), y.numbers.data(), y.numbers.data());
    return {y};
}

Result<Outputs> relu(const Call& call) { return activated(call, {Activation::kRelu}); }
Result<Outputs> sigmoid(const Call& call) { return activated(call, {Activation::kSigmoid}); }
Result<Outputs> tanh(const Call& call) { return activated(call, {Activation::kTanh}); }
Result<Outputs> softplus(const Call& call) { return activated(call, {Activation::kSoftplus}); }
Result<Outputs> elu(const Call& call) {
    return activated(call, {Activation::kElu, call.node.real("alpha", 1.0F)});
}
Result<Outputs> leaky_relu(const Call& call) {
    return activated(call, {Activation::kLeakyRelu, call.node.real("alpha", 0.01F)});
}

// gamma elu(x), with the constants of Klambauer and others, arXiv 1706.02515
Result<Outputs> selu(const Call& call) {
    Outputs outputs = activated(call, {Activation::kElu, call.node.real("alpha", 1.67326319F)});
    for (float& number : outputs[0].numbers) number *= call.node.real("gamma", 1.05070102F);
    return outputs;
}

// Which number of `b` stands beside number `i` of a value with dims `dims`: numpy's broadcasting, from the
// last axis (first_axis < 0), or ONNX' of old, where b's axes are those of dims from first_axis on.
std::size_t broadcast_index(const std::vector<int>& dims, std::size_t i, const Value& b, int first_axis) {
    const int rank = static_cast<int>(dims.size());
    const int shift = first_axis < 0 ? rank - b.rank() : first_axis;
    std::size_t index = 0;
    std::size_t step = 1;
    for (int axis = rank - 1; axis >= 0; --axis) {
        const auto size = static_cast<std::size_t>(dims[static_cast<std::size_t>(axis)]);
        const std::size_t position = i % size;
        i /= size;
        const int own = axis - shift;
        if (own < 0 || own >= b.rank()) continue;
        const auto own_size = static_cast<std::size_t>(b.dims[static_cast<std::size_t>(own)]);
        if (own_size > 1) index += position * step;
        step *= own_size;
    }
    return index;
}

// b, repeated to the shape of a.
Value broadcast(const Call& call, const Value& a, const Value& b) {
    const Attribute* axis = call.node.find("axis");
    Value wide = a;
    for (std::size_t i = 0; i < wide.numbers.size(); ++i)
        wide.numbers[i] = b.numbers[broadcast_index(
            a.dims, i, b, axis && b.rank() < a.rank() ? static_cast<int>(axis->i) : -1)];
    return wide;
}

// A slope for all, one per channel (opset 6), or numpy's broadcasting: a leaky ReLU number by number.
Result<Outputs> prelu(const Call& call) {
    Value y = call.input(0);
    const Value& slope = call.input(1);
    const bool by_channel = call.model.opset < 7 && slope.rank() == 1 && slope.numbers.size() > 1;
    for (std::size_t i = 0; i < y.numbers.size(); ++i) {
        const float alpha = slope.numbers[broadcast_index(y.dims, i, slope, by_channel ? 1 : -1)];
        leaky_relu_forward(alpha, 1, &y.numbers[i], &y.numbers[i]);
    }
    return Outputs{y};
}

Result<Outputs> add(const Call& call) {
    const bool swap = call.input(0).numbers.size() < call.input(1).numbers.size();
    Value sum = call.input(swap ? 1 : 0);
    const Value other = broadcast(call, sum, call.input(swap ? 0 : 1));
    add_forward(sum.numbers.size(), sum.numbers.data(), other.numbers.data(), sum.numbers.data());
    return Outputs{sum};
}

Result<Outputs> sum(const Call& call) {
    Value total = call.input(0);
    for (std::size_t i = 1; i < call.inputs.size(); ++i) {
        const Value part = broadcast(call, total, call.input(i));
        accumulate(total.numbers.size(), part.numbers.data(), total.numbers.data());
    }
    return Outputs{total};
}

// Since opset 12 the ratio and "training" are inputs; before, dropout in these files is that of inference.
Result<Outputs> dropout(const Call& call) {
    const bool training = call.has(2) && call.input(2).numbers[0] != 0;
    const float rate = call.has(1) ? call.input(1).numbers[0] : 0.5F;
    if (training && rate > 0) return Error{"a mask drawn by NumPy's generator"};
    Value y = call.input(0);
    dropout_forward(0, {}, 0, 1, y.numbers.size(), y.numbers.data(), y.numbers.data());
    return Outputs{y, filled(y.dims, 1)};
}

Result<Outputs> negate(const Call& call) {
    Value y = call.input(0);
    for (float& number : y.numbers) number = -number;
    return Outputs{y};
}

Result<Outputs> multiply(const Call& call) {
    Value y = call.input(0);
    const Value other = broadcast(call, y, call.input(1));
    for (std::size_t i = 0; i < y.numbers.size(); ++i) y.numbers[i] *= other.numbers[i];
    return Outputs{y};
}

}  // namespace

const std::vector<OperatorRow>& elementwise_operators() {
    static const std::vector<OperatorRow> table = {
        {"Relu", relu},
        {"LeakyRelu", leaky_relu},
        {"Elu", elu},
        {"Selu", selu},
        {"Sigmoid", sigmoid},
        {"Tanh", tanh},
        {"Softplus", softplus},
        {"PRelu", prelu},
        {"Add", add},
        {"Sum", sum},
        {"Dropout", dropout},
        {"Neg", negate, false},
        {"Mul", multiply, false},
    };
    return table;
}

}  // namespace cnn::onnx
