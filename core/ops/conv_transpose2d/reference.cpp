// Transposed convolution as loops, one accumulator per number, terms in the order of conv_transpose2d.h.
#include "core/ops/conv_transpose2d/reference.h"

namespace cnn {
namespace {

// What one image's arrays are read by. oc is counted within the group of ic.
struct Indices {
    const ConvTranspose2dPlan& plan;

    int group_of_filter(int oc) const { return oc / plan.group_filters(); }
    int group_of_channel(int ic) const { return ic / plan.group_channels(); }
    int weight(int ic, int oc, int ky, int kx) const {
        const WindowPlan& window = plan.window;
        return ((ic * plan.group_filters() + oc) * window.y.kernel + ky) * window.x.kernel + kx;
    }
    int input(int ic, int iy, int ix) const {
        return (ic * plan.window.y.output + iy) * plan.window.x.output + ix;
    }
    int output(int oc, int oy, int ox) const {
        return (oc * plan.window.y.input + oy) * plan.window.x.input + ox;
    }
};

// One image, without bias. oc is counted through all groups.
template <class Real>
Real output_value(const ConvTranspose2dPlan& plan, const Real* x, const Real* w, int oc, int oy, int ox) {
    const Indices at{plan};
    const int first = at.group_of_filter(oc) * plan.group_channels();
    Real sum = 0;
    for_each_tap(1, plan.window, [&](int, int ky, int kx) {
        const int iy = plan.window.y.output_reading(oy, ky);
        const int ix = plan.window.x.output_reading(ox, kx);
        if (iy < 0 || ix < 0) return;
        Real tap = 0;
        for (int ic = first; ic < first + plan.group_channels(); ++ic)
            tap += w[at.weight(ic, oc % plan.group_filters(), ky, kx)] * x[at.input(ic, iy, ix)];
        sum += tap;
    });
    return sum;
}

// What the tap of an input reaches of one image's dy; 0 where that is cut off.
template <class Real>
Real read(const ConvTranspose2dPlan& plan, const Real* dy, int oc, int iy, int ix, int ky, int kx) {
    const int oy = plan.window.y.tap(iy, ky);
    const int ox = plan.window.x.tap(ix, kx);
    if (!plan.window.y.inside(oy) || !plan.window.x.inside(ox)) return 0;
    return dy[Indices{plan}.output(oc, oy, ox)];
}

template <class Real>
Real input_gradient(const ConvTranspose2dPlan& plan, const Real* w, const Real* dy, int ic, int iy, int ix) {
    const Indices at{plan};
    const int first = at.group_of_channel(ic) * plan.group_filters();
    Real sum = 0;
    for_each_tap(plan.group_filters(), plan.window, [&](int oc, int ky, int kx) {
        sum += read(plan, dy, first + oc, iy, ix, ky, kx) * w[at.weight(ic, oc, ky, kx)];
    });
    return sum;
}

template <class Real>
Real weight_gradient(const ConvTranspose2dPlan& plan, int n, const Real* x, const Real* dy, int ic, int oc,
                     int ky, int kx) {
    const Indices at{plan};
    const int filter = at.group_of_channel(ic) * plan.group_filters() + oc;
    Real sum = 0;
    for (int image = 0; image < n; ++image, x += plan.input_size(), dy += plan.output_size())
        for (int iy = 0; iy < plan.window.y.output; ++iy)
            for (int ix = 0; ix < plan.window.x.output; ++ix)
                sum += read(plan, dy, filter, iy, ix, ky, kx) * x[at.input(ic, iy, ix)];
    return sum;
}

}  // namespace

template <class Real>
void reference_conv_transpose2d_forward(const ConvTranspose2dPlan& plan, int n, const Real* x, const Real* w,
                                        const Real* bias, Real* y) {
    for (int image = 0; image < n; ++image, x += plan.input_size())
        for (int oc = 0; oc < plan.filters; ++oc)
            for (int oy = 0; oy < plan.window.y.input; ++oy)
                for (int ox = 0; ox < plan.window.x.input; ++ox) {
                    const Real sum = output_value(plan, x, w, oc, oy, ox);
                    *y++ = bias ? sum + bias[oc] : sum;
                }
}

template <class Real>
void reference_conv_transpose2d_backward(const ConvTranspose2dPlan& plan, int n, const Real* x, const Real* w,
                                         const Real* dy, Real* dx, Real* dw, Real* db) {
    for (int ic = 0; ic < plan.channels; ++ic)
        for_each_tap(plan.group_filters(), plan.window, [&](int oc, int ky, int kx) {
            *dw++ = weight_gradient(plan, n, x, dy, ic, oc, ky, kx);
        });
    for (int oc = 0; oc < plan.filters; ++oc) {
        Real sum = 0;
        for (int image = 0; image < n; ++image)
            for (int pixel = 0; pixel < plan.output_pixels(); ++pixel)
                sum += dy[(image * plan.filters + oc) * plan.output_pixels() + pixel];
        *db++ = sum;
    }
    for (int image = 0; image < n; ++image, dy += plan.output_size())
        for (int ic = 0; ic < plan.channels; ++ic)
            for (int iy = 0; iy < plan.window.y.output; ++iy)
                for (int ix = 0; ix < plan.window.x.output; ++ix)
                    *dx++ = input_gradient(plan, w, dy, ic, iy, ix);
}

// One copy for floats, one for doubles.
#define CNN_INSTANTIATE(Real)                                                                       \
    template void reference_conv_transpose2d_forward(const ConvTranspose2dPlan&, int, const Real*,  \
                                                     const Real*, const Real*, Real*);              \
    template void reference_conv_transpose2d_backward(const ConvTranspose2dPlan&, int, const Real*, \
                                                      const Real*, const Real*, Real*, Real*, Real*)
CNN_INSTANTIATE(float);
CNN_INSTANTIATE(double);
#undef CNN_INSTANTIATE

}  // namespace cnn
