// The readable twin of batch_norm.h. float gives the bits of the fast loops; double is what gradients are
// checked with.
#pragma once

#include "core/ops/batch_norm/batch_norm.h"

namespace cnn {

template <class Real>
void reference_batch_norm_statistics(const BatchNormPlan& plan, int n, const Real* x, Real* mean,
                                     Real* variance);

template <class Real>
void reference_batch_norm_forward(const BatchNormPlan& plan, int n, const Real* x, const Real* mean,
                                  const Real* variance, const Real* gamma, const Real* beta, Real* y);

template <class Real>
void reference_batch_norm_backward(const BatchNormPlan& plan, int n, const Real* x, const Real* mean,
                                   const Real* variance, const Real* gamma, const Real* dy, Real* dx,
                                   Real* dgamma, Real* dbeta);

}  // namespace cnn
