// Questions that are asked of a layer whatever its kind.
#include "core/net/layer_spec.h"

namespace cnn {

bool joins_branches(const LayerSpec& layer) {
    return std::holds_alternative<AddSpec>(layer) || std::holds_alternative<ConcatSpec>(layer);
}

}  // namespace cnn
