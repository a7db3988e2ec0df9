// MNIST's four files as they arrive from the home, made into images and labels.
#pragma once

#include <span>

#include "core/base/result.h"
#include "core/train/dataset.h"
#include "shell/lessons/model.h"

namespace shell::lesson_mnist {

// The files by their usual names ("train-images-idx3-ubyte", ...); each is to hold exactly MNIST's count of
// images of 28x28 pixels or of labels 0 to 9. The sentence of an error names the file.
cnn::Result<cnn::SharedData> read_mnist(std::span<const GivenFile> files);

}  // namespace shell::lesson_mnist
