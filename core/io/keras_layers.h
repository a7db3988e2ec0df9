// A network as Keras layers in Keras' order of axes, (N, H, W, C): what the TF.js model and the Keras code
// are both written from, so that who runs the one has proven the other's layers.
//
// Behind an image, Keras' Flatten counts rows, columns, channels where ours counts channels, rows, columns:
// the dense layer that reads it gets its inputs in that order. Where something else reads it, a Permute comes
// first. Padding that "same" does not give becomes ZeroPadding2D; before a max pool only where no value is
// negative, or the zeros might win.
//
// Refused: local, bias and LRN layers, minima, sums and L2 pools, pools with dilation, averages that leave
// uneven padding out, elu with another scale than 1, groups other than depthwise, depthwise with two strides,
// dilation with stride or transposed, log-softmax.
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/io/named_tensors.h"
#include "core/net/network.h"

namespace cnn {

// One array of a Keras layer, from the tensor of named_tensors.h:
// reshape(tensor, split), transposed by axes, reshape to dims.
struct KerasWeight {
    std::string name;    // "kernel"
    std::string tensor;  // "conv1.weight"
    std::vector<int> split;
    std::vector<int> axes;  // empty: not transposed
    std::vector<int> dims;
};

struct KerasLayer {
    std::string type;               // "Conv2D"
    std::string name;               // "conv1"
    nlohmann::ordered_json config;  // without the name; keys as in Keras 3
    std::vector<std::string> inputs;
    std::vector<KerasWeight> weights;  // in the order of set_weights
    std::vector<int> output;           // without the batch: rows, columns, channels, or values
};

inline constexpr std::string_view kKerasInput = "image";

// In an order in which they can be computed; the last gives the network's output.
Result<std::vector<KerasLayer>> keras_layers(const Network& network);

Floats keras_values(const KerasWeight& weight, const Floats& tensor);

}  // namespace cnn
