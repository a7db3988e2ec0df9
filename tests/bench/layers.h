// Where a training step's time goes: each layer's passes over one chunk of images.
#pragma once

#include <string_view>

#include "core/net/network.h"
#include "core/train/dataset.h"

// Prints a line per layer with three passes over images of `data`: forward, gradient of the parameters,
// gradient of the input. Each is microseconds per image (median over the rounds that fit into `seconds`) and,
// for layers that multiply, GFLOP/s (2 operations per multiply-add); of what a layer gives, the share that is
// not 0, which decides how much work there is.
void print_layers(std::string_view model, const cnn::Network& network, int batch, const cnn::Dataset& data,
                  double seconds);
