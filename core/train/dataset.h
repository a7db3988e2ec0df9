// Labelled images as bytes, as they come in the files, or rows of numbers; scaled when a batch is gathered.
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
    float white = 255.0F;                  // the byte that stands for 1.0 (the 8x8 digits count to 16)
    std::vector<std::uint8_t> pixels;      // count x C x H x W; empty where there are `values`
    std::vector<float> values;             // count x C x H x W: numbers that are no bytes, taken as they are
    std::vector<std::uint8_t> labels;      // count, each < classes
    std::vector<std::string> class_names;  // of all classes; empty: they are numbers
    // Per channel, from the training images: (x - mean) / deviation is what the network sees. Empty: x.
    std::vector<float> mean;
    std::vector<float> deviation;

    int count() const { return static_cast<int>(labels.size()); }
    // Numbers held, whichever they are.
    std::size_t size() const { return values.empty() ? pixels.size() : values.size(); }
    // Image i as the network sees it, written to out (C x H x W).
    void image_to(int i, float* out) const;
    // The same in two steps: bytes scaled to [0, 1], then the mean and the deviation taken out.
    void scaled_to(int i, float* out) const;
    void standardise(float* image) const;
    // No number that the network sees is larger, with up to `noise` added before the mean is taken out.
    float largest(float noise) const;
};

// Training and test images that belong together.
struct DataSplit {
    Dataset train;
    Dataset test;
};
using SharedData = std::shared_ptr<const DataSplit>;

// Sets mean and deviation of both parts from the first `count` training images, per channel; a channel that
// never changes keeps the deviation 1.
void standardise(DataSplit& data, int count);

// `share` of the images, at least one and not all, drawn from `seed` as the test part; of each class alike
// (stratified: each class's share is rounded, so the sum may differ by half an image per class).
DataSplit split(const Dataset& all, float share, std::uint64_t seed);

// The 1,797 8x8 digits of S1-14, embedded: the first 1,437 train, the last 360 test (the lecture's 0.8 /
// 0.2).
SharedData embedded_digits();

}  // namespace cnn
