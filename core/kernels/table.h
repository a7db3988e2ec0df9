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

// Rows of numbers, each times a number of its own, added up:
//   sum[s][j] = sum over e of factors[e] rows[offsets[index[e]] + s * row_step + j], e rising.
// The sum goes on from what `out` holds (resume), or starts from 0 and is then added to it.
struct WeightedRows {
    int count = 0;  // of e
    const std::int32_t* index = nullptr;
    const float* factors = nullptr;
    const std::int32_t* offsets = nullptr;
    const float* rows = nullptr;
    int segments = 0;  // of s
    int length = 0;    // of j; what is read and written is rounded up to whole vectors
    std::ptrdiff_t row_step = 0;
    float* out = nullptr;  // out[s * out_step + j]
    std::ptrdiff_t out_step = 0;
    bool resume = false;
};

struct KernelTable {
    const char* name;  // "scalar", "vec128", "wasm128", "sse2", "avx2"
    int panel;         // columns of a tile
    void (*rows_tile)(const RowsTile&);
    void (*packed_panel)(const PackedPanel&);
    void (*weighted_rows)(const WeightedRows&);
};

inline constexpr int kTileRows = 4;
inline constexpr int kWidestVector = 8;
inline constexpr int kWidestPanel = 16;

// The fastest that this machine runs.
const KernelTable& best_kernels();
// One number at a time: what the fast ones are compared with, in tests and in front of the learner.
const KernelTable& scalar_kernels();
// All that this machine runs, slowest first.
std::span<const KernelTable* const> available_kernels();

}  // namespace cnn
