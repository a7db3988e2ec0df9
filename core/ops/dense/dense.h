// Dense (fully connected) layer over a chunk of n samples. Memory belongs to the caller; nothing is
// allocated.
//   y[n, o] = sum over i of x[n, i] w[i, o] + bias[o]
// One float accumulator per output, i rising, bias last: every kernel table gives the reference's bits.
#pragma once

#include <cstddef>

#include "core/kernels/table.h"

namespace cnn {

struct DensePlan {
    int in = 1;
    int out = 1;
};

// Floats of workspace that forward and backward need for a chunk of up to n samples.
std::size_t dense_workspace(const KernelTable& kernels, const DensePlan& plan, int n);

// x: (n, in); w: (in, out); bias: (out); y: (n, out)
void dense_forward(const KernelTable& kernels, const DensePlan& plan, int n, const float* x, const float* w,
                   const float* bias, float* y, float* workspace);

// Gradients of this chunk alone (overwritten, not added to). dy: (n, out); dx: (n, in), null when not wanted;
// dw: (in, out) and db: (out), both null when not wanted.
//   dx[n, i] = sum over o of w dy      dw[i, o] = sum over n of x dy      db[o] = sum over n of dy
void dense_backward(const KernelTable& kernels, const DensePlan& plan, int n, const float* x, const float* w,
                    const float* dy, float* dx, float* dw, float* db, float* workspace);

}  // namespace cnn
