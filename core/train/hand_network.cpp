// The round in the layers' own arithmetic, and the line of least squares.
#include "core/train/hand_network.h"

#include <algorithm>

#include "core/base/assert.h"
#include "core/ops/activation/activation.h"
#include "core/ops/dense/reference.h"
#include "core/train/optimizer.h"

namespace cnn {
namespace {

constexpr DensePlan kFirst{2, 2};
constexpr DensePlan kSecond{2, 1};
constexpr int kB1 = 4, kW2 = 6, kB2 = 8;  // where they begin

}  // namespace

HandRound hand_round(const HandParameters& p, std::span<const float> x, std::span<const float> y, float rate,
                     bool averaged) {
    CNN_ASSERT(x.size() == 2 * y.size() && !y.empty());
    const auto n = static_cast<int>(y.size());
    HandRound round;
    round.z1 = round.a1 = round.da1 = round.dz1 = std::vector<float>(x.size());
    round.a2 = round.da2 = std::vector<float>(y.size());
    reference_dense_forward(kFirst, n, x.data(), p.data(), &p[kB1], round.z1.data());
    relu_forward(x.size(), round.z1.data(), round.a1.data());
    reference_dense_forward(kSecond, n, round.a1.data(), &p[kW2], &p[kB2], round.a2.data());

    float sum = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
        const float error = round.a2[i] - y[i];
        sum += error * error;
        round.da2[i] = 2 * error / (averaged ? static_cast<float>(n) : 1.0F);
    }
    round.loss = sum / static_cast<float>(n);

    reference_dense_backward(kSecond, n, round.a1.data(), &p[kW2], round.da2.data(), round.da1.data(),
                             &round.gradient[kW2], &round.gradient[kB2]);
    relu_backward(x.size(), round.a1.data(), round.da1.data(), round.dz1.data());
    float* none = nullptr;
    reference_dense_backward(kFirst, n, x.data(), p.data(), round.dz1.data(), none, round.gradient.data(),
                             &round.gradient[kB1]);
    optimizer_info(OptimizerKind::kSgd)
        .apply({rate, 1}, p.size(), {p.data(), round.gradient.data(), {}, round.next.data()});
    round.alive =
        static_cast<int>(std::count_if(round.a1.begin(), round.a1.end(), [](float a) { return a > 0; }));
    return round;
}

Line least_squares(std::span<const float> x, std::span<const float> y) {
    CNN_ASSERT(x.size() == 2 * y.size() && !y.empty());
    const auto n = static_cast<double>(y.size());
    std::array<double, 3> mean{};
    const auto row = [&](std::size_t i) {
        return std::array<double, 3>{static_cast<double>(x[2 * i]), static_cast<double>(x[2 * i + 1]),
                                     static_cast<double>(y[i])};
    };
    for (std::size_t i = 0; i < y.size(); ++i)
        for (std::size_t k = 0; k < 3; ++k) mean[k] += row(i)[k] / n;
    double product[3][3] = {};
    for (std::size_t i = 0; i < y.size(); ++i)
        for (std::size_t a = 0; a < 3; ++a)
            for (std::size_t b = 0; b < 3; ++b)
                product[a][b] += (row(i)[a] - mean[a]) * (row(i)[b] - mean[b]);
    Line line;
    const double determinant = product[0][0] * product[1][1] - product[0][1] * product[1][0];
    if (determinant > 1e-9 * product[0][0] * product[1][1]) {
        line.slopes[0] = (product[0][2] * product[1][1] - product[0][1] * product[1][2]) / determinant;
        line.slopes[1] = (product[0][0] * product[1][2] - product[1][0] * product[0][2]) / determinant;
    }
    line.constant = mean[2] - line.slopes[0] * mean[0] - line.slopes[1] * mean[1];
    for (std::size_t i = 0; i < y.size(); ++i) {
        const auto now = row(i);
        const double left = now[2] - line.constant - line.slopes[0] * now[0] - line.slopes[1] * now[1];
        line.error += left * left / n;
    }
    return line;
}

}  // namespace cnn
