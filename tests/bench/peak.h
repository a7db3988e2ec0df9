// What one core can do at most with 128-bit vectors: multiplications and additions, of numbers in registers
// or in the first-level cache.
#pragma once

// GFLOP/s of one thread over about `seconds`: the mean, as the rates of networks are, because a neighbour on
// the same processor takes some milliseconds from either.
double measure_peak(double seconds);
// GFLOP/s of so many threads at once, together: what the machine has for them, which two threads on one
// processor's two halves share. For builds with threads.
double measure_peak_together(int threads, double seconds);
