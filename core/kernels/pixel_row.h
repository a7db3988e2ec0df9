// A convolution's forward product, straight from the image: four neighbouring pixels by a panel of filters,
// one accumulator per output, taps rising. No pixel is copied first: a tap of four neighbours is four loads
// at one offset. For the files of isa/ alone.
#pragma once

#include "core/kernels/gemm.h"
#include "core/kernels/table.h"
#include "core/kernels/vec.h"

namespace cnn {
namespace {

// kStep: the distance of neighbours where it is known when compiling, or 0.
template <int lanes, int rows, int kStep>
CNN_INLINE Tile<lanes, rows> pixel_products(const PixelRow& p, const float* x) {
    const std::ptrdiff_t step = kStep != 0 ? kStep : p.step;
    Tile<lanes, rows> tile;
    tile.clear();
    const float* w = p.w;
    const std::int32_t* const end = p.offsets + p.taps;
    for (const std::int32_t* offset = p.offsets; offset != end; ++offset) {
        tile.multiply_add(x + *offset, w, step);
        w += Tile<lanes, rows>::kPanel;
    }
    return tile;
}

// The tile of pixels [first, first + rows).
template <int lanes, int rows, int kStep>
void pixel_tile(const PixelRow& p, int first) {
    constexpr int kPanel = Tile<lanes, rows>::kPanel;
    Tile<lanes, rows> tile = pixel_products<lanes, rows, kStep>(p, p.x + first * p.step);
    tile.add_panel(p.bias);
    float* y = p.y + first;
    float block[rows * kPanel];  // (pixels, panel)
    tile.write(block, kPanel);
    int j = 0;
    if constexpr (rows == 4 && kPanel >= 4) {
        for (; j + 4 <= p.filters; j += 4) {
            const float* const columns[4] = {block + j, block + kPanel + j, block + 2 * kPanel + j,
                                             block + 3 * kPanel + j};
            transpose_4x4(columns, y + j * p.y_step, p.y_step);
        }
    }
    for (; j < p.filters; ++j)
        for (int i = 0; i < rows; ++i) y[j * p.y_step + i] = block[i * kPanel + j];
}

// The last four pixels of a row overlap those before: equal numbers are written twice.
template <int lanes, int kStep>
void pixel_row_at(const PixelRow& p) {
    if (p.pixels == 1) return pixel_tile<lanes, 1, kStep>(p, 0);
    if (p.pixels == 2) return pixel_tile<lanes, 2, kStep>(p, 0);
    if (p.pixels == 3) return pixel_tile<lanes, 3, kStep>(p, 0);
    for (int first = 0; first < p.pixels; first += kTileRows) {
        const int last = p.pixels - kTileRows;
        pixel_tile<lanes, kTileRows, kStep>(p, first < last ? first : last);
    }
}

template <int lanes>
void pixel_row(const PixelRow& p) {
    return p.step == 1 ? pixel_row_at<lanes, 1>(p) : pixel_row_at<lanes, 0>(p);
}

}  // namespace
}  // namespace cnn
