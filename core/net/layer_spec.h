// What a network is made of, as plain values. The text form of the same things is in spec_text.h.
#pragma once

#include <algorithm>
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
    int groups = 1;  // as many as channels: depthwise
    bool bias = true;
    bool operator==(const ConvSpec&) const = default;
};
// From a convolution's output back to its input (S2-20): stride makes the picture larger.
struct ConvTransposeSpec {
    int filters = 1;
    AxisSpec y;
    AxisSpec x;
    int y_output_padding = 0;  // rows at the end that no tap reaches
    int x_output_padding = 0;
    int groups = 1;
    bool bias = true;
    bool operator==(const ConvTransposeSpec&) const = default;
};
// A convolution that does not share its weights: every output pixel has its own.
struct LocalSpec {
    int filters = 1;
    AxisSpec y;
    AxisSpec x;
    bool bias = true;
    bool operator==(const LocalSpec&) const = default;
};
struct PoolSpec {
    PoolKind kind = PoolKind::kMax;
    AxisSpec y;
    AxisSpec x;
    MeanCount mean_count = MeanCount::kInside;  // averages only
    bool global = false;                        // one window over all rows and columns; y and x do not count
    bool operator==(const PoolSpec&) const = default;
};
struct ActivationSpec {
    Activation kind = Activation::kRelu;
    float alpha = 0;  // leaky relu and elu only
    bool operator==(const ActivationSpec&) const = default;
};
// Of flat values, between layers; the softmax behind the last layer belongs to the loss.
struct SoftmaxSpec {
    bool logarithm = false;
    bool operator==(const SoftmaxSpec&) const = default;
};
struct FlattenSpec {
    bool operator==(const FlattenSpec&) const = default;
};
struct DenseSpec {
    int units = 1;
    bool bias = true;
    bool operator==(const DenseSpec&) const = default;
};
// Adds a learned number to every value: a bias for each position.
struct BiasSpec {
    bool operator==(const BiasSpec&) const = default;
};
struct DropoutSpec {
    float rate = 0.5F;  // share of the values that a training pass drops
    bool operator==(const DropoutSpec&) const = default;
};
// Ioffe, Szegedy 2015. Defaults as PyTorch and ONNX; Keras has keep 0.99 and epsilon 0.001.
struct BatchNormSpec {
    float keep = 0.9F;  // of the running statistics after a chunk; PyTorch's momentum is 1 - keep
    float epsilon = 1e-5F;
    bool operator==(const BatchNormSpec&) const = default;
};
// Across channels: y = x / (k + alpha / size * sum of x^2 over `size` channels)^beta, as PyTorch and ONNX.
struct LrnSpec {
    int size = 5;
    float alpha = 1e-4F;
    float beta = 0.75F;
    float k = 1;
    bool operator==(const LrnSpec&) const = default;
};
// Where branches meet: the sum of equal shapes, or the channels one behind the other.
struct AddSpec {
    bool operator==(const AddSpec&) const = default;
};
struct ConcatSpec {
    bool operator==(const ConcatSpec&) const = default;
};

using LayerSpec =
    std::variant<ConvSpec, ConvTransposeSpec, LocalSpec, PoolSpec, ActivationSpec, SoftmaxSpec, FlattenSpec,
                 DenseSpec, BiasSpec, DropoutSpec, BatchNormSpec, LrnSpec, AddSpec, ConcatSpec>;

// How weights begin; the names are those of Keras. Biases begin at 0.
enum class Initialiser {
    kGlorotUniform,
    kGlorotNormal,
    kHeUniform,
    kHeNormal,
    kLecunUniform,
    kLecunNormal,
    kZeros,
    kConstant,
};
struct InitialiserSpec {
    Initialiser kind = Initialiser::kGlorotUniform;
    float value = 0;  // of a constant
    bool operator==(const InitialiserSpec&) const = default;
};

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
    InitialiserSpec initialiser;
    bool operator==(const NetworkSpec&) const = default;
};

// Has the network a layer of this kind?
template <class Spec>
bool has_layer(const NetworkSpec& network) {
    return std::any_of(network.layers.begin(), network.layers.end(),
                       [](const LayerSpec& layer) { return std::holds_alternative<Spec>(layer); });
}

// Is this a layer of two or more inputs?
bool joins_branches(const LayerSpec& layer);

}  // namespace cnn
