// The locally connected layer as loops, one accumulator per number, terms in the order of
// locally_connected.h.
#include "core/ops/locally_connected/reference.h"

namespace cnn {
namespace {

// Calls visit(input, weight, output) with the indices of every product that one image has, output by output.
template <class Visit>
void for_each_product(const LocallyConnectedPlan& plan, Visit&& visit) {
    const AxisPlan& rows = plan.window.y;
    const AxisPlan& columns = plan.window.x;
    const int pixels = rows.output * columns.output;
    for (int oc = 0; oc < plan.filters; ++oc)
        for (int oy = 0; oy < rows.output; ++oy)
            for (int ox = 0; ox < columns.output; ++ox) {
                const int pixel = oy * columns.output + ox;
                int tap = 0;
                for_each_tap(plan.channels, plan.window, [&](int ic, int ky, int kx) {
                    const int iy = rows.tap(oy, ky);
                    const int ix = columns.tap(ox, kx);
                    if (rows.inside(iy) && columns.inside(ix))
                        visit((ic * rows.input + iy) * columns.input + ix,
                              (oc * plan.taps() + tap) * pixels + pixel, oc * pixels + pixel);
                    ++tap;
                });
            }
}

template <class Real>
Real input_gradient(const LocallyConnectedPlan& plan, const Real* w, const Real* dy, int ic, int iy, int ix) {
    const AxisPlan& rows = plan.window.y;
    const AxisPlan& columns = plan.window.x;
    const int pixels = rows.output * columns.output;
    Real sum = 0;
    for (int oc = 0; oc < plan.filters; ++oc)
        for (int ky = 0; ky < rows.kernel; ++ky)
            for (int kx = 0; kx < columns.kernel; ++kx) {
                const int oy = rows.output_reading(iy, ky);
                const int ox = columns.output_reading(ix, kx);
                if (oy < 0 || ox < 0) continue;
                const int tap = (ic * rows.kernel + ky) * columns.kernel + kx;
                const int pixel = oy * columns.output + ox;
                sum += w[(oc * plan.taps() + tap) * pixels + pixel] * dy[oc * pixels + pixel];
            }
    return sum;
}

}  // namespace

template <class Real>
void reference_locally_connected_forward(const LocallyConnectedPlan& plan, int n, const Real* x,
                                         const Real* w, const Real* bias, Real* y) {
    for (int image = 0; image < n; ++image, x += plan.input_size(), y += plan.output_size()) {
        for (std::size_t i = 0; i < plan.output_size(); ++i) y[i] = 0;
        for_each_product(plan, [&](int input, int weight, int output) { y[output] += x[input] * w[weight]; });
        for (std::size_t i = 0; i < plan.output_size(); ++i) y[i] += bias[i];
    }
}

template <class Real>
void reference_locally_connected_backward(const LocallyConnectedPlan& plan, int n, const Real* x,
                                          const Real* w, const Real* dy, Real* dx, Real* dw, Real* db) {
    for (std::size_t i = 0; i < plan.weight_count(); ++i) dw[i] = 0;
    for (std::size_t i = 0; i < plan.bias_count(); ++i) db[i] = 0;
    for (int image = 0; image < n; ++image, x += plan.input_size(), dy += plan.output_size()) {
        for_each_product(plan,
                         [&](int input, int weight, int output) { dw[weight] += x[input] * dy[output]; });
        for (std::size_t i = 0; i < plan.bias_count(); ++i) db[i] += dy[i];
        for (int ic = 0; ic < plan.channels; ++ic)
            for (int iy = 0; iy < plan.window.y.input; ++iy)
                for (int ix = 0; ix < plan.window.x.input; ++ix)
                    *dx++ = input_gradient(plan, w, dy, ic, iy, ix);
    }
}

// One copy for floats, one for doubles.
#define CNN_INSTANTIATE(Real)                                                                         \
    template void reference_locally_connected_forward(const LocallyConnectedPlan&, int, const Real*,  \
                                                      const Real*, const Real*, Real*);               \
    template void reference_locally_connected_backward(const LocallyConnectedPlan&, int, const Real*, \
                                                       const Real*, const Real*, Real*, Real*, Real*)
CNN_INSTANTIATE(float);
CNN_INSTANTIATE(double);
#undef CNN_INSTANTIATE

}  // namespace cnn
