// Which outputs may share a block, and the two passes over them.
#include "core/net/workspace.h"

#include <algorithm>

#include "core/net/layer_ops.h"

namespace cnn {
namespace {

// The block of each layer's output (0 is the input's) and the size of each block for one image.
struct Blocks {
    std::vector<std::size_t> homes;
    std::vector<std::size_t> sizes;
};

// An activation may overwrite what it acts on, unless that is an activation's output already: the backward
// pass of both would need their own.
Blocks share_blocks(const NetworkSpec& spec, const std::vector<LayerPlan>& plan) {
    Blocks blocks{{}, {spec.input.size()}};
    bool activated = false;
    for (std::size_t i = 0; i < plan.size(); ++i) {
        const bool activation = is_activation(spec.layers[i]);
        const bool shares = is_flatten(spec.layers[i]) || (activation && !activated);
        if (!shares) blocks.sizes.push_back(plan[i].output.size());
        if (!is_flatten(spec.layers[i])) activated = activation;
        blocks.homes.push_back(blocks.sizes.size() - 1);
    }
    return blocks;
}

std::size_t widest_block(const Blocks& blocks) {
    return *std::max_element(blocks.sizes.begin(), blocks.sizes.end());
}

}  // namespace

int first_trained_layer(const std::vector<LayerPlan>& plan) {
    const auto found = std::find_if(plan.begin(), plan.end(),
                                    [](const LayerPlan& layer) { return layer.parameter_count() > 0; });
    return static_cast<int>(found - plan.begin());
}

Workspace::Workspace(const KernelTable& kernels, const NetworkSpec& spec, const std::vector<LayerPlan>& plan,
                     int images)
    : kernels_(&kernels), images_(images), first_trained_(first_trained_layer(plan)) {
    const auto n = static_cast<std::size_t>(images);
    Blocks blocks = share_blocks(spec, plan);
    for (const std::size_t size : blocks.sizes) blocks_.emplace_back(size * n);
    for (std::size_t i = 0; i < plan.size(); ++i)
        argmax_.emplace_back(needs_argmax(spec.layers[i]) ? plan[i].output.size() * n : 0);
    probabilities_.resize(plan.back().output.size() * n);
    for (Floats& gradient : gradients_) gradient.resize(widest_block(blocks) * n);
    scratch_.resize(layers_scratch(kernels, spec.layers, plan, images));
    homes_ = std::move(blocks.homes);
}

std::int64_t Workspace::bytes(const KernelTable& kernels, const NetworkSpec& spec,
                              const std::vector<LayerPlan>& plan, int images) {
    const Blocks blocks = share_blocks(spec, plan);
    std::size_t per_image = plan.back().output.size() + 2 * widest_block(blocks);
    for (const std::size_t size : blocks.sizes) per_image += size;
    for (std::size_t i = 0; i < plan.size(); ++i)
        if (needs_argmax(spec.layers[i])) per_image += plan[i].output.size();
    return 4 * (static_cast<std::int64_t>(per_image) * images +
                static_cast<std::int64_t>(layers_scratch(kernels, spec.layers, plan, images)));
}

void Workspace::forward(const Network& network, int layer, int n) {
    CNN_ASSERT(n <= images_);
    const auto i = static_cast<std::size_t>(layer);
    forward_layer(
        *kernels_, network.spec.layers[i], network.plan[i],
        {n, input_of(layer), network.parameters.data(), output(layer), argmax_[i].data(), scratch_.data()});
    now_ = 0;
}

void Workspace::backward(const Network& network, int layer, int n, float* dx, float* gradient) {
    CNN_ASSERT(n <= images_);
    const auto i = static_cast<std::size_t>(layer);
    backward_layer(*kernels_, network.spec.layers[i], network.plan[i],
                   {n, input_of(layer), output(layer), network.parameters.data(), argmax_[i].data(),
                    gradients_[now_].data(), dx, gradient, scratch_.data()});
}

void Workspace::backward_parameters(const Network& network, int layer, int n, float* gradient) {
    backward(network, layer, n, nullptr, gradient);
}

void Workspace::backward_input(const Network& network, int layer, int n) {
    if (layer <= first_trained_) return;
    const LayerSpec& spec = network.spec.layers[static_cast<std::size_t>(layer)];
    const bool in_place = is_activation(spec) || is_flatten(spec);
    const int next = in_place ? now_ : 1 - now_;
    backward(network, layer, n, gradients_[next].data(), nullptr);
    now_ = next;
}

}  // namespace cnn
