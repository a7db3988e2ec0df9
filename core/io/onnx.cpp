#include "core/io/onnx.h"

#include <algorithm>

#include "core/io/export_steps.h"
#include "core/io/named_tensors.h"
#include "core/io/wire_message.h"
#include "core/net/spec_text.h"

namespace cnn {
namespace {

constexpr std::int64_t kIrVersion = 8;
constexpr std::int64_t kOperatorSet = 13;
constexpr std::string_view kInput = "image";
constexpr std::string_view kOutput = "logits";

// TensorProto.DataType
enum ElementType { kFloat = 1, kInt64 = 7 };

using Integers = std::vector<std::int64_t>;
using TensorNames = std::vector<std::string>;

// An AttributeProto. Its types: 1 float, 2 integer, 7 list of integers.
WireMessage attribute(std::string_view name, std::int64_t type) {
    WireMessage message;
    message.text(1, name);
    message.integer(20, type);
    return message;
}
WireMessage integer(std::string_view name, std::int64_t value) {
    WireMessage message = attribute(name, 2);
    message.integer(3, value);
    return message;
}
WireMessage real(std::string_view name, float value) {
    WireMessage message = attribute(name, 1);
    message.real(2, value);
    return message;
}
WireMessage integers(std::string_view name, const Integers& values) {
    WireMessage message = attribute(name, 7);
    for (const std::int64_t value : values) message.integer(8, value);
    return message;
}
using Attributes = std::vector<WireMessage>;

// A ValueInfoProto: a name and (batch, sides...).
WireMessage value_info(std::string_view name, const Integers& sides) {
    WireMessage batch;
    batch.text(2, "batch");
    WireMessage shape;
    shape.message(1, batch);
    for (const std::int64_t side : sides) {
        WireMessage dimension;
        dimension.integer(1, side);
        shape.message(1, dimension);
    }
    WireMessage tensor;
    tensor.integer(1, kFloat);
    tensor.message(2, shape);
    WireMessage type;
    type.message(1, tensor);
    WireMessage info;
    info.text(1, name);
    info.message(2, type);
    return info;
}

Attributes window_attributes(const WindowPlan& window, const Integers& pads) {
    return {integers("kernel_shape", {window.y.kernel, window.x.kernel}),
            integers("strides", {window.y.stride, window.x.stride}), integers("pads", pads)};
}
Integers padding(const WindowPlan& window) {
    return {window.y.pad_before, window.x.pad_before, window.y.pad_after, window.x.pad_after};
}
// The same, with what a size that is rounded up reads behind the input.
Integers window_padding(const WindowPlan& window) {
    return {window.y.pad_before, window.x.pad_before, trailing_padding(window.y), trailing_padding(window.x)};
}
WireMessage dilations(const WindowPlan& window) {
    return integers("dilations", {window.y.dilation, window.x.dilation});
}

class Graph {
 public:
    Graph(const Network& network, std::vector<NamedTensor> tensors)
        : network_(network), tensors_(std::move(tensors)), steps_(export_steps(network)) {}

    Result<WireMessage> build() {
        message_.text(2, "network");
        for (step_ = steps_.data(); step_ != steps_.data() + steps_.size(); ++step_)
            if (Status status = add_step(); !status) return status.error();
        for (const NamedTensor& tensor : tensors_)
            add_constant(tensor.name, kFloat, tensor.dims,
                         {reinterpret_cast<const std::uint8_t*>(tensor.values.data()),
                          tensor.values.size() * sizeof(float)});
        const Shape image = network_.spec.input;
        message_.message(11, value_info(kInput, {image.c, image.h, image.w}));
        message_.message(12, value_info(kOutput, {steps_.back().output.c}));
        return message_;
    }

