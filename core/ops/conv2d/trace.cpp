// One output cell of a convolution, term by term.
#include "core/ops/conv2d/trace.h"

namespace cnn {

Conv2dTrace trace_conv2d(const Tensor& x, const Tensor& w, std::span<const float> bias,
                         const WindowPlan& window, int oc, int oy, int ox) {
    const int channels = w.shape().c;
    const int groups = x.shape().c / channels;
    CNN_ASSERT(x.shape().c % channels == 0 && w.shape().n % groups == 0 && oc >= 0 && oc < w.shape().n);
    CNN_ASSERT(oy >= 0 && oy < window.y.output && ox >= 0 && ox < window.x.output);
    CNN_ASSERT(bias.size() == static_cast<std::size_t>(w.shape().n));
    const int first = oc / (w.shape().n / groups) * channels;
    Conv2dTrace trace;
    float sum = 0;
    for_each_tap(channels, window, [&](int ic, int ky, int kx) {
        Conv2dTerm term;
        term.ic = first + ic;
        term.ky = ky;
        term.kx = kx;
        term.iy = window.y.tap(oy, ky);
        term.ix = window.x.tap(ox, kx);
        term.padding = !window.y.inside(term.iy) || !window.x.inside(term.ix);
        term.input = term.padding ? 0.0F : x.at(0, term.ic, term.iy, term.ix);
        term.weight = w.at(oc, ic, ky, kx);
        term.product = term.input * term.weight;
        sum += term.product;
        term.partial = sum;
        trace.terms.push_back(term);
    });
    trace.bias = bias[static_cast<std::size_t>(oc)];
    trace.result = sum + trace.bias;
    return trace;
}

std::vector<float> channel_sums(const Conv2dTrace& trace) {
    std::vector<float> sums;
    for (const Conv2dTerm& term : trace.terms) {
        const int ic = term.ic - trace.terms.front().ic;
        if (static_cast<std::size_t>(ic) == sums.size()) sums.push_back(0.0F);
        sums.back() += term.product;
    }
    return sums;
}

Tensor rotate_kernels(const Tensor& w) {
    const Shape shape = w.shape();
    Tensor rotated(shape);
    for (int oc = 0; oc < shape.n; ++oc)
        for (int ic = 0; ic < shape.c; ++ic)
            for (int ky = 0; ky < shape.h; ++ky)
                for (int kx = 0; kx < shape.w; ++kx)
                    rotated.at(oc, ic, ky, kx) = w.at(oc, ic, shape.h - 1 - ky, shape.w - 1 - kx);
    return rotated;
}

}  // namespace cnn
