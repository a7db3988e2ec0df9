// One name per layer, the same in every format: the spec language's word and a count, "conv1 relu1 conv2".
#pragma once

#include <string>
#include <vector>

#include "core/net/layer_spec.h"

namespace cnn {

std::vector<std::string> layer_names(const NetworkSpec& spec);

}  // namespace cnn
