// The traces of the backward passes end in the references' own bits, whatever the geometry.
#include <doctest/doctest.h>

#include "core/ops/batch_norm/backward_trace.h"
#include "core/ops/batch_norm/reference.h"
#include "core/ops/batch_norm/trace.h"
#include "core/ops/bias/trace.h"
#include "core/ops/conv2d/backward_trace.h"
#include "core/ops/conv2d/reference.h"
#include "core/ops/conv_transpose2d/backward_trace.h"
#include "core/ops/conv_transpose2d/reference.h"
#include "core/ops/dense/backward_trace.h"
#include "core/ops/dense/reference.h"
#include "core/ops/local_response_norm/backward_trace.h"
#include "core/ops/local_response_norm/reference.h"
#include "core/ops/locally_connected/backward_trace.h"
#include "core/ops/locally_connected/reference.h"
#include "core/ops/pool2d/reference.h"
#include "core/ops/pool2d/trace.h"
#include "core/ops/softmax/backward_trace.h"
#include "core/ops/softmax/reference.h"
#include "tests/core/ops/enumerations.h"

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

// dx of one plane by the reference.
Floats pool_gradient(PoolKind kind, const Pool2dPlan& plan, const Tensor& x, const Tensor& dy) {
    Floats y(dy.size()), dx(x.size());
    std::vector<std::int32_t> winners(dy.size());
    switch (kind) {
        case PoolKind::kMax:
            reference_max_pool_forward(plan, 1, x.data(), y.data(), winners.data());
            reference_max_pool_backward(plan, 1, dy.data(), winners.data(), dx.data());
            break;
        case PoolKind::kMin:
            reference_min_pool_forward(plan, 1, x.data(), y.data(), winners.data());
            reference_max_pool_backward(plan, 1, dy.data(), winners.data(), dx.data());
            break;
        case PoolKind::kAverage:
            reference_average_pool_backward(plan, 1, dy.data(), dx.data());
            break;
        case PoolKind::kSum:
            reference_sum_pool_backward(plan, 1, dy.data(), dx.data());
            break;
        case PoolKind::kL2:
            reference_l2_pool_forward(plan, 1, x.data(), y.data());
            reference_l2_pool_backward(plan, 1, x.data(), y.data(), dy.data(), dx.data());
            break;
    }
    return dx;
}

// The shares of every window, added to their pixels.
Tensor scattered_shares(PoolKind kind, const Pool2dPlan& plan, const Tensor& x, const Tensor& dy) {
    const bool by_winner = kind == PoolKind::kMax || kind == PoolKind::kMin;
    Tensor scattered(x.shape());
    for (int oy = 0; oy < plan.window.y.output; ++oy)
        for (int ox = 0; ox < plan.window.x.output; ++ox) {
            const PoolTrace forward = trace_pool2d(kind, plan, x, 0, oy, ox);
            const std::vector<float> shares = trace_pool2d_shares(kind, forward, dy.at(0, 0, oy, ox));
            for (std::size_t i = 0; i < shares.size(); ++i) {
                const PoolTerm& term = forward.terms[i];
                if (term.padding) {
                    CHECK(shares[i] == 0.0F);
                } else if (!by_winner || static_cast<int>(i) == forward.winner) {
                    scattered.at(0, 0, term.iy, term.ix) += shares[i];
                }
            }
        }
    return scattered;
}

void check_pool_shares(Rng& rng, PoolKind kind, const Pool2dPlan& plan) {
    const WindowPlan& window = plan.window;
    CAPTURE(static_cast<int>(kind));
    CAPTURE(static_cast<int>(plan.mean_count));
    CAPTURE(describe(window.y));
    CAPTURE(describe(window.x));
    const Tensor x = random_tensor(rng, {1, 1, window.y.input, window.x.input});
    const Tensor dy = random_tensor(rng, {1, 1, window.y.output, window.x.output});
    CHECK(same_bits(scattered_shares(kind, plan, x, dy).values(), pool_gradient(kind, plan, x, dy)));
}

