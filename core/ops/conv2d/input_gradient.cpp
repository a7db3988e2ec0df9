// Transposed weights times gradients, spread over the taps.
#include "core/ops/conv2d/input_gradient.h"

#include <algorithm>

#include "core/kernels/pack.h"
#include "core/kernels/vec.h"
#include "core/ops/conv2d/pixels.h"

namespace cnn {
namespace {

constexpr int kChannelBlock = 4;  // so that the taps of a block are whole tiles, whatever the kernel's size

int group_size(const Conv2dPlan& plan, int n) {
    constexpr int kPixels = 64;
    return std::min(n, (kPixels + plan.output_pixels() - 1) / plan.output_pixels());
}

int group_columns(const KernelTable& kernels, const Conv2dPlan& plan, int n) {
    return round_up(group_size(plan, n) * plan.output_pixels(), kernels.panel);
}

int taps_of_channel(const Conv2dPlan& plan) { return plan.window.y.kernel * plan.window.x.kernel; }

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

}  // namespace

InputGradientSpace carve_input_gradient(Carver& carver, const KernelTable& kernels, const Conv2dPlan& plan,
                                        int n) {
    const int columns = group_columns(kernels, plan, n);
    return {carver.take(round_up(plan.taps(), kTileRows), plan.filters),
            carver.take(plan.filters, columns, kWidestPanel),
            carver.take(kChannelBlock * taps_of_channel(plan), columns)};
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
    const int group = group_size(plan, n);
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

}  // namespace cnn
