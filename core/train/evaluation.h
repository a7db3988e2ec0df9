// How a network does on a set of images.
#pragma once

#include <cstdint>
#include <vector>

namespace cnn {

struct Evaluation {
    std::int64_t step = 0;  // updates that the network had made
    int images = 0;         // evaluated so far; complete when images == total
    int total = 0;
    int classes = 0;
    float loss = 0;                         // mean over those
    float accuracy = 0;                     // share in [0, 1]; 0 where numbers are predicted
    std::vector<std::uint8_t> predictions;  // per image, the most probable class (the first of equals)
    std::vector<float> confidence;          // its probability
    std::vector<float> losses;              // per image
    std::vector<float> probabilities;  // images x classes; what the network said where numbers are predicted
    std::vector<std::uint8_t> labels;  // per image
    std::vector<std::int32_t> confusion;  // classes x classes, row = true class, column = predicted
};

// What was said of each image, in their order.
struct Answers {
    const std::vector<float>& losses;
    const std::vector<std::uint8_t>& predictions;
    const std::vector<float>& confidence;
    const std::vector<float>& probabilities;
    const std::vector<std::uint8_t>& labels;
};

// Sums of the first `images` images, in their order: the same bits however the images were divided.
Evaluation summarise_evaluation(int images, int classes, const Answers& answers);

}  // namespace cnn
