// Where a training step's time goes: each layer's passes over one chunk of images.
#pragma once

#include <string_view>

#include "core/net/zoo.h"

// Prints a line per layer with three passes: forward, gradient of the parameters, gradient of the input. Each
// is microseconds per image (median over the rounds that fit into `seconds`) and, for layers that multiply,
// GFLOP/s (2 operations per multiply-add).
void print_layers(std::string_view model, const cnn::ZooEntry& entry, double seconds);
