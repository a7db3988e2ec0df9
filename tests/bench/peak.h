// What one core can do at most with 128-bit vectors: multiplications and additions in registers, no memory.
#pragma once

// GFLOP/s, the best of a few runs of some milliseconds.
double measure_peak();
