// Convolution forward, as a product of packed operands: y (pixels, OC) = x (pixels, taps) w (taps, OC) +
// bias. The im2col matrix never exists as a whole. Backward is in gradients.cpp.
#include "core/ops/conv2d/conv2d.h"

#include <algorithm>

#include "core/kernels/carver.h"
#include "core/kernels/pack.h"
#include "core/ops/conv2d/gradients.h"
#include "core/ops/conv2d/pixels.h"

namespace cnn {
namespace {

// Floats of packed pixels that stay in the second-level cache while all filters pass.
constexpr int kGroupFloats = 24576;

int group_pixels(const Conv2dPlan& plan, int n) {
    const int fitting = std::clamp(kGroupFloats / plan.taps() / kTileRows * kTileRows, 16, 256);
    return std::min(fitting, round_up(n * plan.output_pixels(), kTileRows));
}

struct ForwardSpace {
    float* padded;
    std::int32_t* offsets;  // (taps)
    float* weights;         // (panels of filters, taps, panel), missing filters zero
    float* bias;            // (panels of filters, panel)
    float* pixels;          // (pixels of a group / 4, taps, 4), and what pack_pixels overwrites
    float* products;        // (pixels of a group, panel)
};

ForwardSpace carve_forward(Carver& carver, const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    const int filters = round_up(plan.filters, kernels.panel);
    const int pixels = group_pixels(plan, n);
    return {carver.take(padded_size(plan, n)),
            carver.take_integers(static_cast<std::size_t>(plan.taps())),
            carver.take(filters, plan.taps()),
            carver.take(filters, 1),
            carver.take(pixels, plan.taps(), kTileRows),
            carver.take(pixels, kernels.panel)};
}

void pack_filters(const KernelTable& kernels, const Conv2dPlan& plan, const float* w, const float* bias,
                  const ForwardSpace& space) {
    const int taps = plan.taps();
    for (int oc = 0; oc < plan.filters; oc += kernels.panel) {
        const int filters = std::min(kernels.panel, plan.filters - oc);
        transpose_panel(filters, taps, w + static_cast<std::ptrdiff_t>(oc) * taps, taps, kernels.panel,
                        space.weights + static_cast<std::ptrdiff_t>(oc) * taps);
        if (bias) copy_panel(1, filters, bias + oc, 0, kernels.panel, space.bias + oc);
    }
}

// products: (count, panel), of the pixels [first, first + count) of the chunk; y: (n, OC, pixels), the planes
// of one panel's filters in each image
void write_products(const Conv2dPlan& plan, const float* products, int panel, int filters, int first,
                    int count, float* y) {
    const int pixels = plan.output_pixels();
    while (count > 0) {
        const int image = first / pixels;
        const int at = first % pixels;
        const int run = std::min(count, pixels - at);
        transpose(run, filters, products, panel,
                  y + static_cast<std::ptrdiff_t>(image) * plan.filters * pixels + at, pixels);
        products += static_cast<std::ptrdiff_t>(run) * panel;
        first += run;
        count -= run;
    }
}

}  // namespace

std::size_t conv2d_workspace(const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    Carver forward;
    carve_forward(forward, kernels, plan, n);
    return std::max(forward.used(), gradients_workspace(plan, n));
}

void conv2d_forward(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x, const float* w,
                    const float* bias, float* y, float* workspace) {
    Carver carver(workspace);
    const ForwardSpace space = carve_forward(carver, kernels, plan, n);
    const PixelSource source = pad_input(plan, n, x, space.padded);
    find_tap_offsets(plan, source, space.offsets);
    pack_filters(kernels, plan, w, bias, space);
    const int all = n * plan.output_pixels();
    const int group = group_pixels(plan, n);
    PackedPanel panel;
    panel.depth = plan.taps();
    panel.a = space.pixels;
    panel.c = space.products;
    panel.c_step = kernels.panel;
    for (int first = 0; first < all; first += group) {
        panel.rows = std::min(group, all - first);
        for (int pixel = 0; pixel < panel.rows; pixel += kTileRows)
            pack_pixels(plan, n, source, space.offsets, panel.depth, first + pixel,
                        space.pixels + static_cast<std::ptrdiff_t>(pixel) * panel.depth);
        for (int oc = 0; oc < plan.filters; oc += kernels.panel) {
            panel.b = space.weights + static_cast<std::ptrdiff_t>(oc) * panel.depth;
            panel.bias = bias ? space.bias + oc : nullptr;
            kernels.packed_panel(panel);
            write_products(plan, space.products, kernels.panel, std::min(kernels.panel, plan.filters - oc),
                           first, panel.rows, y + static_cast<std::ptrdiff_t>(oc) * plan.output_pixels());
        }
    }
}

void conv2d_backward(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x,
                     const float* w, const float* dy, float* dx, float* dw, float* db, float* workspace) {
    if (dw) weight_gradient(kernels, plan, n, x, dy, dw, db, workspace);
    if (dx) input_gradient(kernels, plan, n, w, dy, dx, workspace);
}

}  // namespace cnn
