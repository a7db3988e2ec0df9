// Pooling: the lectures' slices, the rules that differ between frameworks, and agreement with the readable
// twin.
#include "core/ops/pool2d/pool2d.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/ops/pool2d/reference.h"
#include "tests/core/ops/random_geometry.h"

namespace cnn {
namespace {

using testing::describe;
using testing::random_floats;
using testing::random_int;
using testing::random_plan;
using testing::same_bits;

using Numbers = std::vector<float>;

Pool2dPlan square(int input, int kernel, int stride, int pad = 0, bool ceil = false,
                  MeanCount mean_count = MeanCount::kPadded) {
    const auto axis = plan_axis(input, {kernel, stride, Padding::kExplicit, pad, pad, 1, ceil});
    REQUIRE(axis.ok());
    return {1, {axis.value(), axis.value()}, mean_count};
}

Numbers max_pool(const Pool2dPlan& plan, const Numbers& x) {
    Numbers y(plan.output_size());
    std::vector<std::int32_t> argmax(y.size());
    max_pool_forward(plan, 1, x.data(), y.data(), argmax.data());
    return y;
}

Numbers average_pool(const Pool2dPlan& plan, const Numbers& x) {
    Numbers y(plan.output_size());
    average_pool_forward(plan, 1, x.data(), y.data());
    return y;
}

void check_close(const Numbers& got, const Numbers& expected) {
    REQUIRE(got.size() == expected.size());
    for (std::size_t i = 0; i < got.size(); ++i) CHECK(got[i] == doctest::Approx(expected[i]).epsilon(5e-5));
}

MeanCount random_rule(Rng& rng) {
    constexpr MeanCount kRules[] = {MeanCount::kInside, MeanCount::kPadded, MeanCount::kKernel};
    return kRules[rng.below(3)];
}

Numbers one_to_sixteen() {
    Numbers x;
    for (int i = 1; i <= 16; ++i) x.push_back(static_cast<float>(i));
    return x;
}

TEST_CASE("pool2d: the lectures' examples") {
    const Pool2dPlan halves = square(4, 2, 2);
    const Pool2dPlan global = square(4, 4, 4);
    struct Slice {
        const char* code;
        Numbers x, max, average;
        float global_average;
    };
    const Slice slices[] = {{"S3-21 first",
                             {1, 9, 6, 4, 5, 4, 7, 8, 5, 1, 2, 9, 6, 7, 6, 0},
                             {9, 8, 7, 9},
                             {4.75F, 6.25F, 4.75F, 4.25F},
                             5},
                            {"S3-21 second",
                             {9, 1, 7, 4, 5, 6, 3, 0, 1, 2, 5, 4, 0, 8, 9, 0},
                             {9, 7, 8, 9},
                             {5.25F, 3.5F, 2.75F, 4.5F},
                             4},
                            {"S3-21 third",
                             {7, 6, 9, 1, 5, 2, 0, 4, 5, 8, 3, 9, 0, 2, 2, 1},
                             {7, 9, 8, 9},
                             {5, 3.5F, 3.75F, 3.75F},
                             4}};
    for (const Slice& slice : slices) {
        CAPTURE(slice.code);
        CHECK(max_pool(halves, slice.x) == slice.max);
        CHECK(average_pool(halves, slice.x) == slice.average);
        CHECK(average_pool(global, slice.x) == Numbers{slice.global_average});
    }
    CHECK(max_pool(square(2, 2, 2), {1, 2, 3, 4}) == Numbers{4});         // S0-16
    CHECK(average_pool(square(2, 2, 2), {1, 2, 3, 4}) == Numbers{2.5F});  // S0-16
}

TEST_CASE("pool2d: the guide's 3x3 pooling of S2-5's image") {
    const Numbers x = {3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1};
    CHECK(max_pool(square(5, 3, 1), x) == Numbers{3, 3, 3, 3, 3, 3, 3, 2, 3});
    Numbers ninths = {15, 15, 15, 9, 11, 16, 10, 7, 12};  // 1.7 1.7 1.7 / 1.0 1.2 1.8 / 1.1 0.8 1.3
    for (float& value : ninths) value /= 9.0F;
    CHECK(average_pool(square(5, 3, 1), x) == ninths);
}

// The array on which PyTorch and ONNX Runtime disagree (pytorch/pytorch issue 183528): 3x3 at stride 2,
// padding 1, over 1 to 16.
TEST_CASE("pool2d: average with ceil and padding, by each framework's rule") {
    const Numbers x = one_to_sixteen();
    const Numbers inside = {3.5F, 5, 6, 9.5F, 11, 12, 13.5F, 15, 16};
    const Numbers pytorch = {1.5556F, 3.3333F, 2, 6.3333F, 11, 6, 4.5F, 7.5F, 4};
    const Numbers onnx = {1.5556F, 3.3333F, 1.3333F, 6.3333F, 11, 4, 3, 5, 1.7778F};
    check_close(average_pool(square(4, 3, 2, 1, true, MeanCount::kInside), x), inside);
    check_close(average_pool(square(4, 3, 2, 1, true, MeanCount::kPadded), x), pytorch);
    check_close(average_pool(square(4, 3, 2, 1, true, MeanCount::kKernel), x), onnx);
    // without ceil the two that count the padding agree
    check_close(average_pool(square(4, 3, 2, 1, false, MeanCount::kInside), x), {3.5F, 5, 9.5F, 11});
    check_close(average_pool(square(4, 3, 2, 1, false, MeanCount::kPadded), x),
                {1.5556F, 3.3333F, 6.3333F, 11});
    check_close(average_pool(square(4, 3, 2, 1, false, MeanCount::kKernel), x),
                {1.5556F, 3.3333F, 6.3333F, 11});
}

TEST_CASE("pool2d: a last window that would start behind the input is dropped") {
    // 2x2 windows at stride 3 on 5 pixels: position 6 starts behind the padded-before input
    CHECK(square(5, 2, 3, 1, true).window.x.output == 2);
    CHECK(square(4, 3, 2, 0, true).window.x.output == 2);
    CHECK(max_pool(square(4, 3, 2, 0, true), one_to_sixteen()) == Numbers{11, 12, 15, 16});
}

TEST_CASE("pool2d: padding never wins a maximum") {
    const Numbers x(16, -3.0F);
    for (const float value : max_pool(square(4, 3, 2, 1, true), x)) CHECK(value == -3.0F);
    const Numbers infinite(16, -std::numeric_limits<float>::infinity());
    const Pool2dPlan plan = square(4, 3, 2, 1);
    Numbers y(plan.output_size());
    std::vector<std::int32_t> argmax(y.size());
    max_pool_forward(plan, 1, infinite.data(), y.data(), argmax.data());
    CHECK(argmax == std::vector<std::int32_t>{0, 1, 4, 5});
}

TEST_CASE("pool2d: a window that sees only padding") {
    const Pool2dPlan plan = square(2, 1, 1, 1);
    Numbers y(16);
    std::vector<std::int32_t> argmax(16);
    const Numbers x = {1, 2, 3, 4};
    max_pool_forward(plan, 1, x.data(), y.data(), argmax.data());
    CHECK(argmax[0] == -1);
    CHECK(y[0] == -std::numeric_limits<float>::infinity());
    CHECK(y[5] == 1.0F);
    Numbers dx(4);
    const Numbers dy(16, 1.0F);
    max_pool_backward(plan, 1, dy.data(), argmax.data(), dx.data());
    CHECK(dx == Numbers{1, 1, 1, 1});
    Pool2dPlan excluding = plan;
    excluding.mean_count = MeanCount::kInside;
    CHECK(average_pool(excluding, x)[0] == 0.0F);
}

TEST_CASE("pool2d: ties go to the first in row order, and a NaN is not lost") {
    for (const bool fast : {true, false}) {
        CAPTURE(fast);
        // the same windows with and without the road for 2x2 at stride 2 (padding of a dilated axis keeps it
        // off)
        Pool2dPlan plan = square(2, 2, 2);
        if (!fast) plan.window.y.pad_after = plan.window.y.kernel = 3;
        std::int32_t at = -1;
        float y = 0;
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const Numbers ties = {1, 4, 4, 4};
        max_pool_forward(plan, 1, ties.data(), &y, &at);
        CHECK(at == 1);
        for (std::int32_t where = 0; where < 4; ++where) {
            Numbers x = {1, 2, 3, 4};
            x[static_cast<std::size_t>(where)] = nan;
            max_pool_forward(plan, 1, x.data(), &y, &at);
            CHECK(std::isnan(y));
            CHECK(at == where);
        }
        const Numbers two = {1, nan, nan, 5};
        max_pool_forward(plan, 1, two.data(), &y, &at);
        CHECK(at == 1);
    }
}

TEST_CASE("pool2d: NaN, infinities and zeros of both signs among others win as in the reference") {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    const Numbers kinds = {
        std::numeric_limits<float>::quiet_NaN(), kInfinity, -kInfinity, 0.0F, -0.0F, 1, -1, 1};
    Rng rng(17);
    for (int round = 0; round < 400; ++round) {
        const Pool2dPlan plan = square(random_int(rng, 8, 19), 2, 2);
        const std::uint32_t some = 3 + rng.below(6);  // with all of them, few windows are without a NaN
        Numbers x(plan.input_size());
        for (float& value : x) value = kinds[kinds.size() - 1 - rng.below(some)];
        Numbers y(plan.output_size()), expected(y.size());
        std::vector<std::int32_t> at(y.size()), expected_at(y.size());
        max_pool_forward(plan, 1, x.data(), y.data(), at.data());
        reference_max_pool_forward(plan, 1, x.data(), expected.data(), expected_at.data());
        CHECK(at == expected_at);
        CHECK(same_bits(y, expected));
        y.assign(y.size(), 5.0F);
        max_pool_forward(plan, 1, x.data(), y.data(), nullptr);
        CHECK(same_bits(y, expected));
    }
}

TEST_CASE("pool2d: the winner takes the gradient, overlapping windows add up") {
    const Pool2dPlan plan = square(3, 2, 1);
    const Numbers x = {0, 1, 0, 2, 9, 3, 0, 4, 0};
    Numbers y(4);
    std::vector<std::int32_t> argmax(4);
    max_pool_forward(plan, 1, x.data(), y.data(), argmax.data());
    const Numbers dy = {1, 2, 4, 8};
    Numbers dx(9, 5.0F);
    max_pool_backward(plan, 1, dy.data(), argmax.data(), dx.data());
    CHECK(dx == Numbers{0, 0, 0, 0, 15, 0, 0, 0, 0});
}

TEST_CASE("pool2d: fast and reference agree to the bit over 500 random geometries") {
    Rng rng(99);
    for (int i = 0; i < 500; ++i) {
        Pool2dPlan plan{random_int(rng, 1, 4), {random_plan(rng), random_plan(rng)}, random_rule(rng)};
        const bool everyday = rng.below(4) == 0;  // 2x2, stride 2: the fast road
        if (everyday) {
            const AxisSpec half{2, 2, Padding::kValid, 0, 0, 1, false};
            plan.window = {plan_axis(random_int(rng, 2, 14), half).value(),
                           plan_axis(random_int(rng, 2, 14), half).value()};
        }
        CAPTURE(describe(plan.window.y));
        CAPTURE(describe(plan.window.x));
        const int n = random_int(rng, 1, 3);
        const auto images = static_cast<std::size_t>(n);
        Floats x = random_floats(rng, images * plan.input_size());
        for (float& value : x) value = std::round(value * 4) / 4;  // many ties
        Floats y(images * plan.output_size());
        Floats expected(y.size());
        std::vector<std::int32_t> argmax(y.size());
        std::vector<std::int32_t> expected_argmax(y.size());
        max_pool_forward(plan, n, x.data(), y.data(), argmax.data());
        reference_max_pool_forward(plan, n, x.data(), expected.data(), expected_argmax.data());
        CHECK(same_bits(y, expected));
        CHECK(argmax == expected_argmax);
        y.assign(y.size(), 5.0F);
        max_pool_forward(plan, n, x.data(), y.data(), nullptr);
        CHECK(same_bits(y, expected));
        average_pool_forward(plan, n, x.data(), y.data());
        reference_average_pool_forward(plan, n, x.data(), expected.data());
        CHECK(same_bits(y, expected));
        const Floats dy = random_floats(rng, y.size());
        Floats dx(x.size(), 5.0F);
        Floats expected_dx(x.size());
        average_pool_backward(plan, n, dy.data(), dx.data());
        reference_average_pool_backward(plan, n, dy.data(), expected_dx.data());
        CHECK(same_bits(dx, expected_dx));
    }
}

}  // namespace
}  // namespace cnn
