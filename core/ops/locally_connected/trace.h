// One output cell of a locally connected layer, term by term. With the weights of that cell it is one cell of
// a convolution, so the terms are a convolution's.
#pragma once

#include <span>

#include "core/ops/conv2d/trace.h"
#include "core/ops/locally_connected/locally_connected.h"

namespace cnn {

// x: (1, C, H, W); w: (OC, C, KH, KW, OH, OW); bias: (OC, OH, OW)
Conv2dTrace trace_locally_connected(const LocallyConnectedPlan& plan, const Tensor& x,
                                    std::span<const float> w, std::span<const float> bias, int oc, int oy,
                                    int ox);

}  // namespace cnn
