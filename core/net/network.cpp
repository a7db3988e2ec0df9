// Planning networks: which shapes follow from a spec, where each layer's parameters lie; and the way of
// images through them.
#include "core/net/network.h"

#include <memory>

#include "core/base/hash.h"
#include "core/kernels/table.h"
#include "core/net/class_shares.h"
#include "core/net/layer_ops.h"

namespace cnn {

Result<std::vector<LayerPlan>> plan_layers(const NetworkSpec& spec) {
    CNN_ASSERT(spec.inputs.size() == spec.layers.size());
    std::vector<LayerPlan> layers;
    std::vector<Shape> shapes;
    std::size_t offset = 0;
    std::size_t state = 0;
    for (std::size_t i = 0; i < spec.layers.size(); ++i) {
        shapes.clear();
        for (const int source : spec.inputs[i])
            shapes.push_back(source == kNetworkInput ? spec.input
                                                     : layers[static_cast<std::size_t>(source)].output);
        Result<LayerPlan> plan = plan_layer(shapes, spec.layers[i]);
        if (!plan) return plan.error();
        plan.value().weights = offset;
        plan.value().bias = offset + plan.value().weight_count;
        offset += plan.value().parameter_count();
        plan.value().state = state;
        state += plan.value().state_count;
        layers.push_back(std::move(plan).value());
    }
    if (layers.empty()) return Error{"A network needs at least one layer."};
    return layers;
}

std::size_t parameter_count(std::span<const LayerPlan> plan) {
    return plan.empty() ? 0 : plan.back().bias + plan.back().bias_count;
}

std::size_t state_count(std::span<const LayerPlan> plan) {
    return plan.empty() ? 0 : plan.back().state + plan.back().state_count;
}

Result<Network> make_network(const NetworkSpec& spec) {
    Result<std::vector<LayerPlan>> plan = plan_layers(spec);
    if (!plan) return plan.error();
    const std::size_t parameters = parameter_count(plan.value());
    const std::size_t state = state_count(plan.value());
    return Network{spec, std::move(plan).value(), Floats(parameters, 0.0F), Floats(state, 0.0F)};
}

namespace {

Activations run_all(const Network& network, std::span<const float> x, std::optional<TrainingChunk> training) {
    CNN_ASSERT(x.size() % network.spec.input.size() == 0 && !x.empty());
    const int n = static_cast<int>(x.size() / network.spec.input.size());
    const KernelTable& kernels = best_kernels();
    // Not a vector, whose zeros would take longer than a small network.
    const std::unique_ptr<float[]> scratch(
        new float[layers_scratch(kernels, network.spec.layers, network.plan, n)]);
    Activations run;
    run.training = training;
    if (training) run.statistics.resize(network.state.size());
    std::vector<const float*> inputs;
    std::vector<std::int32_t> argmax;
    for (std::size_t i = 0; i < network.plan.size(); ++i) {
        const LayerPlan& plan = network.plan[i];
        inputs.clear();
        for (const int source : network.spec.inputs[i])
            inputs.push_back(source == kNetworkInput ? x.data()
                                                     : run.outputs[static_cast<std::size_t>(source)].data());
        Tensor& y = run.outputs.emplace_back(Shape{n, plan.output.c, plan.output.h, plan.output.w});
        argmax.resize(needs_argmax(network.spec.layers[i]) ? y.size() : 0);
        forward_layer(kernels, network.spec.layers[i], plan,
                      {n, inputs, network.parameters.data(), y.data(), argmax.data(), scratch.get(),
                       network.state.data(), run.statistics.data(), run.training ? &*run.training : nullptr,
                       static_cast<int>(i)});
    }
    run.probabilities.resize(static_cast<std::size_t>(n * class_count(network.outputs())));
    class_shares(n, network.outputs(), run.outputs.back().data(), run.probabilities.data());
    return run;
}

}  // namespace

Activations run_image(const Network& network, std::span<const float> x) {
    CNN_ASSERT(x.size() == network.spec.input.size());
    return run_all(network, x, {});
}

Activations run_batch(const Network& network, std::span<const float> x, const TrainingChunk& training) {
    return run_all(network, x, training);
}

std::uint64_t parameters_hash(const Network& network) {
    Hash hash;
    hash.add_floats(network.parameters);
    hash.add_floats(network.state);
    return hash.value();
}

}  // namespace cnn
