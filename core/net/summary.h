// A network layer by layer, as a learner reads it: shape, parameters with the product that gives them,
// multiply-adds, memory, receptive field. Nothing of the network's size is allocated.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/net/layer_plan.h"

namespace cnn {

// What one unit of a layer sees along one axis of the image, in pixels. Arithmetic: Araujo, Norris, Sim,
// "Computing receptive fields of convolutional neural networks", Distill 2019.
struct Sight {
    int size = 1;        // pixels that can change the unit; at most the image's when `whole`
    double jump = 1;     // from a unit to its neighbour; a transposed convolution makes it smaller than 1
    int start = 0;       // first pixel that the first unit sees; negative: in the padding
    bool whole = false;  // behind a dense layer or a global pool: every unit sees everything

    bool operator==(const Sight&) const = default;
};

struct LayerSummary {
    std::string text;  // canonical spec text of this layer: "conv 32 3x3"
    Shape output;      // of one image
    std::int64_t parameters = 0;
    std::string parameter_product;   // "(3 × 3 × 1 + 1) × 32 = 320"; empty when there are none
    std::int64_t multiply_adds = 0;  // of one image, forward; biases, pooling and normalisation not counted
    int receptive_field = 1;  // side in input pixels of what one unit sees; the whole input after dense
    std::vector<int> inputs;  // indices of the layers that it reads; kNetworkInput
    std::int64_t state = 0;   // numbers that training changes without a gradient: running statistics
    std::int64_t bytes = 0;   // of the output of one image
    Sight rows;
    Sight columns;
    LayerPlan plan;  // its window, and where its parameters lie
};

struct NetworkSummary {
    Shape input;
    std::vector<LayerSummary> layers;
    std::int64_t parameters = 0;
    std::int64_t multiply_adds = 0;
    std::int64_t state = 0;
    // Of one image's values, as the memory is planned: on the way forward alone, and with the way back.
    std::int64_t forward_bytes = 0;
    std::int64_t training_bytes = 0;
};

NetworkSummary summarise(const NetworkSpec& spec);

}  // namespace cnn
