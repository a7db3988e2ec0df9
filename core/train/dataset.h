// Labelled images as bytes, as they come in the files, or rows of numbers; scaled when a batch is gathered.
// To be predicted are classes, or numbers. A copy shares the images.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/shared_list.h"
#include "core/tensor/tensor.h"
#include "core/train/loss.h"

namespace cnn {

struct Dataset {
    std::string name;  // "mnist", "digits"
    Shape image;       // of one image, n = 1
    int classes = 10;
    float white = 255.0F;                  // the byte that stands for 1.0 (the 8x8 digits count to 16)
    SharedList<std::uint8_t> pixels;       // count x C x H x W; empty where there are `values`
    SharedList<float> values;              // count x C x H x W: numbers that are no bytes, taken as they are
    std::vector<std::uint8_t> labels;      // count, each < classes
    std::vector<std::string> class_names;  // of all classes; empty: they are numbers
    // Per channel, from the training images: (x - mean) / deviation is what the network sees. Empty: x.
    std::vector<float> mean;
    std::vector<float> deviation;
    // Numbers to predict: count x classes, and the labels are all 0. Empty: classes are to be told apart.
    std::vector<float> targets;
    // As mean and deviation, per number.
    std::vector<float> target_mean;
    std::vector<float> target_deviation;

    int count() const { return static_cast<int>(labels.size()); }
    bool predicts_numbers() const { return !targets.empty(); }
    // Numbers held, whichever they are.
    std::size_t size() const { return values.empty() ? pixels.size() : values.size(); }
    // Number k of all, as it came in the file.
    float stored(std::size_t k) const { return values.empty() ? static_cast<float>(pixels[k]) : values[k]; }
    // Image i as the network sees it, written to out (C x H x W).
    void image_to(int i, float* out) const;
    // The same in two steps: bytes scaled to [0, 1], then the mean and the deviation taken out.
    void scaled_to(int i, float* out) const;
    void standardise(float* image) const;
    // What the network is to say of image i, written to out (outputs): its numbers, of which there are as
    // many as outputs, or the loss's class_targets.
    void targets_to(int i, LossKind loss, int outputs, float* out) const;
    // The other way round: number k of what the network said, in the unit of the targets.
    float in_target_unit(std::size_t k, float said) const;
    // No number that the network sees is larger, with up to `noise` added before the mean is taken out.
    float largest(float noise) const;
};

// Training and test images that belong together.
struct DataSplit {
    Dataset train;
    Dataset test;
};
using SharedData = std::shared_ptr<const DataSplit>;

// Sets mean and deviation of both parts from the first `count` training images, per channel, and of the
// numbers to predict; what never changes keeps the deviation 1.
void standardise(DataSplit& data, int count);

// `share` of the images, at least one and not all, drawn from `seed` as the test part; of each class alike
// (stratified: each class's share is rounded, so the sum may differ by half an image per class).
DataSplit split(const Dataset& all, float share, std::uint64_t seed);

// The ten rows of S0-4: a height in centimetres to be predicted from age in years and weight in kilograms.
// They train and test alike, as in the lecture.
SharedData height_table();

// The 1,797 8x8 digits of S1-14, embedded: the first 1,437 train, the last 360 test (the lecture's 0.8 /
// 0.2).
SharedData embedded_digits();

}  // namespace cnn
