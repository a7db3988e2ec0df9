// Every rung of the kernel ladder has the bits of the reference.
#include "core/ops/conv2d/ladder.h"

#include <doctest/doctest.h>

#include <string>

#include "core/ops/conv2d/reference.h"
#include "tests/core/ops/random_geometry.h"

namespace cnn {
namespace {

using testing::random_floats;
using testing::random_int;
using testing::random_plan;
using testing::same_bits;

// Three workers that take turns: which of them does a piece must not show.
class TurnsFor final : public ParallelFor {
 public:
    int workers() const override { return 3; }
    void run(int count, Body body) override {
        for (int piece = count - 1; piece >= 0; --piece) body.call(body.callable, piece, (piece + 1) % 3);
    }
};

TEST_CASE("ladder: every rung gives the reference's bits over 200 random geometries") {
    Rng rng(61);
    TurnsFor workers;
    for (int i = 0; i < 200; ++i) {
        const Conv2dPlan plan{
            random_int(rng, 1, 4), random_int(rng, 1, 11), {random_plan(rng), random_plan(rng)}};
        const int n = random_int(rng, 1, 5);
        CAPTURE(testing::describe(plan.window.y));
        CAPTURE(testing::describe(plan.window.x));
        const auto images = static_cast<std::size_t>(n);
        const Floats x = random_floats(rng, images * plan.input_size());
        const Floats w = random_floats(rng, static_cast<std::size_t>(plan.filters * plan.taps()));
        const Floats bias = random_floats(rng, static_cast<std::size_t>(plan.filters));
        Floats expected(images * plan.output_size());
        reference_conv2d_forward(plan, n, x.data(), w.data(), bias.data(), expected.data());
        for (const LadderRung& rung : convolution_ladder()) {
            Floats y(expected.size(), 5.0F);
            Floats workspace(ladder_workspace(plan, n, workers.workers()), 7.0F);
            rung.forward({plan, n, x.data(), w.data(), bias.data(), y.data(), workspace.data(), workers});
            CHECK_MESSAGE(same_bits(y, expected), std::string(rung.name));
        }
    }
}

TEST_CASE("ladder: the rungs that a lesson climbs, in order") {
    std::string names;
    for (const LadderRung& rung : convolution_ladder()) names += std::string(rung.name) + " ";
    CHECK(names == "naive reordered im2col tiled packed simd threads ");
}

}  // namespace
}  // namespace cnn
