// Shares of the classes from a network's outputs: by hand, and of one output against two.
#include "core/net/class_shares.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/rng.h"
#include "core/net/predictor.h"
#include "tests/core/net/network_of.h"

namespace {

using namespace cnn;

std::vector<float> shares_of(int outputs, const std::vector<float>& z) {
    const int n = static_cast<int>(z.size()) / outputs;
    std::vector<float> shares(static_cast<std::size_t>(n * class_count(outputs)), -1.0F);
    class_shares(n, outputs, z.data(), shares.data());
    return shares;
}

}  // namespace

TEST_CASE("class shares: one output tells two classes apart, more have one each") {
    CHECK(class_count(1) == 2);
    CHECK(class_count(2) == 2);
    CHECK(class_count(10) == 10);
    const std::vector<float> one = shares_of(1, {0, 2, -1, 1000, -1000, -80});
    const double by_hand[] = {0.5, 0.5, 0.119203, 0.880797, 0.731059, 0.268941, 0, 1, 1, 0, 1, 1.80485e-35};
    REQUIRE(one.size() == 12);
    for (std::size_t i = 0; i < 12; ++i)
        CHECK(static_cast<double>(one[i]) == doctest::Approx(by_hand[i]).epsilon(1e-5));
    const std::vector<float> two = shares_of(2, {0, 2, 5, 4});
    CHECK(two == std::vector<float>{one[2], one[3], one[4], one[5]});
    for (const float share : shares_of(1, {std::nanf("")})) CHECK(std::isnan(share));
}

TEST_CASE("class shares: a network with one output says what its twin with a first output of 0 says") {
    const Network one = testing::network_of("dense 6 | tanh | dense 1", {1, 3, 1, 1});
    Network two = testing::network_of("dense 6 | tanh | dense 2", {1, 3, 1, 1});
    const LayerPlan& last = one.plan.back();
    const LayerPlan& twin = two.plan.back();
    REQUIRE(last.weights == twin.weights);
    std::copy_n(one.parameters.begin(), last.weights, two.parameters.begin());
    const auto inputs = last.weight_count;
    for (std::size_t k = 0; k < inputs; ++k) {  // (inputs, outputs)
        two.parameters[twin.weights + 2 * k] = 0;
        two.parameters[twin.weights + 2 * k + 1] = one.parameters[last.weights + k];
    }
    two.parameters[twin.bias] = 0;
    two.parameters[twin.bias + 1] = one.parameters[last.bias];
    Predictor of_one(one);
    Predictor of_two(two);
    Rng rng(5);
    for (int round = 0; round < 50; ++round) {
        const std::vector<float> x = {rng.uniform(-3, 3), rng.uniform(-3, 3), rng.uniform(-3, 3)};
        const std::vector<float> shares = run_image(one, x).probabilities;
        REQUIRE(shares.size() == 2);
        CHECK(shares[0] + shares[1] == doctest::Approx(1));
        CHECK(shares == run_image(two, x).probabilities);
        const auto predicted = of_one.predict(x);
        const auto twins = of_two.predict(x);
        CHECK(std::vector<float>(predicted.begin(), predicted.end()) == shares);
        CHECK(std::vector<float>(twins.begin(), twins.end()) == shares);
    }
}
