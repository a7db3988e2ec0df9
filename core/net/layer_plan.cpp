// The shapes and counts of every kind of layer. Counts are taken in 64 bits, because the numbers may come
// from a link.
#include "core/net/layer_plan.h"

#include <initializer_list>
#include <limits>

namespace cnn {
namespace {

using Shapes = std::span<const Shape>;  // of one image of each input

// The product of positive numbers, or the largest number there is.
std::int64_t product(std::initializer_list<std::int64_t> factors) {
    std::int64_t all = 1;
    for (const std::int64_t factor : factors) {
        if (all > std::numeric_limits<std::int64_t>::max() / factor)
            return std::numeric_limits<std::int64_t>::max();
        all *= factor;
    }
    return all;
}

// Notes the counts, unless they are beyond the limit.
Result<LayerPlan> counted(LayerPlan plan, std::int64_t weights, std::int64_t biases) {
    const Shape& output = plan.output;
    const std::int64_t values = product({output.c, output.h, output.w});
    if (values > kMaxLayerSize)
        return Error{"The output of " + shape_text(output) + " has more than " +
                     std::to_string(kMaxLayerSize) + " values."};
    if (weights > kMaxLayerSize || biases > kMaxLayerSize)
        return Error{"The layer has more than " + std::to_string(kMaxLayerSize) + " weights."};
    plan.weight_count = static_cast<std::size_t>(weights);
    plan.bias_count = static_cast<std::size_t>(biases);
    return plan;
}

// Input, window and output of a layer that slides a window, with `channels` behind it.
Result<LayerPlan> plan_window(Shape input, int channels, const AxisSpec& rows, const AxisSpec& columns) {
    const Result<AxisPlan> y = plan_axis(input.h, rows);
    if (!y) return Error{"Rows: " + y.error().sentence};
    const Result<AxisPlan> x = plan_axis(input.w, columns);
    if (!x) return Error{"Columns: " + x.error().sentence};
    LayerPlan plan;
    plan.input = input;
    plan.window = {y.value(), x.value()};
    plan.output = {1, channels, y.value().output, x.value().output};
    return plan;
}

Result<LayerPlan> plan_kind(Shapes inputs, const ConvSpec& conv) {
    const Shape input = inputs.front();
    const Result<LayerPlan> plan = plan_window(input, conv.filters, conv.y, conv.x);
    if (!plan) return plan;
    const std::int64_t weights = product({conv.filters, input.c, conv.y.kernel, conv.x.kernel});
    return counted(plan.value(), weights, conv.filters);
}

// A window that saw only padding would have no maximum.
bool window_meets_input(const AxisPlan& axis) {
    return axis.pad_before < axis.effective_kernel && axis.pad_after < axis.effective_kernel;
}

Result<LayerPlan> plan_kind(Shapes inputs, const PoolSpec& pool) {
    const Shape input = inputs.front();
    const Result<LayerPlan> plan = plan_window(input, input.c, pool.y, pool.x);
    if (!plan) return plan;
    const WindowPlan& window = plan.value().window;
    if (!window_meets_input(window.y) || !window_meets_input(window.x))
        return Error{"The padding must be smaller than the window, or a window would see only padding."};
    return counted(plan.value(), 0, 0);
}

Result<LayerPlan> plan_kind(Shapes inputs, const DenseSpec& dense) {
    const Shape input = inputs.front();
    if (input.h != 1 || input.w != 1) return Error{"dense needs a flat input: put flatten before it."};
    LayerPlan plan;
    plan.input = input;
    plan.output = {1, dense.units, 1, 1};
    return counted(plan, product({input.c, dense.units}), dense.units);
}

Result<LayerPlan> plan_kind(Shapes inputs, const FlattenSpec&) {
    const Shape input = inputs.front();
    LayerPlan plan;
    plan.input = input;
    plan.output = {1, static_cast<int>(input.size()), 1, 1};
    return plan;
}

Result<LayerPlan> plan_kind(Shapes inputs, const ActivationSpec&) {
    const Shape input = inputs.front();
    LayerPlan plan;
    plan.input = plan.output = input;
    return plan;
}

LayerPlan plan_parts(Shapes inputs) {
    LayerPlan plan;
    plan.input = plan.output = inputs.front();
    for (const Shape& input : inputs) plan.parts.push_back(input.size());
    return plan;
}

Result<LayerPlan> plan_kind(Shapes inputs, const AddSpec&) {
    for (std::size_t i = 1; i < inputs.size(); ++i)
        if (!(inputs[i] == inputs[0]))
            return Error{"add needs branches of one shape: branch 1 gives " + shape_text(inputs[0]) +
                         ", branch " + std::to_string(i + 1) + " gives " + shape_text(inputs[i]) + "."};
    return plan_parts(inputs);
}

Result<LayerPlan> plan_kind(Shapes inputs, const ConcatSpec&) {
    std::int64_t channels = 0;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        channels += inputs[i].c;
        if (inputs[i].h != inputs[0].h || inputs[i].w != inputs[0].w)
            return Error{"concat needs branches of equal rows and columns: branch 1 gives " +
                         shape_text(inputs[0]) + ", branch " + std::to_string(i + 1) + " gives " +
                         shape_text(inputs[i]) + "."};
    }
    LayerPlan plan = plan_parts(inputs);
    if (channels * inputs[0].h * inputs[0].w > kMaxLayerSize)
        return Error{"The branches together have more than " + std::to_string(kMaxLayerSize) + " values."};
    plan.output.c = static_cast<int>(channels);
    return plan;
}

}  // namespace

Result<LayerPlan> plan_layer(std::span<const Shape> inputs, const LayerSpec& layer) {
    CNN_ASSERT(!inputs.empty() && (inputs.size() == 1 || joins_branches(layer)));
    return std::visit([&](const auto& kind) { return plan_kind(inputs, kind); }, layer);
}

std::string shape_text(Shape shape) {
    return std::to_string(shape.c) + " x " + std::to_string(shape.h) + " x " + std::to_string(shape.w);
}

}  // namespace cnn
