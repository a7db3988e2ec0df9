// One function per kind of layer, forward and backward; every call is described in the op's own header.
#include "core/net/layer_ops.h"

#include <algorithm>

#include "core/net/op_plans.h"
#include "core/ops/bias/bias.h"
#include "core/ops/dropout/dropout.h"
#include "core/ops/softmax/softmax.h"

namespace cnn {
namespace {

std::size_t values(const LayerPlan& plan, int n) { return plan.output.size() * static_cast<std::size_t>(n); }

std::size_t padded(std::size_t floats) { return (floats + 15) / 16 * 16; }

// Layers without a bias have zeros instead, and a place for their gradient, before the op's scratch.
std::size_t stand_in(const LayerPlan& plan, const LayerSpec& layer) {
    if (plan.bias_count > 0) return 0;
    const bool local = std::holds_alternative<LocalSpec>(layer);
    return padded(local ? plan.output.size() : static_cast<std::size_t>(plan.output.c));
}

std::size_t layer_scratch(const KernelTable& kernels, const LayerSpec& layer, const LayerPlan& plan, int n) {
    const std::size_t before = stand_in(plan, layer);
    if (const auto* conv = std::get_if<ConvSpec>(&layer))
        return before + conv2d_workspace(kernels, op_plan(plan, *conv), n);
    if (const auto* conv = std::get_if<ConvTransposeSpec>(&layer))
        return before + conv_transpose2d_workspace(kernels, op_plan(plan, *conv), n);
    if (std::holds_alternative<DenseSpec>(layer))
        return before + dense_workspace(kernels, dense_plan(plan), n);
    if (std::holds_alternative<LocalSpec>(layer)) return before;
    if (std::holds_alternative<BatchNormSpec>(layer)) return 2 * padded(plan.weight_count);
    if (const auto* lrn = std::get_if<LrnSpec>(&layer))
        return local_response_norm_workspace(op_plan(plan, *lrn));
    return 0;
}

struct Forward {
    const KernelTable& kernels;
    const LayerPlan& plan;
    const ForwardPass& pass;
    std::size_t before;  // stand_in

    const float* x() const { return pass.inputs[0]; }
    const float* weights() const { return pass.parameters + plan.weights; }
    const float* bias() const {
        if (plan.bias_count > 0) return pass.parameters + plan.bias;
        std::fill_n(pass.scratch, before, 0.0F);
        return pass.scratch;
    }
    float* scratch() const { return pass.scratch + before; }

    void operator()(const ConvSpec& conv) const {
        conv2d_forward(kernels, op_plan(plan, conv), pass.n, x(), weights(), bias(), pass.y, scratch());
    }
    void operator()(const DenseSpec&) const {
        dense_forward(kernels, dense_plan(plan), pass.n, x(), weights(), bias(), pass.y, scratch());
    }
    void operator()(const ConvTransposeSpec& conv) const {
        conv_transpose2d_forward(kernels, op_plan(plan, conv), pass.n, x(), weights(), bias(), pass.y,
                                 scratch());
    }
    void operator()(const LocalSpec&) const {
        locally_connected_forward(local_plan(plan), pass.n, x(), weights(), bias(), pass.y);
    }
    void operator()(const BatchNormSpec& norm) const {
        const BatchNormPlan batch_norm = op_plan(plan, norm);
        const float* mean = pass.state + plan.state;
        if (pass.training != nullptr) {
            float* chunk_mean = pass.statistics + plan.state;
            batch_norm_statistics(batch_norm, pass.n, x(), chunk_mean, chunk_mean + plan.input.c);
            mean = chunk_mean;
        }
        batch_norm_forward(batch_norm, pass.n, x(), mean, mean + plan.input.c, weights(), bias(), pass.y);
    }
    void operator()(const LrnSpec& lrn) const {
        local_response_norm_forward(op_plan(plan, lrn), pass.n, x(), pass.y);
    }
    void operator()(const DropoutSpec& dropout) const {
        if (pass.training == nullptr) return hand_on();
        const DropoutStream stream{pass.training->seed, pass.training->step,
                                   static_cast<std::uint64_t>(pass.layer)};
        dropout_forward(dropout.rate, stream, pass.training->first, pass.n, plan.output.size(), x(), pass.y);
    }
    void operator()(const BiasSpec&) const { bias_forward(plan.bias_count, pass.n, x(), bias(), pass.y); }
    void operator()(const PoolSpec& pool) const {
        const Pool2dPlan pool2d = op_plan(plan, pool);
        switch (pool.kind) {
            case PoolKind::kMax:
                return max_pool_forward(pool2d, pass.n, x(), pass.y, pass.argmax);
            case PoolKind::kMin:
                return min_pool_forward(pool2d, pass.n, x(), pass.y, pass.argmax);
            case PoolKind::kAverage:
                return average_pool_forward(pool2d, pass.n, x(), pass.y);
            case PoolKind::kSum:
                return sum_pool_forward(pool2d, pass.n, x(), pass.y);
            case PoolKind::kL2:
                return l2_pool_forward(pool2d, pass.n, x(), pass.y);
        }
    }
    void operator()(const ActivationSpec& activation) const {
        activation_forward(op_plan(plan, activation), values(plan, pass.n), x(), pass.y);
    }
    void operator()(const SoftmaxSpec& spec) const {
        (spec.logarithm ? log_softmax : softmax)(pass.n, plan.output.c, x(), pass.y);
    }
    void operator()(const FlattenSpec&) const { hand_on(); }
    // From the first branch to the last.
    void operator()(const AddSpec&) const {
        const float* sum = x();
        for (const float* input : pass.inputs.subspan(1)) {
            add_forward(values(plan, pass.n), sum, input, pass.y);
            sum = pass.y;
        }
    }
    void operator()(const ConcatSpec&) const {
        for (std::size_t i = 0; i < pass.inputs.size(); ++i)
            concat_forward(concat_part(plan, i), pass.n, pass.inputs[i], pass.y);
    }

