// The memory of one chunk of images on its way through a network, forward and back. Allocated once, used for
// every chunk; nothing is allocated per step. What is computed is execution.h's, where each value lies, and
// how long, memory_plan.h's.
#pragma once

#include <cstdint>
#include <vector>

#include "core/kernels/table.h"
#include "core/net/execution.h"
#include "core/net/layer_ops.h"
#include "core/net/memory_plan.h"
#include "core/net/network.h"

namespace cnn {

class Workspace {
 public:
    // For chunks of up to `images` images. The network's plan may be thrown away afterwards, not changed.
    Workspace(const KernelTable& kernels, const NetworkSpec& spec, const std::vector<LayerPlan>& plan,
              int images, Passes passes = Passes::kTraining);
    // What it would take, without taking it. In int64, because the answer may be "too much".
    static std::int64_t bytes(const KernelTable& kernels, const NetworkSpec& spec,
                              const std::vector<LayerPlan>& plan, int images);

    int images() const { return images_; }
    float* input() { return value(kNetworkInput); }  // (n, C, H, W); to be filled before every pass
    // (n, output of the execution's layer), until its last reader is done
    float* output(int layer) { return value(layer); }
    std::size_t output_size(int layer) const {  // floats of one image
        return execution_.plan[static_cast<std::size_t>(layer)].output.size();
    }
    float* logits() { return value(static_cast<int>(memory_.values.size()) - 2); }
    float* probabilities() { return probabilities_.data(); }  // (n, class_count(outputs)), to be filled
    // Where backward starts: the gradient of the logits, (n, outputs).
    float* logits_gradient() { return block_.data() + memory_.gradients.back(); }

    // What the passes that follow are: training over this chunk, which must outlive them, or inference
    // (null), which no backward pass follows.
    void begin(const TrainingChunk* training) {
        training_ = training;
        inference_ = training == nullptr;
    }
    // After a training pass: the chunk's statistics, laid out as the network's state.
    const float* statistics() const { return statistics_.data(); }

    // Output of `layer` from the outputs of the layers that it reads, for n images.
    void forward(const Network& network, int layer, int n);
    // The backward pass of a layer in two halves, for homes that count milliseconds: first the gradients of
    // its parameters into their place in `gradient`, then the gradients of its inputs, which is what the
    // layers before it start from. From the last layer to the first that has parameters, after
    // logits_gradient() was filled. The gradient of a value that several layers read is the sum of what they
    // give, from the last of them to the first.
    void backward_parameters(const Network& network, int layer, int n, float* gradient);
    void backward_input(const Network& network, int layer, int n);

 private:
    float* value(int layer) { return block_.data() + memory_.values[static_cast<std::size_t>(layer + 1)]; }
    bool wanted(int layer) const {
        return memory_.gradients[static_cast<std::size_t>(layer + 1)] != kNowhere;
    }
    float* gradient_of(int layer) {
        return block_.data() + memory_.gradients[static_cast<std::size_t>(layer + 1)];
    }
    void backward(const Network& network, int layer, int n, float* dx, float* gradient);
    void backward_branches(int layer, int n);

    const KernelTable* kernels_;
    int images_;
    Execution execution_;
    MemoryPlan memory_;
    Floats block_;                                   // values and gradients, as memory_ says
    std::vector<std::vector<std::int32_t>> argmax_;  // per layer, empty except for max pools
    std::vector<const float*> inputs_;               // of the present layer
    Floats probabilities_;
    Floats statistics_;
    Floats scratch_;
    const TrainingChunk* training_ = nullptr;
    bool inference_ = false;  // no backward pass follows: pools need not tell who won
};

// First layer with parameters; the number of layers when there is none.
int first_trained_layer(const std::vector<LayerPlan>& plan);

}  // namespace cnn
