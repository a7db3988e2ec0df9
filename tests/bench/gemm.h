// The tile product alone, at the shapes of the models' layers.
#pragma once

// Prints a line per shape: GFLOP/s of the packed product, both operands packed beforehand.
void print_gemm(double seconds);
