// CIFAR-10's batches as they arrive from the home, one after another, made into images between frames.
#pragma once

#include <cstddef>
#include <optional>

#include "core/base/result.h"
#include "core/io/cifar.h"
#include "core/train/dataset.h"
#include "shell/lessons/17_mnist/data_sets.h"
#include "shell/lessons/model.h"

namespace shell::lesson_mnist {

// Memory: the images that `set` says there are, once, and one batch with its unpacked rows (54 MB).
class CifarFiles {
 public:
    explicit CifarFiles(const DataSet& set);

    // "data_batch_1.png" and so on, then "train_lables.json" (spelled as it is); "test_batch.png", then
    // "test_lables.json". Only one batch waits: what the former one has left to unpack is unpacked now.
    cnn::Status add(GivenFile file);
    // About `bytes` more are unpacked; true while there is more. An error's sentence names the file.
    cnn::Result<bool> work(std::size_t bytes);
    // When all files were added and work() has no more: as many images as `set` says.
    cnn::Result<cnn::SharedData> finish();

 private:
    struct Part {
        cnn::CifarImages images;
        std::optional<cnn::Dataset> read;  // once the labels came
    };
    cnn::Status take_labels(const GivenFile& file, Part& part, int count);

    const DataSet& set_;
    Part train_;
    Part test_;
    Part* unpacking_ = nullptr;
};

}  // namespace shell::lesson_mnist
