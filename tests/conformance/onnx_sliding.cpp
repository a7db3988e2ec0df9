// Convolutions and pools. 1-D is height 1; 3-D is not what this program is about.
#include <algorithm>

#include "core/ops/conv2d/conv2d.h"
#include "core/ops/conv_transpose2d/conv_transpose2d.h"
#include "core/ops/pool2d/pool2d.h"
#include "tests/conformance/onnx_operators.h"

namespace cnn::onnx {
namespace {

// (N, C, W) or (N, C, H, W)
struct Images {
    int n, c, h, w, spatial;
};
Result<Images> images_of(const Value& value) {
    const std::vector<int>& dims = value.dims;
    if (value.rank() == 3) return Images{dims[0], dims[1], 1, dims[2], 1};
    if (value.rank() == 4) return Images{dims[0], dims[1], dims[2], dims[3], 2};
    return Error{"3-D"};
}
std::vector<int> dims_of(const Images& images, int channels, int height, int width) {
    if (images.spatial == 1) return {images.n, channels, width};
    return {images.n, channels, height, width};
}

int at(const std::vector<int>& list, int i, int otherwise) {
    return static_cast<std::size_t>(i) < list.size() ? list[static_cast<std::size_t>(i)] : otherwise;
}

// `axis` counts the spatial axes of the node's attributes.
AxisSpec axis_spec(const Node& node, int spatial, int axis, int kernel) {
    AxisSpec spec;
    spec.kernel = kernel;
    spec.stride = at(node.integers("strides"), axis, 1);
    spec.dilation = at(node.integers("dilations"), axis, 1);
    spec.ceil = node.integer("ceil_mode", 0) != 0;
    const std::string automatic = node.text("auto_pad", "NOTSET");
    spec.padding = automatic == "SAME_UPPER"   ? Padding::kSameUpper
                   : automatic == "SAME_LOWER" ? Padding::kSameLower
                   : automatic == "VALID"      ? Padding::kValid
                                               : Padding::kExplicit;
    spec.pad_before = at(node.integers("pads"), axis, 0);
    spec.pad_after = at(node.integers("pads"), spatial + axis, 0);
    return spec;
}

// kernel: the sides of the kernel, one per spatial axis
Result<WindowPlan> window_of(const Node& node, const Images& images, const std::vector<int>& kernel) {
    WindowPlan window;
    if (images.spatial == 2) {
        const auto rows = plan_axis(images.h, axis_spec(node, 2, 0, kernel[0]));
        if (!rows) return rows.error();
        window.y = rows.value();
    }
    const auto columns =
        plan_axis(images.w, axis_spec(node, images.spatial, images.spatial - 1, kernel.back()));
    if (!columns) return columns.error();
    window.x = columns.value();
    return window;
}

std::vector<int> kernel_of(const Value& weights) { return {weights.dims.begin() + 2, weights.dims.end()}; }

Floats bias_of(const Call& call, int filters) {
    return call.has(2) ? call.input(2).numbers : Floats(static_cast<std::size_t>(filters), 0.0F);
}

Result<Outputs> conv(const Call& call) {
    const Value& x = call.input(0);
    const Value& w = call.input(1);
    const auto images = images_of(x);
    if (!images) return images.error();
    const auto window = window_of(call.node, images.value(), kernel_of(w));
    if (!window) return window.error();
    const int n = images.value().n;
    const Conv2dPlan plan{images.value().c, w.dims[0], window.value(),
                          static_cast<int>(call.node.integer("group", 1))};
    const Floats bias = bias_of(call, plan.filters);
    Value y = filled(dims_of(images.value(), plan.filters, plan.window.y.output, plan.window.x.output));
    Floats workspace(conv2d_workspace(best_kernels(), plan, n));
    conv2d_forward(best_kernels(), plan, n, x.numbers.data(), w.numbers.data(), bias.data(), y.numbers.data(),
                   workspace.data());
    return Outputs{y};
}

// output_shape asks for a size; what it lacks is cut off as padding, what it has more is output padding.
void ask_for_output(const Node& node, int input, int wanted, AxisSpec& spec, int& output_padding) {
    const int whole = (input - 1) * spec.stride + spec.dilation * (spec.kernel - 1) + 1 + output_padding;
    const int total = std::max(whole - wanted, 0);
    output_padding += std::max(wanted - whole, 0);
    const bool upper = node.text("auto_pad", "NOTSET") == "SAME_UPPER";
    spec.padding = Padding::kExplicit;
    spec.pad_before = upper ? total / 2 : total - total / 2;
    spec.pad_after = total - spec.pad_before;
}

Result<AxisPlan> transposed_axis(const Node& node, int spatial, int axis, int input, int kernel) {
    AxisSpec spec = axis_spec(node, spatial, axis, kernel);
    int output_padding = at(node.integers("output_padding"), axis, 0);
    const int wanted = at(node.integers("output_shape"), axis, 0);
    if (wanted > 0) ask_for_output(node, input, wanted, spec, output_padding);
    return plan_transposed_axis(input, spec, output_padding);
}

Result<Outputs> conv_transpose(const Call& call) {
    const Value& x = call.input(0);
    const Value& w = call.input(1);
    const auto images = images_of(x);
    if (!images) return images.error();
    const auto [n, c, h, width, spatial] = images.value();
    ConvTranspose2dPlan plan;
    plan.groups = static_cast<int>(call.node.integer("group", 1));
    plan.channels = c;
    plan.filters = w.dims[1] * plan.groups;
    if (spatial == 2) {
        const auto rows = transposed_axis(call.node, 2, 0, h, w.dims[2]);
        if (!rows) return rows.error();
        plan.window.y = rows.value();
    }
    const auto columns = transposed_axis(call.node, spatial, spatial - 1, width, w.dims.back());
    if (!columns) return columns.error();
    plan.window.x = columns.value();
    Value y = filled(dims_of(images.value(), plan.filters, plan.window.y.input, plan.window.x.input));
    const Floats bias = bias_of(call, plan.filters);
    Floats workspace(conv_transpose2d_workspace(best_kernels(), plan, n));
    conv_transpose2d_forward(best_kernels(), plan, n, x.numbers.data(), w.numbers.data(), bias.data(),
                             y.numbers.data(), workspace.data());
    return Outputs{y};
}

struct Pooling {
    Images images;
    Pool2dPlan plan;
    Value y;
};
Result<Pooling> pooling_of(const Call& call, bool global) {
    const auto images = images_of(call.input(0));
    if (!images) return images.error();
    const Images& size = images.value();
    Pooling pooling{size, {}, {}};
    pooling.plan.channels = size.c;
    pooling.plan.mean_count =
        call.node.integer("count_include_pad", 0) != 0 ? MeanCount::kKernel : MeanCount::kInside;
    if (global) {
        pooling.plan.window = global_window(size.h, size.w);
    } else {
        const auto window = window_of(call.node, size, call.node.integers("kernel_shape"));
        if (!window) return window.error();
        pooling.plan.window = window.value();
    }
    const WindowPlan& window = pooling.plan.window;
    pooling.y = filled(dims_of(size, size.c, window.y.output, window.x.output));
    return pooling;
}

// ONNX counts winners through the whole tensor, in planes of rows or (storage_order) of columns.
Value winners_of(const Call& call, const Pooling& pooling, const std::vector<std::int32_t>& argmax) {
    Value indices = pooling.y;
    const auto outputs = static_cast<int>(pooling.plan.output_size()) / pooling.plan.channels;
    const bool columns_first = call.node.integer("storage_order", 0) != 0;
    for (std::size_t i = 0; i < argmax.size(); ++i) {
        const int plane = static_cast<int>(i) / outputs;
        const int iy = argmax[i] / pooling.images.w;
        const int ix = argmax[i] % pooling.images.w;
        const int in_plane = columns_first ? ix * pooling.images.h + iy : argmax[i];
        indices.numbers[i] = static_cast<float>(plane * pooling.images.h * pooling.images.w + in_plane);
    }
    return indices;
}

Result<Outputs> max_pool_by(const Call& call, bool global) {
    auto pooling = pooling_of(call, global);
    if (!pooling) return pooling.error();
    auto& [images, plan, y] = pooling.value();
    std::vector<std::int32_t> argmax(y.numbers.size());
    max_pool_forward(plan, images.n, call.input(0).numbers.data(), y.numbers.data(), argmax.data());
    return Outputs{y, winners_of(call, pooling.value(), argmax)};
}

Result<Outputs> pool_by(const Call& call, bool global,
                        void (*forward)(const Pool2dPlan&, int, const float*, float*)) {
    auto pooling = pooling_of(call, global);
    if (!pooling) return pooling.error();
    auto& [images, plan, y] = pooling.value();
    forward(plan, images.n, call.input(0).numbers.data(), y.numbers.data());
    return Outputs{y};
}

Result<Outputs> max_pool(const Call& call) { return max_pool_by(call, false); }
Result<Outputs> global_max_pool(const Call& call) { return max_pool_by(call, true); }
Result<Outputs> average_pool(const Call& call) { return pool_by(call, false, average_pool_forward); }
Result<Outputs> global_average_pool(const Call& call) { return pool_by(call, true, average_pool_forward); }
Result<Outputs> lp_pool(const Call& call) {
    if (call.node.integer("p", 2) != 2) return Error{"an Lp norm other than L2"};
    return pool_by(call, false, l2_pool_forward);
}

}  // namespace

const std::vector<OperatorRow>& sliding_operators() {
    static const std::vector<OperatorRow> table = {
        {"Conv", conv},
        {"ConvTranspose", conv_transpose},
        {"MaxPool", max_pool},
        {"AveragePool", average_pool},
        {"LpPool", lp_pool},
        {"GlobalMaxPool", global_max_pool},
        {"GlobalAveragePool", global_average_pool},
    };
    return table;
}

}  // namespace cnn::onnx
