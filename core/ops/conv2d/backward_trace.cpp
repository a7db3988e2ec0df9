// Gradients of a convolution, term by term.
#include "core/ops/conv2d/backward_trace.h"

namespace cnn {
namespace {

template <class Visit>
void for_each_output(int images, const WindowPlan& window, Visit&& visit) {
    for (int image = 0; image < images; ++image)
        for (int oy = 0; oy < window.y.output; ++oy)
            for (int ox = 0; ox < window.x.output; ++ox) visit(image, oy, ox);
}

}  // namespace

void add_term(ConvGradientTrace& trace, ConvGradientTerm at, float factor, float gradient) {
    at.factor = factor;
    at.gradient = gradient;
    at.product = factor * gradient;
    trace.result += at.product;
    at.partial = trace.result;
    trace.terms.push_back(at);
}

ConvGradientTrace trace_conv2d_weight_gradient(const Conv2dPlan& plan, const Tensor& x, const Tensor& dy,
                                               int oc, int ic, int ky, int kx) {
    const WindowPlan& window = plan.window;
    const int channel = oc / plan.group_filters() * plan.group_channels() + ic;
    ConvGradientTrace trace;
    for_each_output(x.shape().n, window, [&](int image, int oy, int ox) {
        ConvGradientTerm term{oc, ky, kx, window.y.tap(oy, ky), window.x.tap(ox, kx), oy, ox, image};
        term.padding = !window.y.inside(term.iy) || !window.x.inside(term.ix);
        add_term(trace, term, term.padding ? 0.0F : x.at(image, channel, term.iy, term.ix),
                 dy.at(image, oc, oy, ox));
    });
    return trace;
}

ConvGradientTrace trace_conv2d_bias_gradient(const Conv2dPlan& plan, const Tensor& dy, int oc) {
    ConvGradientTrace trace;
    for_each_output(dy.shape().n, plan.window, [&](int image, int oy, int ox) {
        add_term(trace, {oc, 0, 0, 0, 0, oy, ox, image}, 1, dy.at(image, oc, oy, ox));
    });
    return trace;
}

ConvGradientTrace trace_conv2d_input_gradient(const Conv2dPlan& plan, const Tensor& w, const Tensor& dy,
                                              int ic, int iy, int ix) {
    const int first = ic / plan.group_channels() * plan.group_filters();
    ConvGradientTrace trace;
    for_each_tap(1, plan.window, [&](int, int ky, int kx) {
        const int oy = plan.window.y.output_reading(iy, ky);
        const int ox = plan.window.x.output_reading(ix, kx);
        const bool reaches = oy >= 0 && ox >= 0;
        float tap = 0;
        for (int oc = first; oc < first + plan.group_filters(); ++oc) {
            ConvGradientTerm term{oc, ky, kx, iy, ix, oy, ox};
            term.reaches = reaches;
            term.factor = w.at(oc, ic % plan.group_channels(), ky, kx);
            term.gradient = reaches ? dy.at(0, oc, oy, ox) : 0.0F;
            term.product = term.factor * term.gradient;
            tap += term.product;
            term.partial = trace.result;
            trace.terms.push_back(term);
        }
        if (!reaches) return;
        trace.result += tap;
        trace.terms.back().partial = trace.result;
    });
    return trace;
}

}  // namespace cnn
