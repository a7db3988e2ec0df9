// From a layer's spec and plan to the op that computes it: the one place in net/ that knows which op stands
// behind which layer. Convention: padding pixels of an average pool do not count (Keras, TensorFlow).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/kernels/table.h"
#include "core/net/network.h"

namespace cnn {

bool is_activation(const LayerSpec& layer);
bool is_flatten(const LayerSpec& layer);
bool needs_argmax(const LayerSpec& layer);

// Floats of scratch for the largest of the layers, with chunks of up to n images.
std::size_t layers_scratch(const KernelTable& kernels, std::span<const LayerSpec> layers,
                           std::span<const LayerPlan> plan, int n);

struct ForwardPass {
    int n;                    // images
    const float* x;           // (n, input)
    const float* parameters;  // the network's flat block
    float* y;                 // (n, output); activations and flatten: may be x itself
    std::int32_t* argmax;     // (n, output), written by max pools only
    float* scratch;
};
void forward_layer(const KernelTable& kernels, const LayerSpec& layer, const LayerPlan& plan,
                   const ForwardPass& pass);

struct BackwardPass {
    int n;
    const float* x;  // (n, input), as it was in the forward pass (conv and dense)
    const float* y;  // (n, output), as it was in the forward pass (activations)
    const float* parameters;
    const std::int32_t* argmax;  // max pools
    const float* dy;             // (n, output)
    float* dx;                   // (n, input); null: not wanted; activations and flatten: may be dy itself
    float* gradient;  // the flat block's gradient; this layer's part is overwritten; null: not wanted
    float* scratch;
};
// Layers without parameters have nothing to do when dx is null.
void backward_layer(const KernelTable& kernels, const LayerSpec& layer, const LayerPlan& plan,
                    const BackwardPass& pass);

}  // namespace cnn
