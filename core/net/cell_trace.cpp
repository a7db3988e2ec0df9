// One function per kind of layer, forward: each calls the op's own trace and brings it into the common form.
// The way back is in cell_gradient.cpp.
#include "core/net/cell_trace.h"

#include "core/net/cell_values.h"
#include "core/net/op_plans.h"
#include "core/ops/activation/trace.h"
#include "core/ops/batch_norm/trace.h"
#include "core/ops/bias/trace.h"
#include "core/ops/conv2d/trace.h"
#include "core/ops/conv_transpose2d/trace.h"
#include "core/ops/dense/trace.h"
#include "core/ops/dropout/dropout.h"
#include "core/ops/join/trace.h"
#include "core/ops/local_response_norm/trace.h"
#include "core/ops/locally_connected/trace.h"
#include "core/ops/pool2d/trace.h"
#include "core/ops/softmax/trace.h"

namespace cnn {
namespace {

// A number that is taken as it is.
CellTerm handed_on(CellPlace place, float input) { return cell_term(place, input, 1, input, input); }

std::string_view activation_rule(Activation kind) {
    switch (kind) {
        case Activation::kRelu:
            return "the number itself, but 0 where it is below 0";
        case Activation::kLeakyRelu:
            return "the number itself, but alpha times it where it is below 0";
        case Activation::kElu:
            return "the number itself, but alpha (exp(x) − 1) where it is below 0";
        case Activation::kSigmoid:
            return "1 / (1 + exp(−x))";
        case Activation::kTanh:
            return "tanh(x)";
        case Activation::kSoftplus:
            return "log(1 + exp(x))";
    }
    return {};
}

struct PoolWords {
    std::string_view rule;
    std::string_view step;  // behind the terms; empty: none
};
PoolWords pool_words(PoolKind kind) {
    switch (kind) {
        case PoolKind::kMax:
            return {"the largest number of the window", {}};
        case PoolKind::kMin:
            return {"the smallest number of the window", {}};
        case PoolKind::kAverage:
            return {"the sum of the window, divided by how many count", "divided by"};
        case PoolKind::kSum:
            return {"the sum of the window", {}};
        case PoolKind::kL2:
            return {"the square root of the sum of squares", "square root"};
    }
    return {};
}

struct ForwardTracer {
    const CellValues& values;
    const LayerPlan& plan;
    CellPlace cell;

    std::size_t flat() const { return flat_index(plan.output, cell); }

    // The sum and, where the layer has one, its bias.
    CellTrace finish_sum(std::vector<CellTerm> terms, float bias, float result) const {
        CellTrace trace{"the sum of input × weight", std::move(terms), {}, result};
        if (plan.bias_count == 0) return trace;
        trace.rule += ", and the bias";
        trace.steps = {{"bias", bias, result}};
        return trace;
    }

    CellTrace convolution(const Conv2dTrace& sum) const {
        std::vector<CellTerm> terms;
        for (const Conv2dTerm& term : sum.terms) {
            terms.push_back(
                cell_term({term.ic, term.iy, term.ix}, term.input, term.weight, term.product, term.partial));
            terms.back().padding = term.padding;
        }
        return finish_sum(std::move(terms), sum.bias, sum.result);
    }

