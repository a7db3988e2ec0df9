// One output cell of a convolution, term by term: what the learner steps through. Computed on demand with the
// same order and the same additions as the reference, so that trace.result equals the reference to the bit.
#pragma once

#include <span>
#include <vector>

#include "core/ops/window.h"
#include "core/tensor/tensor.h"

namespace cnn {

// One product of the sum. Indices are zero-based; iy, ix outside the input mean a padding pixel (input = 0).
struct Conv2dTerm {
    int ic = 0;
    int ky = 0;
    int kx = 0;
    int iy = 0;
    int ix = 0;
    bool padding = false;
    float input = 0;
    float weight = 0;
    float product = 0;
    float partial = 0;  // the running sum after this term
};

struct Conv2dTrace {
    std::vector<Conv2dTerm> terms;  // canonical order: ic, ky, kx
    float bias = 0;
    float result = 0;  // last partial + bias
};

// x: (1, C, H, W) input; w: (OC, C / groups, KH, KW), already rotated when true convolution is wanted; bias:
// OC values. The terms' ic counts through all groups.
Conv2dTrace trace_conv2d(const Tensor& x, const Tensor& w, std::span<const float> bias,
                         const WindowPlan& window, int oc, int oy, int ox);

// The sum of the products of each channel by itself: what a layer's channels contribute before they are added
// up.
std::vector<float> channel_sums(const Conv2dTrace& trace);

// Each filter turned by 180 degrees: true convolution is cross-correlation with the rotated kernel.
Tensor rotate_kernels(const Tensor& w);

}  // namespace cnn