    // One per kind of layer; step_ is the layer's.
    Status operator()(const ConvSpec& conv) {
        return convolve("Conv", conv.groups, conv.bias,
                        window_attributes(plan().window, padding(plan().window)));
    }
    Status operator()(const ConvTransposeSpec& conv) {
        const WindowPlan& window = plan().window;
        const TransposedEnds y = transposed_ends(window.y);
        const TransposedEnds x = transposed_ends(window.x);
        if (y.beyond >= window.y.stride || x.beyond >= window.x.stride)
            return not_expressible(*step_,
                                   "has an output padding that is not below the stride, which ONNX "
                                   "Runtime does not compute.");
        Attributes attributes = window_attributes(window, {y.before, x.before, y.after, x.after});
        attributes.push_back(integers("output_padding", {y.beyond, x.beyond}));
        return convolve("ConvTranspose", conv.groups, conv.bias, std::move(attributes));
    }
    Status operator()(const LocalSpec&) const {
        return not_expressible(*step_, "does not share its weights; ONNX has no operator for that.");
    }
    Status operator()(const DenseSpec& dense) {
        TensorNames inputs = {input(), weight()};
        if (dense.bias) inputs.push_back(bias());
        return add("Gemm", inputs, {integer("transB", 1)});
    }
    Status operator()(const BiasSpec&) {
        if (step_->row) find_tensor(bias()).dims = {step_->output.c};
        return add("Add", {input(), bias()});
    }
    Status operator()(const BatchNormSpec& norm) {
        return add("BatchNormalization",
                   {input(), weight(), bias(), step_->name + ".running_mean", step_->name + ".running_var"},
                   {real("epsilon", norm.epsilon), real("momentum", norm.keep)});
    }
    Status operator()(const LrnSpec& lrn) {
        return add("LRN", {input()},
                   {integer("size", lrn.size), real("alpha", lrn.alpha), real("beta", lrn.beta),
                    real("bias", lrn.k)});
    }
    Status operator()(const ActivationSpec& activation) {
        switch (activation.kind) {
            case Activation::kRelu:
                return add("Relu", {input()});
            case Activation::kTanh:
                return add("Tanh", {input()});
            case Activation::kLeakyRelu:
                return add("LeakyRelu", {input()}, {real("alpha", activation.alpha)});
            case Activation::kElu:
                return add("Elu", {input()}, {real("alpha", activation.alpha)});
            case Activation::kSigmoid:
                return add("Sigmoid", {input()});
            case Activation::kSoftplus:
                return add("Softplus", {input()});
        }
        return success();
    }
    Status operator()(const SoftmaxSpec& softmax) {
        return add(softmax.logarithm ? "LogSoftmax" : "Softmax", {input()}, {integer("axis", 1)});
    }
    Status operator()(const DropoutSpec& dropout) {
        return add("Dropout", {input(), real_constant("ratio", dropout.rate)});
    }
    Status operator()(const FlattenSpec&) const { return success(); }  // a step of its own
    Status operator()(const AddSpec&) { return add("Sum", all_inputs()); }
    Status operator()(const ConcatSpec&) { return add("Concat", all_inputs(), {integer("axis", 1)}); }
    Status operator()(const PoolSpec& pool) { return pool.global ? global_pool(pool) : sliding_pool(pool); }

 private:
    Status add_step() {
        if (step_->kind == StepKind::kFlatten) return add("Flatten", {input()}, {integer("axis", 1)});
        if (step_->kind == StepKind::kImage)
            return add("Unsqueeze", {input(), integer_constant("axes", {2, 3})});
        return std::visit(*this, network_.spec.layers[static_cast<std::size_t>(step_->layer)]);
    }

    Status convolve(std::string_view op, int groups, bool has_bias, Attributes attributes) {
        TensorNames inputs = {input(), weight()};
        if (has_bias) inputs.push_back(bias());
        attributes.push_back(dilations(plan().window));
        attributes.push_back(integer("group", groups));
        return add(op, inputs, attributes);
    }

    Status sliding_pool(const PoolSpec& pool) {
        const WindowPlan& window = plan().window;
        Attributes attributes = window_attributes(window, window_padding(window));
        if (pool.kind == PoolKind::kMax || pool.kind == PoolKind::kMin) {
            attributes.push_back(dilations(window));
            return pool.kind == PoolKind::kMax ? add("MaxPool", {input()}, attributes)
                                               : negated("MaxPool", attributes);
        }
        if (window.dilated())
            return not_expressible(*step_,
                                   "has a dilation, which only ONNX's MaxPool has in operator set 13.");
        if (pool.kind == PoolKind::kL2) {
            attributes.push_back(integer("p", 2));
            return add("LpPool", {input()}, attributes);
        }
        const bool sum = pool.kind == PoolKind::kSum;
        if (!sum && pool.mean_count == MeanCount::kPadded && padding(window) != window_padding(window))
            return padded_average(window);
        attributes.push_back(integer("count_include_pad", sum || pool.mean_count != MeanCount::kInside));
        if (!sum) return add("AveragePool", {input()}, attributes);
        return scaled("AveragePool", attributes, window.y.kernel * window.x.kernel);
    }

    // An average over the padding too, but not over what rounding up adds behind it: the padding as zeros of
    // the image, the rest not counted.
    Status padded_average(const WindowPlan& window) {
        const Integers pads = padding(window);
        const Integers reach = window_padding(window);
        const Integers all = {0, 0, pads[0], pads[1], 0, 0, pads[2], pads[3]};
        const Integers behind = {0, 0, reach[2] - pads[2], reach[3] - pads[3]};
        const std::string image = step_->name + ".padded";
        const TensorNames inputs = {input(), integer_constant("pads", all)};
        add_node("Pad", image, inputs, image, {});
        Attributes attributes = window_attributes(window, behind);
        attributes.push_back(integer("count_include_pad", 0));
        return add("AveragePool", {image}, attributes);
    }

