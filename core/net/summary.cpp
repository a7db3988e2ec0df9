// The arithmetic of a summary: counts and memory from the plan, receptive field by the recurrence over kernel
// and stride.
#include "core/net/summary.h"

#include <algorithm>

#include "core/net/memory_plan.h"
#include "core/net/network.h"
#include "core/net/spec_text.h"

namespace cnn {
namespace {

// "36928" as "36,928".
std::string grouped(std::int64_t number) {
    std::string text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

// "(3 × 3 × 1 + 1) × 32 = 320": the products of one output, its bias, and how many outputs have their own.
std::string product_text(const LayerPlan& plan, const LayerSpec& layer) {
    if (plan.parameter_count() == 0) return "";
    const std::string all = " = " + grouped(static_cast<std::int64_t>(plan.parameter_count()));
    if (std::holds_alternative<BatchNormSpec>(layer)) return "2 × " + std::to_string(plan.input.c) + all;
    if (plan.terms == 0) return std::to_string(plan.bias_count) + all;
    const bool windowed = !std::holds_alternative<DenseSpec>(layer);
    const int area = windowed ? plan.window.y.kernel * plan.window.x.kernel : 1;
    std::string one = std::to_string(plan.terms / area);
    if (windowed)
        one =
            std::to_string(plan.window.y.kernel) + " × " + std::to_string(plan.window.x.kernel) + " × " + one;
    if (plan.bias_count > 0) one = "(" + one + " + 1)";
    const auto owners = static_cast<std::int64_t>(plan.weight_count) / plan.terms;
    return one + " × " + std::to_string(owners) + all;
}

bool slides_window(const LayerSpec& layer) {
    return std::holds_alternative<ConvSpec>(layer) || std::holds_alternative<LocalSpec>(layer) ||
           std::holds_alternative<PoolSpec>(layer);
}

// Every input pixel is spread by a kernel, every output pixel sums a window: one product per weight.
std::int64_t multiply_adds(const LayerPlan& plan, const LayerSpec& layer) {
    if (std::holds_alternative<ConvTransposeSpec>(layer))
        return static_cast<std::int64_t>(plan.weight_count) * plan.input.h * plan.input.w;
    return plan.terms * static_cast<std::int64_t>(plan.output.size());
}

bool sees_everything(const LayerSpec& layer) {
    const auto* pool = std::get_if<PoolSpec>(&layer);
    return std::holds_alternative<DenseSpec>(layer) || std::holds_alternative<SoftmaxSpec>(layer) ||
           (pool != nullptr && pool->global);
}

Sight everything(int image) { return {image, 0, 0, true}; }

Sight widened(const Sight& input, const AxisPlan& axis, int image) {
    if (input.whole) return input;
    Sight sight = input;
    sight.size += static_cast<int>((axis.effective_kernel - 1) * input.jump);
    sight.start -= static_cast<int>(axis.pad_before * input.jump);
    sight.jump *= axis.stride;
    // One unit that sees the image from end to end has no neighbour to jump to.
    const bool all = axis.output == 1 && sight.start <= 0 && sight.start + sight.size >= image;
    return all ? everything(image) : sight;
}

// Transposed: an output pixel reads every stride-th tap of the kernel.
Sight narrowed(const Sight& input, const AxisPlan& axis) {
    if (input.whole) return input;
    Sight sight = input;
    const int reach = axis.effective_kernel - 1;
    const int further = reach / axis.stride;  // pixels of the input, in each direction
    const int before = (axis.pad_before - reach) / axis.stride;
    sight.size += static_cast<int>(further * input.jump);
    sight.start += static_cast<int>(before * input.jump);
    sight.jump /= axis.stride;
    return sight;
}

// Where branches meet, a unit sees what any of them sees.
Sight united(const Sight& a, const Sight& b) {
    if (a.whole || b.whole) return a.whole ? a : b;
    const int start = std::min(a.start, b.start);
    const int end = std::max(a.start + a.size, b.start + b.size);
    return {end - start, std::max(a.jump, b.jump), start, false};
}

// rows, columns: what the layer's inputs see, joined.
void look(LayerSummary& layer, const LayerSpec& spec, const LayerPlan& plan, Shape image) {
    if (slides_window(spec)) {
        layer.rows = widened(layer.rows, plan.window.y, image.h);
        layer.columns = widened(layer.columns, plan.window.x, image.w);
    }
    if (std::holds_alternative<ConvTransposeSpec>(spec)) {
        layer.rows = narrowed(layer.rows, plan.window.y);
        layer.columns = narrowed(layer.columns, plan.window.x);
    }
    if (sees_everything(spec)) {
        layer.rows = everything(image.h);
        layer.columns = everything(image.w);
    }
    layer.receptive_field = std::max(layer.rows.size, layer.columns.size);
}

LayerSummary summarise_layer(const NetworkSpec& spec, const LayerPlan& plan, std::size_t i,
                             const std::vector<LayerSummary>& before) {
    LayerSummary layer;
    layer.text = to_text(spec.layers[i]);
    layer.output = plan.output;
    layer.parameters = static_cast<std::int64_t>(plan.parameter_count());
    layer.parameter_product = product_text(plan, spec.layers[i]);
    layer.multiply_adds = multiply_adds(plan, spec.layers[i]);
    layer.inputs = spec.inputs[i];
    layer.state = static_cast<std::int64_t>(plan.state_count);
    layer.bytes = 4 * static_cast<std::int64_t>(plan.output.size());
    layer.plan = plan;
    bool first = true;
    for (const int source : layer.inputs) {
        if (source != kNetworkInput) {
            const LayerSummary& input = before[static_cast<std::size_t>(source)];
            layer.rows = first ? input.rows : united(layer.rows, input.rows);
            layer.columns = first ? input.columns : united(layer.columns, input.columns);
        } else if (!first) {
            layer.rows = united(layer.rows, Sight{});
            layer.columns = united(layer.columns, Sight{});
        }
        first = false;
    }
    look(layer, spec.layers[i], plan, spec.input);
    return layer;
}

}  // namespace

NetworkSummary summarise(const NetworkSpec& spec) {
    NetworkSummary summary;
    summary.input = spec.input;
    const Result<std::vector<LayerPlan>> plans = plan_layers(spec);
    if (!plans) return summary;
    for (std::size_t i = 0; i < spec.layers.size(); ++i) {
        summary.layers.push_back(summarise_layer(spec, plans.value()[i], i, summary.layers));
        summary.parameters += summary.layers.back().parameters;
        summary.multiply_adds += summary.layers.back().multiply_adds;
        summary.state += summary.layers.back().state;
    }
    const auto bytes = [&](Passes passes) {
        return 4 * static_cast<std::int64_t>(plan_memory(spec, plans.value(), 1, passes).floats);
    };
    summary.forward_bytes = bytes(Passes::kForward);
    summary.training_bytes = bytes(Passes::kTraining);
    return summary;
}

}  // namespace cnn
