// The matrix products that a model's layers are, by the tile kernel alone: what it reaches before packing,
// memory and everything else that a layer does.
#pragma once

#include <string>
#include <vector>

#include "core/net/zoo.h"

// A product of (rows, depth) by (depth, columns), by one thread, both operands packed beforehand.
struct GemmRate {
    std::string product;  // "conv1 forward", or "conv1 dw": the gradient of its weights
    int rows = 0;
    int columns = 0;
    int depth = 0;
    double gflops = 0;
    double peak_gflops = 0;  // of the machine, around the same milliseconds

    double peak_share() const { return gflops / peak_gflops; }
};

// Of every layer with weights, for its batch; each product for about `seconds`, and the peak beside it: of a
// few such rounds the one whose share is the median.
std::vector<GemmRate> measure_gemm(const cnn::ZooEntry& entry, double seconds);
