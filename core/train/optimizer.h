// The four optimisers, element by element, as published and with Keras' constants. g is the gradient of the
// mean loss, t the number of the update, e = 1e-7 stands outside the root.
//
//   sgd       w <- w - rate g
//   momentum  v <- 0.9 v - rate g;            w <- w + v                       Keras' form of Polyak 1964
//   rmsprop   s <- 0.9 s + 0.1 g^2;           w <- w - rate g / (sqrt(s) + e)  Hinton 2012
//   adam      m <- 0.9 m + 0.1 g;             Kingma and Ba 2014, algorithm 1
//             s <- 0.999 s + 0.001 g^2;
//             w <- w - rate (m / (1 - 0.9^t)) / (sqrt(s / (1 - 0.999^t)) + e)
//
// Moments below 1e-30 become 0: numbers that fade away under 1e-38 would slow every operation on them several
// times over.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/train/training_config.h"

namespace cnn {

inline constexpr float kMomentum = 0.9F;
inline constexpr float kRmspropDecay = 0.9F;
inline constexpr float kAdamDecay1 = 0.9F;
inline constexpr float kAdamDecay2 = 0.999F;
inline constexpr float kEpsilon = 1e-7F;
inline constexpr float kFadedMoment = 1e-30F;

struct Update {
    OptimizerKind optimizer = OptimizerKind::kSgd;
    float rate = 0;
    std::int64_t step = 1;  // which update this is, counted from 1
};

// Arrays of `count` numbers that lie parallel to the parameters. They do not overlap.
struct UpdateArrays {
    const float* parameters;
    const float* gradient;
    float* first;   // velocity or m; not read by sgd and rmsprop
    float* second;  // s; not read by sgd and momentum
    float* next;    // the updated parameters
};

bool uses_first_moment(OptimizerKind kind);
bool uses_second_moment(OptimizerKind kind);

void apply_update(const Update& update, std::size_t count, const UpdateArrays& arrays);

}  // namespace cnn
