// One output cell of a pooling, pixel by pixel: what the learner steps through. Computed on demand with the
// order and the additions of the reference, so that trace.result equals it to the bit.
#pragma once

#include <vector>

#include "core/ops/pool2d/pool2d.h"
#include "core/tensor/tensor.h"

namespace cnn {

// One tap of the window. Indices are zero-based; iy, ix outside the input mean a padding pixel.
struct PoolTerm {
    int ky = 0;
    int kx = 0;
    int iy = 0;
    int ix = 0;
    bool padding = false;  // adds nothing and never wins
    bool counted = false;  // average: part of the divisor
    float input = 0;       // 0 in the padding
    float partial = 0;     // max, min: the best so far; else the running sum (L2: of squares)
};

struct PoolTrace {
    std::vector<PoolTerm> terms;  // all taps, in row order
    int winner = -1;              // max, min: index of the winning term; -1: only padding
    int count = 0;                // average: what the sum is divided by
    float result = 0;
};

// x: (1, C, H, W)
PoolTrace trace_pool2d(PoolKind kind, const Pool2dPlan& plan, const Tensor& x, int channel, int oy, int ox);

// What each tap of one window gets of the window's gradient; adding the shares to their pixels, window by
// window in row order, gives the reference's dx to the bit. max, min: the winner takes all; average: equal
// shares; sum: the whole for each; L2: as much as the pixel is of the result.
std::vector<float> trace_pool2d_shares(PoolKind kind, const PoolTrace& forward, float gradient);

}  // namespace cnn
