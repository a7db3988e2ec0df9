// One number inside the network in words: where it stands, and what it is made of.
#pragma once

#include <string>

#include "shell/lessons/17_mnist/model.h"

namespace shell::lesson_mnist {

// "channel 3, row 1, column 7", "unit 5"; counted from 1, as a learner counts.
std::string place_text(const cnn::Shape& shape, cnn::CellPlace cell);
// Of a layer's output, or of the image: "layer 2, channel 3, row 1, column 7", "the image, row 4, column 9".
std::string place_text(const MnistModel& model, int layer, cnn::CellPlace cell);
// Of the number that is taken apart, or of the channel whose statistic is.
std::string chosen_text(const MnistModel& model);
// What the data are made of: "image", "example".
std::string example_noun(const MnistModel& model);
// Which images the batch has and what training does with them that a prediction does not; without a batch how
// to come to one.
std::string batch_text(const MnistModel& model);
// Whose loss the gradient is of: "the loss of this 7".
std::string loss_text(const MnistModel& model, const MnistModel::Explained& explained);
// What the chosen weight is one of: "filter", "unit", "channel".
std::string output_noun(const MnistModel& model);
// And what its number is among those that it may be of: "input channel", "input".
std::string input_noun(const MnistModel& model);
// Does the chosen layer normalise? Its weights are gamma, its biases beta.
bool normalises(const MnistModel& model);
// "weight of filter 3, input channel 2, row 1, column 1", "bias of unit 4"
std::string weight_text(const MnistModel& model);
// Where a weight was asked for.
std::string no_weights_text(const MnistModel& model);
// What the gradient of an output is.
std::string output_gradient_text(const MnistModel& model);
// One line; empty: nothing is taken apart.
std::string explained_sentence(const MnistModel& model);

}  // namespace shell::lesson_mnist
