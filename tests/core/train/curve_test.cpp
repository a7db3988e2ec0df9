// Curves stay short and keep the mean.
#include "core/train/curve.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace cnn;

TEST_CASE("a curve of any length has at most 512 points, in order, whose mean is the updates' mean") {
    for (const int updates : {1, 511, 512, 513, 5000, 98304}) {
        Curve curve;
        for (int i = 0; i < updates; ++i)
            curve.add({static_cast<float>(i) / 1000.0F, static_cast<float>(i % 2),
                       1.0F - static_cast<float>(i % 2)});
        const auto& points = curve.points();
        CHECK(points.size() < Curve::kMostPoints);
        CHECK(points.size() >=
              std::min<std::size_t>(static_cast<std::size_t>(updates), Curve::kMostPoints / 2 - 1));
        double loss = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            loss += static_cast<double>(points[i].loss);
            if (i > 0) CHECK(points[i].epoch > points[i - 1].epoch);
        }
        if (updates > 512)
            CHECK(loss / static_cast<double>(points.size()) == doctest::Approx(0.5).epsilon(0.01));
    }
}
