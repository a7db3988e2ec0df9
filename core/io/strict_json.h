// JSON from outside, read strictly: a key that stands twice in one object is an error, not a
// choice, and so is what lies deeper than any format of ours.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/json.h"

namespace cnn {

inline constexpr int kMostJsonDepth = 16;  // copies of a deep tree take a call per level

// Nothing: it is no JSON, no UTF-8, too deep, or has a key twice.
std::optional<nlohmann::json> read_strict_json(std::string_view text);

}  // namespace cnn
