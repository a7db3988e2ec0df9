// The readable twin of activation.h: one formula per kind, of one number. float gives the bits of the fast
// loops; double is what gradients are checked with.
#pragma once

#include "core/ops/activation/activation.h"

namespace cnn {

template <class Real>
Real reference_activate(const ActivationPlan& plan, Real x);

// dy/dx at the input whose activation is y.
template <class Real>
Real reference_activation_slope(const ActivationPlan& plan, Real y);

}  // namespace cnn