    // y = x
    void hand_on() const {
        if (pass.y != x()) std::copy_n(x(), values(plan, pass.n), pass.y);
    }
};

struct Backward {
    const KernelTable& kernels;
    const LayerPlan& plan;
    const BackwardPass& pass;
    std::size_t before;  // stand_in

    const float* weights() const { return pass.parameters + plan.weights; }
    float* dw() const { return pass.gradient == nullptr ? nullptr : pass.gradient + plan.weights; }
    float* db() const {
        if (pass.gradient == nullptr) return nullptr;
        return plan.bias_count > 0 ? pass.gradient + plan.bias : pass.scratch;
    }
    float* scratch() const { return pass.scratch + before; }

    void operator()(const ConvSpec& conv) const {
        conv2d_backward(kernels, op_plan(plan, conv), pass.n, pass.x, weights(), pass.dy, pass.dx, dw(), db(),
                        scratch());
    }
    void operator()(const DenseSpec&) const {
        dense_backward(kernels, dense_plan(plan), pass.n, pass.x, weights(), pass.dy, pass.dx, dw(), db(),
                       scratch());
    }
    void operator()(const ConvTransposeSpec& conv) const {
        conv_transpose2d_backward(kernels, op_plan(plan, conv), pass.n, pass.x, weights(), pass.dy, pass.dx,
                                  dw(), db(), scratch());
    }
    void operator()(const LocalSpec&) const {
        locally_connected_backward(local_plan(plan), pass.n, pass.x, weights(), pass.dy, pass.dx, dw(), db());
    }
    // The input's gradient needs those of gamma and beta: where it is asked for alone, they are computed
    // again.
    void operator()(const BatchNormSpec& norm) const {
        const bool alone = pass.gradient == nullptr;
        const float* mean = pass.statistics + plan.state;
        batch_norm_backward(op_plan(plan, norm), pass.n, pass.x, mean, mean + plan.input.c, weights(),
                            pass.dy, pass.dx, alone ? pass.scratch : dw(),
                            alone ? pass.scratch + padded(plan.weight_count) : db());
    }
    void operator()(const LrnSpec& lrn) const {
        if (pass.dx != nullptr)
            local_response_norm_backward(op_plan(plan, lrn), pass.n, pass.x, pass.dy, pass.dx, pass.scratch);
    }
    void operator()(const DropoutSpec& dropout) const {
        if (pass.dx == nullptr) return;
        const DropoutStream stream{pass.training->seed, pass.training->step,
                                   static_cast<std::uint64_t>(pass.layer)};
        dropout_backward(dropout.rate, stream, pass.training->first, pass.n, plan.output.size(), pass.dy,
                         pass.dx);
    }
    void operator()(const BiasSpec&) const {
        if (pass.gradient != nullptr) bias_backward(plan.bias_count, pass.n, pass.dy, db());
        hand_on();
    }
    void operator()(const PoolSpec& pool) const {
        if (pass.dx == nullptr) return;
        const Pool2dPlan pool2d = op_plan(plan, pool);
        switch (pool.kind) {
            case PoolKind::kMax:
            case PoolKind::kMin:
                return max_pool_backward(pool2d, pass.n, pass.dy, pass.argmax, pass.dx);
            case PoolKind::kAverage:
                return average_pool_backward(pool2d, pass.n, pass.dy, pass.dx);
            case PoolKind::kSum:
                return sum_pool_backward(pool2d, pass.n, pass.dy, pass.dx);
            case PoolKind::kL2:
                return l2_pool_backward(pool2d, pass.n, pass.x, pass.y, pass.dy, pass.dx);
        }
    }
    void operator()(const ActivationSpec& activation) const {
        if (pass.dx != nullptr)
            activation_backward(op_plan(plan, activation), values(plan, pass.n), pass.y, pass.dy, pass.dx);
    }
    void operator()(const SoftmaxSpec& spec) const {
        if (pass.dx != nullptr)
            (spec.logarithm ? log_softmax_backward : softmax_backward)(pass.n, plan.output.c, pass.y, pass.dy,
                                                                       pass.dx);
    }
    void operator()(const FlattenSpec&) const { hand_on(); }
    void operator()(const AddSpec&) const { CNN_ASSERT(false); }  // joins go back branch by branch
    void operator()(const ConcatSpec&) const { CNN_ASSERT(false); }

