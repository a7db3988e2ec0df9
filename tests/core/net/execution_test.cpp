// What is computed in place of a network as written: its sizes, and that not a bit of logits and gradients
// shows it.
#include "core/net/execution.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/net/layer_ops.h"
#include "core/net/spec_text.h"
#include "core/net/workspace.h"
#include "core/net/zoo.h"
#include "tests/core/net/network_of.h"

namespace {

using namespace cnn;
using testing::kChunk;
using testing::network_of;

Execution execution_of(const Network& network) { return plan_execution(network.spec, network.plan); }

constexpr int kImages = 3;

Floats random_floats(std::size_t count, float low, float high) {
    Floats values(count);
    Rng rng(7);
    for (float& value : values) value = rng.uniform(low, high);
    return values;
}

struct Numbers {
    Floats logits;
    Floats gradient;
};

// A chain of layers as it is written, each with memory of its own.
Numbers run_as_written(const Network& network, const Floats& images, const Floats& logits_gradient) {
    const std::size_t layers = network.plan.size();
    const KernelTable& kernels = best_kernels();
    Floats scratch(layers_scratch(kernels, network.spec.layers, network.plan, kImages));
    Floats statistics(network.state.size());
    std::vector<Floats> values{images};
    std::vector<std::vector<std::int32_t>> argmax(layers);
    for (std::size_t i = 0; i < layers; ++i) {
        REQUIRE(network.spec.inputs[i] == std::vector<int>{static_cast<int>(i) - 1});
        const float* input = values[i].data();
        Floats output(network.plan[i].output.size() * kImages);
        argmax[i].resize(output.size());
        forward_layer(kernels, network.spec.layers[i], network.plan[i],
                      {kImages,
                       {&input, 1},
                       network.parameters.data(),
                       output.data(),
                       argmax[i].data(),
                       scratch.data(),
                       network.state.data(),
                       statistics.data(),
                       &kChunk,
                       static_cast<int>(i)});
        values.push_back(output);
    }
    Numbers result{values.back(), Floats(network.parameters.size(), -77.0F)};
    Floats dy = logits_gradient;
    for (std::size_t i = layers; i-- > 0;) {
        Floats dx(values[i].size());
        backward_layer(kernels, network.spec.layers[i], network.plan[i],
                       {kImages, values[i].data(), values[i + 1].data(), network.parameters.data(),
                        argmax[i].data(), dy.data(), dx.data(), result.gradient.data(), scratch.data(),
                        statistics.data(), &kChunk, static_cast<int>(i)});
        dy = dx;
    }
    return result;
}

Numbers run_as_executed(const Network& network, const Floats& images, const Floats& logits_gradient) {
    Workspace workspace(best_kernels(), network.spec, network.plan, kImages);
    std::copy(images.begin(), images.end(), workspace.input());
    workspace.begin(&kChunk);
    const int layers = static_cast<int>(network.plan.size());
    for (int layer = 0; layer < layers; ++layer) workspace.forward(network, layer, kImages);
    Numbers result{Floats(workspace.logits(), workspace.logits() + logits_gradient.size()),
                   Floats(network.parameters.size(), -77.0F)};
    std::copy(logits_gradient.begin(), logits_gradient.end(), workspace.logits_gradient());
    for (int layer = layers - 1; layer >= first_trained_layer(network.plan); --layer) {
        workspace.backward_parameters(network, layer, kImages, result.gradient.data());
        workspace.backward_input(network, layer, kImages);
    }
    return result;
}

}  // namespace

