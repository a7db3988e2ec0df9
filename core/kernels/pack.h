// Moving numbers into panels: a panel is `panel` columns side by side, one row after another, so that a tile
// reads it straight through. Nothing is computed here but sums of rows and columns.
#pragma once

#include <cstddef>

namespace cnn {

// out[row][column] = source[row * row_step + column]; columns <= panel, missing columns are 0.
// out: (rows, panel)
void copy_panel(int rows, int columns, const float* source, std::ptrdiff_t row_step, int panel, float* out);

// The same for any number of columns, panel after panel; the source is read once, in the order in which it
// lies. out: (ceil(columns / panel), rows, panel)
void copy_panels(int rows, int columns, const float* source, std::ptrdiff_t row_step, int panel, float* out);

// out[column * out_step + row] = source[row * row_step + column].
void transpose(int rows, int columns, const float* source, std::ptrdiff_t row_step, float* out,
               std::ptrdiff_t out_step);

// The same into a panel: out[column][row] = source[row * row_step + column]; rows <= panel, missing rows are
// 0. out: (columns, panel)
void transpose_panel(int rows, int columns, const float* source, std::ptrdiff_t row_step, int panel,
                     float* out);

// Rows as the blocks of a GatheredProduct: out[block * block_step + column * kTileRows + row in block] =
// source[row * row_step + column]; rows <= kGatheredRows, missing rows of a block hold anything.
void transpose_blocks(int rows, int columns, const float* source, std::ptrdiff_t row_step, float* out,
                      std::ptrdiff_t block_step);

// sums[row] += in[row][column], columns rising.   in: (rows, columns); sums: (rows)
void sum_rows(int rows, int columns, const float* in, float* sums);

// sums[column] += in[row][column], rows rising.   in: (rows, panel); sums: (panel)
void sum_panel(std::ptrdiff_t rows, int panel, const float* in, float* sums);

}  // namespace cnn
