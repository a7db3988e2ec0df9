// The readable twin of local_response_norm.h: one pixel, all its channels. float gives the bits of the fast
// loops; double is what gradients are checked with.
#pragma once

#include <span>

#include "core/ops/local_response_norm/local_response_norm.h"

namespace cnn {

// scale[c], before the power.   x: (C), the channels of one pixel
template <class Real>
Real reference_local_scale(const LocalResponseNormPlan& plan, std::span<const Real> x, int c);

// scale^-beta
template <class Real>
Real reference_local_damping(const LocalResponseNormPlan& plan, Real scale);

// x, y, dy, dx: (C), the channels of one pixel
template <class Real>
void reference_local_response_norm_forward(const LocalResponseNormPlan& plan, std::span<const Real> x,
                                           std::span<Real> y);
template <class Real>
void reference_local_response_norm_backward(const LocalResponseNormPlan& plan, std::span<const Real> x,
                                            std::span<const Real> dy, std::span<Real> dx);

}  // namespace cnn
