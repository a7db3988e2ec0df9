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
};

// Of every layer with weights, for its batch; the best of the calls that fit into `seconds`, per product.
std::vector<GemmRate> measure_gemm(const cnn::ZooEntry& entry, double seconds);
