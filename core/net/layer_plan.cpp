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

Result<LayerPlan> sized(LayerPlan plan) {
    const Shape& output = plan.output;
    if (product({output.c, output.h, output.w}) <= kMaxLayerSize) return plan;
    return Error{"The output of " + shape_text(output) + " has more than " + std::to_string(kMaxLayerSize) +
                 " values."};
}

// Notes the counts, unless they are beyond the limit.
Result<LayerPlan> weighted(LayerPlan plan, std::int64_t terms, std::int64_t weights, std::int64_t biases) {
    if (weights > kMaxLayerSize || biases > kMaxLayerSize)
        return Error{"The layer has more than " + std::to_string(kMaxLayerSize) + " weights."};
    plan.terms = terms;
    plan.weight_count = static_cast<std::size_t>(weights);
    plan.bias_count = static_cast<std::size_t>(biases);
    return plan;
}

// A layer that gives the shape it reads.
LayerPlan unchanged(Shapes inputs) {
    LayerPlan plan;
    plan.input = plan.output = inputs.front();
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
    return sized(std::move(plan));
}

Status check_groups(int channels, int filters, int groups) {
    if (channels % groups == 0 && filters % groups == 0) return success();
    return Error{"The groups must divide channels and filters: " + std::to_string(channels) +
                 " channels and " + std::to_string(filters) + " filters do not go into " +
                 std::to_string(groups) + " groups."};
}

Result<LayerPlan> plan_kind(Shapes inputs, const ConvSpec& conv) {
    const Shape input = inputs.front();
    if (Status status = check_groups(input.c, conv.filters, conv.groups); !status) return status.error();
    const Result<LayerPlan> plan = plan_window(input, conv.filters, conv.y, conv.x);
    if (!plan) return plan;
    const std::int64_t terms = product({input.c / conv.groups, conv.y.kernel, conv.x.kernel});
    return weighted(plan.value(), terms, product({conv.filters, terms}), conv.bias ? conv.filters : 0);
}

Result<LayerPlan> plan_kind(Shapes inputs, const ConvTransposeSpec& conv) {
    const Shape input = inputs.front();
    if (Status status = check_groups(input.c, conv.filters, conv.groups); !status) return status.error();
    const Result<AxisPlan> y = plan_transposed_axis(input.h, conv.y, conv.y_output_padding);
    if (!y) return Error{"Rows: " + y.error().sentence};
    const Result<AxisPlan> x = plan_transposed_axis(input.w, conv.x, conv.x_output_padding);
    if (!x) return Error{"Columns: " + x.error().sentence};
    LayerPlan plan;
    plan.input = input;
    plan.window = {y.value(), x.value()};
    plan.output = {1, conv.filters, y.value().input, x.value().input};
    if (Result<LayerPlan> fits = sized(plan); !fits) return fits;
    const std::int64_t terms = product({input.c / conv.groups, conv.y.kernel, conv.x.kernel});
    return weighted(plan, terms, product({conv.filters, terms}), conv.bias ? conv.filters : 0);
}

Result<LayerPlan> plan_kind(Shapes inputs, const LocalSpec& local) {
    const Shape input = inputs.front();
    const Result<LayerPlan> plan = plan_window(input, local.filters, local.y, local.x);
    if (!plan) return plan;
    const Shape output = plan.value().output;
    const std::int64_t terms = product({input.c, local.y.kernel, local.x.kernel});
    const std::int64_t values = product({output.c, output.h, output.w});
    return weighted(plan.value(), terms, product({values, terms}), local.bias ? values : 0);
}

// A window that saw only padding would have no maximum.
bool window_meets_input(const AxisPlan& axis) {
    return axis.pad_before < axis.effective_kernel && axis.pad_after < axis.effective_kernel;
}

Result<LayerPlan> plan_kind(Shapes inputs, const PoolSpec& pool) {
    const Shape input = inputs.front();
    if (pool.global) {
        LayerPlan plan;
        plan.input = input;
        plan.output = {1, input.c, 1, 1};
        plan.window = global_window(input.h, input.w);
        return plan;
    }
    const Result<LayerPlan> plan = plan_window(input, input.c, pool.y, pool.x);
    if (!plan) return plan;
    const WindowPlan& window = plan.value().window;
    if (!window_meets_input(window.y) || !window_meets_input(window.x))
        return Error{"The padding must be smaller than the window, or a window would see only padding."};
    return plan;
}

bool is_flat(Shape shape) { return shape.h == 1 && shape.w == 1; }

Result<LayerPlan> plan_kind(Shapes inputs, const DenseSpec& dense) {
    const Shape input = inputs.front();
    if (!is_flat(input)) return Error{"dense needs a flat input: put flatten before it."};
    LayerPlan plan;
    plan.input = input;
    plan.output = {1, dense.units, 1, 1};
    return weighted(plan, input.c, product({input.c, dense.units}), dense.bias ? dense.units : 0);
}

Result<LayerPlan> plan_kind(Shapes inputs, const BiasSpec&) {
    const auto values = static_cast<std::int64_t>(inputs.front().size());
    return weighted(unchanged(inputs), 0, 0, values);
}

Result<LayerPlan> plan_kind(Shapes inputs, const BatchNormSpec&) {
    LayerPlan plan = unchanged(inputs);
    plan.state_count = 2 * static_cast<std::size_t>(plan.input.c);
    return weighted(plan, 0, plan.input.c, plan.input.c);
}

Result<LayerPlan> plan_kind(Shapes inputs, const FlattenSpec&) {
    const Shape input = inputs.front();
    LayerPlan plan;
    plan.input = input;
    plan.output = {1, static_cast<int>(input.size()), 1, 1};
    return plan;
}

Result<LayerPlan> plan_kind(Shapes inputs, const SoftmaxSpec&) {
    if (!is_flat(inputs.front())) return Error{"softmax needs a flat input: put flatten before it."};
    return unchanged(inputs);
}

Result<LayerPlan> plan_kind(Shapes inputs, const ActivationSpec&) { return unchanged(inputs); }
Result<LayerPlan> plan_kind(Shapes inputs, const DropoutSpec&) { return unchanged(inputs); }
Result<LayerPlan> plan_kind(Shapes inputs, const LrnSpec&) { return unchanged(inputs); }

LayerPlan plan_parts(Shapes inputs) {
    LayerPlan plan = unchanged(inputs);
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
    if (channels > kMaxLayerSize)
        return Error{"The branches have more than " + std::to_string(kMaxLayerSize) + " channels."};
    LayerPlan plan = plan_parts(inputs);
    plan.output.c = static_cast<int>(channels);
    return sized(std::move(plan));
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
