// Transforms against the library's sine and cosine, against each other, and against convolution itself.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/rng.h"
#include "core/ops/conv2d/reference.h"
#include "core/ops/signal/fourier.h"
#include "core/ops/signal/matrices.h"

using cnn::Complex;

namespace {

double far(Complex a, Complex b) { return cnn::size_of(a - b); }

std::vector<Complex> random_numbers(std::size_t count, std::uint64_t seed) {
    cnn::Rng rng(seed, 0);
    std::vector<Complex> all(count);
    for (Complex& one : all)
        one = {static_cast<double>(rng.below(2001)) - 1000, static_cast<double>(rng.below(2001)) - 1000};
    return all;
}

}  // namespace

TEST_CASE("signal: turns are cosine and sine") {
    for (int i = -4000; i <= 4000; ++i) {
        const double turns = i / 977.0;
        const Complex z = cnn::turn(turns);
        CHECK(std::fabs(z.re - std::cos(2 * std::numbers::pi * turns)) < 2e-14);
        CHECK(std::fabs(z.im - std::sin(2 * std::numbers::pi * turns)) < 2e-14);
    }
}

TEST_CASE("signal: the fast transform is the plain one, and the inverse undoes it") {
    for (const std::size_t n : {1U, 2U, 4U, 8U, 32U}) {
        CAPTURE(n);
        const std::vector<Complex> x = random_numbers(n, n);
        cnn::Operations counted;
        const std::vector<Complex> fast = cnn::fft(x, cnn::Direction::kForward, counted);
        const std::vector<Complex> plain = cnn::dft(x);
        cnn::Operations ignored;
        const std::vector<Complex> back = cnn::fft(fast, cnn::Direction::kInverse, ignored);
        const std::vector<Complex> plain_back = cnn::dft(plain, cnn::Direction::kInverse);
        for (std::size_t i = 0; i < n; ++i) {
            CHECK(far(fast[i], plain[i]) < 1e-10);
            CHECK(far(back[i], x[i]) < 1e-12 * 1000);
            CHECK(far(plain_back[i], x[i]) < 1e-12 * 1000);
        }
        const auto size = static_cast<std::int64_t>(n);
        const std::int64_t butterflies = size / 2 * static_cast<std::int64_t>(std::log2(n));
        CHECK(counted == cnn::Operations{4 * butterflies, 6 * butterflies});
    }
}

TEST_CASE("S1-2: the transforms give the product of the polynomials, with the work that S1-3 asks about") {
    const std::array<float, 3> alpha{1, 2, 3};
    const std::array<float, 4> beta{4, 5, 6, 7};
    const cnn::FftConvolution all = cnn::convolve_by_fft(alpha, beta);
    const std::array<double, 6> expected{4, 13, 28, 34, 32, 21};
    REQUIRE(all.result.size() == expected.size());
    for (std::size_t k = 0; k < expected.size(); ++k) CHECK(std::fabs(all.result[k] - expected[k]) < 1e-12);
    // three transforms of eight: 12 butterflies each; eight products
    CHECK(all.operations == cnn::Operations{3 * 12 * 4 + 8 * 4, 3 * 12 * 6 + 8 * 2});
}

TEST_CASE("S2-6: one filter lets slow waves through, the other fast ones") {
    const std::array<float, 3> mean{1 / 3.0F, 1 / 3.0F, 1 / 3.0F};
    const std::array<float, 3> second{1, -2, 1};
    for (int i = 0; i <= 20; ++i) {
        const double cycles = i / 40.0;
        const double cosine = std::cos(2 * std::numbers::pi * cycles);
        CHECK(cnn::gain(mean, cycles) == doctest::Approx(std::fabs(1 + 2 * cosine) / 3).epsilon(1e-6));
        CHECK(cnn::gain(second, cycles) == doctest::Approx(2 - 2 * cosine).epsilon(1e-9));
    }
    CHECK(cnn::gain(second, 0) == 0);
    CHECK(cnn::gain(second, 0.5) == doctest::Approx(4).epsilon(1e-12));
}

