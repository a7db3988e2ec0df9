// Looking operators up and running a model node by node.
#include "tests/conformance/onnx_operators.h"

namespace cnn::onnx {

const OperatorRow* find_operator(std::string_view name) {
    for (const auto* table : {&sliding_operators(), &elementwise_operators(), &row_operators(),
                              &shape_operators(), &optimizer_operators(), &gradient_operators()})
        for (const OperatorRow& row : *table)
            if (row.name == name) return &row;
    return nullptr;
}

Result<Outputs> run_model(const Model& model, const std::vector<Value>& inputs) {
    if (inputs.size() > model.inputs.size()) return Error{"more inputs than the model has"};
    Values values;
    for (const NamedValue& constant : model.constants) values[constant.name] = constant.value;
    for (std::size_t i = 0; i < inputs.size(); ++i) values[model.inputs[i]] = inputs[i];
    for (const Node& node : model.nodes) {
        const OperatorRow* row = find_operator(node.op);
        if (!row) return Error{"an operator that this program does not have: " + node.op};
        Call call{node, model, values, {}};
        for (const std::string& name : node.inputs) {
            const auto found = values.find(name);
            if (!name.empty() && found == values.end()) return Error{"a value that is not there: " + name};
            call.inputs.push_back(found == values.end() ? nullptr : &found->second);
        }
        Result<Outputs> outputs = row->run(call);
        if (!outputs) return outputs.error();
        for (std::size_t i = 0; i < node.outputs.size() && i < outputs.value().size(); ++i)
            values[node.outputs[i]] = std::move(outputs.value()[i]);
    }
    Outputs results;
    for (const std::string& name : model.outputs) {
        if (values.find(name) == values.end()) return Error{"an output that is not computed: " + name};
        results.push_back(values[name]);
    }
    return results;
}

int product(const std::vector<int>& dims, int first, int last) {
    int count = 1;
    for (int i = first; i < last; ++i) count *= dims[static_cast<std::size_t>(i)];
    return count;
}

Value filled(std::vector<int> dims, float number) {
    Value value;
    value.numbers.assign(static_cast<std::size_t>(product(dims, 0, static_cast<int>(dims.size()))), number);
    value.dims = std::move(dims);
    return value;
}

Value transposed(const Value& matrix) {
    Value turned = filled({matrix.dims[1], matrix.dims[0]});
    for (int row = 0; row < matrix.dims[0]; ++row)
        for (int column = 0; column < matrix.dims[1]; ++column)
            turned.numbers[static_cast<std::size_t>(column * matrix.dims[0] + row)] =
                matrix.numbers[static_cast<std::size_t>(row * matrix.dims[1] + column)];
    return turned;
}

}  // namespace cnn::onnx
