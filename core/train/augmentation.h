// Training images changed a little, anew in every epoch. What is drawn for an image follows from the run's
// seed, the epoch and the image's number alone, so that neither the order nor the number of workers changes a
// bit.
#pragma once

#include <cstdint>

#include "core/tensor/tensor.h"

namespace cnn {

// How far each change may go, either way; a value is drawn uniformly in between. 0: not at all.
struct Augmentation {
    float shift = 0;    // of the image's height and width, as a share
    float rotate = 0;   // degrees
    float zoom = 0;     // as a share: 0.1 draws a size from 0.9 to 1.1
    float shear = 0;    // degrees
    bool flip = false;  // left and right exchanged, every other time
    float noise = 0;    // standard deviation of what is added to every number (where white is 1)

    bool moves() const { return shift > 0 || rotate > 0 || zoom > 0 || shear > 0 || flip; }
    bool any() const { return moves() || noise > 0; }
};

// Noise is the sum of four uniform numbers: nearly normal, and never more than this many standard deviations.
inline constexpr float kMostNoise = 3.4641017F;  // 2 sqrt(3)

// Which image of which epoch of which run.
struct AugmentationKey {
    std::uint64_t seed = 0;
    std::int64_t epoch = 0;
    std::uint32_t image = 0;
};

// from, to: (C, H, W) of `shape`, not the same memory. Numbers between pixels are interpolated linearly;
// outside the image all are 0.
void augment(const Augmentation& changes, const AugmentationKey& key, Shape shape, const float* from,
             float* to);

}  // namespace cnn
