// The convolution row by row of its outputs, eight filters at a time. Where there is one channel, as in a
// picture of strokes on black, kernel rows that meet nothing but zeros are left out.
#include <algorithm>

#include "core/kernels/carver.h"
#include "core/kernels/nonzero.h"
#include "core/kernels/pack.h"
#include "core/ops/conv2d/forward.h"

namespace cnn {
namespace {

struct DirectSpace {
    float* filters;        // (blocks of four filters, taps, 4)
    std::int32_t* counts;  // (columns + 1) of the input
    std::int32_t* inked;   // (rows of the input, tiles): how many pixels that the tile reads there are not 0
    TermRange* terms;      // (rows of outputs, tiles)
};

bool leaves_out_zeros(const Conv2dPlan& plan) { return plan.group_channels() == 1; }

DirectSpace carve(Carver& carver, const KernelTable& kernels, const Conv2dPlan& plan) {
    const WindowPlan& window = plan.window;
    float* filters = carver.take(round_up(plan.group_filters(), kGatheredRows), plan.taps());
    if (!leaves_out_zeros(plan)) return {filters, nullptr, nullptr, nullptr};
    const auto tiles = static_cast<std::size_t>(column_tiles(window.x.output, kernels.panel / 2));
    return {filters, carver.take_integers(static_cast<std::size_t>(window.x.reach()) + 1),
            carver.take_integers(static_cast<std::size_t>(window.y.reach()) * tiles),
            carver.take_items<TermRange>(static_cast<std::size_t>(window.y.output) * tiles)};
}

// Of one image.
void find_ink(const KernelTable& kernels, const Conv2dPlan& plan, const float* image, std::ptrdiff_t row_step,
              const DirectSpace& space) {
    const AxisPlan& x = plan.window.x;
    const int lanes = kernels.panel / 2;
    std::int32_t* inked = space.inked;
    for (int row = 0; row < plan.window.y.reach(); ++row, image += row_step) {
        count_nonzero_before(x.reach(), image, space.counts);
        for (int i = 0; i < column_tiles(x.output, lanes); ++i) {
            const ColumnTile tile = column_tile(x.output, lanes, i);
            const int end = tile.first + tile.vectors * lanes + x.effective_kernel - 1;
            *inked++ = space.counts[end] - space.counts[tile.first];
        }
    }
}

// From the first kernel row that meets ink to the last.
void find_terms(const KernelTable& kernels, const Conv2dPlan& plan, const DirectSpace& space) {
    const AxisPlan& y = plan.window.y;
    const int tiles = column_tiles(plan.window.x.output, kernels.panel / 2);
    TermRange* terms = space.terms;
    for (int oy = 0; oy < y.output; ++oy) {
        for (int tile = 0; tile < tiles; ++tile) {
            int first = y.kernel;
            int end = y.kernel;
            for (int ky = y.kernel - 1; ky >= 0; --ky) {
                if (space.inked[(oy * y.stride + ky * y.dilation) * tiles + tile] == 0) continue;
                if (first == y.kernel) end = ky + 1;
                first = ky;
            }
            *terms++ = {first * plan.window.x.kernel, (end - first) * plan.window.x.kernel};
        }
    }
}

}  // namespace

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

std::size_t direct_workspace(const KernelTable& kernels, const Conv2dPlan& plan) {
    Carver carver;
    carve(carver, kernels, plan);
    return carver.used();
}

void forward_direct(const KernelTable& kernels, const Conv2dPlan& plan, int n, const GroupForward& group,
                    float* workspace) {
    Carver carver(workspace);
    const DirectSpace space = carve(carver, kernels, plan);
    const int filters = plan.group_filters();
    const std::ptrdiff_t taps = plan.taps();
    for (int oc = 0; oc < filters; oc += kGatheredRows)
        transpose_blocks(std::min(kGatheredRows, filters - oc), plan.taps(), group.w + oc * taps, taps,
                         space.filters + oc * taps, kTileRows * taps);
    GatheredProduct product;
    product.columns = plan.window.x.output;
    product.depth = plan.taps();
    product.lines = plan.window.y.output;
    product.offsets = group.offsets;
    product.b_line_step = plan.window.y.stride * group.source.row_step;
    product.c_step = plan.output_pixels();
    product.c_line_step = plan.window.x.output;
    product.terms = space.terms;
    for (int image = 0; image < n; ++image) {
        product.b = group.source.data + image * group.source.image_step;
        if (leaves_out_zeros(plan)) {
            find_ink(kernels, plan, product.b, group.source.row_step, space);
            find_terms(kernels, plan, space);
        }
        float* y = group.y + static_cast<std::size_t>(image) * plan.output_size();
        for (int oc = 0; oc < filters; oc += kGatheredRows) {
            product.rows = std::min(kGatheredRows, filters - oc);
            product.a = space.filters + oc * taps;
            product.bias = group.bias ? group.bias + oc : nullptr;
            product.c = y + oc * product.c_step;
            kernels.gathered_product(product);
        }
    }
}

}  // namespace cnn
