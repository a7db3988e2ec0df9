// Weights from a file whose kind its first bytes tell: .npz (a zip) or safetensors.
#pragma once

#include <span>
#include <string>

#include "core/io/named_tensors.h"

namespace cnn {

// `network` with the file's numbers, or what does not fit. `name` is the file's, for the sentence.
Result<Network> read_weights(const std::string& name, std::span<const std::uint8_t> bytes,
                             const Network& network);

}  // namespace cnn
