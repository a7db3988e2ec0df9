// Equality of layers: two specs are equal when they ask for the same, field by field.
#include "core/net/layer_spec.h"

#include <tuple>

namespace cnn {
namespace {

auto fields(const AxisSpec& axis) {
    return std::tie(axis.kernel, axis.stride, axis.padding, axis.pad_before, axis.pad_after, axis.dilation,
                    axis.ceil);
}

}  // namespace

bool ConvSpec::operator==(const ConvSpec& other) const {
    return filters == other.filters && fields(y) == fields(other.y) && fields(x) == fields(other.x);
}

bool PoolSpec::operator==(const PoolSpec& other) const {
    return kind == other.kind && fields(y) == fields(other.y) && fields(x) == fields(other.x);
}

bool joins_branches(const LayerSpec& layer) {
    return std::holds_alternative<AddSpec>(layer) || std::holds_alternative<ConcatSpec>(layer);
}

}  // namespace cnn
