// How large a layer's outputs can become, from how large its inputs and parameters are: while the bound of
// every layer stays far below the largest float, nobody needs to look for overflow.
#pragma once

#include "core/net/layer_plan.h"

namespace cnn {

// A bound on |output| in a training pass. input: of what the layer reads; where branches meet, the sum of
// their bounds for add, the largest else. weight: the largest magnitude among its parameters. images: of the
// chunk.
float output_bound(const LayerSpec& layer, const LayerPlan& plan, float input, float weight, int images);

}  // namespace cnn
