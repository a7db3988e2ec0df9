// A network's layers in words and as JSON, in one form for lessons and the command line.
#pragma once

#include <cstddef>
#include <string>

#include "core/base/json.h"
#include "core/net/layer_spec.h"
#include "core/net/summary.h"

namespace shell {

// "28 × 28 × 1", channels last; a flat one as "64".
std::string box_text(const cnn::Shape& shape);
// What one unit sees of the picture: "5 × 5"; "all".
std::string side_text(const cnn::Sight& rows, const cnn::Sight& columns);
// "add (from 4, 2)": the numbers, from 1, of the layers that layer i reads where that is not the one before
// it.
std::string layer_text(const cnn::NetworkSummary& summary, std::size_t i);

// {"spec", "input", "layers", "parameters", ...}: all that the summary has.
nlohmann::json summary_json(const cnn::NetworkSpec& spec, const cnn::NetworkSummary& summary);

}  // namespace shell
