// One output cell of a transposed convolution, term by term: which inputs reach it, and through which tap of
// the kernel. The order and the additions are the reference's, so that trace.result equals it to the bit.
#pragma once

#include <span>
#include <vector>

#include "core/ops/conv_transpose2d/conv_transpose2d.h"
#include "core/tensor/tensor.h"

namespace cnn {

// One product. Only taps by which an input reaches this cell have terms; they are grouped by tap.
struct ConvTranspose2dTerm {
    int ky = 0;
    int kx = 0;
    int iy = 0;
    int ix = 0;
    int ic = 0;
    float input = 0;
    float weight = 0;
    float product = 0;
    float tap_partial = 0;  // the sum over this tap's channels up to this term
    float partial = 0;      // and that added to the taps before
};

struct ConvTranspose2dTrace {
    std::vector<ConvTranspose2dTerm> terms;  // ky, kx, then ic
    float bias = 0;
    float result = 0;  // last partial + bias
};

// x: (1, C, H, W); w: (C, OC / groups, KH, KW); bias: OC values
ConvTranspose2dTrace trace_conv_transpose2d(const ConvTranspose2dPlan& plan, const Tensor& x, const Tensor& w,
                                            std::span<const float> bias, int oc, int oy, int ox);

}  // namespace cnn
