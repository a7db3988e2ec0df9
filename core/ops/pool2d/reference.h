// The readable twin of pool2d.h: every tap of every window is asked for. float gives the bits of the fast
// road; double is what gradients are checked with.
#pragma once

#include "core/ops/pool2d/pool2d.h"

namespace cnn {

template <class Real>
void reference_max_pool_forward(const Pool2dPlan& plan, int n, const Real* x, Real* y, std::int32_t* argmax);

template <class Real>
void reference_min_pool_forward(const Pool2dPlan& plan, int n, const Real* x, Real* y, std::int32_t* argmin);

// Max and min: dx = sum over the windows that this pixel won of dy.
template <class Real>
void reference_max_pool_backward(const Pool2dPlan& plan, int n, const Real* dy, const std::int32_t* argmax,
                                 Real* dx);

template <class Real>
void reference_average_pool_forward(const Pool2dPlan& plan, int n, const Real* x, Real* y);

// dx = sum over the windows, in row order, that cover the pixel, of dy / divisor.
template <class Real>
void reference_average_pool_backward(const Pool2dPlan& plan, int n, const Real* dy, Real* dx);

template <class Real>
void reference_sum_pool_forward(const Pool2dPlan& plan, int n, const Real* x, Real* y);
template <class Real>
void reference_sum_pool_backward(const Pool2dPlan& plan, int n, const Real* dy, Real* dx);

template <class Real>
void reference_l2_pool_forward(const Pool2dPlan& plan, int n, const Real* x, Real* y);
template <class Real>
void reference_l2_pool_backward(const Pool2dPlan& plan, int n, const Real* x, const Real* y, const Real* dy,
                                Real* dx);

}  // namespace cnn
