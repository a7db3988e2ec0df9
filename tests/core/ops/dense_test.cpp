// Dense layer: a worked example, its gradient, and agreement of every kernel table with the reference.
#include "core/ops/dense/dense.h"

#include <doctest/doctest.h>

#include <vector>

#include "core/ops/dense/reference.h"
#include "tests/core/ops/central_differences.h"
#include "tests/core/ops/enumerations.h"

namespace cnn {
namespace {

using testing::Doubles;
using testing::kGradientTolerance;
using testing::random_doubles;
using testing::random_floats;
using testing::random_int;
using testing::same_bits;
using testing::worst_error;

TEST_CASE("dense: two inputs, three outputs by hand") {
    const std::vector<float> x = {1, 2};
    const std::vector<float> w = {1, 2, 3, 4, 5, 6};  // (in, out)
    const std::vector<float> bias = {10, 20, 30};
    const std::vector<float> dy = {1, -1, 2};
    for (const KernelTable* kernels : available_kernels()) {
        CAPTURE(kernels->name);
        const DensePlan plan{2, 3};
        Floats workspace(dense_workspace(*kernels, plan, 1));
        std::vector<float> y(3), dx(2), dw(6), db(3);
        dense_forward(*kernels, plan, 1, x.data(), w.data(), bias.data(), y.data(), workspace.data());
        CHECK(y == std::vector<float>{19, 32, 45});
        dense_backward(*kernels, plan, 1, x.data(), w.data(), dy.data(), dx.data(), dw.data(), db.data(),
                       workspace.data());
        CHECK(dx == std::vector<float>{5, 11});
        CHECK(dw == std::vector<float>{1, -1, 2, 2, -2, 4});
        CHECK(db == dy);
    }
}

// Inputs of which about `black` in ten are 0.
Floats random_inputs(Rng& rng, std::size_t count, int black) {
    Floats x = random_floats(rng, count);
    for (float& value : x)
        if (random_int(rng, 1, 10) <= black) value = random_int(rng, 0, 1) == 0 ? 0.0F : -0.0F;
    return x;
}

void check_layer(Rng& rng, const DensePlan& plan, int n, int black = 0) {
    CAPTURE(plan.in);
    CAPTURE(plan.out);
    CAPTURE(n);
    const auto in = static_cast<std::size_t>(plan.in);
    const auto out = static_cast<std::size_t>(plan.out);
    const auto samples = static_cast<std::size_t>(n);
    const Floats x = random_inputs(rng, samples * in, black);
    const Floats w = random_floats(rng, in * out);
    const Floats bias = random_floats(rng, out);
    const Floats dy = random_floats(rng, samples * out);
    Floats y(samples * out), dx(x.size()), dw(w.size()), db(out);
    reference_dense_forward(plan, n, x.data(), w.data(), bias.data(), y.data());
    reference_dense_backward(plan, n, x.data(), w.data(), dy.data(), dx.data(), dw.data(), db.data());
    for (const KernelTable* kernels : available_kernels()) {
        CAPTURE(kernels->name);
        Floats workspace(dense_workspace(*kernels, plan, n), 7.0F);
        Floats fast_y(y.size(), 5.0F), fast_dx(dx.size(), 5.0F), fast_dw(dw.size(), 5.0F), fast_db(out, 5.0F);
        dense_forward(*kernels, plan, n, x.data(), w.data(), bias.data(), fast_y.data(), workspace.data());
        CHECK(same_bits(fast_y, y));
        dense_backward(*kernels, plan, n, x.data(), w.data(), dy.data(), fast_dx.data(), fast_dw.data(),
                       fast_db.data(), workspace.data());
        CHECK(same_bits(fast_dx, dx));
        CHECK(same_bits(fast_dw, dw));
        CHECK(same_bits(fast_db, db));
        dense_backward(*kernels, plan, n, x.data(), w.data(), dy.data(), nullptr, fast_dw.data(),
                       fast_db.data(), workspace.data());
        CHECK(same_bits(fast_dw, dw));
    }
}

void check_gradient(Rng& rng, const DensePlan& plan, int n) {
    CAPTURE(plan.in);
    CAPTURE(plan.out);
    CAPTURE(n);
    const auto in = static_cast<std::size_t>(plan.in);
    const auto out = static_cast<std::size_t>(plan.out);
    const auto samples = static_cast<std::size_t>(n);
    Doubles x = random_doubles(rng, samples * in), w = random_doubles(rng, in * out);
    Doubles bias = random_doubles(rng, out);
    const Doubles dy = random_doubles(rng, samples * out);
    Doubles y(dy.size()), dx(x.size()), dw(w.size()), db(out);
    reference_dense_backward(plan, n, x.data(), w.data(), dy.data(), dx.data(), dw.data(), db.data());
    const auto loss = [&] {
        reference_dense_forward(plan, n, x.data(), w.data(), bias.data(), y.data());
        return testing::dot(y, dy);
    };
    CHECK(worst_error(x, dx, loss) < kGradientTolerance);
    CHECK(worst_error(w, dw, loss) < kGradientTolerance);
    CHECK(worst_error(bias, db, loss) < kGradientTolerance);
}

TEST_CASE("gradients: dense over enumerated sizes and batches") {
    Rng rng(12);
    testing::for_each_dense([&](const DensePlan& plan, int n) {
        check_gradient(rng, plan, n);
        check_layer(rng, plan, n);
    });
}

TEST_CASE("dense: every table agrees with the reference to the bit") {
    Rng rng(5);
    for (int i = 0; i < 200; ++i) {
        check_layer(rng, {random_int(rng, 1, 70), random_int(rng, 1, 40)}, random_int(rng, 1, 19));
    }
    for (int i = 0; i < 100; ++i) {  // from nearly none to all of them 0
        check_layer(rng, {random_int(rng, 1, 70), random_int(rng, 1, 120)}, random_int(rng, 1, 19),
                    random_int(rng, 1, 10));
    }
    // longer sums than a block of the first-level cache
    check_layer(rng, {700, 21}, 9);
    check_layer(rng, {256, 16}, 8);
    check_layer(rng, {257, 10}, 16);
}

}  // namespace
}  // namespace cnn
