// Networks as files: weights to begin with, and what is written of the trained network.
#pragma once

#include <memory>

#include "core/net/network.h"
#include "core/train/dataset.h"
#include "shell/command_line/arguments.h"

namespace shell {

// The network `spec` with the weights of the file `path`.
cnn::Result<std::shared_ptr<const cnn::Network>> load_weights(const std::string& path,
                                                              const cnn::NetworkSpec& spec);

// Whether every file of `wanted` can be written of such a network: known before an hour of training, not
// after it.
cnn::Status check_outputs(const TrainArguments& wanted, const cnn::NetworkSpec& spec);

// Writes wanted.exports, and to wanted.answers the first test images (images: (N, C, H, W), as the network
// sees them) and what the network gives for them (outputs: (N, classes), without the loss's softmax).
cnn::Status write_outputs(const TrainArguments& wanted, const cnn::Network& network,
                          const cnn::Dataset& test);

}  // namespace shell