TEST_CASE("backward trace: the shares of every kind of pooling add up to the gradient, to the bit") {
    Rng rng(92);
    for (int round = 0; round < 30; ++round)
        for (const PoolKind kind : testing::kPoolKinds)
            for (const MeanCount rule : {MeanCount::kInside, MeanCount::kPadded, MeanCount::kKernel})
                check_pool_shares(rng, kind, {1, {random_plan(rng), random_plan(rng)}, rule});
    for (const PoolKind kind : testing::kPoolKinds)
        for (const int side : {1, 2, 7}) check_pool_shares(rng, kind, {1, global_window(side, 5)});
}

TEST_CASE("backward trace: every gradient of 20 dense layers, to the bit") {
    Rng rng(93);
    for (int round = 0; round < 20; ++round) {
        const DensePlan plan{random_int(rng, 1, 9), random_int(rng, 1, 9)};
        const int n = random_int(rng, 1, 4);
        const auto in = static_cast<std::size_t>(plan.in);
        const auto out = static_cast<std::size_t>(plan.out);
        const auto images = static_cast<std::size_t>(n);
        const Floats x = random_floats(rng, images * in), w = random_floats(rng, in * out),
                     dy = random_floats(rng, images * out);
        Floats dx(x.size()), dw(w.size()), db(out), traced_x, traced_w, traced_b;
        reference_dense_backward(plan, n, x.data(), w.data(), dy.data(), dx.data(), dw.data(), db.data());
        for (int i = 0; i < plan.in; ++i)
            for (int o = 0; o < plan.out; ++o)
                traced_w.push_back(trace_dense_weight_gradient(plan, x, dy, i, o).result);
        for (int o = 0; o < plan.out; ++o) traced_b.push_back(trace_dense_bias_gradient(plan, dy, o).result);
        for (std::size_t sample = 0; sample < images; ++sample)
            for (int i = 0; i < plan.in; ++i) {
                const auto own = std::span<const float>(dy).subspan(sample * out, out);
                const GradientTrace trace = trace_dense_input_gradient(plan, w, own, i);
                CHECK(trace.terms.size() == out);
                traced_x.push_back(trace.result);
            }
        CHECK(same_bits(traced_w, dw));
        CHECK(same_bits(traced_b, db));
        CHECK(same_bits(traced_x, dx));
    }
}

TEST_CASE("backward trace: every gradient of 60 transposed convolutions, to the bit") {
    Rng rng(94);
    for (int round = 0; round < 60; ++round) {
        const int groups = random_int(rng, 1, 2);
        const ConvTranspose2dPlan plan{groups * random_int(rng, 1, 2),
                                       groups * random_int(rng, 1, 2),
                                       {random_plan(rng), random_plan(rng)},
                                       groups};
        CAPTURE(describe(plan.window.y));
        CAPTURE(describe(plan.window.x));
        const WindowPlan& window = plan.window;
        const Tensor x = random_tensor(rng, {1, plan.channels, window.y.output, window.x.output});
        const Tensor w =
            random_tensor(rng, {plan.channels, plan.group_filters(), window.y.kernel, window.x.kernel});
        const Tensor dy = random_tensor(rng, {1, plan.filters, window.y.input, window.x.input});
        Floats dx(x.size()), dw(w.size()), db(static_cast<std::size_t>(plan.filters));
        reference_conv_transpose2d_backward(plan, 1, x.data(), w.data(), dy.data(), dx.data(), dw.data(),
                                            db.data());
        Traced traced;
        for (int ic = 0; ic < plan.channels; ++ic)
            for_each_tap(plan.group_filters(), window, [&](int oc, int ky, int kx) {
                traced.dw.push_back(
                    trace_conv_transpose2d_weight_gradient(plan, x, dy, ic, oc, ky, kx).result);
            });
        for (int oc = 0; oc < plan.filters; ++oc)
            traced.db.push_back(trace_conv_transpose2d_bias_gradient(plan, dy, oc).result);
        for (int ic = 0; ic < plan.channels; ++ic)
            for (int iy = 0; iy < window.y.output; ++iy)
                for (int ix = 0; ix < window.x.output; ++ix)
                    traced.dx.push_back(
                        trace_conv_transpose2d_input_gradient(plan, w, dy, ic, iy, ix).result);
        CHECK(same_bits(traced.dw, dw));
        CHECK(same_bits(traced.db, db));
        CHECK(same_bits(traced.dx, dx));
    }
}

