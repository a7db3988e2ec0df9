// Convolution as products of packed panels: weights times pixels forward, pixels times gradients for the
// weights, transposed weights times gradients (then spread over the taps) for the input.
#include "core/ops/conv2d/conv2d.h"

#include <algorithm>

#include "core/kernels/pack.h"
#include "core/kernels/vec.h"
#include "core/kernels/workspace.h"
#include "core/ops/conv2d/pixels.h"

namespace cnn {
namespace {

int round_up(int value, int step) { return (value + step - 1) / step * step; }

std::size_t area(std::ptrdiff_t rows, std::ptrdiff_t columns) {
    return static_cast<std::size_t>(rows * columns);
}

// ---- forward: y (OC, pixels) = w (OC, taps) x (taps, pixels) + bias

struct ForwardSpace {
    float* padded;
    float* weights;  // (ceil(OC / 4), taps, 4)
    float* pixels;   // (taps, panel) and what pack_pixels overwrites
    float* tile;     // (OC, panel): a panel of y that does not lie in one image
};

ForwardSpace carve_forward(Workspace& workspace, const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    return {workspace.take(padded_size(plan, n)),
            workspace.take(area(round_up(plan.filters, kTileRows), plan.taps())),
            workspace.take(area(plan.taps(), kernels.panel) + kWidestPanel),
            workspace.take(area(plan.filters, kernels.panel))};
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

// ---- gradient of weights and bias: dw (taps, OC) = x (taps, pixels) dy (pixels, OC). Images go in groups,
// so that both operands stay in the cache; the sums go on from group to group.

struct WeightGradientSpace {
    float* gradients;  // (panels of filters, pixels of a group, panel): dy transposed
    float* taps;       // (pixels of a group, 4) and what pack_taps overwrites
    float* sums;       // (panels of filters, taps, panel)
    float* bias_sums;  // (panels of filters, panel)
};

int weight_gradient_group(const Conv2dPlan& plan, int n) {
    constexpr int kPixels = 256;
    return std::min(n, (kPixels + plan.output_pixels() - 1) / plan.output_pixels());
}

WeightGradientSpace carve_weight_gradient(Workspace& workspace, const KernelTable& kernels,
                                          const Conv2dPlan& plan, int n) {
    const std::ptrdiff_t pixels =
        static_cast<std::ptrdiff_t>(weight_gradient_group(plan, n)) * plan.output_pixels();
    const int filters = round_up(plan.filters, kernels.panel);
    return {workspace.take(area(pixels, filters)), workspace.take(area(pixels, kTileRows) + 16),
            workspace.take(area(plan.taps(), filters)), workspace.take(area(1, filters))};
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

void weight_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int n, const PixelSource& source,
                     const float* dy, float* dw, float* db, const WeightGradientSpace& space) {
    const int taps = plan.taps();
    const int group = weight_gradient_group(plan, n);
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

// ---- gradient of the input: (taps, pixels) = transposed w (taps, OC) dy (OC, pixels), then spread over the
// taps. A group of images goes together, so that small maps fill panels; of the product, a few channels are
// held at a time, which stay in the first-level cache until they are spread.

struct InputGradientSpace {
    float* weights;    // (ceil(taps / 4), OC, 4)
    float* gradients;  // (panels of a group's pixels, OC, panel) and what pack_pixels overwrites
    float* columns;    // (taps of a block of channels, pixels of a group)
};

constexpr int kChannelBlock = 4;  // so that the taps of a block are whole tiles, whatever the kernel's size

int input_gradient_group(const Conv2dPlan& plan, int n) {
    constexpr int kPixels = 64;
    return std::min(n, (kPixels + plan.output_pixels() - 1) / plan.output_pixels());
}

int group_columns(const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    return round_up(input_gradient_group(plan, n) * plan.output_pixels(), kernels.panel);
}

int taps_of_channel(const Conv2dPlan& plan) { return plan.window.y.kernel * plan.window.x.kernel; }

InputGradientSpace carve_input_gradient(Workspace& workspace, const KernelTable& kernels,
                                        const Conv2dPlan& plan, int n) {
    const int columns = group_columns(kernels, plan, n);
    return {workspace.take(area(round_up(plan.taps(), kTileRows), plan.filters)),
            workspace.take(area(plan.filters, columns) + kWidestPanel),
            workspace.take(area(kChannelBlock * taps_of_channel(plan), columns))};
}

// dy as the input of a 1x1 convolution: its pixels, image after image, are the columns of the product.
Conv2dPlan pixels_of_gradient(const Conv2dPlan& plan) {
    Conv2dPlan flat;
    flat.channels = plan.filters;
    flat.filters = plan.taps();
    flat.window.x.input = flat.window.x.output = plan.output_pixels();
    return flat;
}

// The outputs [first, last) whose tap k lies inside the input.
struct Range {
    int first = 0;
    int last = 0;
};
Range outputs_reading_inside(const AxisPlan& axis, int k) {
    const int shift = axis.pad_before - k * axis.dilation;  // tap(o, k) = o stride - shift
    const int first = shift <= 0 ? 0 : (shift + axis.stride - 1) / axis.stride;
    const int reach = axis.input - 1 + shift;
    const int last = reach < 0 ? 0 : std::min(axis.output, reach / axis.stride + 1);
    return {first, std::max(first, last)};
}

// Adds the columns of one image's channels [first, first + count) to its gradient, taps in canonical order.
// columns: (taps of these channels, pixels), rows `column_step` apart; dx: (C, H, W)
void add_columns(const Conv2dPlan& plan, int first, int count, const float* columns,
                 std::ptrdiff_t column_step, float* dx) {
    const AxisPlan& y = plan.window.y;
    const AxisPlan& x = plan.window.x;
    for_each_tap(count, plan.window, [&](int channel, int ky, int kx) {
        const Range rows = outputs_reading_inside(y, ky);
        const Range cells = outputs_reading_inside(x, kx);
        float* plane = dx + static_cast<std::ptrdiff_t>(first + channel) * plan.input_pixels();
        for (int oy = rows.first; oy < rows.last; ++oy) {
            float* to = plane + y.tap(oy, ky) * x.input + x.tap(0, kx);
            const float* from = columns + static_cast<std::ptrdiff_t>(oy) * x.output;
            if (x.stride == 1) {
                CNN_INDEPENDENT
                for (int ox = cells.first; ox < cells.last; ++ox) to[ox] += from[ox];
            } else {
                for (int ox = cells.first; ox < cells.last; ++ox) to[ox * x.stride] += from[ox];
            }
        }
        columns += column_step;
    });
}

// dx: (images, C, H, W) of one group, whose dy is in space.gradients
void group_input_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int images,
                          std::ptrdiff_t column_step, float* dx, const InputGradientSpace& space) {
    const int pixels = plan.output_pixels();
    for (int channel = 0; channel < plan.channels; channel += kChannelBlock) {
        const int channels = std::min(kChannelBlock, plan.channels - channel);
        const int tap = channel * taps_of_channel(plan);
        PackedPanel panel;
        panel.rows = channels * taps_of_channel(plan);
        panel.depth = plan.filters;
        panel.a = space.weights + static_cast<std::ptrdiff_t>(tap) * plan.filters;
        panel.c_step = column_step;
        for (int column = 0; column < images * pixels; column += kernels.panel) {
            panel.b = space.gradients + static_cast<std::ptrdiff_t>(column) * plan.filters;
            panel.c = space.columns + column;
            kernels.packed_panel(panel);
        }
        for (int i = 0; i < images; ++i) {
            add_columns(plan, channel, channels, space.columns + i * pixels, column_step,
                        dx + static_cast<std::size_t>(i) * plan.input_size());
        }
    }
}

void input_gradient(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* w,
                    const float* dy, float* dx, const InputGradientSpace& space) {
    const int taps = plan.taps();
    for (int tap = 0; tap < taps; tap += kTileRows) {
        copy_panel(plan.filters, std::min(kTileRows, taps - tap), w + tap, taps, kTileRows,
                   space.weights + static_cast<std::ptrdiff_t>(tap) * plan.filters);
    }
    std::fill_n(dx, static_cast<std::size_t>(n) * plan.input_size(), 0.0F);
    const Conv2dPlan flat = pixels_of_gradient(plan);
    const PixelSource source = pad_input(flat, n, dy, nullptr);
    const std::ptrdiff_t column_step = group_columns(kernels, plan, n);
    const int pixels = plan.output_pixels();
    const int group = input_gradient_group(plan, n);
    for (int image = 0; image < n; image += group) {
        const int images = std::min(group, n - image);
        for (int column = 0; column < images * pixels; column += kernels.panel) {
            pack_pixels(flat, n, source, image * pixels + column, kernels.panel,
                        space.gradients + static_cast<std::ptrdiff_t>(column) * plan.filters);
        }
        group_input_gradient(kernels, plan, images, column_step,
                             dx + static_cast<std::size_t>(image) * plan.input_size(), space);
    }
}

}  // namespace

std::size_t conv2d_workspace(const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    Workspace forward;
    carve_forward(forward, kernels, plan, n);
    Workspace backward;
    backward.take(padded_size(plan, n));
    carve_weight_gradient(backward, kernels, plan, n);
    carve_input_gradient(backward, kernels, plan, n);
    return std::max(forward.used(), backward.used());
}

void conv2d_forward(const KernelTable& kernels, const Conv2dPlan& plan, int n, const float* x, const float* w,
                    const float* bias, float* y, float* workspace) {
    Workspace carver(workspace);
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
    Workspace carver(workspace);
    float* padded = carver.take(padded_size(plan, n));
    const WeightGradientSpace weight_space = carve_weight_gradient(carver, kernels, plan, n);
    const InputGradientSpace input_space = carve_input_gradient(carver, kernels, plan, n);
    if (dw) weight_gradient(kernels, plan, n, pad_input(plan, n, x, padded), dy, dw, db, weight_space);
    if (dx) input_gradient(kernels, plan, n, w, dy, dx, input_space);
}

}  // namespace cnn
