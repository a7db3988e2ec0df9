// Every number inside networks of all kinds of layers, its gradient, and that of every weight, explained, as
// they predict and in a batch as in training: each explanation ends in the number itself.
#include "core/net/cell_trace.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/base/rng.h"
#include "core/net/parameter_trace.h"
#include "core/net/workspace.h"
#include "tests/core/net/network_of.h"

namespace cnn {
namespace {

using testing::network_of;

struct Case {
    std::string spec;
    Shape image;
};
// Together they have every kind of layer, pool and activation, with and without bias, groups, uneven padding,
// dilation, and values that several layers read.
const Case kCases[] = {
    {"conv 4 3x3 p1 | relu | maxpool 2 | conv 4 3x2 s2x1 d1x2 p1x2 g2 nobias | tanh | flatten | dense 5 | "
     "dropout 0.5 | dense 3",
     {1, 2, 9, 8}},
    {"conv 3 2x2 | leakyrelu 0.2 | avgpool 3 s2 p1 ceil | elu 0.7 | minpool 2 s1 | sigmoid | dense 4 nobias",
     {1, 1, 9, 9}},
    {"convtranspose 4 3x2 s2 p1x0 o1 g2 | softplus | l2pool 2 | sumpool 2 s1 | local 2 2x2 | dense 3",
     {1, 2, 4, 3}},
    {"local 2 3x2 s2x1 nobias | bias | globalavgpool | dense 4 | softmax | dense 3", {1, 2, 6, 5}},
    {"conv 6 1x1 | lrn 3 a2 b0.75 k1.5 | globalmaxpool | dense 4 | logsoftmax | dense 3", {1, 2, 4, 4}},
    {"conv 3 3x3 same | batchnorm | relu | residual [conv 3 3x3 same | batchnorm] | concat [conv 2 1x1] [] "
     "[maxpool 3 s1 p1] | globalsumpool | dense 3",
     {1, 2, 5, 4}},
    {"conv 2 2x2 | add [] [tanh] [] | concat [] [tanh] [residual [tanh]] | dense 3", {1, 1, 4, 4}},
};

Network trained(const Case& one) {
    Network network = network_of(one.spec, one.image);
    Rng rng(5);
    for (float& value : network.parameters) value += rng.uniform(-0.3F, 0.3F);  // biases and gammas too
    for (const LayerPlan& plan : network.plan)
        for (std::size_t k = 0; k < plan.state_count; ++k)
            network.state[plan.state + k] =
                k < plan.state_count / 2 ? rng.uniform(-1, 1) : rng.uniform(0.3F, 2);
    return network;
}

std::vector<float> some_numbers(std::size_t count, std::uint64_t seed) {
    Rng rng(seed);
    std::vector<float> values(count);
    for (float& value : values) value = rng.uniform(-1, 1);
    return values;
}

constexpr int kBatch = 3;

// A case's network, with one image on its way through it, or a batch as in training.
struct Passed {
    Passed(const Case& one, bool training)
        : network(trained(one)),
          n(training ? kBatch : 1),
          images(some_numbers(one.image.size() * static_cast<std::size_t>(n), 6)),
          run(pass(images)),
          dz(some_numbers(run.outputs.back().size(), 7)) {}

    Activations pass(const std::vector<float>& x) const {
        return n == 1 ? run_image(network, x) : run_batch(network, x, testing::kChunk);
    }
    ImageGradient gradient() const { return image_gradient(network, images, run, dz); }

