// Cross-entropy from probabilities: the lectures' number, and the loss that is computed from logits.
#include "core/ops/softmax/entropy_trace.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "core/base/rng.h"
#include "core/ops/softmax/softmax.h"

namespace cnn {

TEST_CASE("entropy trace: S4-3, the prediction of a 4") {
    const std::array<double, 10> p{0, 3.11e-5, 1.7e-6, 5e-7, .9999515, 4e-7, 7e-7, 1.21e-5, 1.2e-6, 7e-7};
    const std::array<float, 10> t{0, 0, 0, 0, 1};
    const EntropyTrace trace = trace_entropy(p, t);
    CHECK(std::fabs(trace.result - 4.850e-5) < 5e-9);
    CHECK(trace.terms[0].loss == 0);  // 0 log 0
}

TEST_CASE("entropy trace: what cross_entropy gives from logits, and the binary form in double") {
    Rng rng(7);
    for (int round = 0; round < 50; ++round) {
        std::array<float, 6> z{}, shares{}, t{};
        for (float& logit : z) logit = rng.uniform(-4, 4);
        const auto label = static_cast<std::uint8_t>(rng.below(6));
        t[label] = 1;
        float loss = 0;
        softmax(1, 6, z.data(), shares.data());
        const std::vector<double> p(shares.begin(), shares.end());
        cross_entropy(1, 6, z.data(), &label, &loss);
        CHECK(trace_entropy(p, t).result == doctest::Approx(static_cast<double>(loss)).epsilon(1e-4));
        double binary = 0;
        for (std::size_t i = 0; i < 6; ++i) {
            binary -= i == label ? std::log(p[i]) : std::log1p(-p[i]);
        }
        CHECK(trace_binary_entropy(p, t).result == doctest::Approx(binary / 6).epsilon(1e-4));
    }
}

}  // namespace cnn
