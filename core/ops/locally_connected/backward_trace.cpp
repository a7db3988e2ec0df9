// Gradients of a locally connected layer, term by term.
#include "core/ops/locally_connected/backward_trace.h"

namespace cnn {

ConvGradientTrace trace_locally_connected_weight_gradient(const LocallyConnectedPlan& plan, const Tensor& x,
                                                          const Tensor& dy, int oc, int ic, int ky, int kx,
                                                          int oy, int ox) {
    const AxisPlan& rows = plan.window.y;
    const AxisPlan& columns = plan.window.x;
    ConvGradientTerm term{oc, ky, kx, rows.tap(oy, ky), columns.tap(ox, kx), oy, ox};
    ConvGradientTrace trace;
    if (!rows.inside(term.iy) || !columns.inside(term.ix)) return trace;
    for (term.image = 0; term.image < x.shape().n; ++term.image)
        add_term(trace, term, x.at(term.image, ic, term.iy, term.ix), dy.at(term.image, oc, oy, ox));
    return trace;
}

ConvGradientTrace trace_locally_connected_bias_gradient(const LocallyConnectedPlan& plan, const Tensor& dy,
                                                        int oc, int oy, int ox) {
    CNN_ASSERT(oc >= 0 && oc < plan.filters);
    ConvGradientTrace trace;
    for (int image = 0; image < dy.shape().n; ++image)
        add_term(trace, {oc, 0, 0, 0, 0, oy, ox, image}, 1, dy.at(image, oc, oy, ox));
    return trace;
}

ConvGradientTrace trace_locally_connected_input_gradient(const LocallyConnectedPlan& plan,
                                                         std::span<const float> w, const Tensor& dy, int ic,
                                                         int iy, int ix) {
    CNN_ASSERT(w.size() == plan.weight_count());
    const WindowPlan& window = plan.window;
    ConvGradientTrace trace;
    for_each_tap(plan.filters, window, [&](int oc, int ky, int kx) {
        const int oy = window.y.output_reading(iy, ky);
        const int ox = window.x.output_reading(ix, kx);
        if (oy < 0 || ox < 0) return;
        const int tap = (ic * window.y.kernel + ky) * window.x.kernel + kx;
        const int pixel = oy * window.x.output + ox;
        const std::size_t weight = static_cast<std::size_t>(oc * plan.taps() + tap) * plan.output_pixels() +
                                   static_cast<std::size_t>(pixel);
        add_term(trace, {oc, ky, kx, iy, ix, oy, ox}, w[weight], dy.at(0, oc, oy, ox));
    });
    return trace;
}

}  // namespace cnn
