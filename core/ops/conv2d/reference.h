// The readable twin of conv2d.h: the formulas as loops. float gives the bits of every kernel table; double is
// what gradients are checked with.
#pragma once

#include "core/ops/conv2d/conv2d.h"

namespace cnn {

template <class Real>
void reference_conv2d_forward(const Conv2dPlan& plan, int n, const Real* x, const Real* w, const Real* bias,
                              Real* y);

template <class Real>
void reference_conv2d_backward(const Conv2dPlan& plan, int n, const Real* x, const Real* w, const Real* dy,
                               Real* dx, Real* dw, Real* db);

}  // namespace cnn