    CellTrace operator()(const ConvSpec& conv) const {
        const Floats bias = values.bias(plan, static_cast<std::size_t>(plan.output.c));
        const Tensor kernels = values.kernels(plan, plan.output.c, plan.input.c / conv.groups);
        return convolution(
            trace_conv2d(values.input(plan), kernels, bias, plan.window, cell.c, cell.y, cell.x));
    }
    CellTrace operator()(const LocalSpec&) const {
        return convolution(trace_locally_connected(local_plan(plan), values.input(plan), values.weights(plan),
                                                   values.bias(plan, plan.output.size()), cell.c, cell.y,
                                                   cell.x));
    }
    CellTrace operator()(const ConvTransposeSpec& conv) const {
        const Floats bias = values.bias(plan, static_cast<std::size_t>(plan.output.c));
        const Tensor kernels = values.kernels(plan, plan.input.c, plan.output.c / conv.groups);
        const ConvTranspose2dTrace sum = trace_conv_transpose2d(op_plan(plan, conv), values.input(plan),
                                                                kernels, bias, cell.c, cell.y, cell.x);
        std::vector<CellTerm> terms;
        for (const ConvTranspose2dTerm& term : sum.terms)
            terms.push_back(
                cell_term({term.ic, term.iy, term.ix}, term.input, term.weight, term.product, term.partial));
        return finish_sum(std::move(terms), sum.bias, sum.result);
    }
    CellTrace operator()(const DenseSpec&) const {
        const Floats bias = values.bias(plan, static_cast<std::size_t>(plan.output.c));
        const DenseTrace sum =
            trace_dense(dense_plan(plan), values.read(0), values.weights(plan), bias, cell.c);
        std::vector<CellTerm> terms;
        for (const DenseTerm& term : sum.terms)
            terms.push_back(cell_term(values.place(0, terms.size()), term.input, term.weight, term.product,
                                      term.partial));
        return finish_sum(std::move(terms), sum.bias, sum.result);
    }
    CellTrace operator()(const PoolSpec& pool) const {
        const PoolTrace window =
            trace_pool2d(pool.kind, op_plan(plan, pool), values.input(plan), cell.c, cell.y, cell.x);
        const PoolWords words = pool_words(pool.kind);
        CellTrace trace{std::string(words.rule), {}, {}, window.result};
        for (const PoolTerm& tap : window.terms) {
            CellTerm term{{cell.c, tap.iy, tap.ix}, 0, tap.padding};
            term.chosen = static_cast<int>(trace.terms.size()) == window.winner;
            term.input = tap.input;
            if (pool.kind == PoolKind::kL2) term.factor = tap.input;
            term.value = term.input * term.factor;
            term.partial = tap.partial;
            trace.terms.push_back(term);
        }
        if (!words.step.empty())
            trace.steps = {{std::string(words.step), static_cast<float>(window.count), window.result}};
        return trace;
    }
    CellTrace operator()(const ActivationSpec& activation) const {
        const float input = values.read(0)[flat()];
        const ActivationTrace one = trace_activation(op_plan(plan, activation), input);
        CellTrace trace{
            std::string(activation_rule(activation.kind)), {handed_on(cell, input)}, {}, one.result};
        if (activation.alpha != 0) trace.steps = {{"alpha", activation.alpha, one.result}};
        return trace;
    }
    CellTrace operator()(const SoftmaxSpec& softmax) const {
        const std::span<const float> z = values.read(0);
        const LogSoftmaxTrace log = trace_log_softmax(z, cell.c);
        CellTrace trace{softmax.logarithm ? "the class's share of the exponentials, its logarithm"
                                          : "the class's share of the exponentials"};
        for (std::size_t c = 0; c < log.terms.size(); ++c) {
            const SoftmaxTerm& one = log.terms[c];
            trace.terms.push_back({{static_cast<int>(c), 0, 0}});
            CellTerm& term = trace.terms.back();
            term.chosen = term.place == cell;
            term.input = one.logit;
            term.value = one.exponential;
            term.partial = one.partial;
        }
        const SoftmaxTerm& own = log.terms[static_cast<std::size_t>(cell.c)];
        if (softmax.logarithm) {
            trace.result = log.result;
            trace.steps = {{"its logit less the largest", own.shifted, own.shifted},
                           {"less the logarithm of the sum", log.logarithm, log.result}};
        } else {
            trace.result = trace_softmax(z, cell.c).result;
            trace.steps = {{"its own exponential", own.exponential, own.exponential},
                           {"divided by the sum", log.terms.back().partial, trace.result}};
        }
        return trace;
    }
    CellTrace operator()(const BatchNormSpec& norm) const {
        const auto c = static_cast<std::size_t>(cell.c);
        const auto channels = static_cast<std::size_t>(plan.input.c);
        const std::span<const float> statistics = values.statistics(plan);
        const float input = values.read(0)[flat()];
        const float beta = values.bias(plan, channels)[c];
        const BatchNormTrace one = trace_batch_norm(op_plan(plan, norm), input, statistics[c],
                                                    statistics[channels + c], values.weights(plan)[c], beta);
        const std::string kind = values.run.training ? "batch's" : "running";
        return {
            "the number less the " + kind + " mean, by the " + kind + " deviation, times gamma, plus beta",
            {handed_on(cell, input)},
            {{"less the " + kind + " mean", one.mean, one.centred},
             {"times gamma / √(variance + epsilon)", one.scale, one.centred * one.scale},
             {"plus beta", beta, one.result}},
            one.result};
    }
    CellTrace operator()(const LrnSpec& lrn) const {
        const Floats column = values.column(0, plan.input, cell);
        const LocalResponseNormTrace one = trace_local_response_norm(op_plan(plan, lrn), column, cell.c);
        CellTrace trace{"the number, divided by a power of the squares around it", {}, {}, one.result};
        for (const LocalResponseNormTerm& square : one.terms) {
            trace.terms.push_back(cell_term({square.channel, cell.y, cell.x}, square.input, square.input,
                                            square.square, square.partial));
            trace.terms.back().chosen = square.channel == cell.c;
        }
        trace.steps = {{"k + alpha / size times the sum", one.scale, one.scale},
                       {"to the power of −beta", -lrn.beta, one.damping},
                       {"times the number", column[static_cast<std::size_t>(cell.c)], one.result}};
        return trace;
    }
    CellTrace operator()(const DropoutSpec& dropout) const {
        const float input = values.read(0)[flat()];
        const auto drawn = values.dropped(dropout, flat(), input);
        if (!drawn) return same("the number itself: only training drops any");
        if (!drawn->kept)
            return {"0: this draw drops it",
                    {cell_term(values.place(0, flat()), input, 0, 0, 0)},
                    {},
                    drawn->result};
        return {"the number, which this draw keeps, divided by the share that is kept",
                {cell_term(values.place(0, flat()), input, drawn->scale, drawn->result, drawn->result)},
                {},
                drawn->result};
    }
    CellTrace operator()(const FlattenSpec&) const { return same("the number itself, at another place"); }
    CellTrace operator()(const BiasSpec&) const {
        const float bias = values.bias(plan, plan.output.size())[flat()];
        const BiasTrace one = trace_bias(values.read(0)[flat()], bias);
        return {"the number, and the bias of its place",
                {handed_on(cell, one.input)},
                {{"bias", bias, one.result}},
                one.result};
    }
    CellTrace operator()(const AddSpec&) const {
        std::vector<float> parts;
        for (std::size_t k = 0; k < values.inputs(); ++k) parts.push_back(values.read(k)[flat()]);
        CellTrace trace{"the sum of the branches"};
        for (const AddTerm& part : trace_add(parts)) {
            trace.terms.push_back(cell_term(cell, part.input, 1, part.input, part.partial));
            trace.terms.back().branch = static_cast<int>(trace.terms.size()) - 1;
        }
        trace.result = trace.terms.back().partial;
        return trace;
    }
    CellTrace operator()(const ConcatSpec&) const {
        const ConcatTrace from = trace_concat(plan.parts, flat());
        const float input = values.read(from.branch)[from.place];
        CellTrace trace{
            "the number of one branch", {handed_on(values.place(from.branch, from.place), input)}, {}, input};
        trace.terms.front().branch = static_cast<int>(from.branch);
        return trace;
    }

