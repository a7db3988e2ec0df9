// The gradient of a convolution's input: (taps, pixels) = transposed w (taps, OC) dy (OC, pixels), then
// spread over the taps. A group of images goes together, so that small maps fill panels; of the product, a
// few channels are held at a time, which stay in the first-level cache until they are spread.
#pragma once

#include "core/kernels/carver.h"
#include "core/ops/conv2d/conv2d.h"

namespace cnn {

struct InputGradientSpace {
    float* weights;    // (ceil(taps / 4), OC, 4)
    float* gradients;  // (panels of a group's pixels, OC, panel) and what pack_pixels overwrites
    float* columns;    // (taps of a block of channels, pixels of a group)
};

InputGradientSpace carve_input_gradient(Carver& carver, const KernelTable& kernels, const Conv2dPlan& plan,
                                        int n);

// w: (OC, C, KH, KW); dy: (n, OC, OH, OW); dx: (n, C, H, W)
void input_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* w,
                    const float* dy, float* dx, const InputGradientSpace& space);

}  // namespace cnn
