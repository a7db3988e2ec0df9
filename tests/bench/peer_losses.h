// What our training finds on the peers' weights and batches, for tests/bench/peers to hold theirs against.
#pragma once

#include <vector>

#include "core/train/dataset.h"
#include "core/train/training_config.h"

// The mean loss of each of the first batches of `images`, in their order, before its update, from the weights
// of write_peer_network. Ten with "sgd"; the others' moments begin anew with each batch, so there it is one.
std::vector<float> first_losses(const cnn::TrainingConfig& config, const cnn::Dataset& images);
