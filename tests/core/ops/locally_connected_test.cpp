// The locally connected layer: the lecture's count, its likeness to a convolution, gradient, bits and trace.
#include "core/ops/locally_connected/locally_connected.h"

#include <doctest/doctest.h>

#include "core/ops/conv2d/reference.h"
#include "core/ops/locally_connected/reference.h"
#include "core/ops/locally_connected/trace.h"
#include "tests/core/ops/central_differences.h"
#include "tests/core/ops/enumerations.h"

namespace cnn {
namespace {

using testing::describe;
using testing::dot;
using testing::Doubles;
using testing::kGradientTolerance;
using testing::random_doubles;
using testing::same_bits;
using testing::to_floats;
using testing::worst_error;

TEST_CASE("locally connected: S3-18's parameters without sharing") {
    const AxisPlan axis = plan_axis(227, {11, 4, Padding::kValid, 0, 0, 1, false}).value();
    const LocallyConnectedPlan plan{3, 96, {axis, axis}};
    CHECK(plan.weight_count() + plan.bias_count() == 105705600U);
}

TEST_CASE("locally connected: with the same weights everywhere it is a convolution") {
    Rng rng(71);
    const LocallyConnectedPlan plan{2, 3, testing::enumerated_window(3, 2, 1, 1, false)};
    const Conv2dPlan convolution{2, 3, plan.window};
    const std::size_t pixels = plan.output_pixels();
    const Floats x = testing::random_floats(rng, plan.input_size());
    const Floats shared = testing::random_floats(rng, plan.weight_count() / pixels);
    const Floats shared_bias = testing::random_floats(rng, 3);
    Floats w, bias;
    for (const float weight : shared) w.insert(w.end(), pixels, weight);
    for (const float value : shared_bias) bias.insert(bias.end(), pixels, value);
    Floats y(plan.output_size()), expected(y.size());
    locally_connected_forward(plan, 1, x.data(), w.data(), bias.data(), y.data());
    reference_conv2d_forward(convolution, 1, x.data(), shared.data(), shared_bias.data(), expected.data());
    CHECK(y == expected);
}

struct Case {
    LocallyConnectedPlan plan;
    static constexpr int n = 2;
    Doubles x, w, bias, dy;

    Case(Rng& rng, const LocallyConnectedPlan& layer) : plan(layer) {
        x = random_doubles(rng, n * plan.input_size());
        w = random_doubles(rng, plan.weight_count());
        bias = random_doubles(rng, plan.bias_count());
        dy = random_doubles(rng, n * plan.output_size());
    }
};

void check_gradient(Case c) {
    Doubles y(c.dy.size()), dx(c.x.size()), dw(c.w.size()), db(c.bias.size());
    reference_locally_connected_backward(c.plan, c.n, c.x.data(), c.w.data(), c.dy.data(), dx.data(),
                                         dw.data(), db.data());
    const auto loss = [&] {
        reference_locally_connected_forward(c.plan, c.n, c.x.data(), c.w.data(), c.bias.data(), y.data());
        return dot(y, c.dy);
    };
    CHECK(worst_error(c.x, dx, loss) < kGradientTolerance);
    CHECK(worst_error(c.w, dw, loss) < kGradientTolerance);
    CHECK(worst_error(c.bias, db, loss) < kGradientTolerance);
}

void check_bits(const Case& c) {
    const Floats x = to_floats(c.x), w = to_floats(c.w), bias = to_floats(c.bias), dy = to_floats(c.dy);
    Floats y(dy.size(), 5.0F), dx(x.size(), 5.0F), dw(w.size(), 5.0F), db(bias.size(), 5.0F);
    Floats expected_y(y), expected_dx(dx), expected_dw(dw), expected_db(db);
    locally_connected_forward(c.plan, c.n, x.data(), w.data(), bias.data(), y.data());
    reference_locally_connected_forward(c.plan, c.n, x.data(), w.data(), bias.data(), expected_y.data());
    CHECK(same_bits(y, expected_y));
    locally_connected_backward(c.plan, c.n, x.data(), w.data(), dy.data(), dx.data(), dw.data(), db.data());
    reference_locally_connected_backward(c.plan, c.n, x.data(), w.data(), dy.data(), expected_dx.data(),
                                         expected_dw.data(), expected_db.data());
    CHECK(same_bits(dx, expected_dx));
    CHECK(same_bits(dw, expected_dw));
    CHECK(same_bits(db, expected_db));
    const WindowPlan& window = c.plan.window;
    const Tensor image({1, c.plan.channels, window.y.input, window.x.input},
                       std::span(x).first(c.plan.input_size()));
    std::size_t at = 0;
    for (int oc = 0; oc < c.plan.filters; ++oc)
        for (int oy = 0; oy < window.y.output; ++oy)
            for (int ox = 0; ox < window.x.output; ++ox, ++at)
                CHECK(trace_locally_connected(c.plan, image, w, bias, oc, oy, ox).result == y[at]);
}

TEST_CASE("gradients: locally connected over enumerated geometries") {
    Rng rng(72);
    testing::for_each_locally_connected([&](const LocallyConnectedPlan& plan) {
        CAPTURE(describe(plan.window));
        const Case c(rng, plan);
        check_gradient(c);
        check_bits(c);
    });
}

}  // namespace
}  // namespace cnn
