// The trace of an update, and the surfaces that optimisers are compared on.
#include "core/train/optimizer_trace.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/rng.h"
#include "core/train/surface.h"

namespace {

using namespace cnn;

double line(const UpdateTrace& trace, std::string_view name) {
    for (const UpdateLine& one : trace.lines)
        if (one.name == name) return static_cast<double>(one.value);
    FAIL("no such line");
    return 0;
}

}  // namespace

TEST_CASE("optimiser trace: every update is the optimiser's own, and its step is what its lines give") {
    for (const OptimizerInfo& info : optimizers()) {
        CAPTURE(info.name);
        Rng rng(5);
        float w = 0.5F;
        std::array<float, kMostMoments> traced{};
        std::array<float, kMostMoments> moments{};
        for (int step = 1; step <= 30; ++step) {
            const float g = rng.uniform(-1, 1);
            float next = 0;
            info.apply({0.01F, step}, 1, {&w, &g, {&moments[0], &moments[1], &moments[2]}, &next});
            const UpdateTrace trace = trace_update(info.kind, {0.01F, step}, w, g, traced);
            CHECK(trace.next == next);
            CHECK(traced == moments);
            CHECK(static_cast<double>(w - next) ==
                  doctest::Approx(static_cast<double>(trace.step)).epsilon(1e-3));
            CHECK(trace.lines[static_cast<std::size_t>(trace.step_line)].value == trace.step);
            CHECK(trace.lines.front().value == g);
            w = next;
        }
    }
}

TEST_CASE("optimiser trace: the lines of Adam make its step, corrected from the first update on") {
    std::array<float, kMostMoments> moments{};
    for (int step = 1; step <= 20; ++step) {
        const UpdateTrace trace = trace_update(OptimizerKind::kAdam, {0.01F, step}, 0, 2, moments);
        CHECK(line(trace, "M") == doctest::Approx(2).epsilon(1e-5));
        CHECK(line(trace, "S") == doctest::Approx(4).epsilon(1e-4));
        CHECK(line(trace, "step") ==
              doctest::Approx(0.01 * line(trace, "M") / line(trace, "√S + e")).epsilon(1e-6));
    }
    std::array<float, kMostMoments> printed{};
    const UpdateTrace first = trace_update(OptimizerKind::kRmspropPrinted, {0.01F, 1}, 0, 1, printed);
    CHECK(line(first, "√(e + s)") == doctest::Approx(1e-4));
    CHECK(first.step == doctest::Approx(100.0F));
}

TEST_CASE("optimiser trace: formulas show the constants of the update") {
    const auto formulas = [](OptimizerKind kind, const OptimizerConstants& said) {
        std::array<float, kMostMoments> moments{};
        std::string all;
        for (const UpdateLine& line : trace_update(kind, {0.01F, 1, said}, 0.5F, 1, moments).lines)
            all += line.formula + "; ";
        return all;
    };
    using K = OptimizerKind;
    CHECK(formulas(K::kAdam, {}) ==
          "the gradient; 0.9 m + 0.1 g; m / (1 − 0.9^t); 0.999 s + 0.001 g²; s / (1 − 0.999^t); ; "
          "r M / (√S + e); ");
    CHECK(formulas(K::kAdamw, {.beta1 = 0.8F, .weight_decay = 0.02F}) ==
          "the gradient; 0.8 m + 0.2 g; m / (1 − 0.8^t); 0.999 s + 0.001 g²; s / (1 − 0.999^t); ; "
          "r M / (√S + e) + 0.02 r w; ");
    CHECK(formulas(K::kNesterov, {.momentum = 0.5F}) == "the gradient; 0.5 v − r g; r g − 0.5 v; ");
    CHECK(formulas(K::kAdadelta, {}) ==
          "the gradient; 0.95 s + 0.05 g²; r g √(u + e) / √(s + e); 0.95 u + 0.05 (step / r)²; ");
    CHECK(formulas(K::kRmspropPrinted, {.decay = 0.99F}) ==
          "the gradient; as it was; ; r g / √(e + s); a + g²; 0.99 s + 0.01 a; ");
}

TEST_CASE("surfaces: gradients are difference quotients") {
    Rng rng(6);
    for (const Surface& surface : surfaces()) {
        CAPTURE(surface.name);
        for (int i = 0; i < 40; ++i) {
            const float x = rng.uniform(-3, 3);
            const float y = rng.uniform(-3, 3);
            const float h = 1.0F / 64;
            const auto quotient = [&](float dx, float dy) {
                return (surface_value(surface.kind, x + dx, y + dy) -
                        surface_value(surface.kind, x - dx, y - dy)) /
                       (2 * h);
            };
            const SurfaceGradient gradient = surface_gradient(surface.kind, x, y);
            CHECK(gradient.x == doctest::Approx(quotient(h, 0)).epsilon(2e-3).scale(1));
            CHECK(gradient.y == doctest::Approx(quotient(0, h)).epsilon(2e-3).scale(1));
        }
    }
    CHECK(surface_value(SurfaceKind::kSaddle, 0, 2) == -1);  // its two lowest points
    CHECK(surface_gradient(SurfaceKind::kSaddle, 0, 2).y == 0);
}
