// One output cell of a transposed convolution, tap by tap.
#include "core/ops/conv_transpose2d/trace.h"

#include "core/base/assert.h"

namespace cnn {

ConvTranspose2dTrace trace_conv_transpose2d(const ConvTranspose2dPlan& plan, const Tensor& x, const Tensor& w,
                                            std::span<const float> bias, int oc, int oy, int ox) {
    CNN_ASSERT(oc >= 0 && oc < plan.filters && bias.size() == static_cast<std::size_t>(plan.filters));
    CNN_ASSERT(oy >= 0 && oy < plan.window.y.input && ox >= 0 && ox < plan.window.x.input);
    const int first = oc / plan.group_filters() * plan.group_channels();
    ConvTranspose2dTrace trace;
    float sum = 0;
    for_each_tap(1, plan.window, [&](int, int ky, int kx) {
        ConvTranspose2dTerm term;
        term.ky = ky;
        term.kx = kx;
        term.iy = plan.window.y.output_reading(oy, ky);
        term.ix = plan.window.x.output_reading(ox, kx);
        if (term.iy < 0 || term.ix < 0) return;
        float tap = 0;
        for (term.ic = first; term.ic < first + plan.group_channels(); ++term.ic) {
            term.input = x.at(0, term.ic, term.iy, term.ix);
            term.weight = w.at(term.ic, oc % plan.group_filters(), ky, kx);
            term.product = term.weight * term.input;
            tap += term.product;
            term.tap_partial = tap;
            term.partial = sum + tap;
            trace.terms.push_back(term);
        }
        sum += tap;
    });
    trace.bias = bias[static_cast<std::size_t>(oc)];
    trace.result = sum + trace.bias;
    return trace;
}

}  // namespace cnn
