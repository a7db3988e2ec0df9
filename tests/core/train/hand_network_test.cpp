// S0-4's network and its line of least squares.
#include "core/train/hand_network.h"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/rng.h"
#include "core/train/dataset.h"

namespace cnn {

TEST_CASE("hand network: S0-4, the line of least squares") {
    const SharedData table = height_table();
    const Line line = least_squares(table->train.values, table->train.targets);
    CHECK(line.constant == doctest::Approx(179.123).epsilon(3e-6));
    CHECK(line.slopes[0] == doctest::Approx(-0.53978).epsilon(1e-5));
    CHECK(line.slopes[1] == doctest::Approx(0.19506).epsilon(1e-5));
    CHECK(line.error == doctest::Approx(4.665).epsilon(1e-4));
}

TEST_CASE(
    "hand network: the averaged gradient is the loss's difference quotient, the printed one n times that") {
    Rng rng(3);
    std::vector<float> x(20), y(10);
    for (float& value : x) value = rng.uniform(-1, 1);
    for (float& value : y) value = rng.uniform(-1, 1);
    HandParameters p{};
    for (float& value : p) value = rng.uniform(-1, 1);
    const HandRound round = hand_round(p, x, y, 0.1F, true);
    const HandRound printed = hand_round(p, x, y, 0.1F, false);
    for (std::size_t i = 0; i < p.size(); ++i) {
        CAPTURE(i);
        const float h = 1.0F / 512;
        HandParameters up = p, down = p;
        up[i] += h;
        down[i] -= h;
        const float quotient =
            (hand_round(up, x, y, 0, true).loss - hand_round(down, x, y, 0, true).loss) / (2 * h);
        CHECK(round.gradient[i] == doctest::Approx(quotient).epsilon(1e-2).scale(0.1));
        CHECK(printed.gradient[i] == doctest::Approx(10 * round.gradient[i]).epsilon(1e-4).scale(0.1));
        CHECK(round.next[i] == doctest::Approx(p[i] - 0.1F * round.gradient[i]));
    }
}

}  // namespace cnn
