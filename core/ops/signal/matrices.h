// Convolution as a product of matrices: the band (Toeplitz) matrix of a window, and its twin im2col, which
// spreads the picture instead of the kernel.
#pragma once

#include <span>
#include <vector>

#include "core/ops/signal/fourier.h"
#include "core/ops/window.h"
#include "core/tensor/tensor.h"

namespace cnn {

// w: (1, 1, KH, KW) as it slides. Answers (1, 1, outputs, inputs), both counted row by row: row o holds at
// column i the weight by which output o reads input i; everywhere else 0. Padding has no column. With one row
// and stride 1 every diagonal is constant: a Toeplitz matrix.
Tensor window_matrix(const Tensor& w, const WindowPlan& window);

// x: (1, 1, H, W). Answers (1, 1, KH KW, outputs): column o holds what output o reads, padding as 0.
Tensor patch_matrix(const Tensor& x, const WindowPlan& window);

// m: (1, 1, rows, columns), v: columns values. Terms in the order of the columns.
std::vector<float> multiply(const Tensor& m, std::span<const float> v);
// v: rows values; terms in the order of the rows.
std::vector<float> multiply(std::span<const float> v, const Tensor& m);

// The work of a product of polynomials with a and b coefficients, pair by pair, and of a matrix times a
// vector that multiplies the zeros, too.
Operations pairwise_operations(int a, int b);
Operations dense_operations(int rows, int columns);

}  // namespace cnn
