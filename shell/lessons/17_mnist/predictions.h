// What the network of a snapshot says about the images on the screen: remembered per image, renewed a few at
// a time, so that no frame computes for long.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>

#include "core/net/network.h"
#include "core/train/dataset.h"

namespace shell::lesson_mnist {

struct Prediction {
    int digit = 0;
    float confidence = 0;       // its probability
    std::uint64_t version = 0;  // of the snapshot that said so
};

class Predictions {
 public:
    // nullptr: not computed yet. While training goes on a prediction may be some snapshots old.
    const Prediction* find(int image) const;
    void clear() { known_.clear(); }

    // Renews the oldest of `wanted` (indices into `images`) with the weights of snapshot `version`, until
    // about `multiply_adds` are spent, at least one. True while there is more to renew.
    bool renew(const cnn::Network& network, std::uint64_t version, const cnn::Dataset& images,
               std::span<const int> wanted, std::int64_t multiply_adds);

 private:
    std::unordered_map<int, Prediction> known_;
};

}  // namespace shell::lesson_mnist
