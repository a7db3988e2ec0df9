// One dimension is a convolution of height 1: the lectures' signals and polynomials, by every kernel table,
// and a network of signals that learns.
#include <doctest/doctest.h>

#include <cmath>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/net/spec_text.h"
#include "core/ops/conv2d/conv2d.h"
#include "core/ops/conv2d/trace.h"
#include "core/train/trainer.h"
#include "tests/core/train/finish.h"

namespace {

using namespace cnn;
using Numbers = std::vector<float>;

struct Signal {
    const char* name;
    Numbers x;
    Numbers w;
    bool true_convolution;
    AxisSpec axis;
    Numbers expected;
};

AxisSpec axis(int kernel, Padding padding = Padding::kValid, int stride = 1) {
    AxisSpec spec;
    spec.kernel = kernel;
    spec.padding = padding;
    spec.stride = stride;
    return spec;
}

const Numbers kImpulse = {0, 0, 0, 1, 0, 0, 0};

const Signal kSignals[] = {
    // S1-2: (1 + 2x + 3x^2) (4 + 5x + 6x^2 + 7x^3), coefficient by coefficient, either by the other
    {"S1-2 alpha by beta", {1, 2, 3}, {4, 5, 6, 7}, true, axis(4, Padding::kFull), {4, 13, 28, 34, 32, 21}},
    {"S1-2 beta by alpha", {4, 5, 6, 7}, {1, 2, 3}, true, axis(3, Padding::kFull), {4, 13, 28, 34, 32, 21}},
    // S2-4: seven inputs, three outputs, w = 1, 0, -1: stride 2
    {"S2-4 weight sharing",
     {1, 4, 9, 16, 25, 36, 49},
     {1, 0, -1},
     false,
     axis(3, Padding::kValid, 2),
     {-8, -16, -24}},
    // S2-6: a delayed sum is true convolution; what it does to an impulse is the filter as it is written
    {"S2-6 flipped", kImpulse, {1, 2, 4}, true, axis(3, Padding::kSameUpper), {0, 0, 1, 2, 4, 0, 0}},
    {"S2-6 as cross-correlation",
     kImpulse,
     {1, 2, 4},
     false,
     axis(3, Padding::kSameUpper),
     {0, 0, 4, 2, 1, 0, 0}},
    // S2-6: the high-frequency filter is blind to a line and sees every corner
    {"S2-6 second difference", {0, 1, 2, 3, 2, 1, 0}, {1, -2, 1}, true, axis(3), {0, 0, -2, 0, 0}},
};

Numbers convolved(const Signal& signal, const KernelTable& kernels) {
    const Tensor written({1, 1, 1, signal.axis.kernel}, signal.w);
    const Tensor w = signal.true_convolution ? rotate_kernels(written) : written;
    const Conv2dPlan plan{
        1, 1, {AxisPlan{}, plan_axis(static_cast<int>(signal.x.size()), signal.axis).value()}};
    Numbers y(plan.output_size());
    Floats workspace(conv2d_workspace(kernels, plan, 1));
    conv2d_forward(kernels, plan, 1, signal.x.data(), w.data(), nullptr, y.data(), workspace.data());
    return y;
}

// Waves of two frequencies with phases and noise of their own: 1 x 1 x 32, bytes around 128.
Dataset waves(int count, std::uint64_t seed) {
    constexpr int kLength = 32;
    Dataset data;
    data.name = "waves";
    data.image = {1, 1, 1, kLength};
    Rng rng(seed);
    for (int i = 0; i < count; ++i) {
        const double turns = i % 2 == 0 ? 3 : 5;
        const double phase = static_cast<double>(rng.unit());
        for (int t = 0; t < kLength; ++t) {
            const double angle = 2 * std::numbers::pi * (turns * t / kLength + phase);
            const double noise = static_cast<double>(rng.uniform(-30, 30));
            data.pixels.edit().push_back(static_cast<std::uint8_t>(128 + 90 * std::sin(angle) + noise));
        }
        data.labels.push_back(static_cast<std::uint8_t>(i % 2));
    }
    data.classes = 2;
    return data;
}

}  // namespace

TEST_CASE("1-D: S1-2, S2-4, S2-6 as convolutions of height 1, by every table") {
    for (const Signal& signal : kSignals) {
        CAPTURE(signal.name);
        for (const KernelTable* kernels : available_kernels())
            CHECK(convolved(signal, *kernels) == signal.expected);
    }
    // S2-6: the low-frequency filter takes the mean of three.
    const float third = 1.0F / 3;
    const Numbers y = convolved({"", {3, 9, 0, 3}, {third, third, third}, true, axis(3), {}}, best_kernels());
    CHECK(y[0] == doctest::Approx(4));
    CHECK(y[1] == doctest::Approx(4));
}

TEST_CASE("1-D: a network of convolutions and pools of height 1 tells waves by their frequency") {
    TrainingConfig config;
    config.network =
        parse_network("conv 4 1x5 | relu | maxpool 1x2 | conv 8 1x3 | relu | globalavgpool | dense 2",
                      {1, 1, 1, 32})
            .value();
    config.optimizer = OptimizerKind::kAdam;
    config.rate = 0.01F;
    config.batch = 20;
    Trainer trainer(config, std::make_shared<const DataSplit>(DataSplit{waves(200, 1), waves(100, 2)}), 1);
    testing::train(trainer, 150);
    trainer.begin_evaluation(ImageSet::kTest);
    testing::finish(trainer);
    CHECK(trainer.evaluation().accuracy > 0.95F);
}
