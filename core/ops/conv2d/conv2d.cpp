// Convolution forward, as a product of packed panels: y (OC, pixels) = w (OC, taps) x (taps, pixels) + bias.
// Backward is two more products, in weight_gradient.cpp and input_gradient.cpp.
#include "core/ops/conv2d/conv2d.h"

#include <algorithm>

#include "core/kernels/carver.h"
#include "core/kernels/pack.h"
#include "core/ops/conv2d/input_gradient.h"
#include "core/ops/conv2d/pixels.h"
#include "core/ops/conv2d/weight_gradient.h"

namespace cnn {
namespace {

struct ForwardSpace {
    float* padded;
    float* weights;  // (ceil(OC / 4), taps, 4)
    float* pixels;   // (taps, panel) and what pack_pixels overwrites
    float* tile;     // (OC, panel): a panel of y that does not lie in one image
};

ForwardSpace carve_forward(Carver& carver, const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    return {carver.take(padded_size(plan, n)), carver.take(round_up(plan.filters, kTileRows), plan.taps()),
            carver.take(plan.taps(), kernels.panel, kWidestPanel), carver.take(plan.filters, kernels.panel)};
}

// tile: (OC, panel), its column j is pixel first + j of the chunk. y: (n, OC, pixels)
void scatter_columns(const Conv2dPlan& plan, const float* tile, int panel, int first, int columns, float* y) {
    const int pixels = plan.output_pixels();
    for (int j = 0; j < columns; ++j) {
        const int image = (first + j) / pixels;
        float* to = y + (static_cast<std::ptrdiff_t>(image) * plan.filters) * pixels + (first + j) % pixels;
        for (int oc = 0; oc < plan.filters; ++oc) to[oc * pixels] = tile[oc * panel + j];
    }
}

}  // namespace

std::size_t conv2d_workspace(const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    Carver forward;
    carve_forward(forward, kernels, plan, n);
    Carver backward;
    backward.take(padded_size(plan, n));
    carve_weight_gradient(backward, kernels, plan, n);
    carve_input_gradient(backward, kernels, plan, n);
    return std::max(forward.used(), backward.used());
}

void conv2d_forward(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x, const float* w,
                    const float* bias, float* y, float* workspace) {
    Carver carver(workspace);
    const ForwardSpace space = carve_forward(carver, kernels, plan, n);
    const PixelSource source = pad_input(plan, n, x, space.padded);
    const int taps = plan.taps();
    for (int oc = 0; oc < plan.filters; oc += kTileRows) {
        transpose_panel(std::min(kTileRows, plan.filters - oc), taps,
                        w + static_cast<std::ptrdiff_t>(oc) * taps, taps, kTileRows,
                        space.weights + static_cast<std::ptrdiff_t>(oc) * taps);
    }
    const int pixels = plan.output_pixels();
    PackedPanel panel{plan.filters, taps, space.weights, space.pixels, nullptr, 0, bias};
    for (int first = 0; first < n * pixels; first += kernels.panel) {
        pack_pixels(plan, n, source, first, kernels.panel, space.pixels);
        const int in_image = first % pixels;
        const bool whole = in_image + kernels.panel <= pixels;
        panel.c = whole ? y + (static_cast<std::ptrdiff_t>(first / pixels) * plan.filters) * pixels + in_image
                        : space.tile;
        panel.c_step = whole ? pixels : kernels.panel;
        kernels.packed_panel(panel);
        if (!whole) {
            scatter_columns(plan, space.tile, kernels.panel, first,
                            std::min(kernels.panel, n * pixels - first), y);
        }
    }
}

void conv2d_backward(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x,
                     const float* w, const float* dy, float* dx, float* dw, float* db, float* workspace) {
    Carver carver(workspace);
    float* padded = carver.take(padded_size(plan, n));
    const WeightGradientSpace weight_space = carve_weight_gradient(carver, kernels, plan, n);
    const InputGradientSpace input_space = carve_input_gradient(carver, kernels, plan, n);
    if (dw) weight_gradient(kernels, plan, n, pad_input(plan, n, x, padded), dy, dw, db, weight_space);
    if (dx) input_gradient(kernels, plan, n, w, dy, dx, input_space);
}

}  // namespace cnn
