// What one number does to the loss: for each layer that reads it, what that layer hands back. One function
// per kind of layer; each calls the op's own backward trace.
#include <algorithm>
#include <utility>

#include "core/net/cell_trace.h"
#include "core/net/cell_values.h"
#include "core/net/op_plans.h"
#include "core/ops/activation/trace.h"
#include "core/ops/batch_norm/backward_trace.h"
#include "core/ops/batch_norm/trace.h"
#include "core/ops/conv2d/backward_trace.h"
#include "core/ops/conv_transpose2d/backward_trace.h"
#include "core/ops/dense/backward_trace.h"
#include "core/ops/local_response_norm/backward_trace.h"
#include "core/ops/locally_connected/backward_trace.h"
#include "core/ops/pool2d/trace.h"
#include "core/ops/softmax/backward_trace.h"

namespace cnn {
namespace {

// A number goes back as it came.
CellTrace handed_back(std::string rule, CellPlace output, float gradient, float factor = 1) {
    const float value = factor == 1 ? gradient : factor * gradient;
    return {std::move(rule), {cell_term(output, gradient, factor, value, value)}, {}, value};
}

// How strongly a window's result follows one of its numbers.
float pool_factor(PoolKind kind, const PoolTrace& window, std::size_t tap) {
    switch (kind) {
        case PoolKind::kMax:
        case PoolKind::kMin:
            return static_cast<int>(tap) == window.winner ? 1.0F : 0.0F;
        case PoolKind::kAverage:
            return 1.0F / static_cast<float>(window.count);
        case PoolKind::kSum:
            return 1;
        case PoolKind::kL2:
            return window.result == 0 ? 0 : window.terms[tap].input / window.result;
    }
    return 0;
}

struct BackwardTracer {
    const CellValues& values;  // of the reader
    const LayerPlan& plan;     // of the reader
    const Tensor& dy;          // of the reader's output, of the image alone
    const Tensor& batch_dy;    // of all images
    std::size_t index;         // of the cell in what the reader reads
    std::size_t input;         // which of the reader's inputs that is

    CellPlace cell() const { return place_of(plan.input, index); }

