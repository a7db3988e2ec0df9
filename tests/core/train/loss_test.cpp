// The losses: by hand, against finite differences in double, and as training sees them.
#include "core/train/loss.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/ops/softmax/softmax.h"

namespace {

using namespace cnn;

// The definitions in double, of one image.
double defined(LossKind kind, const std::vector<double>& z, const std::vector<float>& t) {
    double sum = 0;
    double exponentials = 0;
    for (const double value : z) exponentials += std::exp(value);
    for (std::size_t k = 0; k < z.size(); ++k) {
        const auto target = static_cast<double>(t[k]);
        const double s = 1 / (1 + std::exp(-z[k]));
        switch (kind) {
            case LossKind::kCrossEntropy:
                sum -= target * std::log(std::exp(z[k]) / exponentials) * static_cast<double>(z.size());
                break;
            case LossKind::kBinaryCrossEntropy:
                sum -= target * std::log(s) + (1 - target) * std::log(1 - s);
                break;
            case LossKind::kMeanSquared:
                sum += (z[k] - target) * (z[k] - target);
                break;
            case LossKind::kMeanAbsolute:
                sum += std::fabs(z[k] - target);
                break;
            case LossKind::kHinge:
                sum += std::max(0.0, 1 - (2 * target - 1) * z[k]);
                break;
        }
    }
    return sum / static_cast<double>(z.size());
}

struct Judged {
    std::vector<float> losses;
    std::vector<float> dz;
};

Judged judge(LossKind kind, int outputs, const std::vector<float>& z, const std::vector<std::uint8_t>& labels,
             float scale = 1) {
    const std::size_t n = labels.size();
    std::vector<float> probabilities(z.size());
    softmax(static_cast<int>(n), outputs, z.data(), probabilities.data());
    std::vector<float> targets(z.size(), 0.0F);
    for (std::size_t i = 0; i < n; ++i) targets[i * static_cast<std::size_t>(outputs) + labels[i]] = 1;
    Judged judged{std::vector<float>(n), std::vector<float>(z.size())};
    loss_info(kind).apply({static_cast<int>(n), outputs, z.data(), probabilities.data(), labels.data(),
                           targets.data(), judged.losses.data(), scale, judged.dz.data()});
    return judged;
}

}  // namespace

TEST_CASE("losses of z = (2, -1, 0.5) with the first class true, by hand") {
    const auto loss = [](LossKind kind) {
        return static_cast<double>(judge(kind, 3, {2, -1, 0.5F}, {0}).losses[0]);
    };
    CHECK(loss(LossKind::kCrossEntropy) == doctest::Approx(0.241311).epsilon(1e-5));
    CHECK(loss(LossKind::kBinaryCrossEntropy) ==
          doctest::Approx((0.126928 + 0.313262 + 0.974077) / 3).epsilon(1e-5));
    CHECK(loss(LossKind::kMeanSquared) == doctest::Approx((1 + 1 + 0.25) / 3));
    CHECK(loss(LossKind::kMeanAbsolute) == doctest::Approx((1 + 1 + 0.5) / 3));
    CHECK(loss(LossKind::kHinge) == doctest::Approx((0 + 0 + 1.5) / 3));
}

TEST_CASE("S4-3: the lecture's prediction of a 4 costs 4.85e-5") {
    const std::vector<double> printed = {1e-20, 3.11e-5, 1.7e-6,  5e-7,   0.9999515,
                                         4e-7,  7e-7,    1.21e-5, 1.2e-6, 7e-7};
    std::vector<float> z;
    for (const double share : printed) z.push_back(static_cast<float>(std::log(share)));
    CHECK(judge(LossKind::kCrossEntropy, 10, z, {4}).losses[0] == doctest::Approx(4.85e-5).epsilon(0.01));
}

TEST_CASE("every loss and its gradient against the definition in double") {
    Rng rng(11);
    for (const LossInfo& info : losses()) {
        const std::string name(info.name);
        CAPTURE(name);
        for (const int outputs : {1, 2, 3, 10}) {
            for (int round = 0; round < 20; ++round) {
                std::vector<float> z(static_cast<std::size_t>(outputs) * 2);
                for (float& value : z) value = rng.uniform(-4, 4);
                const std::vector<std::uint8_t> labels = {
                    static_cast<std::uint8_t>(rng.below(static_cast<std::uint32_t>(outputs))),
                    static_cast<std::uint8_t>(rng.below(static_cast<std::uint32_t>(outputs)))};
                const Judged judged = judge(info.kind, outputs, z, labels, 0.5F);
                for (std::size_t i = 0; i < 2; ++i) {
                    const auto from = z.begin() + static_cast<std::ptrdiff_t>(i) * outputs;
                    std::vector<double> point(from, from + outputs);
                    std::vector<float> t(point.size(), 0.0F);
                    t[labels[i]] = 1;
                    CHECK(static_cast<double>(judged.losses[i]) ==
                          doctest::Approx(defined(info.kind, point, t)).epsilon(1e-5));
                    for (std::size_t k = 0; k < point.size(); ++k) {
                        const double at = point[k];
                        point[k] = at + 1e-6;
                        const double above = defined(info.kind, point, t);
                        point[k] = at - 1e-6;
                        const double below = defined(info.kind, point, t);
                        point[k] = at;
                        const double slope = 0.5 * (above - below) / 2e-6;
                        const auto ours =
                            static_cast<double>(judged.dz[i * static_cast<std::size_t>(outputs) + k]);
                        CHECK(std::fabs(ours - slope) < 1e-5);
                    }
                }
            }
        }
    }
}

TEST_CASE("losses of outputs far from 0 stay finite where the definition does, and NaN stays NaN") {
    for (const LossInfo& info : losses()) {
        const std::string name(info.name);
        CAPTURE(name);
        const Judged far = judge(info.kind, 3, {1e4F, -1e4F, 0}, {1});
        CHECK(std::isfinite(far.losses[0]));
        for (const float slope : far.dz) CHECK(std::isfinite(slope));
        const Judged broken = judge(info.kind, 2, {std::nanf(""), 1}, {0});
        CHECK(std::isnan(broken.losses[0]));
        CHECK(std::isnan(broken.dz[0]));
    }
}

TEST_CASE("what a network that knows nothing loses") {
    CHECK(loss_of_guessing(LossKind::kCrossEntropy, 10) == doctest::Approx(std::log(10.0)));
    CHECK(loss_of_guessing(LossKind::kBinaryCrossEntropy, 10) == doctest::Approx(std::log(2.0)));
    CHECK(loss_of_guessing(LossKind::kMeanSquared, 10) == doctest::Approx(0.1));
    CHECK(loss_of_guessing(LossKind::kMeanAbsolute, 10) == doctest::Approx(0.1));
    CHECK(loss_of_guessing(LossKind::kHinge, 10) == doctest::Approx(1));
}

TEST_CASE("the table of losses: names are found") {
    for (const LossInfo& info : losses()) CHECK(find_loss(info.name) == info.kind);
    CHECK(!find_loss("magic"));
    CHECK(std::string(loss_list()).find("cross-entropy, ") == 0);
}
