// Labelled images as bytes, as they come in the files; scaled to [0, 1] when a batch is gathered.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/tensor/tensor.h"

namespace cnn {

struct Dataset {
    std::string name;  // "mnist", "digits"
    Shape image;       // of one image, n = 1
    int classes = 10;
    float white = 255.0F;              // the byte that stands for 1.0 (the 8x8 digits count to 16)
    std::vector<std::uint8_t> pixels;  // count x C x H x W
    std::vector<std::uint8_t> labels;  // count, each < classes

    int count() const { return static_cast<int>(labels.size()); }
    // Pixels of image i scaled to [0, 1], written to out (C x H x W).
    void image_to(int i, float* out) const;
};

// Training and test images that belong together.
struct DataSplit {
    Dataset train;
    Dataset test;
};
using SharedData = std::shared_ptr<const DataSplit>;

// The 1,797 8x8 digits of S1-14, embedded: the first 1,437 train, the last 360 test (the lecture's 0.8 /
// 0.2).
SharedData embedded_digits();

}  // namespace cnn