TEST_CASE("S1-2: both band matrices of a product of polynomials") {
    const auto one_row = cnn::plan_axis(1, {}).value();
    const auto wide = [](int input, int kernel) {
        return cnn::plan_axis(input, {.kernel = kernel, .padding = cnn::Padding::kFull}).value();
    };
    const std::array<float, 3> alpha{1, 2, 3};
    const std::array<float, 4> beta{4, 5, 6, 7};
    const std::vector<float> expected{4, 13, 28, 34, 32, 21};
    const cnn::Tensor of_alpha =
        cnn::window_matrix(cnn::Tensor({1, 1, 1, 3}, std::array<float, 3>{3, 2, 1}), {one_row, wide(4, 3)});
    CHECK(of_alpha.shape() == cnn::Shape{1, 1, 6, 4});
    for (int row = 0; row < 6; ++row)
        for (int column = 0; column < 4; ++column) {
            const int i = row - column;
            CHECK(of_alpha.at(0, 0, row, column) ==
                  (i >= 0 && i < 3 ? alpha[static_cast<std::size_t>(i)] : 0.0F));
        }
    CHECK(cnn::multiply(of_alpha, beta) == expected);
    const cnn::Tensor of_beta = cnn::window_matrix(
        cnn::Tensor({1, 1, 1, 4}, std::array<float, 4>{7, 6, 5, 4}), {one_row, wide(3, 4)});
    CHECK(of_beta.shape() == cnn::Shape{1, 1, 6, 3});
    CHECK(cnn::multiply(of_beta, alpha) == expected);
}

TEST_CASE("S1-3: the operations of the direct sum and of the two dense products") {
    CHECK(cnn::pairwise_operations(3, 4) == cnn::Operations{12, 6});
    CHECK(cnn::pairwise_operations(4, 3) == cnn::Operations{12, 6});
    CHECK(cnn::dense_operations(6, 4).multiplications == 24);
    CHECK(cnn::dense_operations(6, 3).multiplications == 18);
}

TEST_CASE("signal: both matrices of a window give the convolution to the bit") {
    cnn::Rng rng(5, 0);
    const auto fill = [&](cnn::Tensor& tensor) {
        for (float& value : tensor.values()) value = static_cast<float>(rng.below(2000)) / 7.0F - 140;
    };
    for (int round = 0; round < 40; ++round) {
        const auto axis = [&] {
            cnn::AxisSpec spec{.kernel = 1 + static_cast<int>(rng.below(3)),
                               .stride = 1 + static_cast<int>(rng.below(3)),
                               .padding = cnn::Padding::kExplicit,
                               .pad_before = static_cast<int>(rng.below(3)),
                               .pad_after = static_cast<int>(rng.below(3)),
                               .dilation = 1 + static_cast<int>(rng.below(2))};
            return cnn::plan_axis(5 + static_cast<int>(rng.below(4)), spec).value();
        };
        const cnn::AxisPlan y = axis();
        const cnn::AxisPlan x = axis();
        const cnn::WindowPlan window{y, x};
        cnn::Tensor input({1, 1, y.input, x.input});
        cnn::Tensor kernel({1, 1, y.kernel, x.kernel});
        fill(input);
        fill(kernel);
        cnn::Tensor output({1, 1, y.output, x.output});
        const float bias = 0;
        cnn::reference_conv2d_forward(cnn::Conv2dPlan{1, 1, window}, 1, input.data(), kernel.data(), &bias,
                                      output.data());
        const std::vector<float> expected(output.values().begin(), output.values().end());
        CHECK(cnn::multiply(cnn::window_matrix(kernel, window), input.values()) == expected);
        CHECK(cnn::multiply(kernel.values(), cnn::patch_matrix(input, window)) == expected);
    }
}
