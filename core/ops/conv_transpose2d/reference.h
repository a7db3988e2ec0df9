// The readable twin of conv_transpose2d.h: the formulas as loops. float gives the bits of every kernel table;
// double is what gradients are checked with.
#pragma once

#include "core/ops/conv_transpose2d/conv_transpose2d.h"

namespace cnn {

template <class Real>
void reference_conv_transpose2d_forward(const ConvTranspose2dPlan& plan, int n, const Real* x, const Real* w,
                                        const Real* bias, Real* y);

template <class Real>
void reference_conv_transpose2d_backward(const ConvTranspose2dPlan& plan, int n, const Real* x, const Real* w,
                                         const Real* dy, Real* dx, Real* dw, Real* db);

}  // namespace cnn
