// What a network is made of, as plain values. The text form of the same things is in spec_text.h.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/ops/activation/activation.h"
#include "core/ops/pool2d/pool2d.h"
#include "core/ops/window.h"
#include "core/tensor/tensor.h"

namespace cnn {

struct ConvSpec {
    int filters = 1;
    AxisSpec y;
    AxisSpec x;
    bool operator==(const ConvSpec&) const;
};
struct PoolSpec {
    PoolKind kind = PoolKind::kMax;
    AxisSpec y;
    AxisSpec x;
    bool operator==(const PoolSpec&) const;
};
struct ActivationSpec {
    Activation kind = Activation::kRelu;
    bool operator==(const ActivationSpec&) const = default;
};
struct FlattenSpec {
    bool operator==(const FlattenSpec&) const = default;
};
struct DenseSpec {
    int units = 1;
    bool operator==(const DenseSpec&) const = default;
};
// Where branches meet: the sum of equal shapes, or the channels one behind the other.
struct AddSpec {
    bool operator==(const AddSpec&) const = default;
};
struct ConcatSpec {
    bool operator==(const ConcatSpec&) const = default;
};

using LayerSpec =
    std::variant<ConvSpec, PoolSpec, ActivationSpec, FlattenSpec, DenseSpec, AddSpec, ConcatSpec>;

// What a layer reads: the output of the layer with this index, or the image.
inline constexpr int kNetworkInput = -1;

// Input of one image (n is 1) and the layers behind it, in the order in which they are computed. The last
// layer gives logits; softmax and cross-entropy belong to the loss.
struct NetworkSpec {
    Shape input;
    std::vector<LayerSpec> layers;
    // Parallel to layers: whose outputs each reads, all before it. One, and two or more where branches meet.
    // Branches are those of the brackets in spec_text.h: they part at one value and stand one behind the
    // other until they meet.
    std::vector<std::vector<int>> inputs;
    bool operator==(const NetworkSpec&) const = default;
};

// Is this a layer of two or more inputs?
bool joins_branches(const LayerSpec& layer);

}  // namespace cnn
