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

// All columns of a line. What does not fill two vectors at its end is taken with numbers of the tile before.
template <int lanes, int rows>
CNN_INLINE void gathered_line(const GatheredProduct& p, const GatheredPlace& line) {
    const auto from = [&](int j) { return GatheredPlace{line.a, line.b + j, line.c + j, line.bias}; };
    const int pairs = p.columns / (2 * lanes);
    const int left = p.columns - pairs * 2 * lanes;
    const int tiles = pairs + (left > lanes && pairs > 0 ? 1 : 0);
    for (int tile = 0; tile < tiles; ++tile)
        gathered_tile<lanes, rows, 2>(p, from(tile < pairs ? tile * 2 * lanes : p.columns - 2 * lanes));
    if (tiles > pairs || left == 0) return;
    for (int j = pairs * 2 * lanes; j < p.columns; j += lanes)
        gathered_tile<lanes, rows, 1>(p, from(j + lanes <= p.columns ? j : p.columns - lanes));
}

// All lines of up to four rows: a call takes as long as several products.
template <int lanes, int rows>
void gathered_rows(const GatheredProduct& p, GatheredPlace place) {
    for (int line = 0; line < p.lines; ++line) {
        gathered_line<lanes, rows>(p, place);
        place.b += p.b_line_step;
        place.c += p.c_line_step;
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
    gathered_block<lanes>(p, tall, {p.a, p.b, p.c, p.bias});
    if (tall == p.rows) return;
    gathered_block<lanes>(p, p.rows - tall,
                          {p.a + static_cast<std::ptrdiff_t>(kTileRows) * p.depth, p.b, p.c + tall * p.c_step,
                           p.bias ? p.bias + tall : nullptr});
}

}  // namespace
}  // namespace cnn
