// Gradients of a transposed convolution, term by term.
#include "core/ops/conv_transpose2d/backward_trace.h"

namespace cnn {
namespace {

// Input pixel (iy, ix) by tap (ky, kx) of filter oc, and the gradient that it meets there.
void add_read(ConvGradientTrace& trace, const WindowPlan& window, const Tensor& dy, ConvGradientTerm at,
              float factor) {
    at.oy = window.y.tap(at.iy, at.ky);
    at.ox = window.x.tap(at.ix, at.kx);
    at.reaches = window.y.inside(at.oy) && window.x.inside(at.ox);
    add_term(trace, at, factor, at.reaches ? dy.at(at.image, at.oc, at.oy, at.ox) : 0.0F);
}

}  // namespace

ConvGradientTrace trace_conv_transpose2d_weight_gradient(const ConvTranspose2dPlan& plan, const Tensor& x,
                                                         const Tensor& dy, int ic, int oc, int ky, int kx) {
    const int filter = ic / plan.group_channels() * plan.group_filters() + oc;
    ConvGradientTrace trace;
    for (int image = 0; image < x.shape().n; ++image)
        for (int iy = 0; iy < plan.window.y.output; ++iy)
            for (int ix = 0; ix < plan.window.x.output; ++ix)
                add_read(trace, plan.window, dy, {filter, ky, kx, iy, ix, 0, 0, image},
                         x.at(image, ic, iy, ix));
    return trace;
}

ConvGradientTrace trace_conv_transpose2d_bias_gradient(const ConvTranspose2dPlan& plan, const Tensor& dy,
                                                       int oc) {
    ConvGradientTrace trace;
    for (int image = 0; image < dy.shape().n; ++image)
        for (int oy = 0; oy < plan.window.y.input; ++oy)
            for (int ox = 0; ox < plan.window.x.input; ++ox)
                add_term(trace, {oc, 0, 0, 0, 0, oy, ox, image}, 1, dy.at(image, oc, oy, ox));
    return trace;
}

ConvGradientTrace trace_conv_transpose2d_input_gradient(const ConvTranspose2dPlan& plan, const Tensor& w,
                                                        const Tensor& dy, int ic, int iy, int ix) {
    const int first = ic / plan.group_channels() * plan.group_filters();
    ConvGradientTrace trace;
    for_each_tap(plan.group_filters(), plan.window, [&](int oc, int ky, int kx) {
        add_read(trace, plan.window, dy, {first + oc, ky, kx, iy, ix}, w.at(ic, oc, ky, kx));
    });
    return trace;
}

}  // namespace cnn
