// The memory of one chunk of images on its way through a network, forward and back. Allocated once, used for
// every chunk; nothing is allocated per step. Activations overwrite the output they act on and flatten is
// only another name for the same numbers, so that a chunk needs one block per convolution, pool and dense
// layer.
#pragma once

#include <cstdint>
#include <vector>

#include "core/kernels/table.h"
#include "core/net/network.h"

namespace cnn {

class Workspace {
 public:
    // For chunks of up to `images` images. The network's plan may be thrown away afterwards, not changed.
    Workspace(const KernelTable& kernels, const NetworkSpec& spec, const std::vector<LayerPlan>& plan,
              int images);
    // What it would take, without taking it. In int64, because the answer may be "too much".
    static std::int64_t bytes(const KernelTable& kernels, const NetworkSpec& spec,
                              const std::vector<LayerPlan>& plan, int images);

    int images() const { return images_; }
    float* input() { return blocks_.front().data(); }                 // (n, C, H, W)
    float* output(int layer) { return blocks_[home(layer)].data(); }  // (n, output of layer)
    float* logits() { return output(static_cast<int>(homes_.size()) - 1); }
    float* probabilities() { return probabilities_.data(); }  // (n, classes)
    // Where backward starts: the gradient of the logits, (n, classes).
    float* logits_gradient() { return gradients_[0].data(); }

    // Output of `layer` from the output of the layer before it, for n images.
    void forward(const Network& network, int layer, int n);
    // The backward pass of a layer in two halves, for homes that count milliseconds: first the gradients of
    // its parameters into their place in `gradient`, then the gradient of its input, which is what the layer
    // before it starts from. From the last layer to the first that has parameters, after logits_gradient()
    // was filled.
    void backward_parameters(const Network& network, int layer, int n, float* gradient);
    void backward_input(const Network& network, int layer, int n);

 private:
    std::size_t home(int layer) const { return homes_[static_cast<std::size_t>(layer)]; }
    void backward(const Network& network, int layer, int n, float* dx, float* gradient);
    const float* input_of(int layer) { return layer == 0 ? input() : output(layer - 1); }

    const KernelTable* kernels_;
    int images_;
    int first_trained_;               // first layer with parameters: nothing before it needs a gradient
    std::vector<std::size_t> homes_;  // the block that holds each layer's output
    std::vector<Floats> blocks_;      // the first is the input's
    std::vector<std::vector<std::int32_t>> argmax_;  // per layer, empty except for max pools
    Floats probabilities_;
    Floats gradients_[2];  // of the present layer's output and of its input, in turn
    int now_ = 0;          // which of the two is the output's
    Floats scratch_;
};

// First layer with parameters; the number of layers when there is none.
int first_trained_layer(const std::vector<LayerPlan>& plan);

}  // namespace cnn