    // dx = dy
    void hand_on() const {
        if (pass.dx != nullptr && pass.dx != pass.dy) std::copy_n(pass.dy, values(plan, pass.n), pass.dx);
    }
};

bool is_pool(const LayerSpec& layer, PoolKind kind) {
    const auto* pool = std::get_if<PoolSpec>(&layer);
    return pool != nullptr && pool->kind == kind;
}

}  // namespace

bool is_flatten(const LayerSpec& layer) { return std::holds_alternative<FlattenSpec>(layer); }

bool needs_argmax(const LayerSpec& layer) {
    return is_pool(layer, PoolKind::kMax) || is_pool(layer, PoolKind::kMin);
}

BackwardNeeds backward_needs(const LayerSpec& layer) {
    if (std::holds_alternative<ConvSpec>(layer) || std::holds_alternative<ConvTransposeSpec>(layer) ||
        std::holds_alternative<LocalSpec>(layer) || std::holds_alternative<DenseSpec>(layer) ||
        std::holds_alternative<LrnSpec>(layer))
        return {.input = true};
    if (std::holds_alternative<BatchNormSpec>(layer)) return {.input = true, .in_place = true};
    if (std::holds_alternative<ActivationSpec>(layer) || std::holds_alternative<SoftmaxSpec>(layer))
        return {.output = true, .in_place = true};
    if (std::holds_alternative<BiasSpec>(layer) || std::holds_alternative<DropoutSpec>(layer) ||
        std::holds_alternative<AddSpec>(layer))
        return {.in_place = true};
    if (is_pool(layer, PoolKind::kL2)) return {.input = true, .output = true};
    return {};
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
    std::visit(Forward{kernels, plan, pass, stand_in(plan, layer)}, layer);
}

void backward_layer(const KernelTable& kernels, const LayerSpec& layer, const LayerPlan& plan,
                    const BackwardPass& pass) {
    std::visit(Backward{kernels, plan, pass, stand_in(plan, layer)}, layer);
}

void update_state(const Network& network, const float* statistics, int n, float* state) {
    for (std::size_t i = 0; i < network.plan.size(); ++i) {
        const auto* norm = std::get_if<BatchNormSpec>(&network.spec.layers[i]);
        if (norm == nullptr) continue;
        const LayerPlan& plan = network.plan[i];
        const float* mean = statistics + plan.state;
        float* running = state + plan.state;
        batch_norm_update_running(op_plan(plan, *norm), norm->keep, RunningVariance::kPopulation,
                                  n * plan.input.h * plan.input.w, mean, mean + plan.input.c, running,
                                  running + plan.input.c);
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
