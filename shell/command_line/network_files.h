// Networks as files: weights to begin with, and what is written of the trained network.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/io/weights_file.h"
#include "core/net/network.h"
#include "core/train/dataset.h"
#include "shell/command_line/arguments.h"
#include "shell/lessons/model.h"

namespace shell {

// The file of --weights, as it was read, and what it says of its network.
struct WeightsFile {
    GivenFile file;
    cnn::Result<std::optional<cnn::StoredNetwork>> stored;
};
cnn::Result<WeightsFile> read_weights_file(const std::string& path);

// Where neither --train nor --spec says which network is meant, the file does: fills in wanted's network (of
// the zoo) or spec, and data and loss where they are not given either and the file tells them; an error where
// it cannot tell.
cnn::Status take_network(const WeightsFile& weights, TrainArguments& wanted);

// Where the arguments do not say whether images are standardised and the file's network learned from such,
// they are: fills in wanted's. Answers a sentence that says so; empty: nothing was filled in.
std::string take_scaling(const WeightsFile& weights, TrainArguments& wanted);

// The network `spec` with the file's weights; `remark` gets a further sentence where the file says something
// else of itself than what it is used for.
cnn::Result<std::shared_ptr<const cnn::Network>> with_weights(const WeightsFile& weights,
                                                              const cnn::NetworkSpec& spec,
                                                              const cnn::Dataset& data, std::string& remark);

// Whether every file of `wanted` can be written of such a network: known before an hour of training, not
// after it.
cnn::Status check_outputs(const TrainArguments& wanted, const cnn::NetworkSpec& spec);

// Writes wanted.exports, and to wanted.answers the first test images (images: (N, C, H, W), as the network
// sees them) and what the network gives for them (outputs: (N, outputs), without the loss's softmax or
// sigmoid).
cnn::Status write_outputs(const TrainArguments& wanted, const cnn::Network& network,
                          const cnn::Dataset& test);

}  // namespace shell
