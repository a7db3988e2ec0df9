// The product of GatheredProduct, in tiles of 4 rows by 2 vectors, and of 8 by 1 where no more than a vector
// is left: 8 accumulators either way. What is left of a line overlaps the tile before. For the files of isa/
// alone.
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
};

template <int lanes, int rows, int vectors>
CNN_INLINE void gathered_tile(const GatheredProduct& p, const GatheredPlace& place) {
    vec<lanes> sum[rows][vectors];
    CNN_UNROLL for (int i = 0; i < rows; ++i) {
        CNN_UNROLL for (int v = 0; v < vectors; ++v) {
            sum[i][v] = p.resume ? load<lanes>(place.c + i * p.c_step + v * lanes) : vec<lanes>{};
        }
    }
    const float* a = place.a;
    for (const std::int32_t *at = p.offsets, *end = at + p.depth; at != end; ++at) {
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

template <int lanes, int vectors>
void gathered_block(const GatheredProduct& p, int rows, const GatheredPlace& place) {
    switch (rows) {
        case 1:
            return gathered_tile<lanes, 1, vectors>(p, place);
        case 2:
            return gathered_tile<lanes, 2, vectors>(p, place);
        case 3:
            return gathered_tile<lanes, 3, vectors>(p, place);
        default:
            return gathered_tile<lanes, 4, vectors>(p, place);
    }
}

// All rows of the columns from j on.
template <int lanes, int vectors>
void gathered_columns(const GatheredProduct& p, int line, int j) {
    GatheredPlace place = {p.a, p.b + line * p.b_line_step + j, p.c + line * p.c_line_step + j, p.bias};
    const int tall = tall_rows(p.rows);
    gathered_block<lanes, vectors>(p, tall, place);
    if (tall == p.rows) return;
    place.a += static_cast<std::ptrdiff_t>(kTileRows) * p.depth;
    place.c += tall * p.c_step;
    if (place.bias) place.bias += tall;
    gathered_block<lanes, vectors>(p, p.rows - tall, place);
}

template <int lanes>
void gathered_product(const GatheredProduct& p) {
    for (int line = 0; line < p.lines; ++line) {
        int j = 0;
        for (; j + 2 * lanes <= p.columns; j += 2 * lanes) gathered_columns<lanes, 2>(p, line, j);
        const int left = p.columns - j;
        if (left > lanes && p.columns >= 2 * lanes) {
            gathered_columns<lanes, 2>(p, line, p.columns - 2 * lanes);
            continue;
        }
        if (left > lanes) gathered_columns<lanes, 1>(p, line, j);
        if (left > 0) gathered_columns<lanes, 1>(p, line, p.columns - lanes);
    }
}

}  // namespace
}  // namespace cnn
