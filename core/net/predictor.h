// What a network says of one image after another: the probabilities of run_image without the outputs on the
// way, which need not all be computed. Memory is planned and allocated once.
#pragma once

#include <span>

#include "core/net/workspace.h"

namespace cnn {

class Predictor {
 public:
    explicit Predictor(const Network& network);  // which must outlive it

    // x: (C, H, W) scaled. The probabilities, one per class, hold until the next call.
    std::span<const float> predict(std::span<const float> x);

 private:
    const Network* network_;
    Workspace workspace_;
};

}  // namespace cnn
