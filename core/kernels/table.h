// The table of fast kernels: one per instruction set, all with the same bits. It is passed as an argument, so
// that a lesson, a test or the bench can run one beside another. Ops stand on it; nobody else needs its
// members.
#pragma once

#include <cstddef>
#include <span>

namespace cnn {

// One axis of a nested sum: `count` steps, each moving the pointers into A by `step` floats.
struct SumAxis {
    int count = 1;
    std::ptrdiff_t step = 0;
};

// Tile product from strided operands: C[i][j] (+)= sum over k of A[i][k] B[k][j], k rising.
// k runs through three nested axes (slowest first), which is how a convolution walks (image, row, column).
struct StridedTile {
    int rows = 0;            // 1 to kTileRows
    const float* a[4] = {};  // where each row of A begins
    SumAxis k[3];
    const float* b = nullptr;  // B: (k, panel), rows `b_step` apart
    std::ptrdiff_t b_step = 0;
    float* c = nullptr;  // C: (rows, panel), rows `c_step` apart
    std::ptrdiff_t c_step = 0;
    const float* bias = nullptr;  // one per row, added last; or null
    bool resume = false;          // the sum goes on from what C holds; otherwise from 0
};

// Product of packed operands: C (rows, panel) (+)= A (rows, depth) B (depth, panel).
struct PackedPanel {
    int rows = 0;
    int depth = 0;
    const float* a = nullptr;  // A: (ceil(rows / 4), depth, 4), missing rows zero
    const float* b = nullptr;  // B: (depth, panel)
    float* c = nullptr;
    std::ptrdiff_t c_step = 0;
    const float* bias = nullptr;  // one per row, added last; or null
    bool resume = false;          // the sum goes on from what C holds; otherwise from 0
};

struct KernelTable {
    const char* name;  // "scalar", "vec128", "wasm128", "sse2", "avx2"
    int panel;         // columns of a tile
    void (*strided_tile)(const StridedTile&);
    void (*packed_panel)(const PackedPanel&);
};

inline constexpr int kTileRows = 4;
inline constexpr int kWidestPanel = 16;

// The fastest that this machine runs.
const KernelTable& best_kernels();
// One number at a time: what the fast ones are compared with, in tests and in front of the learner.
const KernelTable& scalar_kernels();
// All that this machine runs, slowest first.
std::span<const KernelTable* const> available_kernels();

}  // namespace cnn
