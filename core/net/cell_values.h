// What the traces of one layer's cells read: the outputs before it, its weights and its statistics.
#pragma once

#include <span>
#include <string>
#include <utility>

#include "core/net/cell_trace.h"
#include "core/net/network.h"
#include "core/ops/conv2d/backward_trace.h"

namespace cnn {

inline std::size_t flat_index(const Shape& shape, CellPlace cell) {
    CNN_ASSERT(cell.c >= 0 && cell.c < shape.c && cell.y >= 0 && cell.y < shape.h && cell.x >= 0 &&
               cell.x < shape.w);
    return static_cast<std::size_t>((cell.c * shape.h + cell.y) * shape.w + cell.x);
}
inline CellPlace place_of(const Shape& shape, std::size_t index) {
    const auto at = static_cast<int>(index);
    return {at / (shape.h * shape.w), at / shape.w % shape.h, at % shape.w};
}

inline CellTerm cell_term(CellPlace place, float input, float factor, float value, float partial) {
    CellTerm term{place};
    term.input = input;
    term.factor = factor;
    term.value = value;
    term.partial = partial;
    return term;
}

// The outputs by which a convolution's gradient is told: of its weights and biases, or of its input.
inline CellTrace convolution_gradient(std::string rule, const ConvGradientTrace& sum) {
    CellTrace trace{std::move(rule), {}, {}, sum.result};
    for (const ConvGradientTerm& term : sum.terms)
        if (term.reaches)
            trace.terms.push_back(cell_term({term.oc, term.oy, term.ox}, term.gradient, term.factor,
                                            term.product, term.partial));
    return trace;
}

struct CellValues {
    const Network& network;
    std::span<const float> image;
    const Activations& run;
    std::size_t layer;

    std::size_t inputs() const { return network.spec.inputs[layer].size(); }
    int source(std::size_t k) const { return network.spec.inputs[layer][k]; }
    std::span<const float> read(std::size_t k) const {
        const int from = source(k);
        return from == kNetworkInput ? image : run.outputs[static_cast<std::size_t>(from)].values();
    }
    // Where number `index` of input k lies there.
    CellPlace place(std::size_t k, std::size_t index) const {
        const int from = source(k);
        return place_of(
            from == kNetworkInput ? network.spec.input : run.outputs[static_cast<std::size_t>(from)].shape(),
            index);
    }
    // The first input, in the shape that the layer reads it.
    Tensor input(const LayerPlan& plan) const { return {plan.input, read(0)}; }
    std::span<const float> weights(const LayerPlan& plan) const {
        return std::span<const float>(network.parameters).subspan(plan.weights, plan.weight_count);
    }
    // Zeros where the layer has none.
    Floats bias(const LayerPlan& plan, std::size_t count) const {
        if (plan.bias_count == 0) return Floats(count, 0.0F);
        const auto own = std::span<const float>(network.parameters).subspan(plan.bias, plan.bias_count);
        return {own.begin(), own.end()};
    }
    // (n, c, KH, KW)
    Tensor kernels(const LayerPlan& plan, int n, int c) const {
        return {{n, c, plan.window.y.kernel, plan.window.x.kernel}, weights(plan)};
    }
    std::span<const float> state(const LayerPlan& plan) const {
        return std::span<const float>(network.state).subspan(plan.state, plan.state_count);
    }
    // All channels of one pixel of input k.
    Floats column(std::size_t k, const Shape& shape, CellPlace cell) const {
        Floats channels;
        for (int c = 0; c < shape.c; ++c) channels.push_back(read(k)[flat_index(shape, {c, cell.y, cell.x})]);
        return channels;
    }
};

}  // namespace cnn
