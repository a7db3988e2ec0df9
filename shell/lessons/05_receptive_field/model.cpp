// Settings in, the stack's geometry out; traces are followed on demand.
#include "shell/lessons/05_receptive_field/model.h"

#include <limits>

#include "core/base/assert.h"
#include "core/net/network.h"
#include "core/ops/reach.h"

namespace shell::lesson_receptive_field {
namespace {

using std::to_string;

Traced summed_up(std::vector<std::int64_t> ways) {
    Traced traced;
    for (std::size_t i = 0; i < ways.size(); ++i) {
        if (ways[i] == 0) continue;
        if (traced.first < 0) traced.first = static_cast<int>(i);
        traced.last = static_cast<int>(i);
        ++traced.count;
    }
    traced.ways = std::move(ways);
    return traced;
}

std::vector<std::int64_t> one_of(int count, int index) {
    std::vector<std::int64_t> ways(static_cast<std::size_t>(count), 0);
    ways[static_cast<std::size_t>(index)] = 1;
    return ways;
}

}  // namespace

std::unique_ptr<LessonModel> make_model() { return std::make_unique<FieldModel>(); }

FieldModel::FieldModel() : SteppedModel({"layer", "unit", "unit"}) {
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

int FieldModel::count_steps() const {
    const auto plan = cnn::plan_layers(network_of(settings_));
    if (!plan) return std::numeric_limits<int>::max();
    return plan.value().back().output.w * steps_per_part();
}

cnn::Status FieldModel::compute() {
    const cnn::NetworkSpec spec = network_of(settings_);
    const auto plan = cnn::plan_layers(spec);
    if (!plan) return plan.error();
    axes_.clear();
    for (const cnn::LayerPlan& layer : plan.value()) axes_.push_back(layer.window.x);
    summary_ = cnn::summarise(spec);
    return cnn::success();
}

int FieldModel::units(int level) const {
    return level == 0 ? settings_.side : axes_[static_cast<std::size_t>(level - 1)].output;
}

Traced FieldModel::trace(int unit, int level) const {
    std::vector<std::int64_t> ways = one_of(top_units(), unit);
    for (int layer = settings_.layers; layer > level; --layer)
        ways = cnn::ways_back(axes_[static_cast<std::size_t>(layer - 1)], ways);
    return summed_up(std::move(ways));
}

std::vector<std::int64_t> FieldModel::readers(int from_level, int from, int level) const {
    std::vector<std::int64_t> ways = one_of(units(from_level), from);
    for (int layer = from_level + 1; layer <= level; ++layer)
        ways = cnn::ways_on(axes_[static_cast<std::size_t>(layer - 1)], ways);
    return ways;
}

std::vector<int> FieldModel::spans() const {
    std::vector<int> spans;
    for (int dilation = 1; dilation <= kMaxDilation; ++dilation) {
        cnn::AxisSpec spec{.kernel = settings_.at_chosen().kernel};
        spec.dilation = dilation;
        spec.padding = cnn::Padding::kFull;  // a kernel of any span then fits
        spans.push_back(cnn::plan_axis(1, spec).value().effective_kernel);
    }
    return spans;
}

const cnn::AxisPlan& FieldModel::kernel_axis() const {
    return axes_[static_cast<std::size_t>(settings_.chosen - 1)];
}

std::string FieldModel::layer_name(int layer) const {
    const Layer& one = settings_.stack[static_cast<std::size_t>(layer - 1)];
    std::string name = (one.pool ? "pool " : "conv ") + to_string(one.kernel);
    if (one.stride > 1) name += ", stride " + to_string(one.stride);
    if (one.dilation > 1) name += ", dilation " + to_string(one.dilation);
    if (one.pad > 0) name += ", padding " + to_string(one.pad);
    return name;
}

std::vector<float> FieldModel::outcome() const {
    std::vector<float> numbers;
    for (const cnn::LayerSummary& layer : summary_.layers)
        numbers.push_back(static_cast<float>(layer.columns.size));
    for (const int span : spans()) numbers.push_back(static_cast<float>(span));
    return numbers;
}

}  // namespace shell::lesson_receptive_field
