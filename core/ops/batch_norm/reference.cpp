// Batch normalisation as the formulas stand in batch_norm.h.
#include "core/ops/batch_norm/reference.h"

#include <array>
#include <cmath>

namespace cnn {
namespace {

// The sum of term(index) over all numbers of a channel, in the header's order.
template <class Real, class Term>
Real channel_sum(const BatchNormPlan& plan, int n, int channel, Term&& term) {
    std::array<Real, 8> accumulators{};
    for (int image = 0; image < n; ++image)
        for (int i = 0; i < plan.pixels; ++i)
            accumulators[static_cast<std::size_t>(i % 8)] +=
                term((image * plan.channels + channel) * plan.pixels + i);
    Real sum = 0;
    for (const Real accumulator : accumulators) sum += accumulator;
    return sum;
}

// Calls visit(index, channel) for every number of the chunk.
template <class Visit>
void for_each_number(const BatchNormPlan& plan, int n, Visit&& visit) {
    int index = 0;
    for (int image = 0; image < n; ++image)
        for (int c = 0; c < plan.channels; ++c)
            for (int i = 0; i < plan.pixels; ++i) visit(index++, c);
}

template <class Real>
Real inverse_deviation(const BatchNormPlan& plan, Real variance) {
    return 1 / std::sqrt(variance + static_cast<Real>(plan.epsilon));
}

}  // namespace

template <class Real>
void reference_batch_norm_statistics(const BatchNormPlan& plan, int n, const Real* x, Real* mean,
                                     Real* variance) {
    const auto count = static_cast<Real>(n * plan.pixels);
    for (int c = 0; c < plan.channels; ++c) {
        mean[c] = channel_sum<Real>(plan, n, c, [&](int i) { return x[i]; }) / count;
        variance[c] =
            channel_sum<Real>(plan, n, c, [&](int i) { return (x[i] - mean[c]) * (x[i] - mean[c]); }) / count;
    }
}

template <class Real>
void reference_batch_norm_forward(const BatchNormPlan& plan, int n, const Real* x, const Real* mean,
                                  const Real* variance, const Real* gamma, const Real* beta, Real* y) {
    for_each_number(plan, n, [&](int i, int c) {
        y[i] = (x[i] - mean[c]) * (gamma[c] * inverse_deviation(plan, variance[c])) + beta[c];
    });
}

template <class Real>
void reference_batch_norm_backward(const BatchNormPlan& plan, int n, const Real* x, const Real* mean,
                                   const Real* variance, const Real* gamma, const Real* dy, Real* dx,
                                   Real* dgamma, Real* dbeta) {
    const auto count = static_cast<Real>(n * plan.pixels);
    const auto normal = [&](int i, int c) { return (x[i] - mean[c]) * inverse_deviation(plan, variance[c]); };
    for (int c = 0; c < plan.channels; ++c) {
        dbeta[c] = channel_sum<Real>(plan, n, c, [&](int i) { return dy[i]; });
        dgamma[c] = channel_sum<Real>(plan, n, c, [&](int i) { return dy[i] * normal(i, c); });
    }
    for_each_number(plan, n, [&](int i, int c) {
        dx[i] = gamma[c] * inverse_deviation(plan, variance[c]) *
                ((dy[i] - dbeta[c] / count) - normal(i, c) * (dgamma[c] / count));
    });
}

// One copy for floats, one for doubles.
#define CNN_INSTANTIATE(Real)                                                                            \
    template void reference_batch_norm_statistics(const BatchNormPlan&, int, const Real*, Real*, Real*); \
    template void reference_batch_norm_forward(const BatchNormPlan&, int, const Real*, const Real*,      \
                                               const Real*, const Real*, const Real*, Real*);            \
    template void reference_batch_norm_backward(const BatchNormPlan&, int, const Real*, const Real*,     \
                                                const Real*, const Real*, const Real*, Real*, Real*, Real*)
CNN_INSTANTIATE(float);
CNN_INSTANTIATE(double);
#undef CNN_INSTANTIATE

}  // namespace cnn
