// How the numbers in the files became what a network was trained on: who runs the network elsewhere must do
// the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/train/dataset.h"

namespace cnn {

// What a network's outputs are.
enum class Outputs {
    kClasses,  // one for each class: softmax makes them shares
    kYesOrNo,  // one for two classes: its sigmoid is the share of class 1
    kNumbers   // the numbers to predict
};

struct Scaling {
    float white = 255;             // the number that stands for 1.0; 1: numbers are taken as they are
    std::vector<float> mean;       // per channel, taken out after the division; empty: nothing is
    std::vector<float> deviation;  // parallel to mean
    // Of numbers to predict: what the network says, times deviation plus mean. Empty: as it says them.
    std::vector<float> target_mean;
    std::vector<float> target_deviation;
    Outputs outputs = Outputs::kClasses;
};

// Of a network with so many outputs, trained on these data.
Scaling scaling_of(const Dataset& data, int outputs);

// "value / 255", "(value / 255 - mean) / deviation per channel, mean 0.13, deviation 0.31"
std::string input_words(const Scaling& scaling);
// "before the softmax that belongs to the loss", "before the sigmoid that belongs to the loss and gives the
// share of class 1", "times 8.1 plus 160.5 is the number", or "the number itself"
std::string output_words(const Scaling& scaling);

// From those two texts, as a file of ours carries them; an error where they are not exactly what is written.
Result<Scaling> read_scaling(std::string_view input, std::string_view output);

// A Python function prepare(images), from stored numbers as a NumPy array of four axes to the network's
// input; `channels` is the shape that lays one number per channel along the channels' axis: "(1, -1, 1, 1)".
std::string python_prepare(const Scaling& scaling, const std::string& channels);

}  // namespace cnn
