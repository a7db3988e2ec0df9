// Every kind of pooling over enumerated geometries: gradient, fast road, trace and reference agree; and the
// lectures' slices of the kinds that pool2d_test.cpp leaves out.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/ops/pool2d/pool2d.h"
#include "core/ops/pool2d/reference.h"
#include "core/ops/pool2d/trace.h"
#include "tests/core/ops/central_differences.h"
#include "tests/core/ops/enumerations.h"

namespace cnn {
namespace {

using testing::describe;
using testing::distinct_doubles;
using testing::dot;
using testing::Doubles;
using testing::kGradientTolerance;
using testing::random_doubles;
using testing::same_bits;
using testing::to_floats;
using testing::worst_error;

using Winners = std::vector<std::int32_t>;

template <class Real>
void reference_forward(PoolKind kind, const Pool2dPlan& plan, int n, const Real* x, Real* y,
                       Winners& winners) {
    switch (kind) {
        case PoolKind::kMax:
            return reference_max_pool_forward(plan, n, x, y, winners.data());
        case PoolKind::kMin:
            return reference_min_pool_forward(plan, n, x, y, winners.data());
        case PoolKind::kAverage:
            return reference_average_pool_forward(plan, n, x, y);
        case PoolKind::kSum:
            return reference_sum_pool_forward(plan, n, x, y);
        case PoolKind::kL2:
            return reference_l2_pool_forward(plan, n, x, y);
    }
}

template <class Real>
void reference_backward(PoolKind kind, const Pool2dPlan& plan, int n, const Real* x, const Real* y,
                        const Winners& winners, const Real* dy, Real* dx) {
    switch (kind) {
        case PoolKind::kMax:
        case PoolKind::kMin:
            return reference_max_pool_backward(plan, n, dy, winners.data(), dx);
        case PoolKind::kAverage:
            return reference_average_pool_backward(plan, n, dy, dx);
        case PoolKind::kSum:
            return reference_sum_pool_backward(plan, n, dy, dx);
        case PoolKind::kL2:
            return reference_l2_pool_backward(plan, n, x, y, dy, dx);
    }
}

// winners: null where nobody asks who won
void fast_forward(PoolKind kind, const Pool2dPlan& plan, int n, const float* x, float* y,
                  std::int32_t* winners) {
    switch (kind) {
        case PoolKind::kMax:
            return max_pool_forward(plan, n, x, y, winners);
        case PoolKind::kMin:
            return min_pool_forward(plan, n, x, y, winners);
        case PoolKind::kAverage:
            return average_pool_forward(plan, n, x, y);
        case PoolKind::kSum:
            return sum_pool_forward(plan, n, x, y);
        case PoolKind::kL2:
            return l2_pool_forward(plan, n, x, y);
    }
}

void fast_backward(PoolKind kind, const Pool2dPlan& plan, int n, const float* x, const float* y,
                   const Winners& winners, const float* dy, float* dx) {
    switch (kind) {
        case PoolKind::kMax:
        case PoolKind::kMin:
            return max_pool_backward(plan, n, dy, winners.data(), dx);
        case PoolKind::kAverage:
            return average_pool_backward(plan, n, dy, dx);
        case PoolKind::kSum:
            return sum_pool_backward(plan, n, dy, dx);
        case PoolKind::kL2:
            return l2_pool_backward(plan, n, x, y, dy, dx);
    }
}

void check_gradient(PoolKind kind, const Pool2dPlan& plan, Doubles x, Doubles dy) {
    Doubles y(dy.size()), dx(x.size());
    Winners winners(dy.size());
    reference_forward(kind, plan, 2, x.data(), y.data(), winners);
    for (std::size_t o = 0; o < y.size(); ++o)
        if (std::isinf(y[o])) dy[o] = 0;  // a window that sees only padding has no value to weigh
    reference_backward(kind, plan, 2, x.data(), y.data(), winners, dy.data(), dx.data());
    const auto loss = [&] {
        reference_forward(kind, plan, 2, x.data(), y.data(), winners);
        double sum = 0;
        for (std::size_t o = 0; o < y.size(); ++o) sum += dy[o] == 0 ? 0 : y[o] * dy[o];
        return sum;
    };
    CHECK(worst_error(x, dx, loss) < kGradientTolerance);
}

void check_trace(PoolKind kind, const Pool2dPlan& plan, const Floats& x, const Floats& y,
                 const Winners& winners) {
    const WindowPlan& window = plan.window;
    const Tensor image({1, plan.channels, window.y.input, window.x.input},
                       std::span(x).first(plan.input_size()));
    std::size_t at = 0;
    bool equal = true;
    for (int channel = 0; channel < plan.channels; ++channel)
        for (int oy = 0; oy < window.y.output; ++oy)
            for (int ox = 0; ox < window.x.output; ++ox, ++at) {
                const PoolTrace trace = trace_pool2d(kind, plan, image, channel, oy, ox);
                equal = equal && same_bits({&trace.result, 1}, {&y[at], 1});
                if (kind != PoolKind::kMax && kind != PoolKind::kMin) continue;
                const bool wins = trace.winner >= 0;
                const PoolTerm term = wins ? trace.terms[static_cast<std::size_t>(trace.winner)] : PoolTerm{};
                equal = equal && winners[at] == (wins ? term.iy * window.x.input + term.ix : -1);
            }
    CHECK(equal);
}

void check_bits(PoolKind kind, const Pool2dPlan& plan, const Floats& x, const Floats& dy) {
    Floats y(dy.size()), expected(dy.size()), dx(x.size(), 5.0F), expected_dx(x.size());
    Winners winners(dy.size()), expected_winners(dy.size());
    fast_forward(kind, plan, 2, x.data(), y.data(), winners.data());
    reference_forward(kind, plan, 2, x.data(), expected.data(), expected_winners);
    CHECK(same_bits(y, expected));
    CHECK(winners == expected_winners);
    fast_backward(kind, plan, 2, x.data(), y.data(), winners, dy.data(), dx.data());
    reference_backward(kind, plan, 2, x.data(), y.data(), winners, dy.data(), expected_dx.data());
    CHECK(same_bits(dx, expected_dx));
    check_trace(kind, plan, x, y, winners);
}

TEST_CASE("gradients: every kind of pooling over enumerated geometries, by each rule, and global") {
    for (const PoolKind kind : testing::kPoolKinds) {
        CAPTURE(static_cast<int>(kind));
        Rng rng(41);
        testing::for_each_pool(kind, [&](const Pool2dPlan& plan) {
            CAPTURE(describe(plan.window));
            const Doubles x = distinct_doubles(rng, 2 * plan.input_size());
            const Doubles dy = random_doubles(rng, 2 * plan.output_size());
            check_gradient(kind, plan, x, dy);
            check_bits(kind, plan, to_floats(x), to_floats(dy));
        });
    }
}

std::vector<float> pooled(PoolKind kind, const WindowPlan& window, const std::vector<float>& x) {
    const Pool2dPlan plan{1, window, MeanCount::kInside};
    std::vector<float> y(plan.output_size());
    fast_forward(kind, plan, 1, x.data(), y.data(), nullptr);
    return y;
}

TEST_CASE("pool2d: S3-21's slices by minimum, sum and L2, and S0-16's global and minimum") {
    const AxisPlan half = plan_axis(4, {2, 2, Padding::kValid, 0, 0, 1, false}).value();
    struct Slice {
        std::vector<float> x, minimum, sum, l2;
    };
    const Slice slices[] = {{{1, 9, 6, 4, 5, 4, 7, 8, 5, 1, 2, 9, 6, 7, 6, 0},
                             {1, 4, 1, 0},
                             {19, 25, 19, 17},
                             {11.0905F, 12.8452F, 10.5357F, 11}},
                            {{9, 1, 7, 4, 5, 6, 3, 0, 1, 2, 5, 4, 0, 8, 9, 0},
                             {1, 0, 0, 0},
                             {21, 14, 11, 18},
                             {11.9583F, 8.6023F, 8.3066F, 11.0454F}},
                            {{7, 6, 9, 1, 5, 2, 0, 4, 5, 8, 3, 9, 0, 2, 2, 1},
                             {2, 0, 0, 1},
                             {20, 14, 15, 15},
                             {10.6771F, 9.8995F, 9.6437F, 9.7468F}}};
    for (const Slice& slice : slices) {
        CHECK(pooled(PoolKind::kMin, {half, half}, slice.x) == slice.minimum);
        CHECK(pooled(PoolKind::kSum, {half, half}, slice.x) == slice.sum);
        const std::vector<float> l2 = pooled(PoolKind::kL2, {half, half}, slice.x);
        for (std::size_t i = 0; i < 4; ++i) CHECK(l2[i] == doctest::Approx(slice.l2[i]).epsilon(1e-5));
    }
    const WindowPlan whole = global_window(2, 2);
    CHECK(pooled(PoolKind::kAverage, whole, {1, 2, 3, 4}) == std::vector<float>{2.5F});
    CHECK(pooled(PoolKind::kMin, whole, {1, 2, 3, 4}) == std::vector<float>{1});
    CHECK(pooled(PoolKind::kMax, global_window(1, 4), {1, 2, 9, 4}) == std::vector<float>{9});
}

TEST_CASE("pool2d: corners of minimum, sum and L2") {
    const AxisPlan padded = plan_axis(2, {1, 1, Padding::kExplicit, 1, 1, 1, false}).value();
    const std::vector<float> x = {1, 2, 3, 4};
    CHECK(pooled(PoolKind::kMin, {padded, padded}, x)[0] == std::numeric_limits<float>::infinity());
    CHECK(pooled(PoolKind::kSum, {padded, padded}, x)[0] == 0.0F);
    CHECK(pooled(PoolKind::kL2, {padded, padded}, x)[5] == 1.0F);
    const float nan = std::numeric_limits<float>::quiet_NaN();
    CHECK(std::isnan(pooled(PoolKind::kMin, global_window(2, 2), {1, nan, 3, 4})[0]));
    // a window of zeros has no direction to grow in: gradient 0, not NaN
    const std::vector<float> zeros(4), root(1), one = {1};
    std::vector<float> dx(4, 5.0F);
    l2_pool_backward({1, global_window(2, 2)}, 1, zeros.data(), root.data(), one.data(), dx.data());
    CHECK(dx == zeros);
}

}  // namespace
}  // namespace cnn
