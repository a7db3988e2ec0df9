// ONNX operators (https://onnx.ai/onnx/operators) by the ops of core/: what each attribute means in our
// plans.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "tests/conformance/onnx_file.h"

namespace cnn::onnx {

using Values = std::map<std::string, Value>;  // by name

struct Call {
    const Node& node;
    const Model& model;
    const Values& values;              // of the model's inputs, and of what the nodes before this one gave
    std::vector<const Value*> inputs;  // null: not given

    bool has(std::size_t i) const { return i < inputs.size() && inputs[i] != nullptr; }
    const Value& input(std::size_t i) const { return *inputs[i]; }
};

// The outputs, or why this call is not computed ("3-D").
using Outputs = std::vector<Value>;
using Operator = Result<Outputs> (*)(const Call&);

struct OperatorRow {
    std::string_view name;
    Operator run;
    bool ours = true;  // stands on an op of core/; otherwise it only joins others in a model
};

// One table per file.
const std::vector<OperatorRow>& sliding_operators();      // onnx_sliding.cpp: convolutions, pools
const std::vector<OperatorRow>& elementwise_operators();  // onnx_elementwise.cpp: activations, sums, dropout
const std::vector<OperatorRow>& row_operators();    // onnx_rows.cpp: dense, softmax, normalisations, loss
const std::vector<OperatorRow>& shape_operators();  // onnx_shapes.cpp: flatten, concat, and what only joins
const std::vector<OperatorRow>& optimizer_operators();  // onnx_optimizers.cpp
const std::vector<OperatorRow>& gradient_operators();   // onnx_gradient.cpp

const OperatorRow* find_operator(std::string_view name);

// Runs the nodes one by one. inputs: one per model.inputs
Result<Outputs> run_model(const Model& model, const std::vector<Value>& inputs);

// The product of dims[first] to dims[last - 1].
int product(const std::vector<int>& dims, int first, int last);
inline int product(const Value& value, int first = 0) { return product(value.dims, first, value.rank()); }
// An axis of a value of this rank; negative ones count from the end.
inline int axis_of(std::int64_t axis, int rank) { return static_cast<int>(axis < 0 ? axis + rank : axis); }
Value transposed(const Value& matrix);
Value filled(std::vector<int> dims, float number = 0);

}  // namespace cnn::onnx
