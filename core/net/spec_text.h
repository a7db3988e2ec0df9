// The spec language: "conv 32 3x3 | relu | maxpool 2 | conv 64 3x3 | relu | flatten | dense 64 | relu | dense 10".
// A layer is a word and its arguments, layers are joined by "|" or a line end:
//   conv F KxK [sS | sSYxSX] [pP | pPYxPX | valid | same | full] [dD]   F filters, kernel rows x columns
//   maxpool K [sS] [pP]  avgpool K [sS] [pP]   stride defaults to the window
//   relu  tanh  flatten  dense U               flatten before dense is implied when left out
#pragma once

#include <string>
#include <string_view>

#include "core/net/layer_spec.h"

namespace cnn {

// The network, checked layer by layer against its input's shape, or the first error with its place in `text`.
Result<NetworkSpec> parse_network(std::string_view text, Shape input);

// The canonical text: parse_network(to_text(spec)) == spec.
std::string to_text(const NetworkSpec& spec);
std::string to_text(const LayerSpec& layer);

}  // namespace cnn
