// The readable twin of locally_connected.h: the formulas as loops. float gives the bits of the fast loops;
// double is what gradients are checked with.
#pragma once

#include "core/ops/locally_connected/locally_connected.h"

namespace cnn {

template <class Real>
void reference_locally_connected_forward(const LocallyConnectedPlan& plan, int n, const Real* x,
                                         const Real* w, const Real* bias, Real* y);

template <class Real>
void reference_locally_connected_backward(const LocallyConnectedPlan& plan, int n, const Real* x,
                                          const Real* w, const Real* dy, Real* dx, Real* dw, Real* db);

}  // namespace cnn
