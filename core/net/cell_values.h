// What the traces of one layer's cells read: the outputs before it, its weights and its statistics.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "core/net/cell_trace.h"
#include "core/net/network.h"
#include "core/ops/batch_norm/channel_sum.h"
#include "core/ops/conv2d/backward_trace.h"
#include "core/ops/dropout/trace.h"

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

inline CellTerm cell_term(CellPlace place, float input, float factor, float value, float partial,
                          int image = 0) {
    CellTerm term{place};
    term.image = image;
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
                                            term.product, term.partial, term.image));
    return trace;
}

// Sums side by side over a channel, as batch normalisation has them: eight, fewer where a map has fewer
// pixels.
inline CellTrace channel_trace(std::string rule, const ChannelSumTrace& sum, int channel, const Shape& map) {
    CellTrace trace{std::move(rule), {}, {}, sum.result};
    for (const ChannelSumTerm& term : sum.terms)
        trace.terms.push_back(cell_term({channel, term.pixel / map.w, term.pixel % map.w}, term.number,
                                        term.factor, term.product, term.partial, term.image));
    const std::size_t sums =
        std::min(sum.accumulators.size(), static_cast<std::size_t>(map.h) * static_cast<std::size_t>(map.w));
    if (sums == 1) return trace;
    const std::string count = std::to_string(sums);
    trace.rule += ", in " + count + " sums that take turns";
    float all = 0;
    for (std::size_t i = 0; i < sums; ++i) {
        all += sum.accumulators[i];
        trace.steps.push_back({"sum " + std::to_string(i + 1) + " of " + count, sum.accumulators[i], all});
    }
    return trace;
}

struct CellValues {
    const Network& network;
    std::span<const float> images;
    const Activations& run;
    std::size_t layer;
    int image = 0;  // whose numbers are read, of a batch

    std::size_t inputs() const { return network.spec.inputs[layer].size(); }
    int source(std::size_t k) const { return network.spec.inputs[layer][k]; }
    // Input k of all images.
    std::span<const float> batch(std::size_t k) const {
        const int from = source(k);
        return from == kNetworkInput ? images : run.outputs[static_cast<std::size_t>(from)].values();
    }
    // Of the image alone.
    std::span<const float> read(std::size_t k) const { return of_image(batch(k)); }
    std::span<const float> of_image(std::span<const float> all) const {
        const std::size_t size = all.size() / static_cast<std::size_t>(run.images());
        return all.subspan(static_cast<std::size_t>(image) * size, size);
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
    Tensor batch_input(const LayerPlan& plan) const {
        return {{run.images(), plan.input.c, plan.input.h, plan.input.w}, batch(0)};
    }
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
    // Means and then variances that the layer normalises by: running ones, in training the batch's.
    std::span<const float> statistics(const LayerPlan& plan) const {
        const Floats& all = run.training ? run.statistics : network.state;
        return std::span<const float>(all).subspan(plan.state, plan.state_count);
    }
    DropoutStream dropout_stream() const { return {run.training->seed, run.training->step, layer}; }
    std::uint64_t sample() const { return run.training->first + static_cast<std::uint64_t>(image); }
    // What dropout drew for number `at` of the image; none: nothing is dropped.
    std::optional<DropoutTrace> dropped(const DropoutSpec& spec, std::size_t at, float number) const {
        if (!run.training) return {};
        return trace_dropout(spec.rate, dropout_stream(), sample(), at, number);
    }
    // All channels of one pixel of input k.
    Floats column(std::size_t k, const Shape& shape, CellPlace cell) const {
        Floats channels;
        for (int c = 0; c < shape.c; ++c) channels.push_back(read(k)[flat_index(shape, {c, cell.y, cell.x})]);
        return channels;
    }
};

}  // namespace cnn
