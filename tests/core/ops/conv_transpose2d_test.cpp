// Transposed convolution: the guide's sizes, PyTorch's rules, gradient, bits and trace over enumerated
// geometries.
#include "core/ops/conv_transpose2d/conv_transpose2d.h"

#include <doctest/doctest.h>

#include "core/ops/conv_transpose2d/reference.h"
#include "core/ops/conv_transpose2d/trace.h"
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

AxisPlan transposed(int input, const AxisSpec& spec, int output_padding = 0) {
    const Result<AxisPlan> plan = plan_transposed_axis(input, spec, output_padding);
    REQUIRE_MESSAGE(plan.ok(), plan.error().sentence);
    return plan.value();
}

AxisSpec axis(int kernel, int stride = 1, int pad = 0, int dilation = 1) {
    return {kernel, stride, Padding::kExplicit, pad, pad, dilation, false};
}

TEST_CASE("transposed convolution: it leads back to the size that the convolution came from") {
    for (int input = 1; input <= 12; ++input)
        for (int kernel = 1; kernel <= 4; ++kernel)
            for (int stride = 1; stride <= 3; ++stride)
                for (int pad = 0; pad <= 2; ++pad)
                    for (int dilation = 1; dilation <= 3; ++dilation) {
                        const AxisSpec spec = axis(kernel, stride, pad, dilation);
                        const Result<AxisPlan> forth = plan_axis(input, spec);
                        if (!forth) continue;
                        // what the convolution left over is the output padding
                        const AxisPlan back = transposed(forth.value().output, spec, forth.value().left_over);
                        CHECK(back == forth.value());
                    }
}

TEST_CASE("transposed convolution: named paddings and refusals") {
    CHECK(transposed(3, {3, 2, Padding::kValid, 0, 0, 1, false}).input == 7);
    CHECK(transposed(3, {3, 2, Padding::kSameUpper, 0, 0, 1, false}).input == 6);
    CHECK(transposed(3, {3, 2, Padding::kSameUpper, 0, 0, 1, false}).pad_after == 1);
    CHECK(transposed(3, {3, 2, Padding::kSameLower, 0, 0, 1, false}).pad_before == 1);
    CHECK(transposed(3, {1, 2, Padding::kSameUpper, 0, 0, 1, false}).input == 6);
    CHECK(transposed(3, {1, 2, Padding::kSameUpper, 0, 0, 1, false}).left_over == 1);
    CHECK(transposed(7, {3, 1, Padding::kFull, 0, 0, 1, false}).input == 5);
    CHECK(plan_transposed_axis(3, axis(3, 2), 2).error().sentence ==
          "The output padding is 2; it must be at least 0 and below the stride of 2 or the dilation of 1.");
    CHECK(plan_transposed_axis(1, axis(1, 1, 1)).error().sentence ==
          "The transposed convolution would put out -1 pixels; that must be 1 to 262144.");
    CHECK_FALSE(plan_transposed_axis(262144, axis(3, 2)).ok());
    CHECK_FALSE(plan_transposed_axis(3, axis(3, 0)).ok());
}

TEST_CASE("transposed convolution: an input pixel spreads the kernel; overlaps add up (1-D, height 1)") {
    ConvTranspose2dPlan plan;
    plan.window = {transposed(1, axis(1)), transposed(3, axis(3, 2))};
    const float x[] = {1, 2, 3}, w[] = {10, 20, 30}, bias[] = {0.5F};
    Floats y(plan.output_size());
    Floats workspace(conv_transpose2d_workspace(scalar_kernels(), plan, 1));
    conv_transpose2d_forward(scalar_kernels(), plan, 1, x, w, bias, y.data(), workspace.data());
    CHECK(y == Floats{10.5F, 20.5F, 50.5F, 40.5F, 90.5F, 60.5F, 90.5F});
}

struct Case {
    ConvTranspose2dPlan plan;
    static constexpr int n = 2;
    Doubles x, w, bias, dy;

