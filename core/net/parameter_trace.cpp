// How many parameters a layer has, where they lie, and the gradient of each: one function per kind of layer.
#include "core/net/parameter_trace.h"

#include <string>
#include <utility>

#include "core/net/cell_values.h"
#include "core/net/op_plans.h"
#include "core/ops/batch_norm/backward_trace.h"
#include "core/ops/bias/trace.h"
#include "core/ops/conv2d/backward_trace.h"
#include "core/ops/conv_transpose2d/backward_trace.h"
#include "core/ops/dense/backward_trace.h"
#include "core/ops/locally_connected/backward_trace.h"

namespace cnn {
namespace {

struct Axes {
    const LayerPlan& plan;
    bool bias;

    ParameterAxes windows(CellPlace output, int groups) const {
        if (bias) return {output, 1, 1, 1};
        return {output, plan.input.c / groups, plan.window.y.kernel, plan.window.x.kernel};
    }
    CellPlace filter() const { return {plan.output.c, 1, 1}; }
    CellPlace whole() const { return {plan.output.c, plan.output.h, plan.output.w}; }

    ParameterAxes operator()(const ConvSpec& conv) const { return windows(filter(), conv.groups); }
    ParameterAxes operator()(const ConvTransposeSpec& conv) const { return windows(filter(), conv.groups); }
    ParameterAxes operator()(const LocalSpec&) const { return windows(whole(), 1); }
    ParameterAxes operator()(const DenseSpec&) const { return {filter(), bias ? 1 : plan.input.c, 1, 1}; }
    ParameterAxes operator()(const BatchNormSpec&) const { return {filter(), 1, 1, 1}; }
    ParameterAxes operator()(const BiasSpec&) const { return {whole(), 1, 1, 1}; }
    template <class Other>
    ParameterAxes operator()(const Other&) const {
        return {};
    }
};

// A transposed convolution's weights go by the channel that is read: which one of all, and which of its
// group's filters it is.
struct TransposedPlace {
    int ic;
    int oc;
};
TransposedPlace transposed_place(const LayerPlan& plan, const ConvTransposeSpec& conv,
                                 const ParameterPlace& place) {
    const int group_filters = plan.output.c / conv.groups;
    const int group = place.output.c / group_filters;
    return {group * (plan.input.c / conv.groups) + place.ic, place.output.c % group_filters};
}

// Index among the layer's weights.
struct WeightIndex {
    const LayerPlan& plan;
    const ParameterPlace& place;

    // (first, second, KH, KW)
    int in_kernel(int first, int second, int seconds) const {
        const int kernel = first * seconds + second;
        return (kernel * plan.window.y.kernel + place.ky) * plan.window.x.kernel + place.kx;
    }
    int operator()(const ConvSpec& conv) const {
        return in_kernel(place.output.c, place.ic, plan.input.c / conv.groups);
    }
    int operator()(const ConvTransposeSpec& conv) const {
        const TransposedPlace at = transposed_place(plan, conv, place);
        return in_kernel(at.ic, at.oc, plan.output.c / conv.groups);
    }
    int operator()(const LocalSpec&) const {
        const int kernel = in_kernel(place.output.c, place.ic, plan.input.c);
        return (kernel * plan.output.h + place.output.y) * plan.output.w + place.output.x;
    }
    int operator()(const DenseSpec&) const { return place.ic * plan.output.c + place.output.c; }
    template <class Other>
    int operator()(const Other&) const {
        return place.output.c;
    }
};

struct ParameterTracer {
    const CellValues& values;
    const LayerPlan& plan;
    const Tensor& dy;
    const ParameterPlace& place;

