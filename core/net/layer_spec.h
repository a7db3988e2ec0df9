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

using LayerSpec = std::variant<ConvSpec, PoolSpec, ActivationSpec, FlattenSpec, DenseSpec>;

// Input of one image (n is 1) and the layers behind it. The last layer gives logits; softmax and
// cross-entropy belong to the loss.
struct NetworkSpec {
    Shape input;
    std::vector<LayerSpec> layers;
    bool operator==(const NetworkSpec&) const = default;
};

}  // namespace cnn
