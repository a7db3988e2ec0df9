// The optimisers against the lectures' worked series (constant gradient) and their published definitions.
#include "core/train/optimizer.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/base/rng.h"

namespace {

using namespace cnn;

// One parameter, starting at 0, under `optimizer`; returns the size of each step downwards.
std::vector<double> steps(OptimizerKind optimizer, float rate, float gradient, int count) {
    float w = 0;
    float first = 0;
    float second = 0;
    std::vector<double> sizes;
    for (int t = 1; t <= count; ++t) {
        float next = 0;
        w = 0;  // each step is measured from 0, so that no rounding of a large w hides it
        apply_update({optimizer, rate, t}, 1, {&w, &gradient, &first, &second, &next});
        sizes.push_back(static_cast<double>(-next));
    }
    return sizes;
}

}  // namespace

TEST_CASE("S0-6: RMSprop as published, rate 0.01, gradient 1") {
    const std::vector<double> sizes = steps(OptimizerKind::kRmsprop, 0.01F, 1.0F, 1000);
    const double expected[] = {0.031623, 0.022942, 0.019209, 0.017052, 0.015627};
    for (std::size_t i = 0; i < 5; ++i) CHECK(sizes[i] == doctest::Approx(expected[i]).epsilon(5e-5));
    CHECK(sizes[99] == doctest::Approx(0.01).epsilon(1e-4));
    CHECK(sizes[999] == doctest::Approx(0.01).epsilon(1e-4));
}

// The bias correction divides. Where it multiplies, as in ConvNetJS up to 0.3.0, the first step is
// rate x (0.1 x 0.1) / sqrt(0.001 x 0.001) = 10 rates instead of one.
TEST_CASE("S0-7: Adam as published takes one rate at every step of a constant gradient") {
    for (const float gradient : {1.0F, 0.003F, 250.0F}) {
        const std::vector<double> sizes = steps(OptimizerKind::kAdam, 0.01F, gradient, 1000);
        for (const double size : sizes) CHECK(size == doctest::Approx(0.01).epsilon(1e-3));
    }
}

TEST_CASE("Adam against algorithm 1 of its paper, in double, over random gradients") {
    Rng rng(3);
    std::vector<float> w(7, 0.5F);
    std::vector<float> g(7);
    std::vector<float> m(7, 0.0F);
    std::vector<float> s(7, 0.0F);
    std::vector<float> next(7);
    std::vector<double> wd(7, 0.5);
    std::vector<double> md(7, 0.0);
    std::vector<double> sd(7, 0.0);
    for (int t = 1; t <= 200; ++t) {
        for (float& value : g) value = rng.uniform(-1, 1);
        apply_update({OptimizerKind::kAdam, 0.002F, t}, 7,
                     {w.data(), g.data(), m.data(), s.data(), next.data()});
        w = next;
        for (std::size_t i = 0; i < 7; ++i) {
            const auto gd = static_cast<double>(g[i]);
            md[i] = 0.9 * md[i] + 0.1 * gd;
            sd[i] = 0.999 * sd[i] + 0.001 * gd * gd;
            wd[i] -= 0.002 * (md[i] / (1 - std::pow(0.9, t))) /
                     (std::sqrt(sd[i] / (1 - std::pow(0.999, t))) + 1e-7);
        }
    }
    for (std::size_t i = 0; i < 7; ++i)
        CHECK(static_cast<double>(w[i]) == doctest::Approx(wd[i]).epsilon(2e-4));
}

TEST_CASE("SGD and momentum by hand") {
    CHECK(steps(OptimizerKind::kSgd, 0.1F, 2.0F, 1)[0] == doctest::Approx(0.2));
    const std::vector<double> sizes = steps(OptimizerKind::kMomentum, 0.1F, 1.0F, 200);
    CHECK(sizes[0] == doctest::Approx(0.1));
    CHECK(sizes[1] == doctest::Approx(0.19));
    CHECK(sizes[2] == doctest::Approx(0.271));
    CHECK(sizes[199] == doctest::Approx(1.0));  // rate / (1 - 0.9)
}

TEST_CASE("the rate that none was given for: the recipe's for its optimiser, else Keras' default") {
    const ZooEntry* digits = find_network("s1-15");  // SGD with rate 0.1
    const ZooEntry* quick = find_network("quick");   // Adam with rate 0.003
    REQUIRE(digits != nullptr);
    REQUIRE(quick != nullptr);
    CHECK(usual_rate(OptimizerKind::kSgd, digits) == 0.1F);
    CHECK(usual_rate(OptimizerKind::kMomentum, digits) == 0.01F);
    CHECK(usual_rate(OptimizerKind::kRmsprop, digits) == 0.001F);
    CHECK(usual_rate(OptimizerKind::kAdam, digits) == 0.001F);
    CHECK(usual_rate(OptimizerKind::kAdam, quick) == 0.003F);
    CHECK(usual_rate(OptimizerKind::kSgd, quick) == 0.01F);
    CHECK(usual_rate(OptimizerKind::kSgd, nullptr) == 0.01F);
}

TEST_CASE("moments fade to zero, not into slow tiny numbers") {
    for (const OptimizerKind kind :
         {OptimizerKind::kMomentum, OptimizerKind::kRmsprop, OptimizerKind::kAdam}) {
        float w = 1;
        float g = 1e-3F;
        float first = 0;
        float second = 0;
        float next = 0;
        apply_update({kind, 0.01F, 1}, 1, {&w, &g, &first, &second, &next});
        g = 0;
        for (int t = 2; t < 80000; ++t) {
            apply_update({kind, 0.01F, t}, 1, {&w, &g, &first, &second, &next});
            REQUIRE((first == 0.0F || std::fabs(first) >= kFadedMoment));
            REQUIRE((second == 0.0F || second >= kFadedMoment));
        }
        CHECK(first == 0.0F);
        CHECK(second == 0.0F);
    }
}

TEST_CASE("rate 0 changes no bit, under every optimiser") {
    Rng rng(1);
    for (const OptimizerKind kind :
         {OptimizerKind::kSgd, OptimizerKind::kMomentum, OptimizerKind::kRmsprop, OptimizerKind::kAdam}) {
        std::vector<float> w(100);
        std::vector<float> g(100);
        for (float& value : w) value = rng.uniform(-1, 1);
        std::vector<float> first(100, 0.0F);
        std::vector<float> second(100, 0.0F);
        std::vector<float> next(100);
        for (int t = 1; t <= 10; ++t) {
            for (float& value : g) value = rng.uniform(-1, 1);
            apply_update({kind, 0.0F, t}, 100,
                         {w.data(), g.data(), first.data(), second.data(), next.data()});
            CHECK(next == w);
        }
    }
}
