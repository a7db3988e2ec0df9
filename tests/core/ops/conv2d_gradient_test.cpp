// Convolution over enumerated geometries: gradient in double, and every kernel table against the reference.
#include <doctest/doctest.h>

#include "core/ops/conv2d/reference.h"
#include "tests/core/ops/central_differences.h"
#include "tests/core/ops/enumerations.h"

namespace cnn {
namespace {

using testing::describe;
using testing::Doubles;
using testing::kGradientTolerance;
using testing::random_doubles;
using testing::same_bits;
using testing::to_floats;
using testing::worst_error;

struct Case {
    Conv2dPlan plan;
    static constexpr int n = 2;
    Doubles x, w, bias, dy;

    Case(Rng& rng, const Conv2dPlan& layer) : plan(layer) {
        const auto filters = static_cast<std::size_t>(plan.filters);
        x = random_doubles(rng, n * plan.input_size());
        w = random_doubles(rng, filters * static_cast<std::size_t>(plan.taps()));
        bias = random_doubles(rng, filters);
        dy = random_doubles(rng, n * plan.output_size());
    }
};

void check_gradient(Case c) {
    Doubles y(c.dy.size()), dx(c.x.size()), dw(c.w.size()), db(c.bias.size());
    reference_conv2d_backward(c.plan, c.n, c.x.data(), c.w.data(), c.dy.data(), dx.data(), dw.data(),
                              db.data());
    const auto loss = [&] {
        reference_conv2d_forward(c.plan, c.n, c.x.data(), c.w.data(), c.bias.data(), y.data());
        return testing::dot(y, c.dy);
    };
    CHECK(worst_error(c.x, dx, loss) < kGradientTolerance);
    CHECK(worst_error(c.w, dw, loss) < kGradientTolerance);
    CHECK(worst_error(c.bias, db, loss) < kGradientTolerance);
}

void check_bits(const Case& c) {
    const Floats x = to_floats(c.x), w = to_floats(c.w), bias = to_floats(c.bias), dy = to_floats(c.dy);
    Floats y(dy.size()), dx(x.size()), dw(w.size()), db(bias.size());
    reference_conv2d_forward(c.plan, c.n, x.data(), w.data(), bias.data(), y.data());
    reference_conv2d_backward(c.plan, c.n, x.data(), w.data(), dy.data(), dx.data(), dw.data(), db.data());
    for (const KernelTable* kernels : available_kernels()) {
        CAPTURE(kernels->name);
        Floats workspace(conv2d_workspace(*kernels, c.plan, c.n), 7.0F);
        Floats fast_y(y.size(), 5.0F), fast_dx(dx.size(), 5.0F), fast_dw(dw.size(), 5.0F),
            fast_db(db.size(), 5.0F);
        conv2d_forward(*kernels, c.plan, c.n, x.data(), w.data(), bias.data(), fast_y.data(),
                       workspace.data());
        conv2d_backward(*kernels, c.plan, c.n, x.data(), w.data(), dy.data(), fast_dx.data(), fast_dw.data(),
                        fast_db.data(), workspace.data());
        CHECK(same_bits(fast_y, y));
        CHECK(same_bits(fast_dx, dx));
        CHECK(same_bits(fast_dw, dw));
        CHECK(same_bits(fast_db, db));
    }
}

TEST_CASE("gradients: convolution over enumerated geometries, grouped and depthwise among them") {
    Rng rng(14);
    testing::for_each_convolution([&](const Conv2dPlan& plan) {
        CAPTURE(describe(plan.window));
        CAPTURE(plan.groups);
        const Case c(rng, plan);
        check_gradient(c);
        check_bits(c);
    });
}

}  // namespace
}  // namespace cnn
