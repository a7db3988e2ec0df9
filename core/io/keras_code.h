// The network as Keras code (Python text, UTF-8; Keras 3, channels last): the layers of keras_layers.h, and a
// function that loads a .npz file of ours into them, from PyTorch's order of axes to Keras'. The weights are
// not in it. The layers, their weights and the order of axes are those of the TF.js model, which the tests
// run in TensorFlow.js; the text itself is compiled by the tests, and run where there is a Keras.
#pragma once

#include "core/io/bytes.h"
#include "core/io/scaling.h"
#include "core/net/network.h"

namespace cnn {

Result<Bytes> write_keras_code(const Network& network, const Scaling& scaling);

}  // namespace cnn
