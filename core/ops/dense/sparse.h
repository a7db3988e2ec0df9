// The dense layer's products for inputs that are mostly 0: only the others take part. In MNIST four pixels of
// five are black. Leaving 0 w out changes no bit of a sum as long as w is finite, which published weights
// are.
#pragma once

#include <cstddef>

#include "core/kernels/table.h"
#include "core/ops/dense/dense.h"

namespace cnn {

// Whether this road is the shorter one: less than half of the inputs are not 0, or the samples are too few to
// pack the weights for; and a row of outputs fills a panel.   x: (n, in)
bool sparse_is_shorter(const KernelTable& kernels, const DensePlan& plan, int n, const float* x);

// Floats of workspace for a chunk of up to n samples.
std::size_t sparse_workspace(const DensePlan& plan, int n);

// y = x w, without bias.   x: (n, in); w: (in, out); y: (n, out)
void multiply_sparse(const KernelTable& kernels, const DensePlan& plan, int n, const float* x, const float* w,
                     float* y, float* workspace);

// dw = transposed x dy.   x: (n, in); dy: (n, out); dw: (in, out)
void weight_gradient_sparse(const KernelTable& kernels, const DensePlan& plan, int n, const float* x,
                            const float* dy, float* dw, float* workspace);

}  // namespace cnn
