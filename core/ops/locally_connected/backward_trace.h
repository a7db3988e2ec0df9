// One number of a locally connected layer's backward pass, term by term, in the order and with the additions
// of the reference, so that trace.result equals it to the bit.
#pragma once

#include <span>

#include "core/ops/conv2d/backward_trace.h"
#include "core/ops/locally_connected/locally_connected.h"

namespace cnn {

// x: (n, C, H, W); w: (OC, C, KH, KW, OH, OW); dy: (n, OC, OH, OW). Weights are not shared: each has one
// product per image, and none where its tap lies in the padding.
// dw[oc, ic, ky, kx, oy, ox]: one term per image
ConvGradientTrace trace_locally_connected_weight_gradient(const LocallyConnectedPlan& plan, const Tensor& x,
                                                          const Tensor& dy, int oc, int ic, int ky, int kx,
                                                          int oy, int ox);
// db[oc, oy, ox]: one term per image
ConvGradientTrace trace_locally_connected_bias_gradient(const LocallyConnectedPlan& plan, const Tensor& dy,
                                                        int oc, int oy, int ox);
// dx[ic, iy, ix] of one image, dy: (1, OC, OH, OW): one term per filter and tap by which an output reads it
ConvGradientTrace trace_locally_connected_input_gradient(const LocallyConnectedPlan& plan,
                                                         std::span<const float> w, const Tensor& dy, int ic,
                                                         int iy, int ix);

}  // namespace cnn
