// Pixels times gradients: four taps at a time against one panel of filters after another.
#include "core/ops/conv2d/weight_gradient.h"

#include <algorithm>

#include "core/kernels/pack.h"

namespace cnn {
namespace {

int group_size(const Conv2dPlan& plan, int n) {
    constexpr int kPixels = 256;
    return std::min(n, (kPixels + plan.output_pixels() - 1) / plan.output_pixels());
}

// dy: (images, OC, pixels) of one group. Goes on with the sums of the bias.
void pack_gradients(const KernelTable& kernels, const Conv2dPlan& plan, int images, const float* dy,
                    const WeightGradientSpace& space) {
    const std::ptrdiff_t pixels = plan.output_pixels();
    for (int oc = 0; oc < plan.filters; oc += kernels.panel) {
        float* to = space.gradients + images * pixels * oc;
        for (int i = 0; i < images; ++i) {
            transpose_panel(std::min(kernels.panel, plan.filters - oc), plan.output_pixels(),
                            dy + (static_cast<std::ptrdiff_t>(i) * plan.filters + oc) * pixels, pixels,
                            kernels.panel, to + i * pixels * kernels.panel);
        }
        sum_panel(images * pixels, kernels.panel, to, space.bias_sums + oc);
    }
}

// Goes on with the sums of all taps and filters over the images [image, image + images).
void add_group(const KernelTable& kernels, const Conv2dPlan& plan, const PixelSource& source, int image,
               int images, const WeightGradientSpace& space) {
    const int taps = plan.taps();
    PackedPanel tile;
    tile.depth = images * plan.output_pixels();
    tile.a = space.taps;
    tile.c_step = kernels.panel;
    tile.resume = image > 0;
    for (int tap = 0; tap < taps; tap += tile.rows) {
        const int tiles_left = (taps - tap + kTileRows - 1) / kTileRows;
        tile.rows = (taps - tap + tiles_left - 1) / tiles_left;  // 9 taps are 3 + 3 + 3, not 4 + 4 + 1
        pack_taps(plan, source, image, images, tap, tile.rows, space.taps);
        for (int oc = 0; oc < plan.filters; oc += kernels.panel) {
            tile.b = space.gradients + static_cast<std::ptrdiff_t>(tile.depth) * oc;
            tile.c = space.sums + static_cast<std::ptrdiff_t>(taps) * oc + tap * kernels.panel;
            kernels.packed_panel(tile);
        }
    }
}

}  // namespace

WeightGradientSpace carve_weight_gradient(Carver& carver, const KernelTable& kernels, const Conv2dPlan& plan,
                                          int n) {
    const std::ptrdiff_t pixels = static_cast<std::ptrdiff_t>(group_size(plan, n)) * plan.output_pixels();
    const int filters = round_up(plan.filters, kernels.panel);
    return {carver.take(pixels, filters), carver.take(pixels, kTileRows, 16),
            carver.take(plan.taps(), filters), carver.take(1, filters)};
}

void weight_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int n, const PixelSource& source,
                     const float* dy, float* dw, float* db, const WeightGradientSpace& space) {
    const int taps = plan.taps();
    const int group = group_size(plan, n);
    std::fill_n(space.bias_sums, round_up(plan.filters, kernels.panel), 0.0F);
    for (int image = 0; image < n; image += group) {
        const int images = std::min(group, n - image);
        pack_gradients(kernels, plan, images, dy + static_cast<std::size_t>(image) * plan.output_size(),
                       space);
        add_group(kernels, plan, source, image, images, space);
    }
    std::copy_n(space.bias_sums, plan.filters, db);
    for (int oc = 0; oc < plan.filters; ++oc) {
        const int column = oc % kernels.panel;
        const float* from = space.sums + static_cast<std::ptrdiff_t>(taps) * (oc - column) + column;
        for (int tap = 0; tap < taps; ++tap) *dw++ = from[tap * kernels.panel];
    }
}

}  // namespace cnn
