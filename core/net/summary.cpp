// The arithmetic of a summary: counts from the plan, receptive field by the recurrence over kernel and
// stride.
#include "core/net/summary.h"

#include <algorithm>

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

std::string product_text(const LayerPlan& plan, const LayerSpec& layer) {
    if (plan.parameter_count() == 0) return "";
    std::string inputs = std::to_string(plan.input.c);
    if (std::holds_alternative<ConvSpec>(layer))
        inputs = std::to_string(plan.window.y.kernel) + " × " + std::to_string(plan.window.x.kernel) + " × " +
                 inputs;
    return "(" + inputs + " + 1) × " + std::to_string(plan.output.c) + " = " +
           grouped(static_cast<std::int64_t>(plan.parameter_count()));
}

// Every weight is used once per output position.
std::int64_t multiply_adds(const LayerPlan& plan) {
    return static_cast<std::int64_t>(plan.weight_count) * plan.output.h * plan.output.w;
}

// What one unit sees along one axis: `field` input pixels, and `jump` of them between neighbouring units.
struct Sight {
    int field = 1;
    int jump = 1;

    void widen(const AxisPlan& axis) {
        field += (axis.effective_kernel - 1) * jump;
        jump *= axis.stride;
    }
};

bool has_window(const LayerSpec& layer) {
    return std::holds_alternative<ConvSpec>(layer) || std::holds_alternative<PoolSpec>(layer);
}

}  // namespace

NetworkSummary summarise(const NetworkSpec& spec) {
    NetworkSummary summary;
    const Result<std::vector<LayerPlan>> plans = plan_layers(spec);
    if (!plans) return summary;
    Sight y;
    Sight x;
    for (std::size_t i = 0; i < spec.layers.size(); ++i) {
        const LayerPlan& plan = plans.value()[i];
        if (has_window(spec.layers[i])) {
            y.widen(plan.window.y);
            x.widen(plan.window.x);
        }
        if (std::holds_alternative<DenseSpec>(spec.layers[i]))
            y.field = x.field = std::max(spec.input.h, spec.input.w);
        summary.layers.push_back(
            {to_text(spec.layers[i]), plan.output, static_cast<std::int64_t>(plan.parameter_count()),
             product_text(plan, spec.layers[i]), multiply_adds(plan), std::max(y.field, x.field)});
        summary.parameters += summary.layers.back().parameters;
        summary.multiply_adds += summary.layers.back().multiply_adds;
    }
    return summary;
}

}  // namespace cnn
