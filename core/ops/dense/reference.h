// The readable twin of dense.h: float gives the bits of every kernel table, double is what gradients are
// checked with.
#pragma once

#include "core/ops/dense/dense.h"

namespace cnn {

template <class Real>
void reference_dense_forward(const DensePlan& plan, int n, const Real* x, const Real* w, const Real* bias,
                             Real* y);

template <class Real>
void reference_dense_backward(const DensePlan& plan, int n, const Real* x, const Real* w, const Real* dy,
                              Real* dx, Real* dw, Real* db);

}  // namespace cnn
