// From a layer's spec and plan to the op that computes it: the one place in net/ that knows which op stands
// behind which layer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/kernels/table.h"
#include "core/net/network.h"

namespace cnn {

bool is_flatten(const LayerSpec& layer);
bool needs_argmax(const LayerSpec& layer);

// What a layer's backward pass asks of the memory.
struct BackwardNeeds {
    bool input = false;   // what it read, as it was
    bool output = false;  // what it gave, as it was
    // dx may overwrite dy; and y the (first) input, unless the backward pass asks for it. Always with
    // flatten, which changes nothing.
    bool in_place = false;
};
BackwardNeeds backward_needs(const LayerSpec& layer);

// Floats of scratch for the largest of the layers, with chunks of up to n images.
std::size_t layers_scratch(const KernelTable& kernels, std::span<const LayerSpec> layers,
                           std::span<const LayerPlan> plan, int n);

struct ForwardPass {
    int n;                                 // images
    std::span<const float* const> inputs;  // (n, input) each; one, or two and more where branches meet
    const float* parameters;               // the network's flat block
    float* y;                              // (n, output); in place: may be the first input itself
    std::int32_t* argmax;                  // (n, output), written by max and min pools only; null: not wanted
    float* scratch;
    const float* state;             // the network's
    float* statistics;              // of this chunk, laid out as the state; written in training
    const TrainingChunk* training;  // null: inference
    int layer;                      // index in the network
};
void forward_layer(const KernelTable& kernels, const LayerSpec& layer, const LayerPlan& plan,
                   const ForwardPass& pass);

struct BackwardPass {
    int n;
    const float* x;  // (n, input), as it was in the forward pass; read where needs.input says so
    const float* y;  // (n, output), as it was in the forward pass; read where needs.output says so
    const float* parameters;
    const std::int32_t* argmax;  // max pools
    const float* dy;             // (n, output)
    float* dx;                   // (n, input); null: not wanted; in place: may be dy itself
    float* gradient;  // the flat block's gradient; this layer's part is overwritten; null: not wanted
    float* scratch;
    const float* statistics;  // as the forward pass wrote them
    const TrainingChunk* training;
    int layer;
};
// Layers without parameters have nothing to do when dx is null. Not for layers where branches meet.
void backward_layer(const KernelTable& kernels, const LayerSpec& layer, const LayerPlan& plan,
                    const BackwardPass& pass);

// The network's state after a training pass over n images: running statistics move towards the chunk's.
// Chunks follow in the order of their images.
void update_state(const Network& network, const float* statistics, int n, float* state);

// Where branches meet: the gradient of input number `input` from dy (n, output). It overwrites dx (n, input),
// or is added `onto` what dx holds. The sum's inputs all have the gradient dy: dx may be dy itself.
void backward_join(const LayerSpec& layer, const LayerPlan& plan, int n, std::size_t input, const float* dy,
                   float* dx, bool onto);

}  // namespace cnn
