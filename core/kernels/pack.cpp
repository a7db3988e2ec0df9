// Panels, four lanes at a time where a panel has four.
#include "core/kernels/pack.h"

#include <algorithm>

#include "core/kernels/table.h"
#include "core/kernels/vec.h"

namespace cnn {
namespace {

using vec4 = vec<4>;

// Up to four rows turned; the last one stands in for those that are missing.
void transpose_block(int rows, int columns, const float* source, std::ptrdiff_t row_step, float* out) {
    const float* lines[kTileRows];
    for (int i = 0; i < kTileRows; ++i) lines[i] = source + std::min(i, rows - 1) * row_step;
    int column = 0;
    for (; column + 4 <= columns; column += 4, out += 4 * kTileRows) {
        const float* const block[4] = {lines[0] + column, lines[1] + column, lines[2] + column,
                                       lines[3] + column};
        transpose_4x4(block, out, kTileRows);
    }
    for (; column < columns; ++column)
        for (const float* line : lines) *out++ = line[column];
}

// A panel without a missing column: most are.
template <int vectors>
void copy_whole(int rows, const float* source, std::ptrdiff_t row_step, float* out) {
    for (int row = 0; row < rows; ++row, source += row_step, out += 4 * vectors) {
        CNN_UNROLL for (int v = 0; v < vectors; ++v) store<4>(out + 4 * v, load<4>(source + 4 * v));
    }
}

template <int vectors>
void sum_vectors(std::ptrdiff_t rows, const float* in, float* sums) {
    vec4 total[vectors];
    CNN_UNROLL for (int v = 0; v < vectors; ++v) total[v] = load<4>(sums + 4 * v);
    for (std::ptrdiff_t row = 0; row < rows; ++row, in += 4 * vectors) {
        CNN_UNROLL for (int v = 0; v < vectors; ++v) total[v] += load<4>(in + 4 * v);
    }
    CNN_UNROLL for (int v = 0; v < vectors; ++v) store<4>(sums + 4 * v, total[v]);
}

// sums[i] += lines[i][column], columns rising, the last line standing in for those that are missing.
template <int fours>
void sum_lines(int columns, const float* const* lines, float* sums) {
    vec4 total[fours];
    CNN_UNROLL for (int f = 0; f < fours; ++f) total[f] = load<4>(sums + 4 * f);
    int column = 0;
    for (; column + 4 <= columns; column += 4) {
        float turned[fours][16];
        CNN_UNROLL for (int f = 0; f < fours; ++f) {
            const float* const block[4] = {lines[4 * f] + column, lines[4 * f + 1] + column,
                                           lines[4 * f + 2] + column, lines[4 * f + 3] + column};
            transpose_4x4(block, turned[f], 4);
        }
        CNN_UNROLL for (int i = 0; i < 4; ++i) {
            CNN_UNROLL for (int f = 0; f < fours; ++f) total[f] += load<4>(turned[f] + 4 * i);
        }
    }
    for (; column < columns; ++column) {
        CNN_UNROLL for (int f = 0; f < fours; ++f) {
            total[f] += vec4{lines[4 * f][column], lines[4 * f + 1][column], lines[4 * f + 2][column],
                             lines[4 * f + 3][column]};
        }
    }
    CNN_UNROLL for (int f = 0; f < fours; ++f) store<4>(sums + 4 * f, total[f]);
}

}  // namespace

void copy_panel(int rows, int columns, const float* source, std::ptrdiff_t row_step, int panel, float* out) {
    if (columns == 4 && panel == 4) return copy_whole<1>(rows, source, row_step, out);
    if (columns == 8 && panel == 8) return copy_whole<2>(rows, source, row_step, out);
    if (columns == 16 && panel == 16) return copy_whole<4>(rows, source, row_step, out);
    for (int row = 0; row < rows; ++row, source += row_step, out += panel) {
        int column = 0;
        for (; column + 4 <= columns; column += 4) store<4>(out + column, load<4>(source + column));
        for (; column < columns; ++column) out[column] = source[column];
        for (; column < panel; ++column) out[column] = 0;
    }
}

void copy_panels(int rows, int columns, const float* source, std::ptrdiff_t row_step, int panel, float* out) {
    constexpr int kRows = 4;  // so many lines of memory are read side by side
    for (int row = 0; row < rows; row += kRows, source += kRows * row_step, out += kRows * panel)
        for (int column = 0; column < columns; column += panel)
            copy_panel(std::min(kRows, rows - row), std::min(panel, columns - column), source + column,
                       row_step, panel, out + static_cast<std::ptrdiff_t>(column) * rows);
}

void transpose(int rows, int columns, const float* source, std::ptrdiff_t row_step, float* out,
               std::ptrdiff_t out_step) {
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
        const float* from = source + row * row_step;
        float* to = out + row;
        int column = 0;
        for (; column + 4 <= columns; column += 4) {
            const float* const block[4] = {from + column, from + row_step + column,
                                           from + 2 * row_step + column, from + 3 * row_step + column};
            transpose_4x4(block, to + column * out_step, out_step);
        }
        for (; column < columns; ++column) {
            for (int i = 0; i < 4; ++i) to[column * out_step + i] = from[i * row_step + column];
        }
    }
    for (; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            out[column * out_step + row] = source[row * row_step + column];
        }
    }
}

void transpose_panel(int rows, int columns, const float* source, std::ptrdiff_t row_step, int panel,
                     float* out) {
    transpose(rows, columns, source, row_step, out, panel);
    for (int column = 0; column < columns; ++column) {
        for (int row = rows; row < panel; ++row) out[column * panel + row] = 0;
    }
}

void transpose_blocks(int rows, int columns, const float* source, std::ptrdiff_t row_step, float* out,
                      std::ptrdiff_t block_step) {
    const int tall = tall_rows(rows);
    transpose_block(tall, columns, source, row_step, out);
    if (tall < rows)
        transpose_block(rows - tall, columns, source + tall * row_step, row_step, out + block_step);
}

// Eight rows side by side, because a sum waits for the one before it.
void sum_rows(int rows, int columns, const float* in, float* sums) {
    constexpr int kRows = 8;
    for (int row = 0; row < rows; row += kRows) {
        const float* lines[kRows];
        for (int i = 0; i < kRows; ++i)
            lines[i] = in + std::min(row + i, rows - 1) * static_cast<std::ptrdiff_t>(columns);
        float total[kRows] = {};
        std::copy_n(sums + row, std::min(kRows, rows - row), total);
        sum_lines<kRows / 4>(columns, lines, total);
        std::copy_n(total, std::min(kRows, rows - row), sums + row);
    }
}

void sum_panel(std::ptrdiff_t rows, int panel, const float* in, float* sums) {
    if (panel == 8) return sum_vectors<2>(rows, in, sums);
    if (panel == 16) return sum_vectors<4>(rows, in, sums);
    for (int column = 0; column < panel; ++column) {
        for (std::ptrdiff_t row = 0; row < rows; ++row) sums[column] += in[row * panel + column];
    }
}

}  // namespace cnn
