// The readable twin of pool2d.h: every tap of every window is asked for. float gives the bits of the fast
// road; double is what gradients are checked with.
#pragma once

#include "core/ops/pool2d/pool2d.h"

namespace cnn {

template <class Real>
void reference_max_pool_forward(const Pool2dPlan& plan, int n, const Real* x, Real* y, std::int32_t* argmax);

template <class Real>
void reference_average_pool_forward(const Pool2dPlan& plan, int n, const Real* x, Real* y);

// dx = sum over the windows, in row order, that cover the pixel, of dy / divisor.
template <class Real>
void reference_average_pool_backward(const Pool2dPlan& plan, int n, const Real* dy, Real* dx);

}  // namespace cnn
