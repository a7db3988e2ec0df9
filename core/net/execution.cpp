// The two changes, one after the other: first the order of layers, then the sizes of their maps.
#include "core/net/execution.h"

#include <algorithm>
#include <utility>

namespace cnn {
namespace {

bool is_relu(const LayerSpec& layer) {
    const auto* activation = std::get_if<ActivationSpec>(&layer);
    return activation != nullptr && activation->kind == Activation::kRelu;
}

bool is_max_pool(const LayerSpec& layer) {
    const auto* pool = std::get_if<PoolSpec>(&layer);
    return pool != nullptr && pool->kind == PoolKind::kMax;
}

bool is_read_once(const NetworkSpec& spec, int layer) {
    int readers = 0;
    for (const std::vector<int>& inputs : spec.inputs)
        readers += static_cast<int>(std::count(inputs.begin(), inputs.end(), layer));
    return readers == 1;
}

// A pool's window never sees padding alone (plan_layer), whose maximum ReLU would change.
void put_relu_behind_pools(Execution& execution) {
    NetworkSpec& spec = execution.spec;
    for (std::size_t pool = 1; pool < spec.layers.size(); ++pool) {
        const std::size_t relu = pool - 1;
        const int before = static_cast<int>(relu);
        if (!is_relu(spec.layers[relu]) || !is_max_pool(spec.layers[pool])) continue;
        if (spec.inputs[pool].front() != before || !is_read_once(spec, before)) continue;
        std::swap(spec.layers[relu], spec.layers[pool]);
        std::swap(execution.plan[relu], execution.plan[pool]);
        execution.plan[pool].input = execution.plan[pool].output = execution.plan[relu].output;
    }
}

// Rows and columns of a map, from the first on.
struct Extent {
    int h = 1;
    int w = 1;
};
Extent extent_of(Shape shape) { return {shape.h, shape.w}; }

bool goes_by_window(const LayerSpec& layer) {
    return std::holds_alternative<ConvSpec>(layer) || std::holds_alternative<PoolSpec>(layer);
}
bool goes_by_pixel(const LayerSpec& layer) { return std::holds_alternative<ActivationSpec>(layer); }

int pixels_read(AxisPlan axis, int outputs) {
    axis.output = outputs;
    return std::clamp(axis.reach() - axis.pad_before, 1, axis.input);
}

// What a layer reads of its input for these outputs. Other kinds than the two above read all there is: their
// numbers depend on the whole, or are numbered through it.
Extent extent_read(const LayerSpec& layer, const LayerPlan& plan, Extent output) {
    if (goes_by_pixel(layer)) return output;
    if (!goes_by_window(layer)) return extent_of(plan.input);
    return {pixels_read(plan.window.y, output.h), pixels_read(plan.window.x, output.w)};
}

// Value 0 is the image, value i + 1 the output of layer i.
std::size_t value_of(int layer) { return static_cast<std::size_t>(layer + 1); }

// What is read of each value, found from the last layer to the first: readers stand behind what they read.
std::vector<Extent> find_extents(const Execution& execution) {
    const std::vector<LayerSpec>& layers = execution.spec.layers;
    std::vector<Extent> extents(layers.size() + 1);
    extents.front() = extent_of(execution.spec.input);
    extents.back() = extent_of(execution.plan.back().output);
    for (std::size_t i = layers.size(); i-- > 0;) {
        const LayerPlan& plan = execution.plan[i];
        if (!goes_by_window(layers[i]) && !goes_by_pixel(layers[i])) extents[i + 1] = extent_of(plan.output);
        const Extent read = extent_read(layers[i], plan, extents[i + 1]);
        for (const int source : execution.spec.inputs[i]) {
            Extent& all = extents[value_of(source)];
            all = {std::max(all.h, read.h), std::max(all.w, read.w)};
        }
    }
    return extents;
}

AxisPlan shortened(AxisPlan axis, int input, int output) {
    if (input < axis.input) axis.pad_after = 0;  // it lies behind pixels that no window reads
    axis.input = input;
    axis.output = output;
    axis.numerator = input + axis.pad_before + axis.pad_after - axis.effective_kernel;
    axis.left_over = std::max(0, axis.numerator - (output - 1) * axis.stride);
    return axis;
}

void leave_out_unread(Execution& execution) {
    std::vector<Extent> extents = find_extents(execution);
    for (std::size_t i = 0; i < execution.plan.size(); ++i) {
        const LayerSpec& layer = execution.spec.layers[i];
        if (!goes_by_window(layer) && !goes_by_pixel(layer)) continue;
        LayerPlan& plan = execution.plan[i];
        const Extent input = extents[value_of(execution.spec.inputs[i].front())];
        Extent& output = extents[i + 1];
        // What goes by pixel gives all that it is given: another reader of its input may have wanted more.
        if (goes_by_pixel(layer)) output = input;
        plan.input = {1, plan.input.c, input.h, input.w};
        plan.output = {1, plan.output.c, output.h, output.w};
        if (!goes_by_window(layer)) continue;
        plan.window.y = shortened(plan.window.y, input.h, output.h);
        plan.window.x = shortened(plan.window.x, input.w, output.w);
    }
}

}  // namespace

Execution plan_execution(const NetworkSpec& spec, const std::vector<LayerPlan>& plan) {
    Execution execution{spec, plan};
    put_relu_behind_pools(execution);
    leave_out_unread(execution);
    return execution;
}

}  // namespace cnn
