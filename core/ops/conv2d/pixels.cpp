// Padding, and the two orders of an image's numbers.
#include "core/ops/conv2d/pixels.h"

#include <algorithm>

#include "core/kernels/pack.h"
#include "core/kernels/table.h"
#include "core/kernels/vec.h"

namespace cnn {
namespace {

bool stays_inside(const AxisPlan& axis) { return axis.pad_before == 0 && axis.reach() <= axis.input; }

// Pixels of the input that the padded input, as far as windows reach, has room for.
int pixels_reached(const AxisPlan& axis) { return std::clamp(axis.reach() - axis.pad_before, 0, axis.input); }

// From source.data.
std::ptrdiff_t first_tap(const Conv2dPlan& plan, const PixelSource& source, int pixel) {
    const int image = pixel / plan.output_pixels();
    const int oy = pixel % plan.output_pixels() / plan.window.x.output;
    const int ox = pixel % plan.window.x.output;
    return image * source.image_step + oy * plan.window.y.stride * source.row_step +
           static_cast<std::ptrdiff_t>(ox) * plan.window.x.stride;
}

// A run of neighbouring pixels on its way into a block of four. It is moved as four numbers: those behind it
// are overwritten by the next run, or by the next tap.
struct PixelRun {
    const float* from;  // for offset 0
    int to;
};

// Each `width` taps read neighbouring numbers: of their offsets the first is read alone.
template <int width, int runs>
void pack_runs(const PixelRun* all, const std::int32_t* offsets, int taps, float* out) {
    PixelRun run[runs];
    std::copy_n(all, runs, run);
    for (int k = 0; k < taps; k += width, out += width * kTileRows) {
        const float* from[runs];
        float* to[runs];
        CNN_UNROLL for (int i = 0; i < runs; ++i) {
            from[i] = run[i].from + offsets[k];
            to[i] = out + run[i].to;
        }
        CNN_UNROLL for (int kx = 0; kx < width; ++kx) {
            CNN_UNROLL for (int i = 0; i < runs; ++i) store<4>(to[i] + kx * kTileRows, load<4>(from[i] + kx));
        }
    }
}

template <int width>
void pack_runs(int runs, const PixelRun* all, const std::int32_t* offsets, int taps, float* out) {
    switch (runs) {
        case 1:
            return pack_runs<width, 1>(all, offsets, taps, out);
        case 2:
            return pack_runs<width, 2>(all, offsets, taps, out);
        case 3:
            return pack_runs<width, 3>(all, offsets, taps, out);
        default:
            return pack_runs<width, 4>(all, offsets, taps, out);
    }
}

}  // namespace

std::size_t padded_size(const Conv2dPlan& plan, int n) {
    const AxisPlan& y = plan.window.y;
    const AxisPlan& x = plan.window.x;
    if (stays_inside(y) && stays_inside(x)) return 0;
    return static_cast<std::size_t>(n) * static_cast<std::size_t>(plan.channels) *
           static_cast<std::size_t>(y.reach()) * static_cast<std::size_t>(x.reach());
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
    for (std::ptrdiff_t map = 0; map < static_cast<std::ptrdiff_t>(n) * plan.channels; ++map) {
        const float* from = x + map * plan.input_pixels();
        float* to = padded + map * plane + ys.pad_before * xs.reach() + xs.pad_before;
        for (int row = 0; row < pixels_reached(ys); ++row)
            std::copy_n(from + row * xs.input, pixels_reached(xs), to + row * xs.reach());
    }
    return {padded, plan.channels * plane, plane, xs.reach(), padded + size};
}

void find_tap_offsets(const Conv2dPlan& plan, const PixelSource& source, std::int32_t* offsets) {
    const AxisPlan& y = plan.window.y;
    const AxisPlan& x = plan.window.x;
    for_each_tap(plan.group_channels(), plan.window, [&](int ic, int ky, int kx) {
        *offsets++ = static_cast<std::int32_t>(ic * source.plane_step + ky * y.dilation * source.row_step) +
                     kx * x.dilation;
    });
}

void find_places(const Conv2dPlan& plan, const PixelSource& source, int first, int count,
                 std::int32_t* places) {
    const int width = plan.window.x.output;
    for (int i = 0; i < count;) {
        const std::ptrdiff_t place = first_tap(plan, source, first + i);
        const int in_row = std::min(width - (first + i) % width, count - i);  // pixels up to the row's end
        for (int j = 0; j < in_row; ++j, ++i)
            places[i] = static_cast<std::int32_t>(place) + j * plan.window.x.stride;
    }
}

void pack_pixels(const Conv2dPlan& plan, int n, const PixelSource& source, const std::int32_t* offsets,
                 int taps, int first, float* out) {
    const int last = n * plan.output_pixels() - 1;
    const float* pixels[kTileRows];
    PixelRun all[kTileRows];
    int runs = 0;
    for (int j = 0; j < kTileRows; ++j) {
        pixels[j] = source.data + first_tap(plan, source, std::min(first + j, last));
        if (j == 0 || pixels[j] != pixels[j - 1] + 1) all[runs++] = {pixels[j], j};
    }
    // Four numbers from the last run's first pixel on may reach behind the image.
    if (all[runs - 1].from + offsets[taps - 1] + kTileRows > source.end) {
        for (int k = 0; k < taps; ++k)
            for (const float* pixel : pixels) *out++ = pixel[offsets[k]];
        return;
    }
    const AxisPlan& x = plan.window.x;
    switch (x.dilation == 1 ? x.kernel : 1) {
        case 3:
            return pack_runs<3>(runs, all, offsets, taps, out);
        case 5:
            return pack_runs<5>(runs, all, offsets, taps, out);
        default:
            return pack_runs<1>(runs, all, offsets, taps, out);
    }
}

std::size_t channels_last_size(const Conv2dPlan& plan) {
    return static_cast<std::size_t>(plan.window.y.reach()) * static_cast<std::size_t>(plan.window.x.reach()) *
               static_cast<std::size_t>(plan.group_channels()) +
           kWidestVector;
}

void to_channels_last(const Conv2dPlan& plan, const float* x, float* out) {
    const AxisPlan& ys = plan.window.y;
    const AxisPlan& xs = plan.window.x;
    for (int row = 0; row < pixels_reached(ys); ++row) {
        const std::ptrdiff_t first =
            static_cast<std::ptrdiff_t>(ys.pad_before + row) * xs.reach() + xs.pad_before;
        transpose(plan.group_channels(), pixels_reached(xs), x + static_cast<std::ptrdiff_t>(row) * xs.input,
                  plan.input_pixels(), out + first * plan.group_channels(), plan.group_channels());
    }
}

void from_channels_last(const Conv2dPlan& plan, const float* in, float* dx) {
    const AxisPlan& ys = plan.window.y;
    const AxisPlan& xs = plan.window.x;
    const int rows = pixels_reached(ys);
    const int columns = pixels_reached(xs);
    if (rows < ys.input || columns < xs.input)
        std::fill_n(dx, plan.group_channels() * plan.input_pixels(), 0.0F);
    for (int row = 0; row < rows; ++row) {
        const std::ptrdiff_t first =
            static_cast<std::ptrdiff_t>(ys.pad_before + row) * xs.reach() + xs.pad_before;
        transpose(columns, plan.group_channels(), in + first * plan.group_channels(), plan.group_channels(),
                  dx + static_cast<std::ptrdiff_t>(row) * xs.input, plan.input_pixels());
    }
}

}  // namespace cnn