    // A convolution's terms are added up tap by tap: what stands before the present tap, and the sum of that.
    static CellTrace tap_by_tap(const ConvGradientTrace& sum) {
        CellTrace trace = convolution(sum);
        float before = 0, tap = 0;
        std::size_t at = 0;
        for (std::size_t i = 0; i < sum.terms.size(); ++i) {
            if (!sum.terms[i].reaches) continue;
            tap += sum.terms[i].product;
            trace.terms[at++].partial = before + tap;
            const bool last = i + 1 == sum.terms.size() || sum.terms[i + 1].ky != sum.terms[i].ky ||
                              sum.terms[i + 1].kx != sum.terms[i].kx;
            if (last) before += std::exchange(tap, 0.0F);
        }
        return trace;
    }
    static CellTrace convolution(const ConvGradientTrace& sum) {
        return convolution_gradient("the sum over the outputs that read it: gradient × weight", sum);
    }
    CellTrace operator()(const ConvSpec& conv) const {
        const auto [c, y, x] = cell();
        const Tensor kernels = values.kernels(plan, plan.output.c, plan.input.c / conv.groups);
        return tap_by_tap(trace_conv2d_input_gradient(op_plan(plan, conv), kernels, dy, c, y, x));
    }
    CellTrace operator()(const ConvTransposeSpec& conv) const {
        const auto [c, y, x] = cell();
        const Tensor kernels = values.kernels(plan, plan.input.c, plan.output.c / conv.groups);
        return convolution(trace_conv_transpose2d_input_gradient(op_plan(plan, conv), kernels, dy, c, y, x));
    }
    CellTrace operator()(const LocalSpec&) const {
        const auto [c, y, x] = cell();
        return convolution(
            trace_locally_connected_input_gradient(local_plan(plan), values.weights(plan), dy, c, y, x));
    }
    CellTrace operator()(const DenseSpec&) const {
        const GradientTrace sum = trace_dense_input_gradient(dense_plan(plan), values.weights(plan),
                                                             dy.values(), static_cast<int>(index));
        CellTrace trace{"the sum over the units that read it: gradient × weight", {}, {}, sum.result};
        for (const GradientTerm& term : sum.terms)
            trace.terms.push_back(cell_term({static_cast<int>(trace.terms.size()), 0, 0}, term.gradient,
                                            term.factor, term.product, term.partial));
        return trace;
    }
    CellTrace operator()(const PoolSpec& pool) const {
        const auto [c, y, x] = cell();
        const Tensor all = values.input(plan);
        CellTrace trace{"the sum over the windows that hold it: what each hands back"};
        // Windows in row order: the last tap first, which belongs to the first window.
        for (int ky = plan.window.y.kernel - 1; ky >= 0; --ky)
            for (int kx = plan.window.x.kernel - 1; kx >= 0; --kx) {
                const int oy = plan.window.y.output_reading(y, ky);
                const int ox = plan.window.x.output_reading(x, kx);
                if (oy < 0 || ox < 0) continue;
                const PoolTrace window = trace_pool2d(pool.kind, op_plan(plan, pool), all, c, oy, ox);
                const auto tap = static_cast<std::size_t>(ky * plan.window.x.kernel + kx);
                const float gradient = dy.at(0, c, oy, ox);
                const float share = trace_pool2d_shares(pool.kind, window, gradient)[tap];
                trace.result += share;
                trace.terms.push_back(cell_term({c, oy, ox}, gradient, pool_factor(pool.kind, window, tap),
                                                share, trace.result));
            }
        return trace;
    }
    CellTrace operator()(const ActivationSpec& activation) const {
        const float slope = trace_activation(op_plan(plan, activation), values.read(0)[index]).slope;
        return handed_back("the gradient times the slope of the activation", cell(), dy.values()[index],
                           slope);
    }
    CellTrace operator()(const SoftmaxSpec& softmax) const {
        const auto label = static_cast<int>(index);
        const std::span<const float> y = values.of_image(values.run.outputs[values.layer].values());
        const SoftmaxGradientTrace one = softmax.logarithm ? trace_log_softmax_gradient(y, dy.values(), label)
                                                           : trace_softmax_gradient(y, dy.values(), label);
        CellTrace trace{"its own gradient less what all classes have in common", {}, {}, one.result};
        for (const GradientTerm& term : one.sum.terms)
            trace.terms.push_back(cell_term({static_cast<int>(trace.terms.size()), 0, 0}, term.gradient,
                                            term.factor, term.product, term.partial));
        if (softmax.logarithm)
            trace.steps = {{"times its share", one.share, one.share * one.sum.result},
                           {"taken from its own gradient", one.gradient, one.result}};
        else
            trace.steps = {{"taken from its own gradient", one.gradient, one.gradient - one.sum.result},
                           {"times its share", one.share, one.result}};
        return trace;
    }
    CellTrace operator()(const BatchNormSpec& norm) const {
        const BatchNormPlan op = op_plan(plan, norm);
        const int c = cell().c;
        const std::span<const float> statistics = values.statistics(plan);
        const float mean = statistics[static_cast<std::size_t>(c)];
        const float variance = statistics[static_cast<std::size_t>(plan.input.c + c)];
        const float gamma = values.weights(plan)[static_cast<std::size_t>(c)];
        const float number = values.read(0)[index];
        if (values.run.training) return through_batch(op, number, {mean, variance, gamma});
        return handed_back("the gradient times gamma / √(running variance + epsilon)", cell(),
                           dy.values()[index], trace_batch_norm(op, number, mean, variance, gamma, 0).scale);
    }
    // The number moves the batch's mean and variance too, and so all other numbers of the channel.
    CellTrace through_batch(const BatchNormPlan& op, float number, BatchNormChannel channel) const {
        const int c = cell().c;
        const std::span<const float> x = values.batch(0);
        const std::span<const float> slopes = batch_dy.values();
        channel.dgamma =
            trace_batch_norm_gamma_gradient(op, x, slopes, channel.mean, channel.variance, c).result;
        channel.dbeta = trace_batch_norm_beta_gradient(op, slopes, c).result;
        channel.count = values.run.images() * op.pixels;
        const BatchNormGradientTrace one =
            trace_batch_norm_input_gradient(op, number, dy.values()[index], channel);
        CellTrace trace = handed_back("the gradient, less what all numbers of the channel have in common",
                                      cell(), one.gradient);
        const float follows = one.normal * one.common_rate;
        const float own = one.gradient - one.common;
        trace.steps = {{"less the mean of all gradients", one.common, own},
                       {"less normalised number × mean of gradient × it", follows, own - follows},
                       {"times gamma / √(variance + epsilon)", one.scale, one.result}};
        trace.result = one.result;
        return trace;
    }
    CellTrace operator()(const LrnSpec& lrn) const {
        const CellPlace at = cell();
        Floats gradients;
        for (int c = 0; c < plan.input.c; ++c)
            gradients.push_back(dy.values()[flat_index(plan.output, {c, at.y, at.x})]);
        const LocalResponseNormGradientTrace one = trace_local_response_norm_gradient(
            op_plan(plan, lrn), values.column(0, plan.input, at), gradients, at.c);
        CellTrace trace{
            "its own gradient, damped, less what its square did to its neighbours", {}, {}, one.result};
        for (const LocalResponseNormGradientTerm& term : one.terms)
            trace.terms.push_back(cell_term({term.channel, at.y, at.x}, term.gradient,
                                            term.damping * term.input / term.scale, term.product,
                                            term.partial));
        trace.steps = {{"times 2 alpha beta / size", one.factor, one.factor * one.terms.back().partial},
                       {"times the number", one.input, one.factor * one.input * one.terms.back().partial},
                       {"taken from its own, damped", one.own, one.result}};
        return trace;
    }
    CellTrace operator()(const DropoutSpec& dropout) const {
        const float gradient = dy.values()[index];
        const auto drawn = values.dropped(dropout, index, gradient);
        if (!drawn) return handed_back("the gradient itself: only training drops any", cell(), gradient);
        if (!drawn->kept) return handed_back("nothing: this draw drops it", cell(), gradient, 0);
        return handed_back("the gradient, divided by the share that is kept", cell(), gradient, drawn->scale);
    }
    CellTrace operator()(const FlattenSpec&) const {
        return handed_back("the gradient itself, from another place", place_of(plan.output, index),
                           dy.values()[index]);
    }
    CellTrace operator()(const BiasSpec&) const {
        return handed_back("the gradient itself", cell(), dy.values()[index]);
    }
    CellTrace operator()(const AddSpec&) const {
        return handed_back("the gradient itself: a sum follows each of its parts", cell(),
                           dy.values()[index]);
    }
    CellTrace operator()(const ConcatSpec&) const {
        const std::size_t at = concat_part(plan, input).first + index;
        return handed_back("the gradient itself, from its branch's place", place_of(plan.output, at),
                           dy.values()[at]);
    }
};

}  // namespace

CellGradient trace_cell_gradient(const Network& network, std::span<const float> images,
                                 const Activations& run, const ImageGradient& gradient, int layer,
                                 CellPlace cell, int image) {
    const Shape& shape =
        layer == kNetworkInput ? network.spec.input : network.plan[static_cast<std::size_t>(layer)].output;
    const std::size_t index = flat_index(shape, cell);
    CellGradient whole;
    for (std::size_t reader = network.plan.size(); reader-- > 0;) {
        const std::vector<int>& inputs = network.spec.inputs[reader];
        const CellValues values{network, images, run, reader, image};
        for (std::size_t k = 0; k < inputs.size(); ++k) {
            if (inputs[k] != layer) continue;
            const LayerPlan& plan = network.plan[reader];
            const Tensor& batch_dy = gradient.outputs[reader];
            const Tensor dy(plan.output, values.of_image(batch_dy.values()));
            const BackwardTracer back{values, plan, dy, batch_dy, index, k};
            whole.parts.push_back({static_cast<int>(reader), std::visit(back, network.spec.layers[reader])});
            for (CellTerm& term : whole.parts.back().trace.terms) term.image = image;
            whole.result += whole.parts.back().trace.result;
        }
    }
    if (whole.parts.empty()) {
        const CellValues values{network, images, run, network.plan.size() - 1, image};
        whole.result = values.of_image(gradient.outputs.back().values())[index];
    }
    return whole;
}

}  // namespace cnn
