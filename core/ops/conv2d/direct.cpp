// The convolution row by row of its outputs, eight filters at a time.
#include <algorithm>

#include "core/kernels/carver.h"
#include "core/kernels/pack.h"
#include "core/ops/conv2d/forward.h"

namespace cnn {

// Costs in the unit of packed_cost: a tile of one vector takes 5 / 8 of one of two, and products take longer
// than packed ones, more so where a window's rows lie in several planes (measured as wasm).
bool direct_is_shorter(const KernelTable& kernels, const Conv2dPlan& plan) {
    const int lanes = kernels.panel / 2;
    const int row = plan.window.x.output;
    if (plan.window.x.stride != 1 || row < lanes) return false;
    const int whole = row / kernels.panel;
    const int left = row % kernels.panel;
    const double product = plan.group_channels() == 1 ? 1.08 : 1.24;
    const double tiles = whole + (left > lanes ? 1.0 : (left > 0 ? 0.625 : 0.0));
    return product * tiles * kernels.panel * plan.group_filters() <= packed_cost(kernels, plan) * row;
}

std::size_t direct_workspace(const Conv2dPlan& plan) {
    Carver carver;
    carver.take(round_up(plan.group_filters(), kGatheredRows), plan.taps());
    return carver.used();
}

void forward_direct(const KernelTable& kernels, const Conv2dPlan& plan, int n, const GroupForward& group,
                    float* workspace) {
    const int filters = plan.group_filters();
    const std::ptrdiff_t taps = plan.taps();
    for (int oc = 0; oc < filters; oc += kGatheredRows)
        transpose_blocks(std::min(kGatheredRows, filters - oc), plan.taps(), group.w + oc * taps, taps,
                         workspace + oc * taps, kTileRows * taps);
    GatheredProduct product;
    product.columns = plan.window.x.output;
    product.depth = plan.taps();
    product.lines = plan.window.y.output;
    product.offsets = group.offsets;
    product.b_line_step = plan.window.y.stride * group.source.row_step;
    product.c_step = plan.output_pixels();
    product.c_line_step = plan.window.x.output;
    for (int image = 0; image < n; ++image) {
        product.b = group.source.data + image * group.source.image_step;
        float* y = group.y + static_cast<std::size_t>(image) * plan.output_size();
        for (int oc = 0; oc < filters; oc += kGatheredRows) {
            product.rows = std::min(kGatheredRows, filters - oc);
            product.a = workspace + oc * taps;
            product.bias = group.bias ? group.bias + oc : nullptr;
            product.c = y + oc * product.c_step;
            kernels.gathered_product(product);
        }
    }
}

}  // namespace cnn
