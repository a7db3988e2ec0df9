// Convolution over random geometries: trace, reference and every kernel table agree to the bit.
#include <doctest/doctest.h>

#include "core/base/hash.h"
#include "core/ops/conv2d/conv2d.h"
#include "core/ops/conv2d/reference.h"
#include "core/ops/conv2d/trace.h"
#include "tests/core/ops/random_geometry.h"

namespace cnn {
namespace {

using testing::describe;
using testing::random_floats;
using testing::random_int;
using testing::random_plan;
using testing::same_bits;

Conv2dPlan random_layer(Rng& rng) {
    Conv2dPlan plan;
    plan.groups = rng.below(2) == 0 ? 1 : random_int(rng, 2, 5);
    plan.channels = plan.groups * random_int(rng, 1, plan.groups == 1 ? 5 : 3);
    plan.filters = plan.groups * random_int(rng, 1, plan.groups == 1 ? 19 : 9);
    plan.window = {random_plan(rng), random_plan(rng)};
    return plan;
}

struct Case {
    Conv2dPlan plan;
    int n;
    Floats x, w, bias, dy;

    explicit Case(Rng& rng) : Case{rng, random_layer(rng), random_int(rng, 1, 4)} {}
    Case(Rng& rng, const Conv2dPlan& layer, int image_count) : plan(layer), n(image_count) {
        const auto images = static_cast<std::size_t>(n);
        const auto filters = static_cast<std::size_t>(plan.filters);
        x = random_floats(rng, images * plan.input_size());
        w = random_floats(rng, filters * static_cast<std::size_t>(plan.taps()));
        bias = random_floats(rng, filters);
        dy = random_floats(rng, images * plan.output_size());
    }
    Floats workspace(const KernelTable& kernels) const {
        return Floats(conv2d_workspace(kernels, plan, n), 7.0F);
    }
};

std::string describe(const Conv2dPlan& plan) {
    return std::to_string(plan.groups) + " groups; " + describe(plan.window.y) + "; " +
           describe(plan.window.x);
}

Floats reference_forward(const Case& c) {
    Floats y(static_cast<std::size_t>(c.n) * c.plan.output_size());
    reference_conv2d_forward(c.plan, c.n, c.x.data(), c.w.data(), c.bias.data(), y.data());
    return y;
}

void check_forward(const Case& c, const Floats& expected) {
    for (const KernelTable* kernels : available_kernels()) {
        Floats y(expected.size(), 5.0F);
        Floats workspace = c.workspace(*kernels);
        conv2d_forward(*kernels, c.plan, c.n, c.x.data(), c.w.data(), c.bias.data(), y.data(),
                       workspace.data());
        CHECK_MESSAGE(same_bits(y, expected), kernels->name);
    }
}

void check_trace(const Case& c, const Floats& expected) {
    const WindowPlan& window = c.plan.window;
    const Tensor x({1, c.plan.channels, window.y.input, window.x.input},
                   std::span(c.x).first(c.plan.input_size()));
    const Tensor w({c.plan.filters, c.plan.group_channels(), window.y.kernel, window.x.kernel}, c.w);
    std::size_t at = 0;
    bool equal = true;
    for (int oc = 0; oc < c.plan.filters; ++oc)
        for (int oy = 0; oy < window.y.output; ++oy)
            for (int ox = 0; ox < window.x.output; ++ox, ++at) {
                const Conv2dTrace trace = trace_conv2d(x, w, c.bias, window, oc, oy, ox);
                equal = equal && same_bits({&trace.result, 1}, {&expected[at], 1});
            }
    CHECK(equal);
}

void check_backward(const Case& c) {
    Floats dx(c.x.size());
    Floats dw(c.w.size());
    Floats db(c.bias.size());
    reference_conv2d_backward(c.plan, c.n, c.x.data(), c.w.data(), c.dy.data(), dx.data(), dw.data(),
                              db.data());
    for (const KernelTable* kernels : available_kernels()) {
        Floats fast_dx(dx.size(), 5.0F);
        Floats fast_dw(dw.size(), 5.0F);
        Floats fast_db(db.size(), 5.0F);
        Floats workspace = c.workspace(*kernels);
        conv2d_backward(*kernels, c.plan, c.n, c.x.data(), c.w.data(), c.dy.data(), fast_dx.data(),
                        fast_dw.data(), fast_db.data(), workspace.data());
        CHECK_MESSAGE(same_bits(fast_dx, dx), kernels->name);
        CHECK_MESSAGE(same_bits(fast_dw, dw), kernels->name);
        CHECK_MESSAGE(same_bits(fast_db, db), kernels->name);
    }
}

TEST_CASE("conv2d: trace, reference and every table agree to the bit over 600 random geometries") {
    Rng rng(20261120);
    for (int i = 0; i < 600; ++i) {
        const Case c(rng);
        CAPTURE(i);
        CAPTURE(describe(c.plan));
        const Floats expected = reference_forward(c);
        check_trace(c, expected);
        check_forward(c, expected);
        check_backward(c);
        // one workspace serves the last, smaller chunk too
        CHECK(conv2d_workspace(best_kernels(), c.plan, 1) <= conv2d_workspace(best_kernels(), c.plan, c.n));
    }
}

// What is packed depends on both: the pixels where many filters read them, the filters where rows are short.
TEST_CASE("conv2d: few filters and many, over rows of every width, and over several batches of pixels") {
    Rng rng(20261129);
    for (const int filters : {3, 16, 48, 57, 80})
        for (int width = 1; width <= 13; ++width)
            for (const int kernel : {1, 3}) {
                CAPTURE(filters);
                CAPTURE(width);
                CAPTURE(kernel);
                Conv2dPlan plan;
                plan.channels = 2;
                plan.filters = filters;
                plan.window = {plan_axis(11, {3}).value(), plan_axis(width + kernel - 1, {kernel}).value()};
                const Case c(rng, plan, width < 8 ? 7 : 3);
                check_forward(c, reference_forward(c));
            }
}

// As the black of a picture, and what a pool hands back: most numbers become 0, of either sign.
void blacken(Rng& rng, std::uint32_t one_in, Floats& values) {
    for (float& value : values)
        if (rng.below(one_in) != 0) value = rng.below(2) == 0 ? 0.0F : -0.0F;
}

TEST_CASE("conv2d: zeros in x, in dy or in both are left out without a bit of difference") {
    Rng rng(20261127);
    for (std::uint32_t i = 0; i < 400; ++i) {
        Case c(rng);
        if (i % 4 != 0) blacken(rng, 5, c.x);
        if (i % 3 != 0) blacken(rng, 6, c.dy);
        CAPTURE(i);
        CAPTURE(describe(c.plan));
        check_forward(c, reference_forward(c));
        check_backward(c);
    }
}

// One channel per group, as a picture has it and as a depthwise layer reads it, with a rectangle of ink in
// each.
Case strokes(Rng& rng) {
    Conv2dPlan plan;
    plan.groups = plan.channels = random_int(rng, 1, 3);
    plan.filters = plan.groups * random_int(rng, 1, 9);
    const auto sized = [&](int input, AxisSpec spec) { return plan_axis(input, spec).value(); };
    plan.window.y =
        sized(random_int(rng, 15, 24), {random_int(rng, 1, 5), random_int(rng, 1, 2), Padding::kExplicit,
                                        random_int(rng, 0, 3), random_int(rng, 0, 3), random_int(rng, 1, 3)});
    plan.window.x =
        sized(random_int(rng, 15, 34), {random_int(rng, 1, 5), 1, Padding::kExplicit, random_int(rng, 0, 3),
                                        random_int(rng, 0, 3), random_int(rng, 1, 3)});
    Case c(rng, plan, 2);
    const int height = plan.window.y.input;
    const int width = plan.window.x.input;
    for (std::size_t first = 0; first < c.x.size(); first += static_cast<std::size_t>(height * width)) {
        const int top = random_int(rng, 0, height);
        const int bottom = random_int(rng, top, height);
        const int left = random_int(rng, 0, width);
        const int right = random_int(rng, left, width);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                if (y < top || y >= bottom || x < left || x >= right)
                    c.x[first + static_cast<std::size_t>(y * width + x)] = rng.below(2) == 0 ? 0.0F : -0.0F;
    }
    return c;
}

TEST_CASE("conv2d: kernel rows that meet no ink are left out without a bit of difference") {
    Rng rng(20261130);
    for (int i = 0; i < 300; ++i) {
        const Case c = strokes(rng);
        CAPTURE(i);
        CAPTURE(describe(c.plan));
        check_forward(c, reference_forward(c));
    }
}

TEST_CASE("conv2d: the same bits in every build") {
    Rng rng(2);
    Conv2dPlan plan;
    plan.channels = 3;
    plan.filters = 6;
    const AxisPlan axis = plan_axis(12, {5, 1, Padding::kSameUpper, 0, 0, 1, false}).value();
    plan.window = {axis, axis};
    const Case c(rng, plan, 3);
    const KernelTable& kernels = best_kernels();
    Floats y(static_cast<std::size_t>(c.n) * plan.output_size()), dx(c.x.size()), dw(c.w.size()),
        db(c.bias.size());
    Floats workspace = c.workspace(kernels);
    conv2d_forward(kernels, plan, c.n, c.x.data(), c.w.data(), c.bias.data(), y.data(), workspace.data());
    conv2d_backward(kernels, plan, c.n, c.x.data(), c.w.data(), c.dy.data(), dx.data(), dw.data(), db.data(),
                    workspace.data());
    Hash hash;
    for (const Floats& values : {y, dx, dw, db}) hash.add_floats(values);
    CHECK(hash.value() == 0x85e7a8ce16ddedc5ULL);
}

}  // namespace
}  // namespace cnn