    const Network network;
    const int n;
    const std::vector<float> images;
    const Activations run;
    const std::vector<float> dz;
};

// Both passes of every case.
template <class Visit>
void for_each_pass(Visit&& visit) {
    for (const Case& one : kCases)
        for (const bool training : {false, true}) {
            CAPTURE(one.spec);
            CAPTURE(training);
            visit(one, Passed(one, training));
        }
}

// What the outputs sum up to, weighed by the gradients that they are said to have.
double weighed(const Activations& run, std::span<const float> dz) {
    double sum = 0;
    for (std::size_t k = 0; k < dz.size(); ++k)
        sum += static_cast<double>(dz[k]) * static_cast<double>(run.outputs.back().values()[k]);
    return sum;
}

template <class Visit>
void for_each_cell(const Shape& shape, Visit&& visit) {
    std::size_t index = 0;
    for (int c = 0; c < shape.c; ++c)
        for (int y = 0; y < shape.h; ++y)
            for (int x = 0; x < shape.w; ++x) visit(CellPlace{c, y, x}, index++);
}

// Calls visit(image, cell, index in the batch).
template <class Visit>
void for_each_number(const Shape& shape, Visit&& visit) {
    std::size_t index = 0;
    for (int image = 0; image < shape.n; ++image)
        for_each_cell(shape, [&](CellPlace cell, std::size_t) { visit(image, cell, index++); });
}

TEST_CASE("cell trace: every number of every layer is its own explanation's result, to the bit") {
    for_each_pass([](const Case&, const Passed& passed) {
        for (std::size_t layer = 0; layer < passed.network.plan.size(); ++layer) {
            CAPTURE(layer);
            const Tensor& output = passed.run.outputs[layer];
            int wrong = 0;
            for_each_number(output.shape(), [&](int image, CellPlace cell, std::size_t index) {
                const CellTrace trace = trace_cell(passed.network, passed.images, passed.run,
                                                   static_cast<int>(layer), cell, image);
                if (trace.result != output.values()[index] || trace.rule.empty()) ++wrong;
                if (!trace.steps.empty() && trace.steps.back().partial != trace.result) ++wrong;
            });
            CHECK(wrong == 0);
        }
    });
}

TEST_CASE("cell trace: what a term says that it reads stands there") {
    for_each_pass([](const Case& one, const Passed& passed) {
        for (std::size_t layer = 0; layer < passed.network.plan.size(); ++layer) {
            CAPTURE(layer);
            const Shape& own = passed.network.plan[layer].output;
            const CellTrace trace =
                trace_cell(passed.network, passed.images, passed.run, static_cast<int>(layer),
                           {own.c - 1, own.h - 1, own.w - 1}, passed.n - 1);
            // Behind a transposed convolution's output padding no input reaches.
            CHECK((!trace.terms.empty() ||
                   std::holds_alternative<ConvTransposeSpec>(passed.network.spec.layers[layer])));
            for (const CellTerm& term : trace.terms) {
                if (term.padding) continue;
                const int from = passed.network.spec.inputs[layer][static_cast<std::size_t>(term.branch)];
                const Shape shape = from == kNetworkInput
                                        ? one.image
                                        : passed.network.plan[static_cast<std::size_t>(from)].output;
                const std::span<const float> values =
                    from == kNetworkInput ? std::span<const float>(passed.images)
                                          : passed.run.outputs[static_cast<std::size_t>(from)].values();
                const int at =
                    ((term.image * shape.c + term.place.c) * shape.h + term.place.y) * shape.w + term.place.x;
                CHECK(values[static_cast<std::size_t>(at)] == term.input);
            }
        }
    });
}

TEST_CASE("cell trace: every gradient of every value is its explanation's result, to the bit") {
    for_each_pass([](const Case&, const Passed& passed) {
        const ImageGradient gradient = passed.gradient();
        for (int layer = kNetworkInput; layer < static_cast<int>(passed.network.plan.size()); ++layer) {
            CAPTURE(layer);
            const Tensor& claimed =
                layer == kNetworkInput ? gradient.image : gradient.outputs[static_cast<std::size_t>(layer)];
            CHECK(claimed.shape().n == passed.n);
            int wrong = 0;
            for_each_number(claimed.shape(), [&](int image, CellPlace cell, std::size_t index) {
                const CellGradient trace = trace_cell_gradient(passed.network, passed.images, passed.run,
                                                               gradient, layer, cell, image);
                if (trace.result != claimed.values()[index]) ++wrong;
                for (const CellGradient::Part& part : trace.parts) {
                    const auto& steps = part.trace.steps;
                    const auto& terms = part.trace.terms;
                    if (steps.empty() && !terms.empty() && terms.back().partial != part.trace.result) ++wrong;
                    if (!steps.empty() && steps.back().partial != part.trace.result) ++wrong;
                }
            });
            CHECK(wrong == 0);
        }
    });
}

TEST_CASE("cell trace: the statistics that a batch normalises by are their explanations' results") {
    const Passed passed(kCases[5], true);
    int norms = 0;
    for (std::size_t layer = 0; layer < passed.network.plan.size(); ++layer) {
        if (!std::holds_alternative<BatchNormSpec>(passed.network.spec.layers[layer])) continue;
        const LayerPlan& plan = passed.network.plan[layer];
        for (int c = 0; c < plan.input.c; ++c)
            for (const BatchStatistic statistic : {BatchStatistic::kMean, BatchStatistic::kVariance}) {
                const CellTrace trace = trace_batch_statistic(passed.network, passed.images, passed.run,
                                                              static_cast<int>(layer), statistic, c);
                const int at = (statistic == BatchStatistic::kMean ? 0 : plan.input.c) + c;
                CHECK(trace.result == passed.run.statistics[plan.state + static_cast<std::size_t>(at)]);
                CHECK(trace.result == trace.steps.back().partial);
                CHECK(static_cast<int>(trace.terms.size()) == kBatch * plan.input.h * plan.input.w);
                CHECK(trace.terms.back().image == kBatch - 1);
            }
        ++norms;
    }
    CHECK(norms == 2);
}

TEST_CASE("image gradient: a nudge of each pixel changes the outputs as it says") {
    constexpr float kNudge = 1.0F / 256;
    for_each_pass([](const Case&, const Passed& passed) {
        const ImageGradient gradient = passed.gradient();
        std::vector<float> images = passed.images;
        double scale = 0, worst = 0;
        int kinks = 0;
        for (std::size_t i = 0; i < images.size(); ++i) {
            const auto claimed = static_cast<double>(gradient.image.values()[i]);
            scale = std::max(scale, std::fabs(claimed));
            const float before = images[i];
            const double here = weighed(passed.pass(images), passed.dz);
            images[i] = before + kNudge;
            const double above = weighed(passed.pass(images), passed.dz);
            images[i] = before - kNudge;
            const double below = weighed(passed.pass(images), passed.dz);
            images[i] = before;
            // A rectifier or a maximum that tips over in between has two slopes.
            if (std::fabs((above - here) - (here - below)) > 0.01 * std::fabs(above - below) + 2e-6) {
                ++kinks;
                continue;
            }
            worst = std::max(worst, std::fabs((above - below) / (2 * static_cast<double>(kNudge)) - claimed));
        }
        CHECK(scale > 0.001);
        CHECK(worst < 0.01 * scale + 2e-5);  // and the float outputs' own rounding over the nudge
        CHECK(kinks < static_cast<int>(images.size()) / 3);
    });
}

// Of all parameters, by a training pass over the images.
Floats training_gradient(const Passed& passed) {
    const Network& network = passed.network;
    Workspace workspace(best_kernels(), network.spec, network.plan, passed.n);
    std::copy(passed.images.begin(), passed.images.end(), workspace.input());
    workspace.begin(&testing::kChunk);
    const int layers = static_cast<int>(network.plan.size());
    for (int layer = 0; layer < layers; ++layer) workspace.forward(network, layer, passed.n);
    std::copy(passed.dz.begin(), passed.dz.end(), workspace.logits_gradient());
    Floats whole(network.parameters.size());
    for (int layer = layers; layer-- > 0;) {
        workspace.backward_parameters(network, layer, passed.n, whole.data());
        if (layer > first_trained_layer(network.plan)) workspace.backward_input(network, layer, passed.n);
    }
    return whole;
}

TEST_CASE("image gradient: the first layer's biases get from it what the training pass gives them") {
    for (const std::size_t which : {1U, 2U, 6U}) {
        const Passed passed(kCases[which], false);
        CAPTURE(kCases[which].spec);
        const ImageGradient gradient = passed.gradient();
        const Floats whole = training_gradient(passed);
        // The bias of a layer gets the sum of its output's gradients: the first trained layer's tells whether
        // all behind it agree.
        const auto trained = static_cast<std::size_t>(first_trained_layer(passed.network.plan));
        const LayerPlan& first = passed.network.plan[trained];
        const Tensor& dy = gradient.outputs[trained];
        const int pixels = first.output.h * first.output.w;
        for (int c = 0; c < first.output.c; ++c) {
            float sum = 0;
            for (int i = 0; i < pixels; ++i) sum += dy.values()[static_cast<std::size_t>(c * pixels + i)];
            CHECK(whole[first.bias + static_cast<std::size_t>(c)] == sum);
        }
    }
}

// Calls visit(layer, place) for every weight and every bias.
template <class Visit>
void for_each_parameter(const Network& network, Visit&& visit) {
    for (std::size_t layer = 0; layer < network.plan.size(); ++layer)
        for (const bool bias : {false, true}) {
            const ParameterAxes axes = parameter_axes(network.spec.layers[layer], network.plan[layer], bias);
            for_each_cell({1, axes.output.c, axes.output.y, axes.output.x},
                          [&](CellPlace output, std::size_t) {
                              for_each_cell({1, axes.ic, axes.ky, axes.kx}, [&](CellPlace tap, std::size_t) {
                                  visit(layer, ParameterPlace{bias, output, tap.c, tap.y, tap.x});
                              });
                          });
        }
}

TEST_CASE(
    "parameter trace: every weight and bias once, and its gradient is the training pass's, to the bit") {
    for_each_pass([](const Case& one, const Passed& passed) {
        const ImageGradient gradient = passed.gradient();
        const Floats whole = training_gradient(passed);
        // Predicting, dropout drops nothing and batch normalisation has running statistics.
        const bool as_in_training =
            passed.run.training.has_value() || (one.spec.find("dropout") == std::string::npos &&
                                                one.spec.find("batchnorm") == std::string::npos);
        std::vector<int> visits(whole.size());
        int wrong = 0;
        for_each_parameter(passed.network, [&](std::size_t layer, const ParameterPlace& place) {
            const std::size_t index =
                parameter_index(passed.network.spec.layers[layer], passed.network.plan[layer], place);
            ++visits.at(index);
            const CellTrace trace = trace_parameter_gradient(passed.network, passed.images, passed.run,
                                                             gradient, static_cast<int>(layer), place);
            const float last = trace.steps.empty() ? trace.terms.back().partial : trace.steps.back().partial;
            if (last != trace.result || trace.rule.empty()) ++wrong;
            if (as_in_training && trace.result != whole[index]) ++wrong;
            for (const CellTerm& term : trace.terms) {
                const Tensor& dy = gradient.outputs[layer];
                if (dy.at(term.image, term.place.c, term.place.y, term.place.x) != term.input) ++wrong;
            }
        });
        CHECK(wrong == 0);
        CHECK(std::count(visits.begin(), visits.end(), 1) == static_cast<std::ptrdiff_t>(visits.size()));
    });
}

TEST_CASE("parameter trace: a nudge of gamma and beta changes the outputs as it says") {
    constexpr float kNudge = 1.0F / 1024;
    for (const bool training : {false, true}) {
        CAPTURE(training);
        const Passed passed(kCases[5], training);
        const ImageGradient gradient = passed.gradient();
        Network nudged = passed.network;
        const auto outcome = [&] {
            return weighed(training ? run_batch(nudged, passed.images, testing::kChunk)
                                    : run_image(nudged, passed.images),
                           passed.dz);
        };
        const double here = outcome();
        int checked = 0;
        for_each_parameter(passed.network, [&](std::size_t layer, const ParameterPlace& place) {
            if (!std::holds_alternative<BatchNormSpec>(nudged.spec.layers[layer])) return;
            float& value =
                nudged.parameters[parameter_index(nudged.spec.layers[layer], nudged.plan[layer], place)];
            const float before = value;
            value = before + kNudge;
            const double above = outcome();
            value = before - kNudge;
            const double below = outcome();
            value = before;
            // A rectifier or a maximum that tips over in between has two slopes.
            if (std::fabs((above - here) - (here - below)) > 0.003 * std::fabs(above - below)) return;
            const CellTrace trace = trace_parameter_gradient(passed.network, passed.images, passed.run,
                                                             gradient, static_cast<int>(layer), place);
            CHECK((above - below) / (2 * static_cast<double>(kNudge)) ==
                  doctest::Approx(static_cast<double>(trace.result)).epsilon(0.002));
            ++checked;
        });
        CHECK(checked >= 8);  // of 12
    }
}

}  // namespace
}  // namespace cnn
