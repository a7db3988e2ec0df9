// The readable twin of softmax.h, one row at a time. float gives the bits of the fast loops; double is what
// gradients are checked with.
#pragma once

#include <span>

namespace cnn {

// z, y, dy, dz: (classes)
template <class Real>
void reference_softmax(std::span<const Real> z, std::span<Real> y);
template <class Real>
void reference_softmax_backward(std::span<const Real> y, std::span<const Real> dy, std::span<Real> dz);

template <class Real>
void reference_log_softmax(std::span<const Real> z, std::span<Real> y);
template <class Real>
void reference_log_softmax_backward(std::span<const Real> y, std::span<const Real> dy, std::span<Real> dz);

}  // namespace cnn
