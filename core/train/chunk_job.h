// What one worker does with one chunk of images: gather, forward, loss and, when training, backward. It goes
// in slices of at most one layer's pass, so that a home without threads can draw a frame in between.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/net/workspace.h"
#include "core/train/augmentation.h"
#include "core/train/dataset.h"
#include "core/train/loss.h"

namespace cnn {

// The least that a job has room for, so that evaluations, which fill it, are not cut smaller than they need
// be.
inline constexpr int kLeastRoom = 32;

class ChunkJob {
 public:
    // For chunks of up to `images` images, and of up to kLeastRoom.
    ChunkJob(const KernelTable& kernels, const NetworkSpec& spec, const std::vector<LayerPlan>& plan,
             int images);
    static std::int64_t bytes(const NetworkSpec& spec, const std::vector<LayerPlan>& plan, int images);

    struct Work {
        const Network* network = nullptr;
        const Dataset* data = nullptr;
        std::span<const std::uint32_t> images;  // which of the data's images; must outlive the job
        LossKind loss = LossKind::kCrossEntropy;
        float scale = 0;  // 1 / batch: the gradient of the batch's mean loss; 0: no gradient is wanted
        const Augmentation* changes = nullptr;  // null: images as they are
        std::uint64_t seed = 0;                 // of what is drawn for them
        std::int64_t epoch = 0;
        bool watch = false;           // look through the outputs for numbers that are not finite
        TrainingChunk training = {};  // when a gradient is wanted
    };
    void start(const Work& work);
    // One slice; false when the job was done already.
    bool advance();

    int room() const { return workspace_.images(); }
    int images() const { return static_cast<int>(work_.images.size()); }
    // Per image, once the job is done.
    std::span<const float> losses() const { return {losses_.data(), work_.images.size()}; }
    std::span<const std::uint8_t> labels() const { return {labels_.data(), work_.images.size()}; }
    std::span<const std::uint8_t> predictions() const { return {predictions_.data(), work_.images.size()}; }
    std::span<const float> confidence() const { return {confidence_.data(), work_.images.size()}; }
    // (n, classes of the data); where numbers are to be predicted: the numbers that the network gave
    std::span<const float> probabilities() {
        return {workspace_.probabilities(),
                work_.images.size() * static_cast<std::size_t>(work_.data->classes)};
    }
    // Parallel to the parameters; of this chunk alone.
    const float* gradient() const { return gradient_.data(); }
    // The gradient for memory of its size, which the next chunk's overwrites.
    void exchange_gradient(Floats& other) { gradient_.swap(other); }
    // Parallel to the network's state; of this chunk alone, when a gradient was wanted.
    const float* statistics() const { return workspace_.statistics(); }
    // First layer whose output was not finite; -1: none was seen.
    int broken_layer() const { return broken_layer_; }

 private:
    void gather();
    void forward(int layer);
    void judge();
    void read_outputs();
    void set_targets();
    void backward(int half);

    Workspace workspace_;
    int first_trained_;
    int layers_;
    Floats gradient_;
    std::vector<std::uint8_t> labels_;
    std::vector<std::uint8_t> predictions_;
    std::vector<float> confidence_;
    std::vector<float> losses_;
    std::vector<float> picture_;  // one image before it is changed
    std::vector<float> targets_;  // (n, outputs)
    Work work_;
    int slice_ = 0;  // the next one: gather, layers forward, judge, halves of layers backward
    int slices_ = 0;
    int broken_layer_ = -1;
};

}  // namespace cnn