TEST_CASE("S4-13 computes only what its pools read, and applies ReLU to their maxima") {
    const ZooEntry& entry = *find_network("s4-13");
    const Network network = network_of(entry.spec, entry.input);
    const Execution execution = execution_of(network);
    REQUIRE(network.plan[0].output == Shape{1, 32, 26, 26});
    REQUIRE(network.plan[3].output == Shape{1, 64, 11, 11});
    // The second pool reads 10 of 11, for which its convolution reads 12 of 13, hence the first pool 24
    // of 26.
    CHECK(execution.plan[0].output == Shape{1, 32, 24, 24});
    CHECK(execution.plan[1].output == Shape{1, 32, 12, 12});
    CHECK(execution.plan[3].input == Shape{1, 32, 12, 12});
    CHECK(execution.plan[3].output == Shape{1, 64, 10, 10});
    CHECK(execution.plan[4].output == Shape{1, 64, 5, 5});
    CHECK(execution.plan[3].window.y.left_over == 0);
    CHECK(to_text(execution.spec.layers[1]) == "maxpool 2");
    CHECK(to_text(execution.spec.layers[2]) == "relu");
    CHECK(execution.plan[2].input == execution.plan[1].output);
    for (std::size_t i = 0; i < network.plan.size(); ++i) {
        CHECK(execution.plan[i].weights == network.plan[i].weights);
        CHECK(execution.plan[i].weight_count == network.plan[i].weight_count);
    }
}

TEST_CASE("nothing is left out where a layer reads the whole, and of two readers the larger counts") {
    const auto written_is_executed = [](const std::string& text) {
        const Network network = network_of(text, {1, 2, 11, 11});
        const Execution execution = execution_of(network);
        CHECK(execution.spec == network.spec);
        for (std::size_t i = 0; i < network.plan.size(); ++i) {
            CAPTURE(text);
            CHECK(execution.plan[i].output == network.plan[i].output);
            CHECK(execution.plan[i].window == network.plan[i].window);
        }
    };
    written_is_executed("conv 3 3x3 p1 | batchnorm | maxpool 11 | dense 2");  // statistics of all pixels
    written_is_executed("conv 3 4x4 | tanh | maxpool 2 | dense 2");           // 8 of 8; tanh may make ties
    written_is_executed("conv 3 3x3 p1 | relu | avgpool 2 ceil | dense 2");   // 12 of 11
    written_is_executed("conv 3 4x4 | relu | concat [maxpool 2] [maxpool 2] | dense 2 | relu");
    const Network branches =
        network_of("conv 3 3x3 p1 | concat [maxpool 2 | conv 2 5x5] [conv 2 9x9 s2 | conv 2 2x2] | dense 2",
                   {1, 2, 11, 11});
    const Execution execution = execution_of(branches);
    CHECK(execution.plan[0].output == Shape{1, 3, 11, 11});
    CHECK(execution.plan[1].window.y.left_over == 1);
}

TEST_CASE("an execution's logits and gradients are those of the network as written, to the bit") {
    for (const char* text : {
             "conv 5 3x3 | relu | maxpool 2 | conv 6 3x3 | relu | maxpool 2 | conv 4 2x2 | relu | dense 3",
             "conv 5 3x3 p1 | relu | maxpool 3 s2 | conv 6 3x3 s2 | relu | maxpool 2 | dense 3",
             "conv 4 3x3 | relu | maxpool 3 s1 p1 | dropout 0.4 | conv 4 3x3 s3 | relu | maxpool 2 | dense 3",
             "conv 4 3x3 p2 | tanh | avgpool 3 s2 p1 count-padding | conv 4 3x3 s2 g2 | avgpool 2 | dense 3",
             "conv 4 2x3 p1 | batchnorm | relu | maxpool 2x3 | conv 4 3x2 d2 | sumpool 3 | relu | dense 3",
             "conv 4 3x3 | relu | maxpool 2 ceil | conv 4 4x4 p1+0 | leakyrelu | maxpool 2 | bias | dense 3",
         }) {
        CAPTURE(text);
        const Network network = network_of(text, {1, 2, 17, 19});
        const Floats images = random_floats(network.spec.input.size() * kImages, -1, 1);
        const Floats dz = random_floats(static_cast<std::size_t>(network.outputs()) * kImages, -0.5F, 0.5F);
        const Numbers written = run_as_written(network, images, dz);
        const Numbers executed = run_as_executed(network, images, dz);
        CHECK(executed.logits == written.logits);
        CHECK(executed.gradient == written.gradient);
    }
}
