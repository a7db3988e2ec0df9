// The two passes over the planned memory.
#include "core/net/workspace.h"

#include <algorithm>

#include "core/net/class_shares.h"
#include "core/ops/join/join.h"

namespace cnn {
namespace {

// Shares that are kept of one image.
std::size_t shares_of(const std::vector<LayerPlan>& plan) {
    return static_cast<std::size_t>(class_count(static_cast<int>(plan.back().output.size())));
}

}  // namespace

int first_trained_layer(const std::vector<LayerPlan>& plan) {
    const auto found = std::find_if(plan.begin(), plan.end(),
                                    [](const LayerPlan& layer) { return layer.parameter_count() > 0; });
    return static_cast<int>(found - plan.begin());
}

Workspace::Workspace(const KernelTable& kernels, const NetworkSpec& spec, const std::vector<LayerPlan>& plan,
                     int images, Passes passes)
    : kernels_(&kernels),
      images_(images),
      execution_(plan_execution(spec, plan)),
      memory_(plan_memory(execution_.spec, execution_.plan, images, passes)),
      block_(memory_.floats) {
    const auto n = static_cast<std::size_t>(images);
    for (std::size_t i = 0; i < plan.size(); ++i)
        argmax_.emplace_back(passes == Passes::kTraining && needs_argmax(execution_.spec.layers[i])
                                 ? execution_.plan[i].output.size() * n
                                 : 0);
    std::size_t most_inputs = 0;
    for (const std::vector<int>& inputs : spec.inputs) most_inputs = std::max(most_inputs, inputs.size());
    inputs_.reserve(most_inputs);
    probabilities_.resize(shares_of(plan) * n);
    statistics_.resize(state_count(plan));
    scratch_.resize(layers_scratch(kernels, execution_.spec.layers, execution_.plan, images));
}

std::int64_t Workspace::bytes(const KernelTable& kernels, const NetworkSpec& spec,
                              const std::vector<LayerPlan>& plan, int images) {
    const Execution execution = plan_execution(spec, plan);
    std::size_t per_image = shares_of(plan);
    for (std::size_t i = 0; i < plan.size(); ++i)
        if (needs_argmax(execution.spec.layers[i])) per_image += execution.plan[i].output.size();
    const MemoryPlan memory = plan_memory(execution.spec, execution.plan, images, Passes::kTraining);
    return 4 * (static_cast<std::int64_t>(per_image) * images + static_cast<std::int64_t>(memory.floats) +
                static_cast<std::int64_t>(state_count(plan)) +
                static_cast<std::int64_t>(
                    layers_scratch(kernels, execution.spec.layers, execution.plan, images)));
}

void Workspace::forward(const Network& network, int layer, int n) {
    CNN_ASSERT(n <= images_);
    const auto i = static_cast<std::size_t>(layer);
    inputs_.clear();
    for (const int source : execution_.spec.inputs[i]) inputs_.push_back(value(source));
    forward_layer(*kernels_, execution_.spec.layers[i], execution_.plan[i],
                  {n, inputs_, network.parameters.data(), output(layer),
                   inference_ || argmax_[i].empty() ? nullptr : argmax_[i].data(), scratch_.data(),
                   network.state.data(), statistics_.data(), training_, layer});
}

void Workspace::backward(const Network& network, int layer, int n, float* dx, float* gradient) {
    CNN_ASSERT(n <= images_);
    const auto i = static_cast<std::size_t>(layer);
    backward_layer(*kernels_, execution_.spec.layers[i], execution_.plan[i],
                   {n, value(execution_.spec.inputs[i].front()), output(layer), network.parameters.data(),
                    argmax_[i].data(), gradient_of(layer), dx, gradient, scratch_.data(), statistics_.data(),
                    training_, layer});
}

void Workspace::backward_parameters(const Network& network, int layer, int n, float* gradient) {
    if (execution_.plan[static_cast<std::size_t>(layer)].parameter_count() > 0)
        backward(network, layer, n, nullptr, gradient);
}

void Workspace::backward_input(const Network& network, int layer, int n) {
    const auto i = static_cast<std::size_t>(layer);
    if (joins_branches(execution_.spec.layers[i])) return backward_branches(layer, n);
    const int source = execution_.spec.inputs[i].front();
    if (!wanted(source)) return;
    const std::size_t part = memory_.parts[i];
    if (part == kNowhere) return backward(network, layer, n, gradient_of(source), nullptr);
    backward(network, layer, n, block_.data() + part, nullptr);
    accumulate(execution_.plan[i].input.size() * static_cast<std::size_t>(n), block_.data() + part,
               gradient_of(source));
}

void Workspace::backward_branches(int layer, int n) {
    const auto i = static_cast<std::size_t>(layer);
    const std::vector<int>& inputs = execution_.spec.inputs[i];
    for (std::size_t k = 0; k < inputs.size(); ++k) {
        if (!wanted(inputs[k])) continue;
        const bool begins = memory_.last_reader[static_cast<std::size_t>(inputs[k] + 1)] == layer &&
                            std::find(inputs.begin(), inputs.begin() + static_cast<std::ptrdiff_t>(k),
                                      inputs[k]) == inputs.begin() + static_cast<std::ptrdiff_t>(k);
        backward_join(execution_.spec.layers[i], execution_.plan[i], n, k, gradient_of(layer),
                      gradient_of(inputs[k]), !begins);
    }
}

}  // namespace cnn
