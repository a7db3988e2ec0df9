// ONNX (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), written without a protobuf library:
// IR version 8, operator set 13, which onnx 1.12 (2022) and every later runtime take. Weights as raw
// little-endian floats, named and shaped as in named_tensors.h.
//
// Input "image": (batch, C, H, W), scaled as scaling.h says and the metadata "scaling" repeats. Output
// "logits": (batch, outputs), before the softmax or the sigmoid that belongs to the loss. Dropout stays, as
// the identity that it is outside training.
//
// Refused: local layers; transposed convolutions whose output padding is not below the stride; average, sum
// and L2 pools with dilation, which operator set 13 does not have.
#pragma once

#include "core/io/bytes.h"
#include "core/io/scaling.h"
#include "core/net/network.h"

namespace cnn {

Result<Bytes> write_onnx(const Network& network, const Scaling& scaling);

}  // namespace cnn
