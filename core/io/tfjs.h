// The layers model of TensorFlow.js
// (https://www.tensorflow.org/js/guide/save_load): a model.json, the layers in Keras' JSON and the list of
// weights, and one .bin of their numbers beside it. Floats of 32 bits, little-endian; kernels (KH, KW, C,
// OC). tf.loadLayersModel reads it. Input: (N, H, W, C), scaled as in training; output before the softmax
// or the sigmoid that belongs to the loss. What is refused stands in keras_layers.h.
#pragma once

#include "core/io/export.h"

namespace cnn {

// name: that of the .json; the .bin has the same with the other ending.
Result<std::vector<OutputFile>> write_tfjs(const Network& network, const Scaling& scaling,
                                           const std::string& name);
// Both in one zip archive, for homes that give one file at a time.
Result<std::vector<OutputFile>> write_tfjs_zip(const Network& network, const Scaling& scaling,
                                               const std::string& name);

}  // namespace cnn
