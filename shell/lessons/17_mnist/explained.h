// One number inside the network in words: where it stands, and what it is made of.
#pragma once

#include <string>

#include "shell/lessons/17_mnist/model.h"

namespace shell::lesson_mnist {

// "channel 3, row 1, column 7", "unit 5"; counted from 1, as a learner counts.
std::string place_text(const cnn::Shape& shape, cnn::CellPlace cell);
// Of a layer's output, or of the image: "layer 2, channel 3, row 1, column 7", "the image, row 4, column 9".
std::string place_text(const MnistModel& model, int layer, cnn::CellPlace cell);
// Whose loss the gradient is of: "the loss of this 7".
std::string loss_text(const MnistModel& model, const MnistModel::Explained& explained);
// What the gradient of an output is.
std::string output_gradient_text(const MnistModel& model);
// One line; empty: nothing is taken apart.
std::string explained_sentence(const MnistModel& model);

}  // namespace shell::lesson_mnist
