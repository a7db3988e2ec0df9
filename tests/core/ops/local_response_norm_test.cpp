// Local response normalisation: AlexNet's numbers, the window at the edges, gradient, bits and trace.
#include "core/ops/local_response_norm/local_response_norm.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/ops/local_response_norm/reference.h"
#include "core/ops/local_response_norm/trace.h"
#include "tests/core/ops/central_differences.h"
#include "tests/core/ops/enumerations.h"
#include "tests/core/ops/random_geometry.h"

namespace cnn {
namespace {

using testing::Doubles;
using testing::same_bits;

TEST_CASE("local response norm: AlexNet's constants, whose alpha is not divided by the size") {
    // the paper: x / (2 + 1e-4 sum of five squares)^0.75
    const LocalResponseNormPlan plan{5, 1, 5, 5 * 1e-4F, 0.75F, 2};
    const Floats x = {10, 20, 30, 40, 50};
    Floats y(5);
    local_response_norm_forward(plan, 1, x.data(), y.data());
    CHECK(y[2] == doctest::Approx(30 / std::pow(2 + 1e-4 * 5500, 0.75)).epsilon(1e-6));
    CHECK(y[0] == doctest::Approx(10 / std::pow(2 + 1e-4 * 1400, 0.75)).epsilon(1e-6));
}

TEST_CASE("local response norm: an even window reaches one channel farther up, as in ONNX") {
    const LocalResponseNormPlan plan{4, 1, 2, 1, 1, 1};
    CHECK(plan.first(1) == 1);
    CHECK(plan.last(1) == 2);
    CHECK(plan.last(3) == 3);
}

void check_gradient(const LocalResponseNormPlan& plan, Rng& rng) {
    const auto size = static_cast<std::size_t>(plan.channels);
    Doubles x = testing::random_doubles(rng, size), y(size), dx(size);
    const Doubles dy = testing::random_doubles(rng, size);
    reference_local_response_norm_backward<double>(plan, x, dy, dx);
    CHECK(testing::worst_error(x, dx, [&] {
              reference_local_response_norm_forward<double>(plan, x, y);
              return testing::dot(y, dy);
          }) < testing::kGradientTolerance);
}

// The channels of pixel `pixel` of one image.   image: (C, pixels)
Floats channels_of(const LocalResponseNormPlan& plan, const float* image, int pixel) {
    Floats values;
    for (int c = 0; c < plan.channels; ++c) values.push_back(image[c * plan.pixels + pixel]);
    return values;
}

void check_bits(const LocalResponseNormPlan& plan, Rng& rng) {
    constexpr std::size_t kImages = 2;
    const std::size_t image = static_cast<std::size_t>(plan.channels) * static_cast<std::size_t>(plan.pixels);
    const Floats x = testing::random_floats(rng, kImages * image), dy = testing::random_floats(rng, x.size());
    Floats y(x.size()), dx(x.size()), workspace(local_response_norm_workspace(plan));
    local_response_norm_forward(plan, kImages, x.data(), y.data());
    local_response_norm_backward(plan, kImages, x.data(), dy.data(), dx.data(), workspace.data());
    for (std::size_t first = 0; first < x.size(); first += image)
        for (int pixel = 0; pixel < plan.pixels; ++pixel) {
            const Floats in = channels_of(plan, x.data() + first, pixel);
            const Floats slope = channels_of(plan, dy.data() + first, pixel);
            Floats out(in.size()), gradient(in.size());
            reference_local_response_norm_forward<float>(plan, in, out);
            reference_local_response_norm_backward<float>(plan, in, slope, gradient);
            CHECK(same_bits(channels_of(plan, y.data() + first, pixel), out));
            CHECK(same_bits(channels_of(plan, dx.data() + first, pixel), gradient));
            const float traced = trace_local_response_norm(plan, in, plan.channels - 1).result;
            CHECK(same_bits({&traced, 1}, {&out.back(), 1}));
        }
}

TEST_CASE("gradients: local response norm over enumerated geometries") {
    Rng rng(62);
    testing::for_each_local_response_norm([&](const LocalResponseNormPlan& plan) {
        CAPTURE(plan.channels);
        CAPTURE(plan.size);
        check_gradient(plan, rng);
        check_bits(plan, rng);
    });
}

}  // namespace
}  // namespace cnn
