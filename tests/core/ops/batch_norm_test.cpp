// Batch normalisation: what it promises of the result, each framework's running statistics, gradient and
// bits.
#include "core/ops/batch_norm/batch_norm.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/ops/batch_norm/reference.h"
#include "core/ops/batch_norm/trace.h"
#include "tests/core/ops/central_differences.h"
#include "tests/core/ops/enumerations.h"
#include "tests/core/ops/random_geometry.h"

namespace cnn {
namespace {

using testing::dot;
using testing::Doubles;
using testing::kGradientTolerance;
using testing::random_doubles;
using testing::same_bits;
using testing::to_floats;
using testing::worst_error;

TEST_CASE("batch norm: a chunk comes out with mean beta and deviation gamma") {
    const BatchNormPlan plan{2, 4, 0.0F};
    const Floats x = {1, 2, 3, 4, 10, 10, 30, 30, 5, 6, 7, 8, 10, 10, 30, 30};
    Floats mean(2), variance(2), y(16);
    batch_norm_statistics(plan, 2, x.data(), mean.data(), variance.data());
    CHECK(mean == Floats{4.5F, 20});
    CHECK(variance == Floats{5.25F, 100});
    const Floats gamma = {1, 2}, beta = {0, 7};
    batch_norm_forward(plan, 2, x.data(), mean.data(), variance.data(), gamma.data(), beta.data(), y.data());
    CHECK(y[0] == doctest::Approx(-3.5 / std::sqrt(5.25)));
    CHECK(y[11] == doctest::Approx(3.5 / std::sqrt(5.25)));
    CHECK(Floats(y.begin() + 4, y.begin() + 8) == Floats{5, 5, 9, 9});
}

TEST_CASE("batch norm: one number has variance 0 and comes out as beta") {
    const BatchNormPlan plan{1, 1, 1e-3F};
    const float x = 42, gamma = 3, beta = 0.5F, dy = 1;
    float mean = 0, variance = 5, y = 0, dx = 5, dgamma = 5, dbeta = 5;
    batch_norm_statistics(plan, 1, &x, &mean, &variance);
    batch_norm_forward(plan, 1, &x, &mean, &variance, &gamma, &beta, &y);
    batch_norm_backward(plan, 1, &x, &mean, &variance, &gamma, &dy, &dx, &dgamma, &dbeta);
    CHECK(variance == 0.0F);
    CHECK(y == 0.5F);
    CHECK(dx == 0.0F);
    CHECK(dbeta == 1.0F);
}

TEST_CASE("batch norm: running statistics as PyTorch, Keras and ONNX keep them") {
    const BatchNormPlan plan{1, 2, 1e-5F};
    struct Row {
        const char* framework;
        float keep;
        RunningVariance kind;
        float mean, variance;
    };
    // from mean 0, variance 1 with a chunk of 4 numbers, mean 10, variance 6 (of a sample: 8)
    const Row rows[] = {{"PyTorch, momentum 0.1", 1 - 0.1F, RunningVariance::kSample, 1.0F, 1.7F},
                        {"Keras, momentum 0.99", 0.99F, RunningVariance::kPopulation, 0.1F, 1.05F},
                        {"ONNX, momentum 0.9", 0.9F, RunningVariance::kPopulation, 1.0F, 1.5F}};
    for (const Row& row : rows) {
        CAPTURE(row.framework);
        const float mean = 10, variance = 6;
        float running_mean = 0, running_variance = 1;
        batch_norm_update_running(plan, row.keep, row.kind, 4, &mean, &variance, &running_mean,
                                  &running_variance);
        CHECK(running_mean == doctest::Approx(row.mean).epsilon(1e-6));
        CHECK(running_variance == doctest::Approx(row.variance).epsilon(1e-6));
    }
}

struct Case {
    BatchNormPlan plan;
    int n;
    Doubles x, gamma, beta, dy;

    Case(Rng& rng, const BatchNormPlan& layer, int images) : plan(layer), n(images) {
        const auto channels = static_cast<std::size_t>(plan.channels);
        const std::size_t size = plan.size() * static_cast<std::size_t>(n);
        x = random_doubles(rng, size);
        gamma = random_doubles(rng, channels);
        beta = random_doubles(rng, channels);
        dy = random_doubles(rng, size);
    }
};

void check_gradient(Case c) {
    Doubles mean(c.gamma.size()), variance(mean.size()), y(c.x.size()), dx(c.x.size());
    Doubles dgamma(mean.size()), dbeta(mean.size());
    const auto loss = [&] {
        reference_batch_norm_statistics(c.plan, c.n, c.x.data(), mean.data(), variance.data());
        reference_batch_norm_forward(c.plan, c.n, c.x.data(), mean.data(), variance.data(), c.gamma.data(),
                                     c.beta.data(), y.data());
        return dot(y, c.dy);
    };
    loss();
    reference_batch_norm_backward(c.plan, c.n, c.x.data(), mean.data(), variance.data(), c.gamma.data(),
                                  c.dy.data(), dx.data(), dgamma.data(), dbeta.data());
    CHECK(worst_error(c.x, dx, loss) < kGradientTolerance);
    CHECK(worst_error(c.gamma, dgamma, loss) < kGradientTolerance);
    CHECK(worst_error(c.beta, dbeta, loss) < kGradientTolerance);
}

void check_bits(const Case& c) {
    const Floats x = to_floats(c.x), gamma = to_floats(c.gamma), beta = to_floats(c.beta),
                 dy = to_floats(c.dy);
    Floats mean(gamma.size()), variance(mean), y(x.size()), dx(x.size()), dgamma(mean), dbeta(mean);
    Floats mean2(mean), variance2(mean), y2(y), dx2(dx), dgamma2(mean), dbeta2(mean);
    batch_norm_statistics(c.plan, c.n, x.data(), mean.data(), variance.data());
    reference_batch_norm_statistics(c.plan, c.n, x.data(), mean2.data(), variance2.data());
    CHECK(same_bits(mean, mean2));
    CHECK(same_bits(variance, variance2));
    batch_norm_forward(c.plan, c.n, x.data(), mean.data(), variance.data(), gamma.data(), beta.data(),
                       y.data());
    reference_batch_norm_forward(c.plan, c.n, x.data(), mean.data(), variance.data(), gamma.data(),
                                 beta.data(), y2.data());
    CHECK(same_bits(y, y2));
    batch_norm_backward(c.plan, c.n, x.data(), mean.data(), variance.data(), gamma.data(), dy.data(),
                        dx.data(), dgamma.data(), dbeta.data());
    reference_batch_norm_backward(c.plan, c.n, x.data(), mean.data(), variance.data(), gamma.data(),
                                  dy.data(), dx2.data(), dgamma2.data(), dbeta2.data());
    CHECK(same_bits(dx, dx2));
    CHECK(same_bits(dgamma, dgamma2));
    CHECK(same_bits(dbeta, dbeta2));
    const BatchNormTrace trace = trace_batch_norm(c.plan, x[0], mean[0], variance[0], gamma[0], beta[0]);
    CHECK(same_bits({&trace.result, 1}, {y.data(), 1}));
}

TEST_CASE("gradients: batch norm over enumerated geometries") {
    Rng rng(61);
    testing::for_each_batch_norm([&](const BatchNormPlan& plan, int images) {
        CAPTURE(plan.channels);
        CAPTURE(plan.pixels);
        CAPTURE(images);
        const Case c(rng, plan, images);
        check_gradient(c);
        check_bits(c);
    });
}

}  // namespace
}  // namespace cnn
