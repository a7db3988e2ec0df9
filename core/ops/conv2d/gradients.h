// The gradients of a convolution, as sums over the outputs that have a gradient: behind ReLU and a max pool
// only one in eight has, and what is multiplied by 0 adds nothing. A first layer's weights go by its image's
// numbers instead, most of which are 0 as well. (Only where an input or a weight is not
// finite would it: 0 times infinity is NaN. The trainer stops at such numbers anyway.)
#pragma once

#include <cstddef>

#include "core/ops/conv2d/conv2d.h"

namespace cnn {

// Floats of workspace that either function needs for up to n images.
std::size_t gradients_workspace(const Conv2dPlan& plan, int n);

// x: (n, C, H, W); dy: (n, OC, OH, OW); dw: (OC, C / groups, KH, KW); db: (OC)
void weight_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x,
                     const float* dy, float* dw, float* db, float* workspace);

// w: (OC, C / groups, KH, KW); dy: (n, OC, OH, OW); dx: (n, C, H, W)
void input_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* w,
                    const float* dy, float* dx, float* workspace);

}  // namespace cnn
