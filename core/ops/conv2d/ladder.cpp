// The rungs, from the formula's loops to the kernels that training uses. This file is compiled without the
// compiler's own vectors, so that up to "packed" one number is computed at a time, as it is written.
#include "core/ops/conv2d/ladder.h"

#include <algorithm>

#include "core/kernels/carver.h"
#include "core/kernels/pack.h"
#include "core/kernels/vec.h"
#include "core/ops/conv2d/reference.h"

namespace cnn {
namespace {

// Taps of one image as a matrix (taps, pixels): row k is what every output pixel reads by tap k.
std::size_t im2col_size(const Conv2dPlan& plan) {
    return static_cast<std::size_t>(plan.taps()) * static_cast<std::size_t>(plan.output_pixels());
}

void naive(const LadderCall& call) {
    reference_conv2d_forward(call.plan, call.n, call.x, call.w, call.bias, call.y);
}

// The outputs of one axis whose tap k lies inside the image: [first, last).
struct Outputs {
    int first;
    int last;
};
Outputs inside(const AxisPlan& axis, int k) {
    Outputs range{0, axis.output};
    while (range.first < range.last && !axis.inside(axis.tap(range.first, k))) ++range.first;
    while (range.last > range.first && !axis.inside(axis.tap(range.last - 1, k))) --range.last;
    return range;
}

// y[row] += weight times what the row reads by one tap; padding adds nothing.   plane: (H, W); y: (OH, OW)
void add_tap(const WindowPlan& window, const float* plane, int ky, int kx, float weight, float* y) {
    const Outputs rows = inside(window.y, ky);
    const Outputs columns = inside(window.x, kx);
    for (int oy = rows.first; oy < rows.last; ++oy) {
        const float* from = plane + window.y.tap(oy, ky) * window.x.input;
        float* to = y + oy * window.x.output;
        for (int ox = columns.first; ox < columns.last; ++ox) to[ox] += weight * from[window.x.tap(ox, kx)];
    }
}

void add_bias(const Conv2dPlan& plan, float bias, float* y) {
    for (int pixel = 0; pixel < plan.output_pixels(); ++pixel) y[pixel] += bias;
}

void reordered(const LadderCall& call) {
    const Conv2dPlan& plan = call.plan;
    float* y = call.y;
    for (int image = 0; image < call.n; ++image)
        for (int oc = 0; oc < plan.filters; ++oc, y += plan.output_pixels()) {
            const float* x = call.x + static_cast<std::size_t>(image) * plan.input_size();
            const float* weight = call.w + oc * plan.taps();
            std::fill_n(y, plan.output_pixels(), 0.0F);
            for_each_tap(plan.channels, plan.window, [&](int ic, int ky, int kx) {
                add_tap(plan.window, x + ic * plan.input_pixels(), ky, kx, *weight++, y);
            });
            add_bias(plan, call.bias[oc], y);
        }
}

// x: (C, H, W); matrix: (taps, pixels)
void fill_matrix(const Conv2dPlan& plan, const float* x, float* matrix) {
    const WindowPlan& window = plan.window;
    for_each_tap(plan.channels, window, [&](int ic, int ky, int kx) {
        std::fill_n(matrix, plan.output_pixels(), 0.0F);
        add_tap(window, x + ic * plan.input_pixels(), ky, kx, 1, matrix);
        matrix += plan.output_pixels();
    });
}

// Calls multiply(matrix, y) for each image.
template <class Multiply>
void by_matrix(const LadderCall& call, Multiply&& multiply) {
    const Conv2dPlan& plan = call.plan;
    for (std::size_t image = 0; image < static_cast<std::size_t>(call.n); ++image) {
        fill_matrix(plan, call.x + image * plan.input_size(), call.workspace);
        multiply(call.workspace, call.y + image * plan.output_size());
    }
}

void im2col(const LadderCall& call) {
    const Conv2dPlan& plan = call.plan;
    const int pixels = plan.output_pixels();
    by_matrix(call, [&](const float* matrix, float* y) {
        for (int oc = 0; oc < plan.filters; ++oc, y += pixels) {
            const float* weight = call.w + oc * plan.taps();
            std::fill_n(y, pixels, 0.0F);
            for (int k = 0; k < plan.taps(); ++k)
                for (int p = 0; p < pixels; ++p) y[p] += weight[k] * matrix[k * pixels + p];
            add_bias(plan, call.bias[oc], y);
        }
    });
}

// 8 sums, which with their operands stay in 16 registers.
constexpr int kTileFilters = 4;
constexpr int kTilePixels = 2;

// Where the operands of a tile lie: of each filter and tap a weight, of each tap kTilePixels neighbouring
// pixels.
struct TileOperands {
    const float* w;
    std::ptrdiff_t filter_step;
    std::ptrdiff_t tap_step;
    const float* pixels;
    std::ptrdiff_t row_step;
};

// The sums of up to kTileFilters filters and kTilePixels pixels. Inline, so that a whole tile has its loops
// unrolled. y: (OC, pixels), from the tile's first filter and pixel on
CNN_INLINE void multiply_tile(const Conv2dPlan& plan, int filters, int pixels, const TileOperands& from,
                              const float* bias, float* y) {
    float sums[kTileFilters][kTilePixels] = {};
    const int taps = plan.taps();
    const float* w = from.w;
    const float* row = from.pixels;
    for (int k = 0; k < taps; ++k, w += from.tap_step, row += from.row_step)
        for (int i = 0; i < filters; ++i)
            for (int j = 0; j < pixels; ++j) sums[i][j] += w[i * from.filter_step] * row[j];
    for (int i = 0; i < filters; ++i)
        for (int j = 0; j < pixels; ++j) y[i * plan.output_pixels() + j] = sums[i][j] + bias[i];
}

// Calls operands(oc, pixel) for the tiles of one image and multiplies them.
template <class Operands>
void multiply_tiles(const LadderCall& call, float* y, Operands&& operands) {
    const Conv2dPlan& plan = call.plan;
    const int pixels = plan.output_pixels();
    for (int oc = 0; oc < plan.filters; oc += kTileFilters)
        for (int p = 0; p < pixels; p += kTilePixels) {
            const TileOperands from = operands(oc, p);
            float* tile = y + oc * pixels + p;
            if (oc + kTileFilters <= plan.filters && p + kTilePixels <= pixels)
                multiply_tile(plan, kTileFilters, kTilePixels, from, call.bias + oc, tile);
            else
                multiply_tile(plan, std::min(kTileFilters, plan.filters - oc),
                              std::min(kTilePixels, pixels - p), from, call.bias + oc, tile);
        }
}

void tiled(const LadderCall& call) {
    const int taps = call.plan.taps();
    const int pixels = call.plan.output_pixels();
    by_matrix(call, [&](const float* matrix, float* y) {
        multiply_tiles(call, y, [&](int oc, int p) {
            return TileOperands{call.w + oc * taps, taps, 1, matrix + p, pixels};
        });
    });
}

std::size_t packed_size(const Conv2dPlan& plan) {
    const int columns = round_up(plan.output_pixels(), kTilePixels) + round_up(plan.filters, kTileFilters);
    return static_cast<std::size_t>(columns) * static_cast<std::size_t>(plan.taps());
}

// Behind the matrix lie its pixels in panels (taps, kTilePixels), and the filters likewise.
void packed(const LadderCall& call) {
    const Conv2dPlan& plan = call.plan;
    const int taps = plan.taps();
    const int pixels = plan.output_pixels();
    float* panels = call.workspace + im2col_size(plan);
    float* filters = panels + static_cast<std::ptrdiff_t>(round_up(pixels, kTilePixels)) * taps;
    for (int oc = 0; oc < plan.filters; oc += kTileFilters)
        transpose_panel(std::min(kTileFilters, plan.filters - oc), taps, call.w + oc * taps, taps,
                        kTileFilters, filters + oc * taps);
    by_matrix(call, [&](const float* matrix, float* y) {
        for (int p = 0; p < pixels; p += kTilePixels)
            copy_panel(taps, std::min(kTilePixels, pixels - p), matrix + p, pixels, kTilePixels,
                       panels + p * taps);
        multiply_tiles(call, y, [&](int oc, int p) {
            return TileOperands{filters + oc * taps, 1, kTileFilters, panels + p * taps, kTilePixels};
        });
    });
}

void simd(const LadderCall& call) {
    conv2d_forward(best_kernels(), call.plan, call.n, call.x, call.w, call.bias, call.y, call.workspace);
}

// A share of the images for each worker.
int images_each(int n, int workers) { return (n + workers - 1) / workers; }

std::size_t worker_floats(const Conv2dPlan& plan, int n, int workers) {
    Carver carver;
    carver.take(conv2d_workspace(best_kernels(), plan, images_each(n, workers)));
    return carver.used();
}

void threads(const LadderCall& call) {
    const Conv2dPlan& plan = call.plan;
    const int workers = call.workers.workers();
    const int each = images_each(call.n, workers);
    const std::size_t floats = worker_floats(plan, call.n, workers);
    call.workers((call.n + each - 1) / each, [&](int piece, int worker) {
        const auto first = static_cast<std::size_t>(piece * each);
        conv2d_forward(best_kernels(), plan, std::min(each, call.n - piece * each),
                       call.x + first * plan.input_size(), call.w, call.bias,
                       call.y + first * plan.output_size(),
                       call.workspace + static_cast<std::size_t>(worker) * floats);
    });
}

constexpr LadderRung kRungs[] = {
    {"naive", "the formula as seven loops, with a question at every pixel whether it is padding", naive},
    {"reordered", "one weight at a time over whole rows, so that neighbours are read one after another",
     reordered},
    {"im2col", "what the windows read is copied into a matrix first: the rest is a matrix product", im2col},
    {"tiled", "4 x 2 sums stay in registers: a pixel that is read is used four times, a weight twice", tiled},
    {"packed",
     "both operands are packed first, in the order in which the tile reads them: vectors want it so", packed},
    {"simd", "vectors of numbers instead of single ones, and never more packed than the cache holds", simd},
    {"threads", "every worker has images of its own", threads},
};

}  // namespace

std::span<const LadderRung> convolution_ladder() { return kRungs; }

std::size_t ladder_workspace(const Conv2dPlan& plan, int n, int workers) {
    return std::max({im2col_size(plan) + packed_size(plan), conv2d_workspace(best_kernels(), plan, n),
                     static_cast<std::size_t>(workers) * worker_floats(plan, n, workers)});
}

}  // namespace cnn
