// The four files of MNIST, or of Fashion-MNIST in its format, as they arrive from the home, made into images
// and labels.
#pragma once

#include <span>

#include "core/base/result.h"
#include "core/train/dataset.h"
#include "shell/lessons/17_mnist/data_sets.h"
#include "shell/lessons/model.h"

namespace shell::lesson_mnist {

// The files by their usual names ("train-images-idx3-ubyte", ...); each is to hold exactly as many images of
// `set`'s size as it says, or of labels 0 to 9. The sentence of an error names the file.
cnn::Result<cnn::SharedData> read_four_files(const DataSet& set, std::span<const GivenFile> files);

}  // namespace shell::lesson_mnist
