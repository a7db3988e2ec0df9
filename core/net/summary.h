// A network layer by layer, as a learner reads it: shape, parameters with the product that gives them,
// multiply-adds, receptive field.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/net/layer_spec.h"

namespace cnn {

struct LayerSummary {
    std::string text;  // canonical spec text of this layer: "conv 32 3x3"
    Shape output;      // of one image
    std::int64_t parameters = 0;
    std::string parameter_product;   // "(3 × 3 × 1 + 1) × 32 = 320"; empty when there are none
    std::int64_t multiply_adds = 0;  // of one image, forward; biases and pooling not counted
    int receptive_field = 1;  // side in input pixels of what one unit sees; the whole input after dense
};

struct NetworkSummary {
    std::vector<LayerSummary> layers;
    std::int64_t parameters = 0;
    std::int64_t multiply_adds = 0;
};

NetworkSummary summarise(const NetworkSpec& spec);

}  // namespace cnn
