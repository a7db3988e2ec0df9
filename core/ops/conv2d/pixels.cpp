// Padding the input, and panels straight from the image: the im2col matrix never exists as a whole.
#include "core/ops/conv2d/pixels.h"

#include <algorithm>

#include "core/kernels/vec.h"

namespace cnn {
namespace {

bool stays_inside(const AxisPlan& axis) { return axis.pad_before == 0 && axis.reach() <= axis.input; }

// Pixels that lie side by side in one image row, at stride 1.
struct Run {
    int start = 0;              // column of the panel
    int length = 0;             // columns
    std::ptrdiff_t offset = 0;  // of the first pixel's first tap
};

std::ptrdiff_t pixel_offset(const Conv2dPlan& plan, const PixelSource& source, int pixel) {
    const int image = pixel / plan.output_pixels();
    const int oy = pixel % plan.output_pixels() / plan.window.x.output;
    const int ox = pixel % plan.window.x.output;
    return image * source.image_step + oy * plan.window.y.stride * source.row_step +
           static_cast<std::ptrdiff_t>(ox) * plan.window.x.stride;
}

// Splits the panel's columns into runs; returns how many. runs: (panel)
int find_runs(const Conv2dPlan& plan, const PixelSource& source, int first, int columns, Run* runs) {
    int count = 0;
    for (int column = 0; column < columns; column += runs[count++].length) {
        const int left_in_row = plan.window.x.output - (first + column) % plan.window.x.output;
        runs[count] = {column, std::min(left_in_row, columns - column),
                       pixel_offset(plan, source, first + column)};
    }
    return count;
}

// Calls visit(offset of the tap) in canonical order.
template <class Visit>
void for_each_tap_offset(const Conv2dPlan& plan, const PixelSource& source, Visit&& visit) {
    const AxisPlan& y = plan.window.y;
    const AxisPlan& x = plan.window.x;
    for (int ic = 0; ic < plan.channels; ++ic)
        for (int ky = 0; ky < y.kernel; ++ky) {
            const std::ptrdiff_t row = ic * source.plane_step + ky * y.dilation * source.row_step;
            for (int kx = 0; kx < x.kernel; ++kx) visit(row + static_cast<std::ptrdiff_t>(kx) * x.dilation);
        }
}

template <int floats>
void copy(const float* from, float* to) {
    CNN_UNROLL for (int i = 0; i < floats; i += 4) store<4>(to + i, load<4>(from + i));
}

// Whole-panel copies of constant size: each run overwrites what the one before wrote beyond its own end, and
// the next tap's row overwrites what the last run left there.
template <int panel>
void pack_runs(const Conv2dPlan& plan, const PixelSource& source, const Run* runs, int count, float* out) {
    const Run& head = runs[0];
    const Run& next = runs[std::min(count, 2) - 1];  // rows of 8 pixels and more make at most two runs
    for_each_tap_offset(plan, source, [&](std::ptrdiff_t offset) {
        copy<panel>(source.data + head.offset + offset, out);
        copy<panel>(source.data + next.offset + offset, out + next.start);
        for (int r = 2; r < count; ++r)
            copy<panel>(source.data + runs[r].offset + offset, out + runs[r].start);
        out += panel;
    });
}

// Any stride, any panel, nothing read that is not asked for.
void pack_each(const Conv2dPlan& plan, int n, const PixelSource& source, int first, int panel, float* out) {
    std::ptrdiff_t offsets[kWidestPanel];
    const int last = n * plan.output_pixels() - 1;
    for (int j = 0; j < panel; ++j) offsets[j] = pixel_offset(plan, source, std::min(first + j, last));
    for_each_tap_offset(plan, source, [&](std::ptrdiff_t offset) {
        for (int j = 0; j < panel; ++j) out[j] = source.data[offsets[j] + offset];
        out += panel;
    });
}

}  // namespace

std::size_t padded_size(const Conv2dPlan& plan, int n) {
    const AxisPlan& y = plan.window.y;
    const AxisPlan& x = plan.window.x;
    if (stays_inside(y) && stays_inside(x)) return 0;
    return static_cast<std::size_t>(n) * static_cast<std::size_t>(plan.channels) *
               static_cast<std::size_t>(y.reach()) * static_cast<std::size_t>(x.reach()) +
           kWidestPanel;
}

PixelSource pad_input(const Conv2dPlan& plan, int n, const float* x, float* padded) {
    const AxisPlan& ys = plan.window.y;
    const AxisPlan& xs = plan.window.x;
    const std::size_t size = padded_size(plan, n);
    if (size == 0) {
        const std::ptrdiff_t plane = plan.input_pixels();
        return {x, plan.channels * plane, plane, xs.input, x + n * plan.channels * plane};
    }
    std::fill_n(padded, size, 0.0F);
    const std::ptrdiff_t plane = static_cast<std::ptrdiff_t>(ys.reach()) * xs.reach();
    const int rows = std::min(ys.input, ys.reach() - ys.pad_before);
    const int columns = std::min(xs.input, xs.reach() - xs.pad_before);
    for (std::ptrdiff_t map = 0; map < static_cast<std::ptrdiff_t>(n) * plan.channels; ++map) {
        const float* from = x + map * plan.input_pixels();
        float* to = padded + map * plane + ys.pad_before * xs.reach() + xs.pad_before;
        for (int row = 0; row < rows; ++row)
            std::copy_n(from + row * xs.input, std::max(columns, 0), to + row * xs.reach());
    }
    return {padded, plan.channels * plane, plane, xs.reach(), padded + size};
}

std::ptrdiff_t tap_offset(const Conv2dPlan& plan, const PixelSource& source, int tap) {
    const AxisPlan& y = plan.window.y;
    const AxisPlan& x = plan.window.x;
    const int ic = tap / (y.kernel * x.kernel);
    const int ky = tap / x.kernel % y.kernel;
    const int kx = tap % x.kernel;
    return ic * source.plane_step + ky * y.dilation * source.row_step +
           static_cast<std::ptrdiff_t>(kx) * x.dilation;
}

void pack_pixels(const Conv2dPlan& plan, int n, const PixelSource& source, int first, int panel, float* out) {
    const int columns = std::min(panel, n * plan.output_pixels() - first);
    if (plan.window.x.stride == 1 && (panel == 8 || panel == 16)) {
        Run runs[kWidestPanel];
        const int count = find_runs(plan, source, first, columns, runs);
        const std::ptrdiff_t furthest =
            runs[count - 1].offset + tap_offset(plan, source, plan.taps() - 1) + panel;
        if (source.data + furthest <= source.end) {
            return panel == 8 ? pack_runs<8>(plan, source, runs, count, out)
                              : pack_runs<16>(plan, source, runs, count, out);
        }
    }
    pack_each(plan, n, source, first, panel, out);
}

void pack_taps(const Conv2dPlan& plan, const PixelSource& source, int image, int images, int tap, int rows,
               float* out) {
    const int width = plan.window.x.output;
    const int stride = plan.window.x.stride;
    std::ptrdiff_t offsets[4];
    for (int i = 0; i < 4; ++i) offsets[i] = tap_offset(plan, source, tap + std::min(i, rows - 1));
    for (int row = 0; row < images * plan.window.y.output; ++row, out += 4 * width) {
        const float* pixels =
            source.data + pixel_offset(plan, source, image * plan.output_pixels() + row * width);
        const float* taps[4];
        for (int i = 0; i < 4; ++i) taps[i] = pixels + offsets[i];
        // Blocks of four: the last one of a row writes into the next row, which is written afterwards.
        if (stride == 1 && pixels + offsets[3] + width + 3 <= source.end) {
            for (int ox = 0; ox < width; ox += 4) {
                const float* const block[4] = {taps[0] + ox, taps[1] + ox, taps[2] + ox, taps[3] + ox};
                transpose_4x4(block, out + 4 * ox, 4);
            }
        } else {
            for (int ox = 0; ox < width; ++ox)
                for (int i = 0; i < 4; ++i) out[4 * ox + i] = taps[i][ox * stride];
        }
    }
}

}  // namespace cnn
