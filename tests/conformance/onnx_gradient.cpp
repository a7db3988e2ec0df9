// Gradient of ai.onnx.preview.training: from a value back through the nodes before it to those it depends on.
#include "core/ops/join/join.h"
#include "tests/conformance/onnx_operators.h"

namespace cnn::onnx {
namespace {

// Of y, by a value's name. One that several nodes read takes its gradients one by one, as in our networks.
using Gradients = Values;

void take(Gradients& gradients, const std::string& name, const Value& part) {
    const auto [found, first] = gradients.try_emplace(name, part);
    if (!first) accumulate(part.numbers.size(), part.numbers.data(), found->second.numbers.data());
}

Value times(const Value& a, const Value& b) {
    Value product = a;
    for (std::size_t i = 0; i < product.numbers.size(); ++i) product.numbers[i] *= b.numbers[i];
    return product;
}

// Hands the gradient of the node's output on to its two inputs.
Status step_back(const Node& node, const Values& values, Gradients& gradients) {
    if (node.op != "Add" && node.op != "Mul") return Error{"the gradient of " + node.op};
    const Value dy = gradients.at(node.outputs[0]);
    const Value& a = values.at(node.inputs[0]);
    const Value& b = values.at(node.inputs[1]);
    if (a.dims != b.dims) return Error{"the gradient of a value that is repeated"};
    const bool sum = node.op == "Add";
    take(gradients, node.inputs[0], sum ? dy : times(dy, b));
    take(gradients, node.inputs[1], sum ? dy : times(dy, a));
    return success();
}

Result<Outputs> gradient(const Call& call) {
    const std::string y = call.node.text("y", "");
    Gradients gradients{{y, filled(call.values.at(y).dims, 1)}};
    const std::vector<Node>& nodes = call.model.nodes;
    for (auto i = static_cast<std::size_t>(&call.node - nodes.data()); i-- > 0;) {
        if (!gradients.contains(nodes[i].outputs[0])) continue;
        if (const Status status = step_back(nodes[i], call.values, gradients); !status) return status.error();
    }
    Outputs outputs;
    for (const std::string& x : call.node.find("xs")->strings) {
        take(gradients, x, filled(call.values.at(x).dims));
        outputs.push_back(gradients.at(x));
    }
    return outputs;
}

}  // namespace

const std::vector<OperatorRow>& gradient_operators() {
    static const std::vector<OperatorRow> table = {{"Gradient", gradient}};
    return table;
}

}  // namespace cnn::onnx
