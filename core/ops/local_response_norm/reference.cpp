// Local response normalisation of one pixel, as the formulas stand in local_response_norm.h.
#include "core/ops/local_response_norm/reference.h"

#include "core/ops/real_math.h"

namespace cnn {
template <class Real>
Real reference_local_scale(const LocalResponseNormPlan& plan, std::span<const Real> x, int c) {
    Real sum = 0;
    for (int k = plan.first(c); k <= plan.last(c); ++k) {
        const Real value = x[static_cast<std::size_t>(k)];
        sum += value * value;
    }
    return static_cast<Real>(plan.bias) + static_cast<Real>(plan.alpha) / static_cast<Real>(plan.size) * sum;
}

template <class Real>
Real reference_local_damping(const LocalResponseNormPlan& plan, Real scale) {
    return real_exp(-static_cast<Real>(plan.beta) * real_log(scale));
}

template <class Real>
void reference_local_response_norm_forward(const LocalResponseNormPlan& plan, std::span<const Real> x,
                                           std::span<Real> y) {
    for (std::size_t c = 0; c < x.size(); ++c)
        y[c] = x[c] * reference_local_damping(plan, reference_local_scale(plan, x, static_cast<int>(c)));
}

template <class Real>
void reference_local_response_norm_backward(const LocalResponseNormPlan& plan, std::span<const Real> x,
                                            std::span<const Real> dy, std::span<Real> dx) {
    const Real factor =
        2 * static_cast<Real>(plan.alpha) * static_cast<Real>(plan.beta) / static_cast<Real>(plan.size);
    for (std::size_t c = 0; c < x.size(); ++c) {
        Real sum = 0;
        for (std::size_t k = 0; k < x.size(); ++k) {
            const int window = static_cast<int>(k);
            if (static_cast<int>(c) < plan.first(window) || static_cast<int>(c) > plan.last(window)) continue;
            const Real scale = reference_local_scale(plan, x, window);
            sum += dy[k] * reference_local_damping(plan, scale) * x[k] / scale;
        }
        dx[c] = dy[c] * reference_local_damping(plan, reference_local_scale(plan, x, static_cast<int>(c))) -
                factor * x[c] * sum;
    }
}

// One copy for floats, one for doubles.
#define CNN_INSTANTIATE(Real)                                                                                \
    template Real reference_local_scale(const LocalResponseNormPlan&, std::span<const Real>, int);           \
    template Real reference_local_damping(const LocalResponseNormPlan&, Real);                               \
    template void reference_local_response_norm_forward(const LocalResponseNormPlan&, std::span<const Real>, \
                                                        std::span<Real>);                                    \
    template void reference_local_response_norm_backward(                                                    \
        const LocalResponseNormPlan&, std::span<const Real>, std::span<const Real>, std::span<Real>)
CNN_INSTANTIATE(float);
CNN_INSTANTIATE(double);
#undef CNN_INSTANTIATE

}  // namespace cnn
