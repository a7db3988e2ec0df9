// The network as PyTorch code (Python text, UTF-8; PyTorch 1.13 and newer): a module whose state_dict has the
// names and shapes of named_tensors.h, a function that loads a .npz or .safetensors file of ours into it, and
// a main that compares its outputs with those of --answers. The weights are not in it.
//
// Refused: local layers; averages, sums and L2 pools with dilation; local response normalisation over an even
// number of channels, whose window reaches the other way in PyTorch.
#pragma once

#include "core/io/bytes.h"
#include "core/io/scaling.h"
#include "core/net/network.h"

namespace cnn {

Result<Bytes> write_torch_code(const Network& network, const Scaling& scaling);

}  // namespace cnn
