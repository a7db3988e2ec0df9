// Convolution forward: a panel of filters at a time over the pixels of one image after another, read where
// they lie. Backward is in gradients.cpp.
#include "core/ops/conv2d/conv2d.h"

#include <algorithm>

#include "core/kernels/carver.h"
#include "core/kernels/pack.h"
#include "core/ops/conv2d/gradients.h"
#include "core/ops/conv2d/pixels.h"

namespace cnn {
namespace {

struct ForwardSpace {
    float* padded;
    std::int32_t* offsets;  // (taps)
    float* weights;         // (panels of filters, taps, panel), missing filters zero
    float* bias;            // (panels of filters, panel)
};

ForwardSpace carve_forward(Carver& carver, const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    const int filters = round_up(plan.filters, kernels.panel);
    return {carver.take(padded_size(plan, n)), carver.take_integers(static_cast<std::size_t>(plan.taps())),
            carver.take(filters, plan.taps()), carver.take(filters, 1)};
}

void pack_filters(const KernelTable& kernels, const Conv2dPlan& plan, const float* w, const float* bias,
                  const ForwardSpace& space) {
    const int taps = plan.taps();
    for (int oc = 0; oc < plan.filters; oc += kernels.panel) {
        const int filters = std::min(kernels.panel, plan.filters - oc);
        transpose_panel(filters, taps, w + static_cast<std::ptrdiff_t>(oc) * taps, taps, kernels.panel,
                        space.weights + static_cast<std::ptrdiff_t>(oc) * taps);
        copy_panel(1, filters, bias + oc, 0, kernels.panel, space.bias + oc);
    }
}

}  // namespace

std::size_t conv2d_workspace(const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    Carver forward;
    carve_forward(forward, kernels, plan, n);
    return std::max(forward.used(), gradients_workspace(plan));
}

void conv2d_forward(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x, const float* w,
                    const float* bias, float* y, float* workspace) {
    Carver carver(workspace);
    const ForwardSpace space = carve_forward(carver, kernels, plan, n);
    const PixelSource source = pad_input(plan, n, x, space.padded);
    find_tap_offsets(plan, source, space.offsets);
    pack_filters(kernels, plan, w, bias, space);
    const int rows = plan.window.y.output;
    PixelRow row;
    row.pixels = plan.window.x.output;
    row.taps = plan.taps();
    row.step = plan.window.x.stride;
    row.offsets = space.offsets;
    row.y_step = plan.output_pixels();
    for (int image = 0; image < n; ++image) {
        for (int oc = 0; oc < plan.filters; oc += kernels.panel) {
            row.filters = std::min(kernels.panel, plan.filters - oc);
            row.w = space.weights + static_cast<std::ptrdiff_t>(oc) * row.taps;
            row.bias = space.bias + oc;
            row.x = source.data + image * source.image_step;
            row.y = y + (static_cast<std::ptrdiff_t>(image) * plan.filters + oc) * row.y_step;
            for (int oy = 0; oy < rows; ++oy) {
                kernels.pixel_row(row);
                row.x += plan.window.y.stride * source.row_step;
                row.y += row.pixels;
            }
        }
    }
}

void conv2d_backward(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x,
                     const float* w, const float* dy, float* dx, float* dw, float* db, float* workspace) {
    if (dw) weight_gradient(kernels, plan, n, x, dy, dw, db, workspace);
    if (dx) input_gradient(kernels, plan, n, w, dy, dx, workspace);
}

}  // namespace cnn
