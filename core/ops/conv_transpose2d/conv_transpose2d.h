// Transposed 2-D convolution ("deconvolution", S2-20), forward and backward, over a chunk of n images: the
// map from a convolution's output back to its input, with the sums of that convolution's input gradient.
// Memory belongs to the caller; nothing is allocated.
//   y[n, oc, oy, ox] = sum over ky, kx of (sum over ic of x[n, ic, iy, ix] w[ic, oc, ky, kx]) + bias[oc],
//   for the iy, ix with oy = iy stride - pad_before + ky dilation (rows and columns alike)
// Each input pixel spreads a kernel over the output; where they overlap they add up. Weights lie as PyTorch
// and ONNX have them, (C, OC / groups, KH, KW); Keras has (KH, KW, OC, C). Sources: Zeiler and others 2010;
// Dumoulin and Visin, arXiv 1603.07285, chapter 4.
#pragma once

#include <cstddef>

#include "core/kernels/table.h"
#include "core/ops/conv2d/conv2d.h"

namespace cnn {

// Sizes of one layer. `window` comes from plan_transposed_axis: its `output` is this layer's input (H, W),
// its `input` this layer's output (OH, OW). 1-D is height 1 with a kernel of height 1.
struct ConvTranspose2dPlan {
    int channels = 1;  // C, a multiple of groups
    int filters = 1;   // OC, a multiple of groups
    WindowPlan window;
    int groups = 1;  // group g maps its C / groups channels to its OC / groups filters

    int group_channels() const { return channels / groups; }
    int group_filters() const { return filters / groups; }
    int input_pixels() const { return window.y.output * window.x.output; }
    int output_pixels() const { return window.y.input * window.x.input; }
    std::size_t input_size() const {  // floats of one image
        return static_cast<std::size_t>(channels) * static_cast<std::size_t>(input_pixels());
    }
    std::size_t output_size() const {  // floats of one image
        return static_cast<std::size_t>(filters) * static_cast<std::size_t>(output_pixels());
    }
    std::size_t weight_count() const {
        return static_cast<std::size_t>(channels) * static_cast<std::size_t>(group_filters()) *
               static_cast<std::size_t>(window.y.kernel * window.x.kernel);
    }
};

// Floats of workspace that forward and backward need for a chunk of up to n images.
std::size_t conv_transpose2d_workspace(const KernelTable& kernels, const ConvTranspose2dPlan& plan, int n);

// x: (n, C, H, W); w: (C, OC / groups, KH, KW); bias: (OC), or null for none; y: (n, OC, OH, OW)
void conv_transpose2d_forward(const KernelTable& kernels, const ConvTranspose2dPlan& plan, int n,
                              const float* x, const float* w, const float* bias, float* y, float* workspace);

// Gradients of this chunk alone (overwritten, not added to). dy: (n, OC, OH, OW); dx: (n, C, H, W), null when
// not wanted; dw: as w, and db: (OC), both null when not wanted.
//   dx[ic, iy, ix] = sum over oc, ky, kx of dy w: the convolution of dy, with its order of terms
//   dw[ic, oc, ky, kx] = sum over n, iy, ix of dy x        db[oc] = sum over n, oy, ox of dy
void conv_transpose2d_backward(const KernelTable& kernels, const ConvTranspose2dPlan& plan, int n,
                               const float* x, const float* w, const float* dy, float* dx, float* dw,
                               float* db, float* workspace);

}  // namespace cnn
