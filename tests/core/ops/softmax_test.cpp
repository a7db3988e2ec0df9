// Activations, softmax and cross-entropy: values, gradients against double, and the corners where naive code
// fails.
#include "core/ops/softmax/softmax.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/ops/activation/activation.h"
#include "core/ops/softmax/reference.h"
#include "tests/core/ops/central_differences.h"
#include "tests/core/ops/random_geometry.h"

namespace cnn {
namespace {

using Numbers = std::vector<float>;
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

// The textbook formula in double.
double exact_loss(const std::vector<double>& logits, std::size_t label) {
    const double most = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const double z : logits) sum += std::exp(z - most);
    return std::log(sum) - (logits[label] - most);
}

TEST_CASE("relu: values and gradient") {
    const Numbers x = {-2, -0.0F, 0, 1e-45F, 3};
    Numbers y(5);
    relu_forward(5, x.data(), y.data());
    CHECK(y == Numbers{0, 0, 0, 1e-45F, 3});
    CHECK_FALSE(std::signbit(y[1]));
    const Numbers dy = {1, 2, 3, 4, 5};
    Numbers dx(5);
    relu_backward(5, y.data(), dy.data(), dx.data());
    CHECK(dx == Numbers{0, 0, 0, 4, 5});
    const Numbers broken = {kNaN, std::numeric_limits<float>::infinity()};
    relu_forward(2, broken.data(), y.data());
    CHECK(std::isnan(y[0]));
    CHECK(std::isinf(y[1]));
}

TEST_CASE("tanh: gradient by central differences") {
    for (float x = -4; x <= 4; x += 0.125F) {
        const float one = 1;
        float y = 0;
        float dx = 0;
        tanh_forward(1, &x, &y);
        tanh_backward(1, &y, &one, &dx);
        const double slope = (std::tanh(x + 1e-6) - std::tanh(x - 1e-6)) / 2e-6;
        CHECK(std::fabs(dx - slope) < 1e-6);
    }
}

TEST_CASE("softmax: sums to one, keeps order, survives large logits") {
    const Numbers logits = {1, 2, 3, 1e4F, -1e4F, 0, 0, 0, 0};
    Numbers p(9);
    softmax(3, 3, logits.data(), p.data());
    CHECK(p[0] == doctest::Approx(0.09003057).epsilon(1e-6));
    CHECK(p[1] == doctest::Approx(0.24472848).epsilon(1e-6));
    CHECK(p[2] == doctest::Approx(0.66524094).epsilon(1e-6));
    CHECK(Numbers(p.begin() + 3, p.begin() + 6) == Numbers{1, 0, 0});
    CHECK(p[6] == 1.0F / 3.0F);
    Numbers one = {42};
    softmax(1, 1, one.data(), one.data());
    CHECK(one[0] == 1.0F);
}

TEST_CASE("softmax: a NaN logit reaches its whole row and no other") {
    for (std::size_t where = 0; where < 3; ++where) {
        Numbers logits = {1, 2, 3, 1, 2, 3};
        logits[where] = kNaN;
        Numbers p(6);
        softmax(2, 3, logits.data(), p.data());
        for (std::size_t c = 0; c < 3; ++c) CHECK(std::isnan(p[c]));
        for (std::size_t c = 3; c < 6; ++c) CHECK(std::isfinite(p[c]));
        const std::uint8_t labels[] = {0, 0};
        Numbers losses(2);
        cross_entropy(2, 3, logits.data(), labels, losses.data());
        CHECK(std::isnan(losses[0]));
        CHECK(std::isfinite(losses[1]));
    }
}

TEST_CASE("log-softmax: the logarithm of softmax, finite where that is -infinity") {
    const Numbers logits = {1, 2, 3, 1e4F, -1e4F, 0};
    Numbers y(6);
    log_softmax(2, 3, logits.data(), y.data());
    CHECK(y[0] == doctest::Approx(-2.4076059).epsilon(1e-6));
    CHECK(y[2] == doctest::Approx(-0.4076059).epsilon(1e-6));
    CHECK(Numbers(y.begin() + 3, y.end()) == Numbers{0, -2e4F, -1e4F});
}

// Both functions of a row, templates of the kind reference_softmax is.
template <class Real>
struct RowFunction {
    void (*forward)(std::span<const Real>, std::span<Real>);
    void (*backward)(std::span<const Real>, std::span<const Real>, std::span<Real>);
};
constexpr RowFunction<double> kDoubles[] = {{reference_softmax, reference_softmax_backward},
                                            {reference_log_softmax, reference_log_softmax_backward}};
constexpr RowFunction<float> kFloats[] = {{reference_softmax, reference_softmax_backward},
                                          {reference_log_softmax, reference_log_softmax_backward}};

TEST_CASE("gradients: softmax and log-softmax, 2 x 20 numbers of classes; fast loops equal the reference") {
    Rng rng(31);
    for (int classes = 1; classes <= 20; ++classes)
        for (std::size_t which = 0; which < 2; ++which) {
            CAPTURE(classes);
            const auto size = static_cast<std::size_t>(classes);
            testing::Doubles z = testing::random_doubles(rng, size), y(size), dz(size);
            const testing::Doubles dy = testing::random_doubles(rng, size);
            kDoubles[which].forward(z, y);
            kDoubles[which].backward(y, dy, dz);
            CHECK(testing::worst_error(z, dz, [&] {
                      kDoubles[which].forward(z, y);
                      return testing::dot(y, dy);
                  }) < testing::kGradientTolerance);

            const Floats logits = testing::to_floats(z), gradient = testing::to_floats(dy);
            Floats out(size), expected(size), dlogits(size), expected_dlogits(size);
            kFloats[which].forward(logits, expected);
            kFloats[which].backward(expected, gradient, expected_dlogits);
            (which == 0 ? softmax : log_softmax)(1, classes, logits.data(), out.data());
            CHECK(testing::same_bits(out, expected));
            (which == 0 ? softmax_backward : log_softmax_backward)(1, classes, out.data(), gradient.data(),
                                                                   dlogits.data());
            CHECK(testing::same_bits(dlogits, expected_dlogits));
        }
}

TEST_CASE("cross-entropy: equal logits cost ln(classes); a certain wrong answer stays finite") {
    const Numbers equal(10, 0.25F);
    const std::uint8_t label = 7;
    float loss = 0;
    cross_entropy(1, 10, equal.data(), &label, &loss);
    CHECK(loss == doctest::Approx(std::log(10.0)).epsilon(1e-6));
    const Numbers wrong = {1e4F, 0};
    const std::uint8_t second = 1;
    cross_entropy(1, 2, wrong.data(), &second, &loss);
    CHECK(loss == 1e4F);
}

TEST_CASE("cross-entropy: loss and gradient against double, by central differences") {
    Rng rng(3);
    for (int i = 0; i < 50; ++i) {
        const int classes = testing::random_int(rng, 2, 12);
        const auto size = static_cast<std::size_t>(classes);
        Numbers logits(size);
        for (float& z : logits) z = rng.uniform(-5, 5);
        const auto label = static_cast<std::uint8_t>(rng.below(static_cast<std::uint32_t>(classes)));
        Numbers p(size);
        float loss = 0;
        softmax(1, classes, logits.data(), p.data());
        cross_entropy(1, classes, logits.data(), &label, &loss);
        std::vector<double> exact(logits.begin(), logits.end());
        CHECK(loss == doctest::Approx(exact_loss(exact, label)).epsilon(2e-6));
        Numbers gradient(size);
        cross_entropy_gradient(1, classes, p.data(), &label, 0.5F, gradient.data());
        double sum = 0;
        for (std::size_t c = 0; c < size; ++c) {
            std::vector<double> above = exact;
            std::vector<double> below = exact;
            above[c] += 1e-6;
            below[c] -= 1e-6;
            const double slope = (exact_loss(above, label) - exact_loss(below, label)) / 2e-6;
            CHECK(std::fabs(gradient[c] - 0.5 * slope) < 1e-6);
            sum += static_cast<double>(gradient[c]);
        }
        CHECK(std::fabs(sum) < 1e-6);
    }
}

}  // namespace
}  // namespace cnn
