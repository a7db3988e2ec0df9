// One branch per kind of layer, forward and backward; every call is described in the op's own header.
#include "core/net/layer_ops.h"

#include <algorithm>

#include "core/ops/activation/activation.h"
#include "core/ops/conv2d/conv2d.h"
#include "core/ops/dense/dense.h"
#include "core/ops/join/join.h"
#include "core/ops/pool2d/pool2d.h"

namespace cnn {
namespace {

Conv2dPlan conv_plan(const LayerPlan& plan) { return {plan.input.c, plan.output.c, plan.window}; }
DensePlan dense_plan(const LayerPlan& plan) { return {plan.input.c, plan.output.c}; }
Pool2dPlan pool_plan(const LayerPlan& plan) { return {plan.input.c, plan.window, MeanCount::kInside}; }

std::size_t values(const LayerPlan& plan, int n) { return plan.output.size() * static_cast<std::size_t>(n); }

std::size_t layer_scratch(const KernelTable& kernels, const LayerSpec& layer, const LayerPlan& plan, int n) {
    if (std::holds_alternative<ConvSpec>(layer)) return conv2d_workspace(kernels, conv_plan(plan), n);
    if (std::holds_alternative<DenseSpec>(layer)) return dense_workspace(kernels, dense_plan(plan), n);
    return 0;
}

// The place of input number `input` in the concatenation.
ConcatPart concat_part(const LayerPlan& plan, std::size_t input) {
    ConcatPart place{plan.output.size(), 0, plan.parts[input]};
    for (std::size_t i = 0; i < input; ++i) place.first += plan.parts[i];
    return place;
}

// Sums from the first branch to the last.
void forward_add(const LayerPlan& plan, const ForwardPass& pass) {
    const float* sum = pass.inputs[0];
    for (const float* input : pass.inputs.subspan(1)) {
        add_forward(values(plan, pass.n), sum, input, pass.y);
        sum = pass.y;
    }
}

void forward_concat(const LayerPlan& plan, const ForwardPass& pass) {
    for (std::size_t i = 0; i < pass.inputs.size(); ++i)
        concat_forward(concat_part(plan, i), pass.n, pass.inputs[i], pass.y);
}

void forward_pool(const PoolSpec& pool, const LayerPlan& plan, const ForwardPass& pass) {
    if (pool.kind == PoolKind::kMax)
        max_pool_forward(pool_plan(plan), pass.n, pass.inputs[0], pass.y, pass.argmax);
    else
        average_pool_forward(pool_plan(plan), pass.n, pass.inputs[0], pass.y);
}

void backward_pool(const PoolSpec& pool, const LayerPlan& plan, const BackwardPass& pass) {
    if (pool.kind == PoolKind::kMax)
        max_pool_backward(pool_plan(plan), pass.n, pass.dy, pass.argmax, pass.dx);
    else
        average_pool_backward(pool_plan(plan), pass.n, pass.dy, pass.dx);
}

}  // namespace

bool is_flatten(const LayerSpec& layer) { return std::holds_alternative<FlattenSpec>(layer); }
bool needs_argmax(const LayerSpec& layer) {
    const auto* pool = std::get_if<PoolSpec>(&layer);
    return pool != nullptr && pool->kind == PoolKind::kMax;
}

BackwardNeeds backward_needs(const LayerSpec& layer) {
    const bool weighs = std::holds_alternative<ConvSpec>(layer) || std::holds_alternative<DenseSpec>(layer);
    const bool activates = std::holds_alternative<ActivationSpec>(layer);
    return {.input = weighs,
            .output = activates,
            .in_place = activates || std::holds_alternative<AddSpec>(layer)};
}

std::size_t layers_scratch(const KernelTable& kernels, std::span<const LayerSpec> layers,
                           std::span<const LayerPlan> plan, int n) {
    std::size_t most = 0;
    for (std::size_t i = 0; i < layers.size(); ++i)
        most = std::max(most, layer_scratch(kernels, layers[i], plan[i], n));
    return most;
}

void forward_layer(const KernelTable& kernels, const LayerSpec& layer, const LayerPlan& plan,
                   const ForwardPass& pass) {
    const float* weights = pass.parameters + plan.weights;
    const float* bias = pass.parameters + plan.bias;
    const float* x = pass.inputs[0];
    if (std::holds_alternative<ConvSpec>(layer)) {
        conv2d_forward(kernels, conv_plan(plan), pass.n, x, weights, bias, pass.y, pass.scratch);
    } else if (std::holds_alternative<DenseSpec>(layer)) {
        dense_forward(kernels, dense_plan(plan), pass.n, x, weights, bias, pass.y, pass.scratch);
    } else if (const auto* pool = std::get_if<PoolSpec>(&layer)) {
        forward_pool(*pool, plan, pass);
    } else if (const auto* activation = std::get_if<ActivationSpec>(&layer)) {
        const auto forward = activation->kind == Activation::kRelu ? relu_forward : tanh_forward;
        forward(values(plan, pass.n), x, pass.y);
    } else if (std::holds_alternative<AddSpec>(layer)) {
        forward_add(plan, pass);
    } else if (std::holds_alternative<ConcatSpec>(layer)) {
        forward_concat(plan, pass);
    } else if (pass.y != x) {
        std::copy_n(x, values(plan, pass.n), pass.y);
    }
}

void backward_layer(const KernelTable& kernels, const LayerSpec& layer, const LayerPlan& plan,
                    const BackwardPass& pass) {
    const float* weights = pass.parameters + plan.weights;
    float* dw = pass.gradient == nullptr ? nullptr : pass.gradient + plan.weights;
    float* db = pass.gradient == nullptr ? nullptr : pass.gradient + plan.bias;
    if (std::holds_alternative<ConvSpec>(layer)) {
        conv2d_backward(kernels, conv_plan(plan), pass.n, pass.x, weights, pass.dy, pass.dx, dw, db,
                        pass.scratch);
    } else if (std::holds_alternative<DenseSpec>(layer)) {
        dense_backward(kernels, dense_plan(plan), pass.n, pass.x, weights, pass.dy, pass.dx, dw, db,
                       pass.scratch);
    } else if (pass.dx == nullptr) {
        return;
    } else if (const auto* pool = std::get_if<PoolSpec>(&layer)) {
        backward_pool(*pool, plan, pass);
    } else if (const auto* activation = std::get_if<ActivationSpec>(&layer)) {
        const auto backward = activation->kind == Activation::kRelu ? relu_backward : tanh_backward;
        backward(values(plan, pass.n), pass.y, pass.dy, pass.dx);
    } else if (pass.dx != pass.dy) {
        std::copy_n(pass.dy, values(plan, pass.n), pass.dx);
    }
}

void backward_join(const LayerSpec& layer, const LayerPlan& plan, int n, std::size_t input, const float* dy,
                   float* dx, bool onto) {
    if (std::holds_alternative<ConcatSpec>(layer)) {
        const auto backward = onto ? concat_backward_onto : concat_backward;
        backward(concat_part(plan, input), n, dy, dx);
    } else if (onto) {
        accumulate(values(plan, n), dy, dx);
    } else if (dx != dy) {
        std::copy_n(dy, values(plan, n), dx);
    }
}

}  // namespace cnn
