// The table of a network's layers: what each is, and what the summary counts of it.
#pragma once

#include <limits>
#include <optional>
#include <string_view>

#include "core/net/summary.h"
#include "shell/ui.h"

namespace shell {

// Which columns stand beside the layer and its parameters.
struct LayerColumns {
    bool output = true;
    bool multiply_adds = true;
    bool memory = true;
    bool sees = true;
};

// Answers the layer that is pressed. known: of layers behind it the parameters and multiply-adds are not
// told.
std::optional<int> layer_table(Ui& ui, std::string_view name, const cnn::NetworkSummary& summary,
                               const LayerColumns& columns, int chosen,
                               int known = std::numeric_limits<int>::max());

}  // namespace shell
