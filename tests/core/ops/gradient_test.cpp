// Gradients of convolution and pooling over random geometries (central_differences.h).
#include <doctest/doctest.h>

#include <vector>

#include "core/ops/conv2d/reference.h"
#include "core/ops/pool2d/reference.h"
#include "tests/core/ops/central_differences.h"
#include "tests/core/ops/random_geometry.h"

namespace cnn {
namespace {

using testing::describe;
using testing::random_int;
using testing::random_plan;

using Numbers = testing::Doubles;
using testing::dot;
using testing::worst_error;

Numbers random_numbers(Rng& rng, std::size_t count) { return testing::random_doubles(rng, count); }

TEST_CASE("gradients: conv2d over random geometries") {
    Rng rng(11);
    for (int i = 0; i < 60; ++i) {
        Conv2dPlan plan;
        plan.channels = random_int(rng, 1, 3);
        plan.filters = random_int(rng, 1, 3);
        plan.window = {random_plan(rng), random_plan(rng)};
        CAPTURE(describe(plan.window.y));
        CAPTURE(describe(plan.window.x));
        const int n = random_int(rng, 1, 2);
        const auto filters = static_cast<std::size_t>(plan.filters);
        Numbers x = random_numbers(rng, static_cast<std::size_t>(n) * plan.input_size());
        Numbers w = random_numbers(rng, filters * static_cast<std::size_t>(plan.taps()));
        Numbers bias = random_numbers(rng, filters);
        const Numbers dy = random_numbers(rng, static_cast<std::size_t>(n) * plan.output_size());
        Numbers y(dy.size()), dx(x.size()), dw(w.size()), db(bias.size());
        reference_conv2d_backward(plan, n, x.data(), w.data(), dy.data(), dx.data(), dw.data(), db.data());
        const auto loss = [&] {
            reference_conv2d_forward(plan, n, x.data(), w.data(), bias.data(), y.data());
            return dot(y, dy);
        };
        CHECK(worst_error(x, dx, loss) < 1e-5);
        CHECK(worst_error(w, dw, loss) < 1e-5);
        CHECK(worst_error(bias, db, loss) < 1e-5);
    }
}

TEST_CASE("gradients: max and average pooling over random geometries") {
    Rng rng(13);
    for (int i = 0; i < 60; ++i) {
        Pool2dPlan plan{random_int(rng, 1, 2),
                        {random_plan(rng), random_plan(rng)},
                        rng.below(2) == 0 ? MeanCount::kInside : MeanCount::kPadded};
        CAPTURE(describe(plan.window.y));
        CAPTURE(describe(plan.window.x));
        Numbers x = random_numbers(rng, 2 * plan.input_size());
        const Numbers dy = random_numbers(rng, 2 * plan.output_size());
        Numbers y(dy.size()), dx(x.size());
        reference_average_pool_backward(plan, 2, dy.data(), dx.data());
        CHECK(worst_error(x, dx, [&] {
                  reference_average_pool_forward(plan, 2, x.data(), y.data());
                  return dot(y, dy);
              }) < 1e-5);

        std::vector<std::int32_t> argmax(y.size());
        reference_max_pool_forward(plan, 2, x.data(), y.data(), argmax.data());
        std::vector<float> dy_float(dy.begin(), dy.end());
        std::vector<float> dx_float(dx.size());
        max_pool_backward(plan, 2, dy_float.data(), argmax.data(), dx_float.data());
        const Numbers claimed(dx_float.begin(), dx_float.end());
        CHECK(worst_error(x, claimed, [&] {
                  std::vector<std::int32_t> winners(y.size());
                  reference_max_pool_forward(plan, 2, x.data(), y.data(), winners.data());
                  double sum = 0;  // windows that see only padding have no value to weigh
                  for (std::size_t o = 0; o < y.size(); ++o)
                      if (winners[o] >= 0) sum += y[o] * dy[o];
                  return sum;
              }) < 1e-5);
    }
}

}  // namespace
}  // namespace cnn