    Status global_pool(const PoolSpec& pool) {
        switch (pool.kind) {
            case PoolKind::kMax:
                return add("GlobalMaxPool", {input()});
            case PoolKind::kMin:
                return negated("GlobalMaxPool", {});
            case PoolKind::kAverage:
                return add("GlobalAveragePool", {input()});
            case PoolKind::kSum:
                return scaled("GlobalAveragePool", {}, plan().input.h * plan().input.w);
            case PoolKind::kL2:
                return add("GlobalLpPool", {input()}, {integer("p", 2)});
        }
        return success();
    }

    // -op(-x)
    Status negated(std::string_view op, const Attributes& attributes) {
        const std::string before = step_->name + ".negated";
        const std::string after = step_->name + ".largest";
        add_node("Neg", before, {input()}, before, {});
        add_node(op, after, {before}, after, attributes);
        return add("Neg", {after});
    }

    // count op(x)
    Status scaled(std::string_view op, const Attributes& attributes, int count) {
        const std::string mean = step_->name + ".mean";
        add_node(op, mean, {input()}, mean, attributes);
        return add("Mul", {mean, real_constant("count", static_cast<float>(count))});
    }

    // A node that gives the step's output.
    Status add(std::string_view op, const TensorNames& inputs, const Attributes& attributes = {}) {
        add_node(op, step_->name, inputs, value(static_cast<int>(step_ - steps_.data())), attributes);
        return success();
    }
    void add_node(std::string_view op, const std::string& name, const TensorNames& inputs,
                  const std::string& output, const Attributes& attributes) {
        WireMessage node;
        for (const std::string& read : inputs) node.text(1, read);
        node.text(2, output);
        node.text(3, name);
        node.text(4, op);
        for (const WireMessage& each : attributes) node.message(5, each);
        message_.message(1, node);
    }
    void add_constant(std::string_view name, ElementType type, const Integers& dims,
                      std::span<const std::uint8_t> raw) {
        WireMessage tensor;
        for (const std::int64_t dim : dims) tensor.integer(1, dim);
        tensor.integer(2, type);
        tensor.text(8, name);
        tensor.content(9, raw);
        message_.message(5, tensor);
    }
    std::string integer_constant(const std::string& what, const Integers& values) {
        std::string name = step_->name + "." + what;
        add_constant(
            name, kInt64, {static_cast<std::int64_t>(values.size())},
            {reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof values[0]});
        return name;
    }

    std::string real_constant(const std::string& what, float value) {
        std::string name = step_->name + "." + what;
        add_constant(name, kFloat, {}, {reinterpret_cast<const std::uint8_t*>(&value), sizeof value});
        return name;
    }

    std::string value(int step) const {
        if (step == kNetworkInput) return std::string(kInput);
        const auto index = static_cast<std::size_t>(step);
        return index + 1 == steps_.size() ? std::string(kOutput) : steps_[index].name;
    }
    std::string input() const { return value(step_->inputs[0]); }
    TensorNames all_inputs() const {
        TensorNames names;
        for (const int step : step_->inputs) names.push_back(value(step));
        return names;
    }
    std::string weight() const { return step_->name + ".weight"; }
    std::string bias() const { return step_->name + ".bias"; }
    const LayerPlan& plan() const { return network_.plan[static_cast<std::size_t>(step_->layer)]; }
    NamedTensor& find_tensor(const std::string& name) {
        return *std::find_if(tensors_.begin(), tensors_.end(),
                             [&](const NamedTensor& tensor) { return tensor.name == name; });
    }

    const Network& network_;
    std::vector<NamedTensor> tensors_;
    std::vector<ExportStep> steps_;
    const ExportStep* step_ = nullptr;
    WireMessage message_;  // GraphProto
};

WireMessage entry(std::string_view key, const std::string& value) {
    WireMessage message;
    message.text(1, key);
    message.text(2, value);
    return message;
}

}  // namespace

Result<Bytes> write_onnx(const Network& network, const Scaling& scaling) {
    auto tensors = named_tensors(network);
    if (!tensors) return tensors.error();
    const Result<WireMessage> graph = Graph(network, std::move(tensors).value()).build();
    if (!graph) return graph.error();
    WireMessage operators;
    operators.text(1, "");  // the standard ones
    operators.integer(2, kOperatorSet);
    WireMessage model;
    model.integer(1, kIrVersion);
    model.text(2, "Convolab");
    model.message(7, graph.value());
    model.message(8, operators);
    model.message(14, entry("spec", to_text(network.spec)));
    model.message(14, entry("scaling", input_words(scaling)));
    model.message(14, entry("outputs", output_words(scaling)));
    return model.bytes();
}

}  // namespace cnn
