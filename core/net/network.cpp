// Planning and initialising networks: which shapes follow from a spec, where each layer's parameters lie, and
// what they are before the first update.
#include "core/net/network.h"

#include <cmath>
#include <string>

#include "core/base/hash.h"
#include "core/base/rng.h"
#include "core/kernels/table.h"
#include "core/net/layer_ops.h"
#include "core/ops/softmax/softmax.h"

namespace cnn {
namespace {

constexpr std::uint64_t kInitialisationStream = 1;

// Inputs and outputs that one weight connects, the receptive field included: Keras' fan_in + fan_out.
double fans(const LayerPlan& plan, const LayerSpec& layer) {
    double field = 1;
    if (std::holds_alternative<ConvSpec>(layer)) field = plan.window.y.kernel * plan.window.x.kernel;
    return field * (plan.input.c + plan.output.c);
}

}  // namespace

Result<std::vector<LayerPlan>> plan_layers(const NetworkSpec& spec) {
    CNN_ASSERT(spec.inputs.size() == spec.layers.size());
    std::vector<LayerPlan> layers;
    std::vector<Shape> shapes;
    std::size_t offset = 0;
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
        layers.push_back(std::move(plan).value());
    }
    if (layers.empty()) return Error{"A network needs at least one layer."};
    return layers;
}

std::size_t parameter_count(std::span<const LayerPlan> plan) {
    return plan.empty() ? 0 : plan.back().bias + plan.back().bias_count;
}

Result<Network> make_network(const NetworkSpec& spec) {
    Result<std::vector<LayerPlan>> plan = plan_layers(spec);
    if (!plan) return plan.error();
    const std::size_t count = parameter_count(plan.value());
    return Network{spec, std::move(plan).value(), Floats(count, 0.0F)};
}

void initialise(Network& network, std::uint64_t seed) {
    Rng rng(seed, kInitialisationStream);
    for (std::size_t i = 0; i < network.plan.size(); ++i) {
        const LayerPlan& plan = network.plan[i];
        if (plan.weight_count == 0) continue;
        const auto limit = static_cast<float>(std::sqrt(6.0 / fans(plan, network.spec.layers[i])));
        float* values = network.parameters.data() + plan.weights;
        for (std::size_t k = 0; k < plan.weight_count; ++k) values[k] = rng.uniform(-limit, limit);
        for (std::size_t k = 0; k < plan.bias_count; ++k) values[plan.weight_count + k] = 0.0F;
    }
}

Activations run_image(const Network& network, std::span<const float> x) {
    CNN_ASSERT(x.size() == network.spec.input.size());
    const KernelTable& kernels = best_kernels();
    Floats scratch(layers_scratch(kernels, network.spec.layers, network.plan, 1));
    Activations run;
    std::vector<const float*> inputs;
    for (std::size_t i = 0; i < network.plan.size(); ++i) {
        const LayerPlan& plan = network.plan[i];
        inputs.clear();
        for (const int source : network.spec.inputs[i])
            inputs.push_back(source == kNetworkInput ? x.data()
                                                     : run.outputs[static_cast<std::size_t>(source)].data());
        run.outputs.emplace_back(plan.output);
        std::vector<std::int32_t> argmax(needs_argmax(network.spec.layers[i]) ? plan.output.size() : 0);
        forward_layer(
            kernels, network.spec.layers[i], plan,
            {1, inputs, network.parameters.data(), run.outputs.back().data(), argmax.data(), scratch.data()});
    }
    run.probabilities.resize(static_cast<std::size_t>(network.classes()));
    softmax(1, network.classes(), run.outputs.back().data(), run.probabilities.data());
    return run;
}

std::uint64_t parameters_hash(const Network& network) { return hash_floats(network.parameters); }

}  // namespace cnn