    Case(Rng& rng, const ConvTranspose2dPlan& layer) : plan(layer) {
        x = random_doubles(rng, n * plan.input_size());
        w = random_doubles(rng, plan.weight_count());
        bias = random_doubles(rng, static_cast<std::size_t>(plan.filters));
        dy = random_doubles(rng, n * plan.output_size());
    }
};

void check_gradient(Case c) {
    Doubles y(c.dy.size()), dx(c.x.size()), dw(c.w.size()), db(c.bias.size());
    reference_conv_transpose2d_backward(c.plan, c.n, c.x.data(), c.w.data(), c.dy.data(), dx.data(),
                                        dw.data(), db.data());
    const auto loss = [&] {
        reference_conv_transpose2d_forward(c.plan, c.n, c.x.data(), c.w.data(), c.bias.data(), y.data());
        return dot(y, c.dy);
    };
    CHECK(worst_error(c.x, dx, loss) < kGradientTolerance);
    CHECK(worst_error(c.w, dw, loss) < kGradientTolerance);
    CHECK(worst_error(c.bias, db, loss) < kGradientTolerance);
}

void check_trace(const Case& c, const Floats& y) {
    const WindowPlan& window = c.plan.window;
    const Floats x = to_floats(c.x), w = to_floats(c.w), bias = to_floats(c.bias);
    const Tensor image({1, c.plan.channels, window.y.output, window.x.output},
                       std::span(x).first(c.plan.input_size()));
    const Tensor weights({c.plan.channels, c.plan.group_filters(), window.y.kernel, window.x.kernel}, w);
    std::size_t at = 0;
    bool equal = true;
    for (int oc = 0; oc < c.plan.filters; ++oc)
        for (int oy = 0; oy < window.y.input; ++oy)
            for (int ox = 0; ox < window.x.input; ++ox, ++at) {
                const auto trace = trace_conv_transpose2d(c.plan, image, weights, bias, oc, oy, ox);
                equal = equal && same_bits({&trace.result, 1}, {&y[at], 1});
            }
    CHECK(equal);
}

void check_bits(const Case& c) {
    const Floats x = to_floats(c.x), w = to_floats(c.w), bias = to_floats(c.bias), dy = to_floats(c.dy);
    Floats y(dy.size()), dx(x.size()), dw(w.size()), db(bias.size());
    reference_conv_transpose2d_forward(c.plan, c.n, x.data(), w.data(), bias.data(), y.data());
    reference_conv_transpose2d_backward(c.plan, c.n, x.data(), w.data(), dy.data(), dx.data(), dw.data(),
                                        db.data());
    for (const KernelTable* kernels : available_kernels()) {
        CAPTURE(kernels->name);
        Floats workspace(conv_transpose2d_workspace(*kernels, c.plan, c.n), 7.0F);
        Floats fast_y(y.size(), 5.0F), fast_dx(x.size(), 5.0F), fast_dw(w.size(), 5.0F),
            fast_db(db.size(), 5.0F);
        conv_transpose2d_forward(*kernels, c.plan, c.n, x.data(), w.data(), bias.data(), fast_y.data(),
                                 workspace.data());
        conv_transpose2d_backward(*kernels, c.plan, c.n, x.data(), w.data(), dy.data(), fast_dx.data(),
                                  fast_dw.data(), fast_db.data(), workspace.data());
        CHECK(same_bits(fast_y, y));
        CHECK(same_bits(fast_dx, dx));
        CHECK(same_bits(fast_dw, dw));
        CHECK(same_bits(fast_db, db));
    }
    check_trace(c, y);
}

TEST_CASE("gradients: transposed convolution over enumerated geometries") {
    Rng rng(51);
    testing::for_each_transposed_convolution([&](const ConvTranspose2dPlan& plan) {
        CAPTURE(describe(plan.window));
        CAPTURE(plan.groups);
        const Case c(rng, plan);
        check_gradient(c);
        check_bits(c);
    });
}

}  // namespace
}  // namespace cnn
