// Activations: fast loops against the reference to the bit, gradients in double, ends of the range.
#include "core/ops/activation/activation.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/ops/activation/reference.h"
#include "tests/core/ops/central_differences.h"
#include "tests/core/ops/random_geometry.h"

namespace cnn {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

struct Row {
    ActivationPlan plan;
    float at_minus_infinity, at_minus_one, at_infinity;
};
constexpr Row kRows[] = {
    {{Activation::kRelu}, 0, 0, kInfinity},
    {{Activation::kLeakyRelu, 0.01F}, -kInfinity, -0.01F, kInfinity},
    {{Activation::kLeakyRelu, 0.3F}, -kInfinity, -0.3F, kInfinity},
    {{Activation::kElu, 1}, -1, -0.6321206F, kInfinity},
    {{Activation::kElu, 2}, -2, -1.2642411F, kInfinity},
    {{Activation::kSigmoid}, 0, 0.2689414F, 1},
    {{Activation::kTanh}, -1, -0.7615942F, 1},
    {{Activation::kSoftplus}, 0, 0.3132617F, kInfinity},
};

float activate(const ActivationPlan& plan, float x) {
    activation_forward(plan, 1, &x, &x);
    return x;
}

TEST_CASE("activation: values at -1, and at the ends of the range") {
    for (const Row& row : kRows) {
        CAPTURE(static_cast<int>(row.plan.kind));
        CHECK(activate(row.plan, -kInfinity) == row.at_minus_infinity);
        CHECK(activate(row.plan, -1) == doctest::Approx(row.at_minus_one).epsilon(1e-6));
        CHECK(activate(row.plan, kInfinity) == row.at_infinity);
        CHECK(std::isnan(activate(row.plan, kNaN)));
    }
}

TEST_CASE("activation: fast loops and reference agree to the bit, in place too") {
    Rng rng(5);
    Floats x = testing::random_floats(rng, 203);  // no multiple of a vector
    for (float& value : x) value *= 20;
    const Floats dy = testing::random_floats(rng, x.size());
    for (const Row& row : kRows) {
        CAPTURE(static_cast<int>(row.plan.kind));
        Floats y(x.size()), dx(x.size()), expected(x.size()), expected_dx(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) {
            expected[i] = reference_activate(row.plan, x[i]);
            const float slope = reference_activation_slope(row.plan, expected[i]);
            expected_dx[i] = slope == 0 ? 0.0F : dy[i] * slope;
        }
        activation_forward(row.plan, x.size(), x.data(), y.data());
        activation_backward(row.plan, x.size(), y.data(), dy.data(), dx.data());
        CHECK(testing::same_bits(y, expected));
        for (std::size_t i = 0; i < dx.size(); ++i) REQUIRE(dx[i] == expected_dx[i]);  // -0 is 0
        Floats in_place = x;
        activation_forward(row.plan, x.size(), in_place.data(), in_place.data());
        CHECK(testing::same_bits(in_place, expected));
        Floats gradient = dy;
        activation_backward(row.plan, x.size(), y.data(), gradient.data(), gradient.data());
        CHECK(testing::same_bits(gradient, dx));
    }
}

TEST_CASE("gradients: activations, 8 x 64 enumerated inputs") {
    for (const Row& row : kRows) {
        CAPTURE(static_cast<int>(row.plan.kind));
        testing::Doubles x;
        for (int i = 0; i < 64; ++i) x.push_back(-7.9 + 0.25 * i);
        testing::Doubles dx;
        for (const double value : x)
            dx.push_back(reference_activation_slope(row.plan, reference_activate(row.plan, value)));
        CHECK(testing::worst_error(x, dx, [&] {
                  double sum = 0;
                  for (const double value : x) sum += reference_activate(row.plan, value);
                  return sum;
              }) < testing::kGradientTolerance);
    }
}

TEST_CASE("activation: the gradient at the kink, as PyTorch chooses it") {
    const float dy = 1, y = 0;
    const auto slope = [&](const ActivationPlan& plan) {
        float dx = 5;
        activation_backward(plan, 1, &y, &dy, &dx);
        return dx;
    };
    CHECK(slope({Activation::kRelu}) == 0.0F);
    CHECK(slope({Activation::kLeakyRelu, 0.25F}) == 0.25F);
    CHECK(slope({Activation::kElu, 2}) == 2.0F);
}

TEST_CASE("activation: softplus and elu keep small values") {
    CHECK(activate({Activation::kSoftplus}, -30) == doctest::Approx(9.357622969e-14).epsilon(1e-6));
    CHECK(activate({Activation::kElu, 1}, -1e-6F) == doctest::Approx(-9.999995e-7).epsilon(1e-6));
    const float y = 1e-10F, dy = 1;
    float dx = 0;
    softplus_backward(1, &y, &dy, &dx);
    CHECK(dx == doctest::Approx(1e-10).epsilon(1e-6));
}

}  // namespace
}  // namespace cnn
