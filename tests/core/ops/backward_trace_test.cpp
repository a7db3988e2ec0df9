// The traces of the backward passes end in the references' own bits, whatever the geometry.
#include <doctest/doctest.h>

#include "core/ops/conv2d/backward_trace.h"
#include "core/ops/conv2d/reference.h"
#include "core/ops/pool2d/reference.h"
#include "core/ops/pool2d/trace.h"
#include "tests/core/ops/random_geometry.h"

namespace cnn {
namespace {

using testing::describe;
using testing::random_floats;
using testing::random_int;
using testing::random_plan;
using testing::same_bits;

Tensor random_tensor(Rng& rng, Shape shape) { return {shape, random_floats(rng, shape.size())}; }

struct Traced {
    Floats dx, dw, db;
};

Traced trace_all(const Conv2dPlan& plan, const Tensor& x, const Tensor& w, const Tensor& dy) {
    Traced all;
    for (int oc = 0; oc < plan.filters; ++oc) {
        for_each_tap(plan.group_channels(), plan.window, [&](int ic, int ky, int kx) {
            const ConvGradientTrace trace = trace_conv2d_weight_gradient(plan, x, dy, oc, ic, ky, kx);
            CHECK(static_cast<int>(trace.terms.size()) == plan.output_pixels());
            all.dw.push_back(trace.result);
        });
        all.db.push_back(trace_conv2d_bias_gradient(plan, dy, oc).result);
    }
    for (int ic = 0; ic < plan.channels; ++ic)
        for (int iy = 0; iy < plan.window.y.input; ++iy)
            for (int ix = 0; ix < plan.window.x.input; ++ix) {
                const ConvGradientTrace trace = trace_conv2d_input_gradient(plan, w, dy, ic, iy, ix);
                CHECK(trace.terms.back().partial == trace.result);
                all.dx.push_back(trace.result);
            }
    return all;
}

TEST_CASE("backward trace: every gradient of 120 random convolutions, to the bit") {
    Rng rng(91);
    for (int round = 0; round < 120; ++round) {
        const int groups = random_int(rng, 1, 2);
        const Conv2dPlan plan{groups * random_int(rng, 1, 2),
                              groups * random_int(rng, 1, 3),
                              {random_plan(rng), random_plan(rng)},
                              groups};
        CAPTURE(describe(plan.window.y));
        CAPTURE(describe(plan.window.x));
        const WindowPlan& window = plan.window;
        const Tensor x = random_tensor(rng, {1, plan.channels, window.y.input, window.x.input});
        const Tensor w =
            random_tensor(rng, {plan.filters, plan.group_channels(), window.y.kernel, window.x.kernel});
        const Tensor dy = random_tensor(rng, {1, plan.filters, window.y.output, window.x.output});
        Floats dx(x.size()), dw(w.size()), db(static_cast<std::size_t>(plan.filters));
        reference_conv2d_backward(plan, 1, x.data(), w.data(), dy.data(), dx.data(), dw.data(), db.data());
        const Traced traced = trace_all(plan, x, w, dy);
        CHECK(same_bits(traced.dw, dw));
        CHECK(same_bits(traced.db, db));
        CHECK(same_bits(traced.dx, dx));
    }
}

TEST_CASE("backward trace: the shares of 120 random poolings add up to the gradient, to the bit") {
    Rng rng(92);
    for (int round = 0; round < 120; ++round) {
        const PoolKind kind = round % 2 == 0 ? PoolKind::kMax : PoolKind::kAverage;
        Pool2dPlan plan{1, {random_plan(rng), random_plan(rng)}, MeanCount::kInside};
        if (round % 4 == 1) plan.mean_count = MeanCount::kPadded;
        CAPTURE(describe(plan.window.y));
        CAPTURE(describe(plan.window.x));
        const Tensor x = random_tensor(rng, {1, 1, plan.window.y.input, plan.window.x.input});
        const Tensor dy = random_tensor(rng, {1, 1, plan.window.y.output, plan.window.x.output});
        Floats y(dy.size()), dx(x.size());
        std::vector<std::int32_t> argmax(dy.size());
        if (kind == PoolKind::kMax) {
            reference_max_pool_forward(plan, 1, x.data(), y.data(), argmax.data());
            reference_max_pool_backward(plan, 1, dy.data(), argmax.data(), dx.data());
        } else {
            reference_average_pool_backward(plan, 1, dy.data(), dx.data());
        }
        Tensor scattered(x.shape());
        for (int oy = 0; oy < plan.window.y.output; ++oy)
            for (int ox = 0; ox < plan.window.x.output; ++ox) {
                const PoolTrace forward = trace_pool2d(kind, plan, x, 0, oy, ox);
                const std::vector<float> shares = trace_pool2d_shares(kind, forward, dy.at(0, 0, oy, ox));
                for (std::size_t i = 0; i < shares.size(); ++i) {
                    const PoolTerm& term = forward.terms[i];
                    if (term.padding) {
                        CHECK(shares[i] == 0.0F);
                    } else if (kind == PoolKind::kAverage || static_cast<int>(i) == forward.winner) {
                        scattered.at(0, 0, term.iy, term.ix) += shares[i];
                    }
                }
            }
        CHECK(same_bits(scattered.values(), dx));
    }
}

}  // namespace
}  // namespace cnn
