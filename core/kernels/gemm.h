// The register-tiled product that every layer stands on, written once for any vector width and included by
// the files of isa/ alone. A tile is 4 rows of A by 2 vectors of B: 8 accumulators, which together with
// operands and products fit 16 registers (V8 spills with more; see the table of tile sizes in the project's
// measurements). Each output element has one accumulator, k rises, and a product is rounded before it is
// added: the bits do not depend on the width.
#pragma once

#include "core/kernels/table.h"
#include "core/kernels/vec.h"

namespace cnn {
namespace {  // one copy per instruction set: each file compiles these with its own flags

template <int lanes, int rows>
struct Tile {
    static constexpr int kPanel = 2 * lanes;
    vec<lanes> low[rows];
    vec<lanes> high[rows];

    CNN_INLINE void clear() { CNN_UNROLL for (int i = 0; i < rows; ++i) low[i] = high[i] = vec<lanes>{}; }
    CNN_INLINE void read(const float* c, std::ptrdiff_t c_step) {
        CNN_UNROLL for (int i = 0; i < rows; ++i) {
            low[i] = load<lanes>(c + i * c_step);
            high[i] = load<lanes>(c + i * c_step + lanes);
        }
    }
    CNN_INLINE void write(float* c, std::ptrdiff_t c_step) const {
        CNN_UNROLL for (int i = 0; i < rows; ++i) {
            store<lanes>(c + i * c_step, low[i]);
            store<lanes>(c + i * c_step + lanes, high[i]);
        }
    }
    CNN_INLINE void add_bias(const float* bias) {
        CNN_UNROLL for (int i = 0; i < rows; ++i) {
            low[i] += load<lanes>(bias);
            high[i] += load<lanes>(bias + lanes);
        }
    }
    // One k: a[i] from row i of A, one panel from B.
    CNN_INLINE void multiply_add(const float* a, const float* b) {
        const vec<lanes> b_low = load<lanes>(b);
        const vec<lanes> b_high = load<lanes>(b + lanes);
        CNN_UNROLL for (int i = 0; i < rows; ++i) {
            const vec<lanes> a_i = splat<lanes>(a[i]);
            low[i] += a_i * b_low;
            high[i] += a_i * b_high;
        }
    }
};

template <int lanes, int rows>
void rows_tile_of(const RowsTile& t) {
    const float* a[rows];
    CNN_UNROLL for (int i = 0; i < rows; ++i) a[i] = t.a[i];
    const float* b = t.b;
    Tile<lanes, rows> tile;
    tile.clear();
    for (int k = 0; k < t.depth; ++k) {
        float column[rows];
        CNN_UNROLL for (int i = 0; i < rows; ++i) column[i] = a[i][k];
        tile.multiply_add(column, b);
        b += Tile<lanes, rows>::kPanel;
    }
    tile.write(t.c, Tile<lanes, rows>::kPanel);
}

template <int lanes>
void rows_tile(const RowsTile& tile) {
    switch (tile.rows) {
        case 1:
            return rows_tile_of<lanes, 1>(tile);
        case 2:
            return rows_tile_of<lanes, 2>(tile);
        case 3:
            return rows_tile_of<lanes, 3>(tile);
        default:
            return rows_tile_of<lanes, 4>(tile);
    }
}

// The tile of rows [first, first + rows).
template <int lanes, int rows>
void packed_rows(const PackedPanel& p, int first) {
    Tile<lanes, rows> tile;
    float* c = p.c + first * p.c_step;
    if (p.resume) {
        tile.read(c, p.c_step);
    } else {
        tile.clear();
    }
    const float* a = p.a + static_cast<std::ptrdiff_t>(first) * p.depth;
    const float* b = p.b;
    constexpr int kPanel = Tile<lanes, rows>::kPanel;
    // Not counted, because the processor's front end is what limits this loop.
    for (const float* const end = b + static_cast<std::ptrdiff_t>(p.depth) * kPanel; b != end; b += kPanel) {
        tile.multiply_add(a, b);
        a += kTileRows;
    }
    if (p.bias) tile.add_bias(p.bias);
    tile.write(c, p.c_step);
}

template <int lanes>
void packed_panel(const PackedPanel& p) {
    for (int row = 0; row < p.rows; row += kTileRows) {
        switch (p.rows - row) {
            case 1:
                packed_rows<lanes, 1>(p, row);
                break;
            case 2:
                packed_rows<lanes, 2>(p, row);
                break;
            case 3:
                packed_rows<lanes, 3>(p, row);
                break;
            default:
                packed_rows<lanes, 4>(p, row);
                break;
        }
    }
}

// The tile of the rows at `places`, each a number behind the one before it (neighbours) or anywhere.
template <int lanes, int rows, bool neighbours>
void scattered_rows(const ScatteredPanel& p, const std::int32_t* places, float* c) {
    constexpr int kPanel = Tile<lanes, rows>::kPanel;
    const float* row[rows];
    CNN_UNROLL for (int i = 0; i < rows; ++i) row[i] = p.a + places[i];
    Tile<lanes, rows> tile;
    tile.clear();
    const float* b = p.b;
    for (const std::int32_t *at = p.offsets, *end = at + p.depth; at != end; ++at, b += kPanel) {
        float column[rows];
        CNN_UNROLL for (int i = 0; i < rows; ++i) column[i] = neighbours ? row[0][*at + i] : row[i][*at];
        tile.multiply_add(column, b);
    }
    if (p.bias) tile.add_bias(p.bias);
    tile.write(c, kPanel);
}

template <int lanes, int rows>
void scattered_tile(const ScatteredPanel& p, int first) {
    const std::int32_t* places = p.places + first;
    float* c = p.c + first * Tile<lanes, rows>::kPanel;
    if (places[rows - 1] - places[0] == rows - 1)
        scattered_rows<lanes, rows, true>(p, places, c);
    else
        scattered_rows<lanes, rows, false>(p, places, c);
}

template <int lanes>
void scattered_panel(const ScatteredPanel& p) {
    int row = 0;
    for (; row + kTileRows <= p.rows; row += kTileRows) scattered_tile<lanes, kTileRows>(p, row);
    switch (p.rows - row) {
        case 1:
            return scattered_tile<lanes, 1>(p, row);
        case 2:
            return scattered_tile<lanes, 2>(p, row);
        case 3:
            return scattered_tile<lanes, 3>(p, row);
        default:
            return;
    }
}

}  // namespace
}  // namespace cnn
