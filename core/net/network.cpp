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

Result<LayerPlan> plan_conv(Shape input, const ConvSpec& conv) {
    const Result<AxisPlan> y = plan_axis(input.h, conv.y);
    if (!y) return Error{"Rows: " + y.error().sentence};
    const Result<AxisPlan> x = plan_axis(input.w, conv.x);
    if (!x) return Error{"Columns: " + x.error().sentence};
    LayerPlan plan;
    plan.input = input;
    plan.window = {y.value(), x.value()};
    plan.output = {1, conv.filters, y.value().output, x.value().output};
    plan.weight_count = Shape{conv.filters, input.c, conv.y.kernel, conv.x.kernel}.size();
    plan.bias_count = static_cast<std::size_t>(conv.filters);
    return plan;
}

// A window that saw only padding would have no maximum.
bool window_meets_input(const AxisPlan& axis) {
    return axis.pad_before < axis.effective_kernel && axis.pad_after < axis.effective_kernel;
}

Result<LayerPlan> plan_pool(Shape input, const PoolSpec& pool) {
    Result<LayerPlan> plan = plan_conv(input, ConvSpec{input.c, pool.y, pool.x});
    if (!plan) return plan;
    const WindowPlan& window = plan.value().window;
    if (!window_meets_input(window.y) || !window_meets_input(window.x))
        return Error{"The padding must be smaller than the window, or a window would see only padding."};
    plan.value().weight_count = 0;
    plan.value().bias_count = 0;
    return plan;
}

Result<LayerPlan> plan_dense(Shape input, const DenseSpec& dense) {
    if (input.h != 1 || input.w != 1) return Error{"dense needs a flat input: put flatten before it."};
    LayerPlan plan;
    plan.input = input;
    plan.output = {1, dense.units, 1, 1};
    plan.weight_count = static_cast<std::size_t>(input.c) * static_cast<std::size_t>(dense.units);
    plan.bias_count = static_cast<std::size_t>(dense.units);
    return plan;
}

// Inputs and outputs that one weight connects, the receptive field included: Keras' fan_in + fan_out.
double fans(const LayerPlan& plan, const LayerSpec& layer) {
    double field = 1;
    if (std::holds_alternative<ConvSpec>(layer)) field = plan.window.y.kernel * plan.window.x.kernel;
    return field * (plan.input.c + plan.output.c);
}

}  // namespace

Result<LayerPlan> plan_layer(Shape input, const LayerSpec& layer) {
    if (const auto* conv = std::get_if<ConvSpec>(&layer)) return plan_conv(input, *conv);
    if (const auto* pool = std::get_if<PoolSpec>(&layer)) return plan_pool(input, *pool);
    if (const auto* dense = std::get_if<DenseSpec>(&layer)) return plan_dense(input, *dense);
    LayerPlan plan;
    plan.input = plan.output = input;
    if (std::holds_alternative<FlattenSpec>(layer)) plan.output = {1, static_cast<int>(input.size()), 1, 1};
    return plan;
}

Result<std::vector<LayerPlan>> plan_layers(const NetworkSpec& spec) {
    std::vector<LayerPlan> layers;
    Shape shape = spec.input;
    std::size_t offset = 0;
    for (const LayerSpec& layer : spec.layers) {
        Result<LayerPlan> plan = plan_layer(shape, layer);
        if (!plan) return plan.error();
        plan.value().weights = offset;
        plan.value().bias = offset + plan.value().weight_count;
        offset += plan.value().parameter_count();
        shape = plan.value().output;
        layers.push_back(plan.value());
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
    const float* input = x.data();
    for (std::size_t i = 0; i < network.plan.size(); ++i) {
        const LayerPlan& plan = network.plan[i];
        run.outputs.emplace_back(plan.output);
        std::vector<std::int32_t> argmax(needs_argmax(network.spec.layers[i]) ? plan.output.size() : 0);
        forward_layer(
            kernels, network.spec.layers[i], plan,
            {1, input, network.parameters.data(), run.outputs.back().data(), argmax.data(), scratch.data()});
        input = run.outputs.back().data();
    }
    run.probabilities.resize(static_cast<std::size_t>(network.classes()));
    softmax(1, network.classes(), input, run.probabilities.data());
    return run;
}

std::uint64_t parameters_hash(const Network& network) { return hash_floats(network.parameters); }

}  // namespace cnn
