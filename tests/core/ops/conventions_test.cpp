// Each row of core/ops/conventions.h, computed: the arrays on which frameworks differ. Averages by each rule
// are in pool2d_test.cpp, running statistics in batch_norm_test.cpp.
#include "core/ops/conventions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/ops/activation/activation.h"
#include "core/ops/batch_norm/batch_norm.h"
#include "core/ops/conv2d/reference.h"
#include "core/ops/local_response_norm/local_response_norm.h"
#include "core/ops/pool2d/pool2d.h"
#include "core/ops/softmax/softmax.h"

namespace cnn {
namespace {

using Numbers = std::vector<float>;

AxisPlan plan(int input, const AxisSpec& spec) { return plan_axis(input, spec).value(); }

Numbers one_to(int last) {
    Numbers x;
    for (int i = 1; i <= last; ++i) x.push_back(static_cast<float>(i));
    return x;
}

// One channel, one filter, no bias.
Numbers convolved(const WindowPlan& window, const Numbers& x, const Numbers& w) {
    const Conv2dPlan layer{1, 1, window};
    const Numbers bias = {0};
    Numbers y(layer.output_size());
    reference_conv2d_forward(layer, 1, x.data(), w.data(), bias.data(), y.data());
    return y;
}

void kernel_flip() {
    const WindowPlan row = {AxisPlan{}, plan(3, {2})};
    CHECK(convolved(row, {1, 2, 3}, {1, 10}) == Numbers{21, 32});  // turned, it would be 12, 23
}

void average_count() {
    const AxisPlan axis = plan(4, {3, 2, Padding::kExplicit, 1, 1, 1, true});
    const Numbers x = one_to(16);
    const auto averages = [&](MeanCount rule) {
        Numbers y(9);
        average_pool_forward({1, {axis, axis}, rule}, 1, x.data(), y.data());
        return y;
    };
    // pytorch/pytorch issue 183528, with four digits behind the point. The last window covers 16, three
    // numbers of padding and five that ceil adds.
    const Numbers torch = {1.5556F, 3.3333F, 2, 6.3333F, 11, 6, 4.5F, 7.5F, 4};
    const Numbers onnx = {1.5556F, 3.3333F, 1.3333F, 6.3333F, 11, 4, 3, 5, 1.7778F};
    const Numbers keras = {3.5F, 5, 6, 9.5F, 11, 12, 13.5F, 15, 16};
    for (const auto& [rule, expected] :
         {std::pair{MeanCount::kPadded, torch}, std::pair{MeanCount::kKernel, onnx},
          std::pair{MeanCount::kInside, keras}}) {
        const Numbers y = averages(rule);
        for (std::size_t i = 0; i < y.size(); ++i) CHECK(y[i] == doctest::Approx(expected[i]).epsilon(5e-5));
    }
}

void ceil_last_window() {
    // onnx: test_maxpool_2d_ceil_output_size_reduce_by_one and
    // test_averagepool_2d_ceil_last_window_starts_on_pad
    CHECK(plan(2, {1, 2, Padding::kExplicit, 0, 0, 1, true}).output == 1);
    CHECK(plan(4, {2, 3, Padding::kExplicit, 1, 1, 1, true}).output == 2);
    CHECK(plan(2, {3, 3, Padding::kExplicit, 1, 1, 1, true}).output == 1);
    CHECK(plan(4, {3, 2, Padding::kExplicit, 0, 0, 1, true}).output == 2);
}

void max_padding() {
    const AxisPlan axis = plan(2, {3, 1, Padding::kExplicit, 1, 1, 1, false});
    const Numbers x(4, -7.0F);
    Numbers y(4);
    std::vector<std::int32_t> argmax(4);
    max_pool_forward({1, {axis, axis}}, 1, x.data(), y.data(), argmax.data());
    CHECK(y == x);
}

void same_uneven() {
    const WindowPlan upper = {AxisPlan{}, plan(3, {2, 1, Padding::kSameUpper})};
    const WindowPlan lower = {AxisPlan{}, plan(3, {2, 1, Padding::kSameLower})};
    CHECK(convolved(upper, {1, 2, 3}, {1, 10}) == Numbers{21, 32, 3});
    CHECK(convolved(lower, {1, 2, 3}, {1, 10}) == Numbers{10, 21, 32});
}

void softmax_axis() {
    const Numbers logits = {0, 0, 0, 5, 5, 5};
    Numbers p(6);
    softmax(2, 3, logits.data(), p.data());
    CHECK(p == Numbers(6, 1.0F / 3));  // over all six, the second row would take nearly everything
}

void weight_order() {
    // two filters over two channels of one pixel each, kernel 1x1: o0 = w00 x0 + w01 x1
    const Conv2dPlan layer{2, 2, {}};
    const Numbers x = {1, 10}, w = {1, 2, 3, 4}, bias = {0, 0};
    Numbers y(2);
    reference_conv2d_forward(layer, 1, x.data(), w.data(), bias.data(), y.data());
    CHECK(y == Numbers{21, 43});  // by HWIO: 31, 42
}

float running(float keep, RunningVariance kind) {
    const float mean = 0, variance = 6;
    float running_mean = 0, running_variance = 1;
    batch_norm_update_running({1, 4, 0}, keep, kind, 4, &mean, &variance, &running_mean, &running_variance);
    return running_variance;
}
void batch_norm_momentum() {
    CHECK(running(0.9F, RunningVariance::kPopulation) == doctest::Approx(1.5));
    CHECK(running(0.99F, RunningVariance::kPopulation) == doctest::Approx(1.05));
}
void batch_norm_variance() {
    CHECK(running(0, RunningVariance::kPopulation) == 6.0F);
    CHECK(running(0, RunningVariance::kSample) == 8.0F);
}

void lrn_alpha() {
    const LocalResponseNormPlan layer{3, 1, 3, 3, 1, 1};
    const Numbers x = {1, 1, 1};
    Numbers y(3);
    local_response_norm_forward(layer, 1, x.data(), y.data());
    CHECK(y[1] == doctest::Approx(1.0 / (1 + 3.0 / 3 * 3)));  // undivided: 1 / (1 + 3 x 3)
}

void leaky_relu_slope() {
    for (const float slope : {0.01F, 0.3F}) {
        float x = -1;
        leaky_relu_forward(slope, 1, &x, &x);
        CHECK(x == -slope);
    }
}

struct Row {
    std::string_view key;
    void (*check)();
};
constexpr Row kRows[] = {
    {"kernel-flip", kernel_flip},
    {"average-count", average_count},
    {"ceil-last-window", ceil_last_window},
    {"max-padding", max_padding},
    {"same-uneven", same_uneven},
    {"softmax-axis", softmax_axis},
    {"weight-order", weight_order},
    {"batch-norm-momentum", batch_norm_momentum},
    {"batch-norm-variance", batch_norm_variance},
    {"lrn-alpha", lrn_alpha},
    {"leaky-relu-slope", leaky_relu_slope},
};

TEST_CASE("conventions: every row of the table is computed") {
    CHECK(conventions().size() == std::size(kRows));
    for (const Row& row : kRows) {
        CAPTURE(std::string(row.key));
        CHECK(find_convention(row.key) != nullptr);
        row.check();
    }
    CHECK(find_convention("no such key") == nullptr);
    for (const Convention& convention : conventions())
        for (const std::string_view text :
             {convention.question, convention.pytorch, convention.onnx, convention.keras, convention.here})
            CHECK_FALSE(text.empty());
}

TEST_CASE("conventions: where the learner chooses, each choice has a name and a label") {
    CHECK(choice("kernel-flip").names.size() == 2);
    CHECK(choice("average-count").names[static_cast<std::size_t>(MeanCount::kKernel)] == "kernel");
    CHECK(choice("same-uneven").names[static_cast<std::size_t>(Padding::kSameLower)] == "same-lower");
    CHECK(choice("same-uneven").names[static_cast<std::size_t>(Padding::kExplicit)] == "explicit");
    for (const Convention& convention : conventions())
        CHECK(convention.names.size() == convention.labels.size());
}

}  // namespace
}  // namespace cnn
