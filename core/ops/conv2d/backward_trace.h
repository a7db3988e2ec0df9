// One number of a convolution's backward pass, term by term: the gradient of a weight, a bias or a pixel. The
// order and the additions are the reference's, so that trace.result equals it to the bit.
#pragma once

#include <vector>

#include "core/ops/conv2d/conv2d.h"
#include "core/tensor/tensor.h"

namespace cnn {

// One product. Pixel (iy, ix) goes through tap (ky, kx) into output (oy, ox) of filter oc; the gradient flows
// back the same way. Indices are zero-based.
struct ConvGradientTerm {
    int oc = 0;
    int ky = 0;
    int kx = 0;
    int iy = 0;
    int ix = 0;
    int oy = 0;
    int ox = 0;
    int image = 0;         // of a weight or a bias: index in the batch
    bool padding = false;  // of a weight: the pixel is a padding zero
    bool reaches = true;   // of a pixel: false where no output reads it by this tap; then nothing is added
    float factor = 0;      // a weight's term: the pixel; a pixel's: the weight; a bias': 1
    float gradient = 0;    // of the output
    float product = 0;
    float partial = 0;  // the running sum after this term
};

struct ConvGradientTrace {
    std::vector<ConvGradientTerm> terms;
    float result = 0;
};

// `at` has its indices: the product is filled in and added. For the traces of all layers that slide a window.
void add_term(ConvGradientTrace& trace, ConvGradientTerm at, float factor, float gradient);

// x: (n, C, H, W); w: (OC, C / groups, KH, KW); dy: (n, OC, OH, OW).
// dw[oc, ic, ky, kx]: one term per output, image by image, in row order.
ConvGradientTrace trace_conv2d_weight_gradient(const Conv2dPlan& plan, const Tensor& x, const Tensor& dy,
                                               int oc, int ic, int ky, int kx);
// db[oc]: one term per output, image by image, in row order.
ConvGradientTrace trace_conv2d_bias_gradient(const Conv2dPlan& plan, const Tensor& dy, int oc);
// dx[ic, iy, ix] of one image, dy: (1, OC, OH, OW): one term per tap and filter of the pixel's group: ky, kx,
// then oc. The sum over the filters of a tap is added as one; `partial` has it behind the tap's last filter.
ConvGradientTrace trace_conv2d_input_gradient(const Conv2dPlan& plan, const Tensor& w, const Tensor& dy,
                                              int ic, int iy, int ix);

}  // namespace cnn
