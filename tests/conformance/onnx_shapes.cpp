// What moves numbers and computes none: flatten and concatenate, and what only joins our ops in a model.
#include "core/ops/join/join.h"
#include "tests/conformance/onnx_operators.h"

namespace cnn::onnx {
namespace {

// Our layers keep a sample's numbers where they are, so that flattening is a new shape.
Result<Outputs> flatten(const Call& call) {
    Value y = call.input(0);
    const int axis = axis_of(call.node.integer("axis", 1), y.rank());
    y.dims = {product(y.dims, 0, axis), product(y, axis)};
    return Outputs{y};
}

Result<Outputs> concat(const Call& call) {
    Value y = call.input(0);
    const int axis = axis_of(call.node.integer("axis", 1), y.rank());
    const int outer = product(y.dims, 0, axis);
    int& along = y.dims[static_cast<std::size_t>(axis)];
    for (std::size_t i = 1; i < call.inputs.size(); ++i)
        along += call.input(i).dims[static_cast<std::size_t>(axis)];
    y = filled(y.dims);
    ConcatPart place;
    place.whole = static_cast<std::size_t>(product(y, axis));
    for (std::size_t i = 0; i < call.inputs.size(); ++i, place.first += place.part) {
        place.part = static_cast<std::size_t>(product(call.input(i), axis));
        concat_forward(place, outer, call.input(i).numbers.data(), y.numbers.data());
    }
    return Outputs{y};
}

// Equal parts along an axis: concatenation, backwards.
Result<Outputs> split(const Call& call) {
    const Value& x = call.input(0);
    const int axis = axis_of(call.node.integer("axis", 0), x.rank());
    std::vector<int> dims = x.dims;
    dims[static_cast<std::size_t>(axis)] /= static_cast<int>(call.node.outputs.size());
    ConcatPart place{static_cast<std::size_t>(product(x, axis)), 0, 0};
    Outputs parts;
    for (std::size_t i = 0; i < call.node.outputs.size(); ++i, place.first += place.part) {
        parts.push_back(filled(dims));
        place.part = static_cast<std::size_t>(product(parts.back(), axis));
        concat_backward(place, product(x.dims, 0, axis), x.numbers.data(), parts.back().numbers.data());
    }
    return parts;
}

Result<Outputs> unsqueeze(const Call& call) {
    Value y = call.input(0);
    for (const int axis : call.node.integers("axes")) y.dims.insert(y.dims.begin() + axis, 1);
    return Outputs{y};
}

Result<Outputs> squeeze(const Call& call) {
    Value y = call.input(0);
    const std::vector<int> axes = call.node.integers("axes");
    for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) y.dims.erase(y.dims.begin() + *axis);
    return Outputs{y};
}

Result<Outputs> transpose(const Call& call) {
    if (call.input(0).rank() != 2) return Error{"a transposition of more than two axes"};
    return Outputs{transposed(call.input(0))};
}

Result<Outputs> constant(const Call& call) {
    const Attribute* value = call.node.find("value");
    if (!value || !value->t) return Error{"a constant that is no tensor"};
    return Outputs{*value->t};
}

}  // namespace

const std::vector<OperatorRow>& shape_operators() {
    static const std::vector<OperatorRow> table = {
        {"Flatten", flatten},          {"Concat", concat},
        {"Split", split, false},       {"Unsqueeze", unsqueeze, false},
        {"Squeeze", squeeze, false},   {"Transpose", transpose, false},
        {"Constant", constant, false},
    };
    return table;
}

}  // namespace cnn::onnx
