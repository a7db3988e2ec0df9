// Everything that decides a run's numbers: with the same config, data and steps, every build gives the same bits.
#pragma once

#include <cstdint>
#include <string>

#include "core/net/layer_spec.h"

namespace cnn {

enum class OptimizerKind { kSgd, kMomentum, kRmsprop, kAdam };  // names: "sgd" "momentum" "rmsprop" "adam"

struct TrainingConfig {
    NetworkSpec network;
    OptimizerKind optimizer = OptimizerKind::kRmsprop;
    float rate = 0.001F;
    int batch = 64;
    int epochs = 5;
    std::uint64_t seed = 1;
    int validation = 0;  // images held out of the training set; 0: validation is measured on the test images
    int limit = 0;       // train on the first `limit` images only; 0: all
};

}  // namespace cnn