TEST_CASE("backward trace: every gradient of 30 locally connected layers, to the bit") {
    Rng rng(95);
    for (int round = 0; round < 30; ++round) {
        const LocallyConnectedPlan plan{
            random_int(rng, 1, 2), random_int(rng, 1, 2), {random_plan(rng), random_plan(rng)}};
        CAPTURE(describe(plan.window.y));
        CAPTURE(describe(plan.window.x));
        const WindowPlan& window = plan.window;
        const int n = random_int(rng, 1, 2);
        const Tensor x = random_tensor(rng, {n, plan.channels, window.y.input, window.x.input});
        const Tensor dy = random_tensor(rng, {n, plan.filters, window.y.output, window.x.output});
        const Floats w = random_floats(rng, plan.weight_count());
        Traced traced;
        Floats dx(x.size()), dw(w.size()), db(plan.bias_count());
        reference_locally_connected_backward(plan, n, x.data(), w.data(), dy.data(), dx.data(), dw.data(),
                                             db.data());
        const auto for_each_output = [&](auto&& visit) {
            for (int oy = 0; oy < window.y.output; ++oy)
                for (int ox = 0; ox < window.x.output; ++ox) visit(oy, ox);
        };
        for (int oc = 0; oc < plan.filters; ++oc) {
            for_each_tap(plan.channels, window, [&](int ic, int ky, int kx) {
                for_each_output([&](int oy, int ox) {
                    traced.dw.push_back(
                        trace_locally_connected_weight_gradient(plan, x, dy, oc, ic, ky, kx, oy, ox).result);
                });
            });
            for_each_output([&](int oy, int ox) {
                traced.db.push_back(trace_locally_connected_bias_gradient(plan, dy, oc, oy, ox).result);
            });
        }
        for (int image = 0; image < n; ++image) {
            const std::span<const float> all(dy.values());
            const auto own =
                all.subspan(static_cast<std::size_t>(image) * plan.output_size(), plan.output_size());
            const Tensor dy_own({1, plan.filters, window.y.output, window.x.output},
                                Floats(own.begin(), own.end()));
            for (int ic = 0; ic < plan.channels; ++ic)
                for (int iy = 0; iy < window.y.input; ++iy)
                    for (int ix = 0; ix < window.x.input; ++ix)
                        traced.dx.push_back(
                            trace_locally_connected_input_gradient(plan, w, dy_own, ic, iy, ix).result);
        }
        CHECK(same_bits(traced.dw, dw));
        CHECK(same_bits(traced.db, db));
        CHECK(same_bits(traced.dx, dx));
    }
}

