// The product of GatheredProduct, in tiles of up to 4 rows by the vectors of a column_tile: up to 8
// accumulators. For the files of isa/ alone.
#pragma once

#include "core/kernels/table.h"
#include "core/kernels/vec.h"

namespace cnn {
namespace {

// Where a tile begins.
struct GatheredPlace {
    const float* a;
    const float* b;
    float* c;
    const float* bias;
    const TermRange* terms;  // of this tile and those that follow, or null
};

template <int lanes, int rows, int vectors>
CNN_INLINE void gathered_tile(const GatheredProduct& p, const GatheredPlace& place) {
    vec<lanes> sum[rows][vectors];
    CNN_UNROLL for (int i = 0; i < rows; ++i) {
        CNN_UNROLL for (int v = 0; v < vectors; ++v) {
            sum[i][v] = p.resume ? load<lanes>(place.c + i * p.c_step + v * lanes) : vec<lanes>{};
        }
    }
    const TermRange terms = place.terms ? *place.terms : TermRange{0, p.depth};
    const float* a = place.a + static_cast<std::ptrdiff_t>(terms.first) * kTileRows;
    for (const std::int32_t *at = p.offsets + terms.first, *end = at + terms.count; at != end; ++at) {
        const float* row = place.b + *at;
        vec<lanes> b[vectors];
        CNN_UNROLL for (int v = 0; v < vectors; ++v) b[v] = load<lanes>(row + v * lanes);
        CNN_UNROLL for (int i = 0; i < rows; ++i) {
            const vec<lanes> factor = splat<lanes>(a[i]);
            CNN_UNROLL for (int v = 0; v < vectors; ++v) sum[i][v] += factor * b[v];
        }
        a += kTileRows;
    }
    CNN_UNROLL for (int i = 0; i < rows; ++i) {
        CNN_UNROLL for (int v = 0; v < vectors; ++v) {
            if (place.bias) sum[i][v] += splat<lanes>(place.bias[i]);
            store<lanes>(place.c + i * p.c_step + v * lanes, sum[i][v]);
        }
    }
}

template <int lanes, int rows>
CNN_INLINE void gathered_line(const GatheredProduct& p, const GatheredPlace& line, int tiles) {
    for (int i = 0; i < tiles; ++i) {
        const ColumnTile tile = column_tile(p.columns, lanes, i);
        const GatheredPlace place = {line.a, line.b + tile.first, line.c + tile.first, line.bias,
                                     line.terms ? line.terms + i : nullptr};
        tile.vectors == 2 ? gathered_tile<lanes, rows, 2>(p, place) : gathered_tile<lanes, rows, 1>(p, place);
    }
}

// All lines of up to four rows: a call takes as long as several products.
template <int lanes, int rows>
void gathered_rows(const GatheredProduct& p, GatheredPlace place) {
    const int tiles = column_tiles(p.columns, lanes);
    for (int line = 0; line < p.lines; ++line) {
        gathered_line<lanes, rows>(p, place, tiles);
        place.b += p.b_line_step;
        place.c += p.c_line_step;
        if (place.terms) place.terms += tiles;
    }
}

template <int lanes>
void gathered_block(const GatheredProduct& p, int rows, const GatheredPlace& place) {
    switch (rows) {
        case 1:
            return gathered_rows<lanes, 1>(p, place);
        case 2:
            return gathered_rows<lanes, 2>(p, place);
        case 3:
            return gathered_rows<lanes, 3>(p, place);
        default:
            return gathered_rows<lanes, 4>(p, place);
    }
}

template <int lanes>
void gathered_product(const GatheredProduct& p) {
    const int tall = tall_rows(p.rows);
    gathered_block<lanes>(p, tall, {p.a, p.b, p.c, p.bias, p.terms});
    if (tall == p.rows) return;
    gathered_block<lanes>(p, p.rows - tall,
                          {p.a + static_cast<std::ptrdiff_t>(kTileRows) * p.depth, p.b, p.c + tall * p.c_step,
                           p.bias ? p.bias + tall : nullptr, p.terms});
}

}  // namespace
}  // namespace cnn