    Tensor x() const { return values.batch_input(plan); }
    static std::string rule(const std::string& weight, bool bias) {
        return bias ? "the sum of the gradients of all outputs that it is added to" : weight;
    }
    CellTrace convolution(const ConvGradientTrace& sum) const {
        return convolution_gradient(
            rule("the sum over the outputs of its filter: gradient × what the weight met there", place.bias),
            sum);
    }
    CellTrace operator()(const ConvSpec& conv) const {
        const Conv2dPlan op = op_plan(plan, conv);
        return convolution(place.bias ? trace_conv2d_bias_gradient(op, dy, place.output.c)
                                      : trace_conv2d_weight_gradient(op, x(), dy, place.output.c, place.ic,
                                                                     place.ky, place.kx));
    }
    CellTrace operator()(const ConvTransposeSpec& conv) const {
        const ConvTranspose2dPlan op = op_plan(plan, conv);
        const TransposedPlace at = transposed_place(plan, conv, place);
        CellTrace trace =
            convolution(place.bias ? trace_conv_transpose2d_bias_gradient(op, dy, place.output.c)
                                   : trace_conv_transpose2d_weight_gradient(op, x(), dy, at.ic, at.oc,
                                                                            place.ky, place.kx));
        for (CellTerm& term : trace.terms) term.place.c = place.output.c;
        return trace;
    }
    CellTrace operator()(const LocalSpec&) const {
        const auto [c, y, column] = place.output;
        const LocallyConnectedPlan op = local_plan(plan);
        return convolution(place.bias ? trace_locally_connected_bias_gradient(op, dy, c, y, column)
                                      : trace_locally_connected_weight_gradient(
                                            op, x(), dy, c, place.ic, place.ky, place.kx, y, column));
    }
    CellTrace operator()(const DenseSpec&) const {
        const int unit = place.output.c;
        const GradientTrace sum = place.bias ? trace_dense_bias_gradient(dense_plan(plan), dy.values(), unit)
                                             : trace_dense_weight_gradient(dense_plan(plan), values.batch(0),
                                                                           dy.values(), place.ic, unit);
        return image_by_image(
            rule("the gradient of its unit × the input that it is multiplied by", place.bias), {unit, 0, 0},
            sum);
    }
    static CellTrace image_by_image(std::string rule, CellPlace output, const GradientTrace& sum) {
        CellTrace trace{std::move(rule), {}, {}, sum.result};
        for (const GradientTerm& term : sum.terms)
            trace.terms.push_back(cell_term(output, term.gradient, term.factor, term.product, term.partial,
                                            static_cast<int>(trace.terms.size())));
        return trace;
    }
    CellTrace operator()(const BatchNormSpec& norm) const {
        const int c = place.output.c;
        const std::span<const float> statistics = values.statistics(plan);
        const float mean = statistics[static_cast<std::size_t>(c)];
        const float variance = statistics[static_cast<std::size_t>(plan.input.c + c)];
        const BatchNormPlan op = op_plan(plan, norm);
        return channel_trace(
            rule("the sum over its channel: gradient × the normalised number", place.bias),
            place.bias ? trace_batch_norm_beta_gradient(op, dy.values(), c)
                       : trace_batch_norm_gamma_gradient(op, values.batch(0), dy.values(), mean, variance, c),
            c, plan.output);
    }
    CellTrace operator()(const BiasSpec&) const {
        const std::size_t at = flat_index(plan.output, place.output);
        return image_by_image("the gradient of its output", place.output,
                              trace_bias_gradient(plan.output.size(), dy.values(), at));
    }
    template <class Other>
    CellTrace operator()(const Other&) const {
        CNN_ASSERT(false);  // has none
        return {};
    }
};

}  // namespace

ParameterAxes parameter_axes(const LayerSpec& layer, const LayerPlan& plan, bool bias) {
    if ((bias ? plan.bias_count : plan.weight_count) == 0) return {};
    return std::visit(Axes{plan, bias}, layer);
}

std::size_t parameter_index(const LayerSpec& layer, const LayerPlan& plan, const ParameterPlace& place) {
    if (!place.bias)
        return plan.weights + static_cast<std::size_t>(std::visit(WeightIndex{plan, place}, layer));
    const ParameterAxes axes = parameter_axes(layer, plan, true);
    return plan.bias + flat_index({1, axes.output.c, axes.output.y, axes.output.x}, place.output);
}

CellTrace trace_parameter_gradient(const Network& network, std::span<const float> images,
                                   const Activations& run, const ImageGradient& gradient, int layer,
                                   const ParameterPlace& place) {
    const auto i = static_cast<std::size_t>(layer);
    const CellValues values{network, images, run, i};
    return std::visit(ParameterTracer{values, network.plan[i], gradient.outputs[i], place},
                      network.spec.layers[i]);
}

}  // namespace cnn
