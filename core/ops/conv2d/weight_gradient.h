// The gradient of a convolution's weights and bias: dw (taps, OC) = x (taps, pixels) dy (pixels, OC). Images
// go in groups, so that both operands stay in the cache; the sums go on from group to group.
#pragma once

#include "core/kernels/carver.h"
#include "core/ops/conv2d/conv2d.h"
#include "core/ops/conv2d/pixels.h"

namespace cnn {

struct WeightGradientSpace {
    float* gradients;  // (panels of filters, pixels of a group, panel): dy transposed
    float* taps;       // (pixels of a group, 4) and what pack_taps overwrites
    float* sums;       // (panels of filters, taps, panel)
    float* bias_sums;  // (panels of filters, panel)
};

WeightGradientSpace carve_weight_gradient(Carver& carver, const KernelTable& kernels, const Conv2dPlan& plan,
                                          int n);

// source: the padded x; dy: (n, OC, OH, OW); dw: (OC, C, KH, KW); db: (OC)
void weight_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int n, const PixelSource& source,
                     const float* dy, float* dw, float* db, const WeightGradientSpace& space);

}  // namespace cnn
