// How the loss of one image changes with every number on its way through a network, the network as it
// predicts: nothing is dropped, and batch normalisation takes its running statistics for constants. In
// training its mean and variance are the batch's and depend on the number too; see
// core/ops/batch_norm/batch_norm.h.
#pragma once

#include <span>
#include <vector>

#include "core/net/network.h"

namespace cnn {

struct ImageGradient {
    Tensor image;                 // (1, C, H, W)
    std::vector<Tensor> outputs;  // of every layer, shaped as its output
};

// image: (C, H, W), scaled; run: what run_image gave for it; dz: (outputs), the gradient of the last layer's
// output, as the loss gives it.
ImageGradient image_gradient(const Network& network, std::span<const float> image, const Activations& run,
                             std::span<const float> dz);

}  // namespace cnn
