#include "core/io/torch_code.h"

#include <algorithm>

#include "core/io/export_steps.h"
#include "core/io/python_text.h"
#include "core/net/layer_text.h"
#include "core/ops/conventions.h"

namespace cnn {
namespace {

constexpr std::string_view kImports = R"(import json
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
)";

constexpr std::string_view kBias = R"(
class Bias(nn.Module):
    """Adds a learned number to every value."""

    def __init__(self, shape):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(shape))

    def forward(self, x):
        return x + self.bias.reshape(x.shape[1:])

)";

constexpr std::string_view kAverageInside = R"(
def average_inside(x, kernel, stride, pads):
    """The mean of the pixels of x under each window; pads: left, right, top, bottom, which do not count."""
    total = F.avg_pool2d(F.pad(x, pads), kernel, stride, divisor_override=1)
    return total / F.avg_pool2d(F.pad(torch.ones_like(x), pads), kernel, stride, divisor_override=1)

)";

constexpr std::string_view kMain = R"(

def read_safetensors(path):
    """The tensors of a .safetensors file: the length of a JSON header in 8 bytes, the header, the numbers."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        numbers = file.read()
    header.pop("__metadata__", None)
    tensors = {}
    for name, row in header.items():
        dtype = {"F16": "<f2", "F32": "<f4", "F64": "<f8"}[row["dtype"]]
        begin, end = row["data_offsets"]
        tensors[name] = np.frombuffer(numbers[begin:end], dtype).reshape(row["shape"]).astype(np.float32)
    return tensors


def load(model, path):
    """Weights of a .npz or .safetensors file; a name or a shape that does not fit is an error."""
    if path.endswith(".npz"):
        with np.load(path) as file:
            tensors = {name: file[name] for name in file.files}
    else:
        tensors = read_safetensors(path)
    model.load_state_dict({name: torch.from_numpy(tensor) for name, tensor in tensors.items()})


if __name__ == "__main__":
    model = Network()
    load(model, sys.argv[1])
    model.eval()
    print(sum(parameter.numel() for parameter in model.parameters()), "parameters")
    if len(sys.argv) > 2:
        with np.load(sys.argv[2]) as answers, torch.no_grad():
            outputs = model(torch.from_numpy(prepare(answers["stored"]))).numpy()
            print("largest difference", np.abs(outputs - answers["outputs"]).max())
)";

// One axis of a transposed convolution in PyTorch's words, and what is cut off its output.
struct TorchEnds {
    int padding = 0;
    int output_padding = 0;
    int first = 0;
    int last = 0;
};
TorchEnds torch_ends(const AxisPlan& axis) {
    const TransposedEnds ends = transposed_ends(axis);
    const int longer = ends.before - ends.after + ends.beyond;
    if (longer >= 0 && longer < std::max(axis.stride, axis.dilation)) return {ends.before, longer, 0, 0};
    const int both = std::min(ends.before, ends.after);
    return {both, ends.beyond, ends.before - both, ends.after - both};
}

// "x:-y", "x:" or ":"
std::string slice(int first, int last) {
    return (first > 0 ? std::to_string(first) : "") + ":" + (last > 0 ? std::to_string(-last) : "");
}

std::string python_pads(int left, int right, int top, int bottom) {
    return python_tuple(std::vector{left, right, top, bottom});
}

class Code {
 public:
    Code(const Network& network, const Scaling& scaling)
        : network_(network), scaling_(scaling), steps_(export_steps(network)) {}

    Result<std::string> write() {
        for (step_ = steps_.data(); step_ != steps_.data() + steps_.size(); ++step_)
            if (Status status = add_step(); !status) return status.error();
        const Shape image = network_.spec.input;
        std::string text =
            "\"\"\"A network of Convolab in PyTorch 1.13 or newer:\n\n" + wrapped_spec(network_.spec) +
            "\n\nInput: (N, " + std::to_string(image.c) + ", " + std::to_string(image.h) + ", " +
            std::to_string(image.w) + "), as prepare makes it. Output: (N, " +
            std::to_string(steps_.back().output.c) + "),\n" + output_words(scaling_) +
            ".\n\n"
            "    python3 THIS_FILE weights.npz              loads the weights; of a .safetensors likewise\n"
            "    python3 THIS_FILE weights.npz answers.npz  and compares with what Convolab gave\n"
            "\"\"\"\n" +
            std::string(kImports);
        text += python_prepare(scaling_, "(1, -1, 1, 1)");
        if (needs_bias_) text += kBias;
        if (needs_average_) text += kAverageInside;
        text += "\nclass Network(nn.Module):\n    def __init__(self):\n        super().__init__()\n" +
                modules_ + "\n    def forward(self, image):\n" + forward_ + "        return " +
                steps_.back().name + "\n" + std::string(kMain);
        return text;
    }

    // One per kind of layer; step_ is the layer's.
    Status operator()(const ConvSpec& conv) {
        const WindowPlan& window = plan().window;
        const bool even =
            window.y.pad_before == window.y.pad_after && window.x.pad_before == window.x.pad_after;
        std::string more = even ? option("padding", window.y.pad_before, window.x.pad_before, 0) : "";
        more += option("dilation", window.y.dilation, window.x.dilation, 1);
        declare_window("nn.Conv2d", conv.filters, conv.groups, conv.bias, more);
        return give(call(even ? input() : padded(window, input(), "")));
    }
    Status operator()(const ConvTransposeSpec& conv) {
        const TorchEnds y = torch_ends(plan().window.y);
        const TorchEnds x = torch_ends(plan().window.x);
        declare_window("nn.ConvTranspose2d", conv.filters, conv.groups, conv.bias,
                       option("padding", y.padding, x.padding, 0) +
                           option("output_padding", y.output_padding, x.output_padding, 0) +
                           option("dilation", plan().window.y.dilation, plan().window.x.dilation, 1));
        const bool whole = y.first + y.last + x.first + x.last == 0;
        return give(call(input()) +
                    (whole ? "" : "[:, :, " + slice(y.first, y.last) + ", " + slice(x.first, x.last) + "]"));
    }
    Status operator()(const LocalSpec&) const {
        return not_expressible(*step_, "does not share its weights; PyTorch has no layer for that.");
    }
    Status operator()(const DenseSpec& dense) {
        declare("nn.Linear(" + std::to_string(plan().input.c) + ", " + std::to_string(dense.units) +
                (dense.bias ? ")" : ", bias=False)"));
        return give(call(input()));
    }
    Status operator()(const BiasSpec&) {
        needs_bias_ = true;
        const Shape shape = plan().output;
        declare("Bias(" + python_tuple(std::vector{shape.c, shape.h, shape.w}) + ")");
        return give(call(input()));
    }
    Status operator()(const BatchNormSpec& norm) {
        const Convention& momentum = *find_convention("batch-norm-momentum");
        if (modules_.find(momentum.question) == std::string::npos)
            modules_ += "        # " + std::string(momentum.question) +
                        "\n        # PyTorch: " + std::string(momentum.pytorch) +
                        "; Convolab: " + std::string(momentum.here) + ".\n";
        declare(std::string(step_->row ? "nn.BatchNorm1d(" : "nn.BatchNorm2d(") +
                std::to_string(plan().input.c) + ", eps=" + decimal_text(norm.epsilon) + ", momentum=1 - " +
                decimal_text(norm.keep) + ")");
        return give(call(input()));
    }
    Status operator()(const LrnSpec& lrn) {
        if (lrn.size % 2 == 0)
            return not_expressible(*step_,
                                   "spans an even number of channels; PyTorch's window reaches the "
                                   "other way then.");
        declare("nn.LocalResponseNorm(" + std::to_string(lrn.size) + ", alpha=" + decimal_text(lrn.alpha) +
                ", beta=" + decimal_text(lrn.beta) + ", k=" + decimal_text(lrn.k) + ")");
        return give(call(input()));
    }
    Status operator()(const ActivationSpec& activation) {
        switch (activation.kind) {
            case Activation::kRelu:
                return give("F.relu(" + input() + ")");
            case Activation::kTanh:
                return give("torch.tanh(" + input() + ")");
            case Activation::kLeakyRelu:
                return give("F.leaky_relu(" + input() + ", " + decimal_text(activation.alpha) + ")");
            case Activation::kElu:
                return give("F.elu(" + input() + ", " + decimal_text(activation.alpha) + ")");
            case Activation::kSigmoid:
                return give("torch.sigmoid(" + input() + ")");
            case Activation::kSoftplus:
                return give("F.softplus(" + input() + ")");
        }
        return success();
    }
    Status operator()(const SoftmaxSpec& softmax) {
        return give((softmax.logarithm ? "F.log_softmax(" : "F.softmax(") + input() + ", dim=1)");
    }
    Status operator()(const DropoutSpec& dropout) {
        declare("nn.Dropout(" + decimal_text(dropout.rate) + ")");
        return give(call(input()));
    }
    Status operator()(const FlattenSpec&) const { return success(); }  // a step of its own
    Status operator()(const AddSpec&) { return give(joined(" + ")); }
    Status operator()(const ConcatSpec&) { return give("torch.cat((" + joined(", ") + "), dim=1)"); }
    Status operator()(const PoolSpec& pool) {
        return pool.global ? give(global_pool(pool.kind)) : sliding_pool(pool);
    }

 private:
    Status add_step() {
        if (step_->kind == StepKind::kFlatten) return give("torch.flatten(" + input() + ", 1)");
        if (step_->kind == StepKind::kImage)
            return give(input() + ".reshape(-1, " + std::to_string(step_->output.c) + ", 1, 1)");
        return std::visit(*this, network_.spec.layers[static_cast<std::size_t>(step_->layer)]);
    }

    static std::string option(const char* name, int y, int x, int usual) {
        if (y == usual && x == usual) return {};
        return std::string(", ") + name + "=" + python_pair(y, x);
    }
    std::string kernel() const { return python_pair(plan().window.y.kernel, plan().window.x.kernel); }
    std::string stride() const { return python_pair(plan().window.y.stride, plan().window.x.stride); }
    void declare_window(const std::string& type, int filters, int groups, bool bias,
                        const std::string& more) {
        declare(type + "(" + std::to_string(plan().input.c) + ", " + std::to_string(filters) + ", " +
                kernel() + option("stride", plan().window.y.stride, plan().window.x.stride, 1) + more +
                (groups > 1 ? ", groups=" + std::to_string(groups) : "") + (bias ? ")" : ", bias=False)"));
    }

    // x with what the windows read around it; `value`: ", value=.." where that is not 0
    static std::string padded(const WindowPlan& window, const std::string& x, const std::string& value) {
        const int bottom = trailing_padding(window.y);
        const int right = trailing_padding(window.x);
        if (window.y.pad_before + window.x.pad_before + bottom + right == 0) return x;
        return "F.pad(" + x + ", " + python_pads(window.x.pad_before, right, window.y.pad_before, bottom) +
               value + ")";
    }

    Status sliding_pool(const PoolSpec& pool) {
        const WindowPlan& window = plan().window;
        const std::string dilation = option("dilation", window.y.dilation, window.x.dilation, 1);
        const std::string infinity = ", value=float(\"-inf\")";
        if (pool.kind == PoolKind::kMax)
            return give("F.max_pool2d(" + padded(window, input(), infinity) + ", " + kernel() + ", " +
                        stride() + dilation + ")");
        if (pool.kind == PoolKind::kMin)
            return give("-F.max_pool2d(" + padded(window, "-" + input(), infinity) + ", " + kernel() + ", " +
                        stride() + dilation + ")");
        if (window.dilated())
            return not_expressible(*step_, "has a dilation, which only PyTorch's max pool has.");
        if (pool.kind == PoolKind::kSum) return give(sum_of(input()));
        if (pool.kind == PoolKind::kL2) return give("torch.sqrt(" + sum_of(input() + " ** 2") + ")");
        return give(average(pool.mean_count));
    }
    std::string sum_of(const std::string& x) const {
        return "F.avg_pool2d(" + padded(plan().window, x, "") + ", " + kernel() + ", " + stride() +
               ", divisor_override=1)";
    }
    std::string average(MeanCount count) {
        const AxisPlan& y = plan().window.y;
        const AxisPlan& x = plan().window.x;
        const int bottom = trailing_padding(y);
        const int right = trailing_padding(x);
        const bool up = bottom > y.pad_after || right > x.pad_after;  // rounded up
        const bool inside = count == MeanCount::kInside;
        if (y.pad_before + x.pad_before + bottom + right > 0 &&
            (inside || (up && count == MeanCount::kPadded))) {
            needs_average_ = true;
            // The padding counts: it becomes part of the image; what rounding up reads does not.
            const std::string image =
                inside ? input()
                       : "F.pad(" + input() + ", " +
                             python_pads(x.pad_before, x.pad_after, y.pad_before, y.pad_after) + ")";
            const std::string pads = inside ? python_pads(x.pad_before, right, y.pad_before, bottom)
                                            : python_pads(0, right - x.pad_after, 0, bottom - y.pad_after);
            return "average_inside(" + image + ", " + kernel() + ", " + stride() + ", " + pads + ")";
        }
        return "F.avg_pool2d(" + padded(plan().window, input(), "") + ", " + kernel() + ", " + stride() + ")";
    }
    std::string global_pool(PoolKind kind) const {
        const std::string plane = "((2, 3), keepdim=True)";
        switch (kind) {
            case PoolKind::kMax:
                return input() + ".amax" + plane;
            case PoolKind::kMin:
                return input() + ".amin" + plane;
            case PoolKind::kAverage:
                return input() + ".mean" + plane;
            case PoolKind::kSum:
                return input() + ".sum" + plane;
            case PoolKind::kL2:
                return "(" + input() + " ** 2).sum" + plane + ".sqrt()";
        }
        return {};
    }

    void declare(const std::string& module) {
        modules_ += "        self." + step_->name + " = " + module + "\n";
    }
    std::string call(const std::string& x) const { return "self." + step_->name + "(" + x + ")"; }
    // The step's value.
    Status give(const std::string& expression) {
        const std::string shape = step_->row ? std::to_string(step_->output.c) : shape_text(step_->output);
        forward_ += "        " + step_->name + " = " + expression + "  # " + shape + "\n";
        return success();
    }
    std::string value(int step) const {
        return step == kNetworkInput ? "image" : steps_[static_cast<std::size_t>(step)].name;
    }
    std::string input() const { return value(step_->inputs[0]); }
    std::string joined(const std::string& between) const {
        std::string text;
        for (const int step : step_->inputs) text += (text.empty() ? "" : between) + value(step);
        return text;
    }
    const LayerPlan& plan() const { return network_.plan[static_cast<std::size_t>(step_->layer)]; }

    const Network& network_;
    const Scaling& scaling_;
    std::vector<ExportStep> steps_;
    const ExportStep* step_ = nullptr;
    std::string modules_;
    std::string forward_;
    bool needs_bias_ = false;
    bool needs_average_ = false;
};

}  // namespace

Result<Bytes> write_torch_code(const Network& network, const Scaling& scaling) {
    const Result<std::string> text = Code(network, scaling).write();
    if (!text) return text.error();
    const auto bytes = bytes_of(text.value());
    return Bytes(bytes.begin(), bytes.end());
}

}  // namespace cnn
