// Convolution as loops, one accumulator per number, terms in the order that conv2d.h states.
#include "core/ops/conv2d/reference.h"

namespace cnn {
namespace {

// What the tap at (iy, ix) of a plane reads: 0 in the padding.
template <class Real>
Real read(const WindowPlan& window, const Real* plane, int iy, int ix) {
    if (!window.y.inside(iy) || !window.x.inside(ix)) return 0;
    return plane[iy * window.x.input + ix];
}

// Of the group whose channels this filter reads.
int first_channel(const Conv2dPlan& plan, int oc) {
    return oc / plan.group_filters() * plan.group_channels();
}

template <class Real>
Real input_gradient(const Conv2dPlan& plan, const Real* w, const Real* dy, int ic, int iy, int ix) {
    const WindowPlan& window = plan.window;
    const int kernel_size = window.y.kernel * window.x.kernel;
    const int first = ic / plan.group_channels() * plan.group_filters();  // of the group's filters
    Real sum = 0;
    for (int ky = 0; ky < window.y.kernel; ++ky)
        for (int kx = 0; kx < window.x.kernel; ++kx) {
            const int oy = window.y.output_reading(iy, ky);
            const int ox = window.x.output_reading(ix, kx);
            if (oy < 0 || ox < 0) continue;
            Real tap = 0;
            for (int oc = first; oc < first + plan.group_filters(); ++oc)
                tap += w[(oc * plan.group_channels() + ic % plan.group_channels()) * kernel_size +
                         ky * window.x.kernel + kx] *
                       dy[oc * plan.output_pixels() + oy * window.x.output + ox];
            sum += tap;
        }
    return sum;
}

template <class Real>
Real weight_gradient(const Conv2dPlan& plan, int n, const Real* x, const Real* dy, int oc, int ic, int ky,
                     int kx) {
    const WindowPlan& window = plan.window;
    const int first = first_channel(plan, oc);
    Real sum = 0;
    for (int image = 0; image < n; ++image) {
        const Real* plane = x + (image * plan.channels + first + ic) * plan.input_pixels();
        const Real* gradient = dy + (image * plan.filters + oc) * plan.output_pixels();
        for (int oy = 0; oy < window.y.output; ++oy)
            for (int ox = 0; ox < window.x.output; ++ox)
                sum += read(window, plane, window.y.tap(oy, ky), window.x.tap(ox, kx)) *
                       gradient[oy * window.x.output + ox];
    }
    return sum;
}

template <class Real>
Real bias_gradient(const Conv2dPlan& plan, int n, const Real* dy, int oc) {
    Real sum = 0;
    for (int image = 0; image < n; ++image)
        for (int pixel = 0; pixel < plan.output_pixels(); ++pixel)
            sum += dy[(image * plan.filters + oc) * plan.output_pixels() + pixel];
    return sum;
}

}  // namespace

template <class Real>
void reference_conv2d_forward(const Conv2dPlan& plan, int n, const Real* x, const Real* w, const Real* bias,
                              Real* y) {
    const WindowPlan& window = plan.window;
    for (int image = 0; image < n; ++image)
        for (int oc = 0; oc < plan.filters; ++oc)
            for (int oy = 0; oy < window.y.output; ++oy)
                for (int ox = 0; ox < window.x.output; ++ox) {
                    const Real* weight = w + oc * plan.taps();
                    const int first = first_channel(plan, oc);
                    Real sum = 0;
                    for_each_tap(plan.group_channels(), window, [&](int ic, int ky, int kx) {
                        const Real* plane = x + (image * plan.channels + first + ic) * plan.input_pixels();
                        sum += read(window, plane, window.y.tap(oy, ky), window.x.tap(ox, kx)) * *weight++;
                    });
                    *y++ = sum + bias[oc];
                }
}

template <class Real>
void reference_conv2d_backward(const Conv2dPlan& plan, int n, const Real* x, const Real* w, const Real* dy,
                               Real* dx, Real* dw, Real* db) {
    for (int oc = 0; oc < plan.filters; ++oc) {
        for_each_tap(plan.group_channels(), plan.window, [&](int ic, int ky, int kx) {
            *dw++ = weight_gradient(plan, n, x, dy, oc, ic, ky, kx);
        });
        *db++ = bias_gradient(plan, n, dy, oc);
    }
    if (!dx) return;
    for (int image = 0; image < n; ++image, dy += plan.output_size())
        for (int ic = 0; ic < plan.channels; ++ic)
            for (int iy = 0; iy < plan.window.y.input; ++iy)
                for (int ix = 0; ix < plan.window.x.input; ++ix)
                    *dx++ = input_gradient(plan, w, dy, ic, iy, ix);
}

template void reference_conv2d_forward(const Conv2dPlan&, int, const float*, const float*, const float*,
                                       float*);
template void reference_conv2d_forward(const Conv2dPlan&, int, const double*, const double*, const double*,
                                       double*);
template void reference_conv2d_backward(const Conv2dPlan&, int, const float*, const float*, const float*,
                                        float*, float*, float*);
template void reference_conv2d_backward(const Conv2dPlan&, int, const double*, const double*, const double*,
                                        double*, double*, double*);

}  // namespace cnn
