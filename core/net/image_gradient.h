// How the loss changes with every number on its way through a network. Of one image, as the network predicts:
// nothing is dropped, and batch normalisation takes its running statistics for constants. Or of a batch, as
// in training: its mean and variance are the batch's and depend on the number too (see
// core/ops/batch_norm/batch_norm.h), and what dropout dropped hands nothing back.
#pragma once

#include <span>
#include <vector>

#include "core/net/network.h"

namespace cnn {

struct ImageGradient {
    Tensor image;                 // (n, C, H, W)
    std::vector<Tensor> outputs;  // of every layer, shaped as its output
};

// images: (n, C, H, W), scaled; run: what run_image or run_batch gave for them; dz: (n, outputs), the
// gradient of the last layer's output, as the loss gives it.
ImageGradient image_gradient(const Network& network, std::span<const float> images, const Activations& run,
                             std::span<const float> dz);

}  // namespace cnn
