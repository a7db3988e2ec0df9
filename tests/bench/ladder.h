// The kernel ladder: one convolution, rung by rung.
#pragma once

// Prints a line per rung: GFLOP/s (2 operations per multiply-add), times the rung below, and its idea.
void print_ladder(int threads, double seconds);
