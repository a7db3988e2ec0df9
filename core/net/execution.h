// What training and evaluation compute in place of a network as it is written: the same logits and gradients,
// to the bit, with less work.
//
//   ReLU before a max pool   comes behind it, where there are fewer numbers. The largest of a window stays
//                            the largest; where it is not above 0, both ways end in 0 and hand no gradient
//                            on.
//   Pixels that nobody reads are not computed. A pool of 2x2 leaves the last row and column of a map of
//                            11x11, the convolution before it then leaves some of what it reads, and so on
//                            to the image.
//
// Layers keep their number, their parameters and what they read, so that a pass over the execution's layers
// is one over the network's.
#pragma once

#include <vector>

#include "core/net/layer_plan.h"

namespace cnn {

struct Execution {
    NetworkSpec spec;
    std::vector<LayerPlan> plan;
};

// plan: of the spec's layers.
Execution plan_execution(const NetworkSpec& spec, const std::vector<LayerPlan>& plan);

}  // namespace cnn