TEST_CASE("backward trace: every gradient of 24 batch normalisations, to the bit") {
    Rng rng(96);
    for (int round = 0; round < 24; ++round) {
        const BatchNormPlan plan{random_int(rng, 1, 4), random_int(rng, 1, 20), 1e-3F};
        const int n = random_int(rng, 2, 4);
        const auto channels = static_cast<std::size_t>(plan.channels);
        const Floats x = random_floats(rng, static_cast<std::size_t>(n) * plan.size());
        const Floats dy = random_floats(rng, x.size()), gamma = random_floats(rng, channels);
        Floats mean(channels), variance(channels), dx(x.size()), dgamma(channels), dbeta(channels);
        reference_batch_norm_statistics(plan, n, x.data(), mean.data(), variance.data());
        reference_batch_norm_backward(plan, n, x.data(), mean.data(), variance.data(), gamma.data(),
                                      dy.data(), dx.data(), dgamma.data(), dbeta.data());
        Floats traced_gamma, traced_beta, traced_x;
        for (std::size_t c = 0; c < channels; ++c) {
            const auto channel = static_cast<int>(c);
            const ChannelSumTrace sum =
                trace_batch_norm_gamma_gradient(plan, x, dy, mean[c], variance[c], channel);
            CHECK(static_cast<int>(sum.terms.size()) == n * plan.pixels);
            traced_gamma.push_back(sum.result);
            traced_beta.push_back(trace_batch_norm_beta_gradient(plan, dy, channel).result);
            CHECK(trace_batch_norm_mean(plan, x, channel).result == mean[c]);
            CHECK(trace_batch_norm_variance(plan, x, mean[c], channel).result == variance[c]);
        }
        for (std::size_t i = 0; i < x.size(); ++i) {
            const std::size_t c = i / static_cast<std::size_t>(plan.pixels) % channels;
            const BatchNormChannel channel{mean[c],   variance[c], gamma[c],
                                           dgamma[c], dbeta[c],    n * plan.pixels};
            traced_x.push_back(trace_batch_norm_input_gradient(plan, x[i], dy[i], channel).result);
        }
        CHECK(same_bits(traced_gamma, dgamma));
        CHECK(same_bits(traced_beta, dbeta));
        CHECK(same_bits(traced_x, dx));
    }
}

TEST_CASE("backward trace: every gradient of 40 local response normalisations, to the bit") {
    Rng rng(97);
    for (int round = 0; round < 40; ++round) {
        LocalResponseNormPlan plan;
        plan.channels = random_int(rng, 1, 9);
        plan.size = random_int(rng, 1, 6);
        plan.alpha = 0.5F;
        const auto channels = static_cast<std::size_t>(plan.channels);
        const Floats x = random_floats(rng, channels), dy = random_floats(rng, channels);
        Floats dx(channels), traced;
        reference_local_response_norm_backward<float>(plan, x, dy, dx);
        for (int c = 0; c < plan.channels; ++c)
            traced.push_back(trace_local_response_norm_gradient(plan, x, dy, c).result);
        CHECK(same_bits(traced, dx));
    }
}

TEST_CASE("backward trace: every gradient of a softmax and its logarithm, to the bit") {
    Rng rng(98);
    for (const std::size_t classes : {1U, 2U, 10U}) {
        const Floats z = random_floats(rng, classes), dy = random_floats(rng, classes);
        Floats y(classes), dz(classes), traced;
        reference_softmax<float>(z, y);
        reference_softmax_backward<float>(y, dy, dz);
        for (std::size_t c = 0; c < classes; ++c)
            traced.push_back(trace_softmax_gradient(y, dy, static_cast<int>(c)).result);
        CHECK(same_bits(traced, dz));
        traced.clear();
        reference_log_softmax<float>(z, y);
        reference_log_softmax_backward<float>(y, dy, dz);
        for (std::size_t c = 0; c < classes; ++c)
            traced.push_back(trace_log_softmax_gradient(y, dy, static_cast<int>(c)).result);
        CHECK(same_bits(traced, dz));
    }
}

TEST_CASE("backward trace: a bias for each value, to the bit") {
    Rng rng(99);
    const Floats x = random_floats(rng, 12), bias = random_floats(rng, 12), dy = random_floats(rng, 5 * 12);
    Floats y(12), db(12), traced_y, traced_b;
    bias_forward(12, 1, x.data(), bias.data(), y.data());
    bias_backward(12, 5, dy.data(), db.data());
    for (std::size_t i = 0; i < 12; ++i) {
        traced_y.push_back(trace_bias(x[i], bias[i]).result);
        traced_b.push_back(trace_bias_gradient(12, dy, i).result);
    }
    CHECK(same_bits(traced_y, y));
    CHECK(same_bits(traced_b, db));
}

}  // namespace
}  // namespace cnn
