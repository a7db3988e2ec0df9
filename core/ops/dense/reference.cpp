// The dense layer as loops, one accumulator per number.
#include "core/ops/dense/reference.h"

namespace cnn {

template <class Real>
void reference_dense_forward(const DensePlan& plan, int n, const Real* x, const Real* w, const Real* bias,
                             Real* y) {
    for (int sample = 0; sample < n; ++sample)
        for (int o = 0; o < plan.out; ++o) {
            Real sum = 0;
            for (int i = 0; i < plan.in; ++i) sum += x[sample * plan.in + i] * w[i * plan.out + o];
            *y++ = sum + bias[o];
        }
}

template <class Real>
void reference_dense_backward(const DensePlan& plan, int n, const Real* x, const Real* w, const Real* dy,
                              Real* dx, Real* dw, Real* db) {
    for (int i = 0; i < plan.in; ++i)
        for (int o = 0; o < plan.out; ++o) {
            Real sum = 0;
            for (int sample = 0; sample < n; ++sample)
                sum += x[sample * plan.in + i] * dy[sample * plan.out + o];
            *dw++ = sum;
        }
    for (int o = 0; o < plan.out; ++o) {
        Real sum = 0;
        for (int sample = 0; sample < n; ++sample) sum += dy[sample * plan.out + o];
        *db++ = sum;
    }
    if (!dx) return;
    for (int sample = 0; sample < n; ++sample)
        for (int i = 0; i < plan.in; ++i) {
            Real sum = 0;
            for (int o = 0; o < plan.out; ++o) sum += w[i * plan.out + o] * dy[sample * plan.out + o];
            *dx++ = sum;
        }
}

template void reference_dense_forward(const DensePlan&, int, const float*, const float*, const float*,
                                      float*);
template void reference_dense_forward(const DensePlan&, int, const double*, const double*, const double*,
                                      double*);
template void reference_dense_backward(const DensePlan&, int, const float*, const float*, const float*,
                                       float*, float*, float*);
template void reference_dense_backward(const DensePlan&, int, const double*, const double*, const double*,
                                       double*, double*, double*);

}  // namespace cnn
