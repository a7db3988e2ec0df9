// A network of two inputs, two hidden ReLU units and one output, small enough to be worked out by hand: every
// number of one round of forward pass, backward pass and update.
#pragma once

#include <array>
#include <span>
#include <vector>

namespace cnn {

// w1: (2 inputs, 2 hidden), b1: 2, w2: 2, b2: 1, one behind the other.
inline constexpr int kHandParameters = 9;
using HandParameters = std::array<float, kHandParameters>;

struct HandRound {
    std::vector<float> z1, a1;  // (n, 2)
    std::vector<float> a2;      // (n): what the network says
    float loss = 0;             // mean of (y - a2)^2
    std::vector<float> da2;     // (n)
    HandParameters gradient{};  // as the parameters
    std::vector<float> da1, dz1;
    HandParameters next{};  // parameters - rate gradient
    int alive = 0;          // hidden activations above 0, of all rows
};

// x: (n, 2); y: (n). averaged: da2 = 2 (a2 - y) / n, the gradient of the loss; otherwise without the 1 / n.
HandRound hand_round(const HandParameters& parameters, std::span<const float> x, std::span<const float> y,
                     float rate, bool averaged);

// y = constant + slopes x, with the least mean square error. In double, by the normal equations of the
// centred columns; columns that do not vary, or not by themselves, get the slope 0.
struct Line {
    double constant = 0;
    std::array<double, 2> slopes{};
    double error = 0;  // mean of the squares that are left
};
Line least_squares(std::span<const float> x, std::span<const float> y);

}  // namespace cnn
