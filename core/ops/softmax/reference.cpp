// Softmax and its logarithm as the formulas stand in softmax.h.
#include "core/ops/softmax/reference.h"

#include <algorithm>
#include <cstddef>

#include "core/ops/real_math.h"

namespace cnn {
namespace {

template <class Real>
Real sum_of_exponentials(std::span<const Real> z, Real most) {
    Real sum = 0;
    for (const Real value : z) sum += real_exp(value - most);
    return sum;
}

}  // namespace

template <class Real>
void reference_softmax(std::span<const Real> z, std::span<Real> y) {
    const Real most = *std::max_element(z.begin(), z.end());
    const Real sum = sum_of_exponentials(z, most);
    for (std::size_t c = 0; c < z.size(); ++c) y[c] = real_exp(z[c] - most) / sum;
}

template <class Real>
void reference_softmax_backward(std::span<const Real> y, std::span<const Real> dy, std::span<Real> dz) {
    Real mean = 0;
    for (std::size_t c = 0; c < y.size(); ++c) mean += y[c] * dy[c];
    for (std::size_t c = 0; c < y.size(); ++c) dz[c] = y[c] * (dy[c] - mean);
}

template <class Real>
void reference_log_softmax(std::span<const Real> z, std::span<Real> y) {
    const Real most = *std::max_element(z.begin(), z.end());
    const Real log_sum = real_log(sum_of_exponentials(z, most));
    for (std::size_t c = 0; c < z.size(); ++c) y[c] = (z[c] - most) - log_sum;
}

template <class Real>
void reference_log_softmax_backward(std::span<const Real> y, std::span<const Real> dy, std::span<Real> dz) {
    Real sum = 0;
    for (const Real value : dy) sum += value;
    for (std::size_t c = 0; c < y.size(); ++c) dz[c] = dy[c] - real_exp(y[c]) * sum;
}

// One copy for floats, one for doubles.
#define CNN_INSTANTIATE(Real)                                                                                \
    template void reference_softmax(std::span<const Real>, std::span<Real>);                                 \
    template void reference_softmax_backward(std::span<const Real>, std::span<const Real>, std::span<Real>); \
    template void reference_log_softmax(std::span<const Real>, std::span<Real>);                             \
    template void reference_log_softmax_backward(std::span<const Real>, std::span<const Real>,               \
                                                 std::span<Real>)
CNN_INSTANTIATE(float);
CNN_INSTANTIATE(double);
#undef CNN_INSTANTIATE

}  // namespace cnn
