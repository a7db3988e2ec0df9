// The table of activation.h, row by row.
#include "core/ops/activation/reference.h"

#include <algorithm>
#include <cmath>

#include "core/base/assert.h"
#include "core/ops/real_math.h"

namespace cnn {

template <class Real>
Real reference_activate(const ActivationPlan& plan, Real x) {
    const Real alpha = plan.alpha;
    switch (plan.kind) {
        case Activation::kRelu:
            return x <= 0 ? Real{0} : x;
        case Activation::kLeakyRelu:
            return x <= 0 ? alpha * x : x;
        case Activation::kElu:
            return x <= 0 ? alpha * real_expm1(x) : x;
        case Activation::kSigmoid:
            return 1 / (1 + real_exp(-x));
        case Activation::kTanh:
            return real_tanh(x);
        case Activation::kSoftplus:
            return std::max(x, Real{0}) + real_log1p(real_exp(-std::fabs(x)));
    }
    CNN_ASSERT(false);
}

template <class Real>
Real reference_activation_slope(const ActivationPlan& plan, Real y) {
    const Real alpha = plan.alpha;
    switch (plan.kind) {
        case Activation::kRelu:
            return y <= 0 ? 0 : 1;
        case Activation::kLeakyRelu:
            return y <= 0 ? alpha : 1;
        case Activation::kElu:
            return y <= 0 ? y + alpha : 1;
        case Activation::kSigmoid:
            return y * (1 - y);
        case Activation::kTanh:
            return 1 - y * y;
        case Activation::kSoftplus:
            return -real_expm1(-y);
    }
    CNN_ASSERT(false);
}

template float reference_activate(const ActivationPlan&, float);
template double reference_activate(const ActivationPlan&, double);
template float reference_activation_slope(const ActivationPlan&, float);
template double reference_activation_slope(const ActivationPlan&, double);

}  // namespace cnn
