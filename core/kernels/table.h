// The table of fast kernels: one per instruction set, all with the same bits. It is passed as an argument, so
// that a lesson, a test or the bench can run one beside another. Ops stand on it; nobody else needs its
// members.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cnn {

// One tile of A B, A read where it lies: C[i][j] = sum over k of a[i][k] b[k][j], k rising.
struct RowsTile {
    int rows = 0;  // 1 to kTileRows
    int depth = 0;
    const float* a[4] = {};    // the rows of A, (depth) each
    const float* b = nullptr;  // B: (depth, panel)
    float* c = nullptr;        // C: (rows, panel)
};

// Product of packed operands: C (rows, panel) (+)= A (rows, depth) B (depth, panel).
struct PackedPanel {
    int rows = 0;
    int depth = 0;
    const float* a = nullptr;  // A: (ceil(rows / 4), depth, 4), missing rows zero
    const float* b = nullptr;  // B: (depth, panel)
    float* c = nullptr;
    std::ptrdiff_t c_step = 0;
    const float* bias = nullptr;  // one per column, added last; or null
    bool resume = false;          // the sum goes on from what C holds; otherwise from 0
};

// The same with the rows of A scattered in memory, each alike: a[i][k] = a[places[i] + offsets[k]].
struct ScatteredPanel {
    int rows = 0;
    int depth = 0;
    const float* a = nullptr;
    const std::int32_t* places = nullptr;   // (rows), rising; neighbours are read together
    const std::int32_t* offsets = nullptr;  // (depth)
    const float* b = nullptr;               // B: (depth, panel)
    float* c = nullptr;                     // C: (rows, panel)
    const float* bias = nullptr;            // one per column, added last; or null
};

// A row of numbers, told by the distance of its first from some place, and what it is multiplied by.
struct WeightedRow {
    std::int32_t offset;
    float factor;
};

// The rows of a list, added up:
//   sum[s][j] = sum over e of list[e].factor rows[list[e].offset + s * row_step + j], e rising.
// The sum goes on from what `out` holds (resume), or starts from 0 and is then added to it.
struct WeightedRows {
    int count = 0;  // of e
    const WeightedRow* list = nullptr;
    const float* rows = nullptr;
    int segments = 0;  // of s
    int length = 0;    // of j; what is read and written is rounded up to whole vectors
    std::ptrdiff_t row_step = 0;
    float* out = nullptr;  // out[s * out_step + j]
    std::ptrdiff_t out_step = 0;
    bool resume = false;
};

// Neighbouring terms k of a sum.
struct TermRange {
    std::int32_t first;
    std::int32_t count;
};

// Product with a B whose rows lie anywhere, over several lines that begin b_line_step apart:
//   C[line][i][j] = sum over k of a[i][k] b[line * b_line_step + offsets[k] + j], k rising, + bias[i] last.
// Up to 8 rows, of which tall_rows(rows) are in the first of two blocks.
struct GatheredProduct {
    int rows = 0;     // 1 to kGatheredRows
    int columns = 0;  // at least a vector (panel / 2); nothing behind them is read or written
    int depth = 0;    // of k
    int lines = 1;
    const float* a = nullptr;  // (blocks, depth, 4)
    const float* b = nullptr;
    const std::int32_t* offsets = nullptr;  // (depth)
    std::ptrdiff_t b_line_step = 0;
    float* c = nullptr;  // c[line * c_line_step + i * c_step + j]
    std::ptrdiff_t c_step = 0;
    std::ptrdiff_t c_line_step = 0;
    const float* bias = nullptr;  // (rows), or null
    bool resume = false;          // the sum goes on from what C holds; then columns are whole vectors
    // (lines, column_tiles): the terms of each tile's sums, as products of the others are 0; or null: all
    const TermRange* terms = nullptr;
};

struct KernelTable {
    const char* name;  // "scalar", "vec128", "wasm128", "sse2", "avx2", "avx512"
    int panel;         // columns of a tile
    void (*rows_tile)(const RowsTile&);
    void (*packed_panel)(const PackedPanel&);
    void (*scattered_panel)(const ScatteredPanel&);
    void (*weighted_rows)(const WeightedRows&);
    void (*gathered_product)(const GatheredProduct&);
};

inline constexpr int kTileRows = 4;
inline constexpr int kGatheredRows = 2 * kTileRows;
// Of five rows or more, half are in the first block: two tiles of 3 are faster than 4 and 2.
constexpr int tall_rows(int rows) { return rows <= kTileRows ? rows : (rows + 1) / 2; }
inline constexpr int kWidestVector = 8;
inline constexpr int kWidestPanel = 16;

// A line's columns in tiles: as many of two vectors as fit, then one more or, where no more than a vector is
// left or none did fit, single vectors. The last one overlaps the tile before.
struct ColumnTile {
    int first;  // column
    int vectors;
};
constexpr int column_tiles(int columns, int lanes) {
    const int pairs = columns / (2 * lanes);
    const int left = columns % (2 * lanes);
    return pairs + (pairs == 0 && left > lanes ? 2 : left > 0 ? 1 : 0);
}
constexpr ColumnTile column_tile(int columns, int lanes, int tile) {
    const int pairs = columns / (2 * lanes);
    if (tile < pairs) return {2 * tile * lanes, 2};
    const int left = columns % (2 * lanes);
    if (left > lanes && pairs > 0) return {columns - 2 * lanes, 2};
    const int first = pairs == 0 ? tile * lanes : 2 * pairs * lanes;
    return {first + lanes <= columns ? first : columns - lanes, 1};
}

// The fastest that this machine runs.
const KernelTable& best_kernels();
// One number at a time: what the fast ones are compared with, in tests and in front of the learner.
const KernelTable& scalar_kernels();
// All that this machine runs, slowest first.
std::span<const KernelTable* const> available_kernels();

}  // namespace cnn
