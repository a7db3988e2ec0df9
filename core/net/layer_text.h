// One layer as text: the vocabulary of the spec language. Its manual is spec_text.h.
#pragma once

#include <optional>
#include <string_view>

#include "core/net/layer_spec.h"
#include "core/net/spec_syntax.h"

namespace cnn {

// The layer that a phrase without brackets names.
Result<LayerSpec> read_layer(const Phrase& phrase);

// A number of at most seven digits; nothing else.
std::optional<int> read_number(std::string_view digits);

}  // namespace cnn
