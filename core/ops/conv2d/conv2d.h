// 2-D convolution layer (cross-correlation, as every deep-learning library computes it), forward and
// backward, over a chunk of n images. Memory belongs to the caller; nothing is allocated.
//   y[n, oc, oy, ox] = sum over ic, ky, kx of x[n, first + ic, iy, ix] w[oc, ic, ky, kx] + bias[oc],
//   iy = window.y.tap(oy, ky), ix = window.x.tap(ox, kx)
// A filter reads the channels of its own group alone: `first` is the first of them, ic counts C / groups.
// One group is the usual layer, as many as channels a depthwise one.
// One float accumulator per output, terms in the canonical order (ic, ky, kx, then bias), padding pixels
// counted as products with 0: so every kernel table gives the bits of reference_conv2d_forward.
#pragma once

#include <cstddef>

#include "core/kernels/table.h"
#include "core/ops/window.h"

namespace cnn {

// Sizes of one layer. The input is channels x window.y.input x window.x.input.
struct Conv2dPlan {
    int channels = 1;  // C, a multiple of groups
    int filters = 1;   // OC, a multiple of groups
    WindowPlan window;
    int groups = 1;  // group g maps its C / groups channels to its OC / groups filters

    int group_channels() const { return channels / groups; }
    int group_filters() const { return filters / groups; }
    int taps() const { return group_channels() * window.y.kernel * window.x.kernel; }  // weights of a filter
    int input_pixels() const { return window.y.input * window.x.input; }
    int output_pixels() const { return window.y.output * window.x.output; }
    std::size_t input_size() const {  // floats of one image
        return static_cast<std::size_t>(channels) * static_cast<std::size_t>(input_pixels());
    }
    std::size_t output_size() const {  // floats of one image
        return static_cast<std::size_t>(filters) * static_cast<std::size_t>(output_pixels());
    }
};

// Floats of workspace that forward and backward need for a chunk of up to n images.
std::size_t conv2d_workspace(const KernelTable& kernels, const Conv2dPlan& plan, int n);

// x: (n, C, H, W); w: (OC, C / groups, KH, KW); bias: (OC), null for none; y: (n, OC, OH, OW)
void conv2d_forward(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x, const float* w,
                    const float* bias, float* y, float* workspace);

// Gradients of this chunk alone (overwritten, not added to). dy: (n, OC, OH, OW); dx: (n, C, H, W), null when
// not wanted (first layer); dw: as w, and db: (OC), both null when not wanted.
//   dw[oc, k] = sum over n, oy, ox of dy x        db[oc] = sum over n, oy, ox of dy
//   dx[iy, ix] = sum over ky, kx of (sum over oc of the pixel's group of w dy), only where an output reads
//   this pixel by that tap
void conv2d_backward(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x,
                     const float* w, const float* dy, float* dx, float* dw, float* db, float* workspace);

}  // namespace cnn