    CellTrace same(std::string rule) const {
        const float input = values.read(0)[flat()];
        return {std::move(rule), {handed_on(values.place(0, flat()), input)}, {}, input};
    }
};

}  // namespace

std::vector<bool> dropped_cells(const Network& network, const Activations& run, int layer, int image) {
    const auto index = static_cast<std::size_t>(layer);
    const auto* dropout = std::get_if<DropoutSpec>(&network.spec.layers[index]);
    if (dropout == nullptr || !run.training) return {};
    const CellValues values{network, {}, run, index, image};
    const Floats ones(network.plan[index].output.size(), 1.0F);
    Floats left(ones.size());
    dropout_forward(dropout->rate, values.dropout_stream(), values.sample(), 1, ones.size(), ones.data(),
                    left.data());
    std::vector<bool> dropped;
    for (const float number : left) dropped.push_back(number == 0);
    return dropped;
}

CellTrace trace_cell(const Network& network, std::span<const float> images, const Activations& run, int layer,
                     CellPlace cell, int image) {
    const auto i = static_cast<std::size_t>(layer);
    const CellValues values{network, images, run, i, image};
    CellTrace trace = std::visit(ForwardTracer{values, network.plan[i], cell}, network.spec.layers[i]);
    for (CellTerm& term : trace.terms) term.image = image;
    return trace;
}

CellTrace trace_batch_statistic(const Network& network, std::span<const float> images, const Activations& run,
                                int layer, BatchStatistic statistic, int channel) {
    const auto i = static_cast<std::size_t>(layer);
    const LayerPlan& plan = network.plan[i];
    const BatchNormPlan norm = op_plan(plan, std::get<BatchNormSpec>(network.spec.layers[i]));
    const CellValues values{network, images, run, i};
    CNN_ASSERT(run.training.has_value());
    const float mean = values.statistics(plan)[static_cast<std::size_t>(channel)];
    const bool of_mean = statistic == BatchStatistic::kMean;
    const BatchNormStatisticTrace one = of_mean
                                            ? trace_batch_norm_mean(norm, values.batch(0), channel)
                                            : trace_batch_norm_variance(norm, values.batch(0), mean, channel);
    CellTrace trace = channel_trace(
        of_mean ? "the mean of the channel over the whole batch"
                : "the mean of the squares of what is left of each number without the batch's mean",
        one.sum, channel, plan.output);
    trace.steps.push_back({"divided by how many there are", one.count, one.result});
    trace.result = one.result;
    return trace;
}

}  // namespace cnn
