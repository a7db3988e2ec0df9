// One number of a transposed convolution's backward pass, term by term, in the order and with the additions
// of the reference, so that trace.result equals it to the bit. The terms are a convolution's: input pixel
// (iy, ix) goes through tap (ky, kx) into output (oy, ox) of filter oc. Where the output cuts that pixel off,
// `reaches` is false and the gradient 0.
#pragma once

#include "core/ops/conv2d/backward_trace.h"
#include "core/ops/conv_transpose2d/conv_transpose2d.h"

namespace cnn {

// x: (n, C, H, W); w: (C, OC / groups, KH, KW); dy: (n, OC, OH, OW); oc: within the group of ic
// dw[ic, oc, ky, kx]: one term per input pixel, image by image, in row order
ConvGradientTrace trace_conv_transpose2d_weight_gradient(const ConvTranspose2dPlan& plan, const Tensor& x,
                                                         const Tensor& dy, int ic, int oc, int ky, int kx);
// db[oc]: one term per output pixel, image by image, in row order
ConvGradientTrace trace_conv_transpose2d_bias_gradient(const ConvTranspose2dPlan& plan, const Tensor& dy,
                                                       int oc);
// dx[ic, iy, ix] of one image, dy: (1, OC, OH, OW): one term per filter of the group and tap: a convolution
// of dy
ConvGradientTrace trace_conv_transpose2d_input_gradient(const ConvTranspose2dPlan& plan, const Tensor& w,
                                                        const Tensor& dy, int ic, int iy, int ix);

}  // namespace cnn
