// The convolution as a product of packed operands.
#include <algorithm>

#include "core/kernels/carver.h"
#include "core/kernels/pack.h"
#include "core/ops/conv2d/forward.h"

namespace cnn {
namespace {

// Floats of packed pixels that stay in the second-level cache while all filters pass.
constexpr int kBatchFloats = 24576;

int batch_of_pixels(const Conv2dPlan& plan, int n) {
    const int fitting = std::clamp(kBatchFloats / plan.taps() / kTileRows * kTileRows, 16, 256);
    return std::min(fitting, round_up(n * plan.output_pixels(), kTileRows));
}

struct PackedSpace {
    float* weights;   // (panels of filters, taps, panel), missing filters zero
    float* bias;      // (panels of filters, panel)
    float* pixels;    // (pixels of a batch / 4, taps, 4), and what pack_pixels overwrites
    float* products;  // (pixels of a batch, panel)
};

PackedSpace carve(Carver& carver, const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    const int filters = round_up(plan.group_filters(), kernels.panel);
    const int pixels = batch_of_pixels(plan, n);
    return {carver.take(filters, plan.taps()), carver.take(filters, 1),
            carver.take(pixels, plan.taps(), kTileRows), carver.take(pixels, kernels.panel)};
}

void pack_filters(const KernelTable& kernels, const Conv2dPlan& plan, const GroupForward& group,
                  const PackedSpace& space) {
    const int taps = plan.taps();
    for (int oc = 0; oc < plan.group_filters(); oc += kernels.panel) {
        const int filters = std::min(kernels.panel, plan.group_filters() - oc);
        transpose_panel(filters, taps, group.w + static_cast<std::ptrdiff_t>(oc) * taps, taps, kernels.panel,
                        space.weights + static_cast<std::ptrdiff_t>(oc) * taps);
        if (group.bias) copy_panel(1, filters, group.bias + oc, 0, kernels.panel, space.bias + oc);
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

std::size_t packed_workspace(const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    Carver carver;
    carve(carver, kernels, plan, n);
    return carver.used();
}

void forward_packed(const KernelTable& kernels, const Conv2dPlan& plan, int n, const GroupForward& group,
                    float* workspace) {
    Carver carver(workspace);
    const PackedSpace space = carve(carver, kernels, plan, n);
    pack_filters(kernels, plan, group, space);
    const int all = n * plan.output_pixels();
    const int batch = batch_of_pixels(plan, n);
    PackedPanel panel;
    panel.depth = plan.taps();
    panel.a = space.pixels;
    panel.c = space.products;
    panel.c_step = kernels.panel;
    for (int first = 0; first < all; first += batch) {
        panel.rows = std::min(batch, all - first);
        for (int pixel = 0; pixel < panel.rows; pixel += kTileRows)
            pack_pixels(plan, n, group.source, group.offsets, panel.depth, first + pixel,
                        space.pixels + static_cast<std::ptrdiff_t>(pixel) * panel.depth);
        for (int oc = 0; oc < plan.group_filters(); oc += kernels.panel) {
            panel.b = space.weights + static_cast<std::ptrdiff_t>(oc) * panel.depth;
            panel.bias = group.bias ? space.bias + oc : nullptr;
            kernels.packed_panel(panel);
            const int filters = std::min(kernels.panel, plan.group_filters() - oc);
            write_products(plan, space.products, kernels.panel, filters, first, panel.rows,
                           group.y + static_cast<std::ptrdiff_t>(oc) * plan.output_pixels());
        }
    }
}

}  // namespace cnn
