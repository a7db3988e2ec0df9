// The learner's own data, from the files that are opened or dropped: a table, a zip with a folder of pictures
// per class, or the two files of an IDX set one after the other.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/train/dataset.h"
#include "shell/lessons/model.h"

namespace shell::lesson_mnist {

// Pixels that every picture of a zip is shrunk to: MNIST's side in grey, CIFAR-10's where there are colours.
inline constexpr int kOwnPictureSide = 28;
inline constexpr int kOwnColourSide = 32;

// A table, kept so that another of its columns can be the class.
struct OwnTable {
    GivenFile file;
    std::vector<std::string> columns;  // "species", or "Column 5" where no header names them
    int class_column = 0;
};
inline constexpr std::size_t kMostKeptBytes = std::size_t{16} << 20U;

// Of a table that is to be kept; nullptr: it is none, or larger than kMostKeptBytes, or its first row cannot
// be read.
std::shared_ptr<const OwnTable> kept_table(const GivenFile& file);

// All examples of a file; null: there are none yet.
using OwnExamples = std::shared_ptr<const cnn::Dataset>;
cnn::Result<OwnExamples> read_table(const OwnTable& table);

// How many of a hundred examples are kept for testing.
inline constexpr int kLeastTestPercent = 5;
inline constexpr int kMostTestPercent = 50;
// Training and test examples drawn from all.
cnn::SharedData divided(const cnn::Dataset& all, int test_percent);

class OwnFiles {
 public:
    // The set; null when a second file is wanted, which waiting() then names. A file that cannot be read is
    // an error and leaves what was waiting.
    cnn::Result<OwnExamples> take(const GivenFile& file);
    std::string waiting() const;  // "train-images is here; open its labels next."; empty: nothing waits

 private:
    cnn::Result<OwnExamples> take_idx(const GivenFile& file);

    std::optional<GivenFile> images_;
    std::optional<GivenFile> labels_;
};

}  // namespace shell::lesson_mnist
