// The slices of a chunk, in the order in which they run.
#include "core/train/chunk_job.h"

#include <algorithm>

#include "core/kernels/table.h"
#include "core/net/class_shares.h"
#include "core/train/magnitude.h"

namespace cnn {
namespace {

int room_for(int images) { return std::max(images, kLeastRoom); }

}  // namespace

ChunkJob::ChunkJob(const KernelTable& kernels, const NetworkSpec& spec, const std::vector<LayerPlan>& plan,
                   int images)
    : workspace_(kernels, spec, plan, room_for(images)),
      first_trained_(first_trained_layer(plan)),
      layers_(static_cast<int>(plan.size())),
      gradient_(parameter_count(plan), 0.0F),
      labels_(static_cast<std::size_t>(room_for(images))),
      predictions_(labels_.size()),
      confidence_(labels_.size()),
      losses_(labels_.size()),
      picture_(spec.input.size()),
      targets_(labels_.size() * plan.back().output.size()) {}

std::int64_t ChunkJob::bytes(const NetworkSpec& spec, const std::vector<LayerPlan>& plan, int images) {
    return Workspace::bytes(best_kernels(), spec, plan, room_for(images)) +
           4 * static_cast<std::int64_t>(parameter_count(plan) + static_cast<std::size_t>(room_for(images)) *
                                                                     plan.back().output.size());
}

void ChunkJob::start(const Work& work) {
    CNN_ASSERT(static_cast<int>(work.images.size()) <= workspace_.images());
    work_ = work;
    workspace_.begin(work.scale > 0 ? &work_.training : nullptr);
    broken_layer_ = -1;
    slice_ = 0;
    slices_ = 1 + layers_ + 1;
    if (work.scale > 0) slices_ += 2 * (layers_ - first_trained_);
}

bool ChunkJob::advance() {
    if (slice_ == slices_) return false;
    const int slice = slice_++;
    if (slice == 0)
        gather();
    else if (slice <= layers_)
        forward(slice - 1);
    else if (slice == layers_ + 1)
        judge();
    else
        backward(slice - layers_ - 2);
    return true;
}

void ChunkJob::gather() {
    const Dataset& data = *work_.data;
    const std::size_t size = data.image.size();
    for (std::size_t k = 0; k < work_.images.size(); ++k) {
        const std::uint32_t image = work_.images[k];
        float* input = workspace_.input() + k * size;
        labels_[k] = data.labels[image];
        if (work_.changes == nullptr) {
            data.image_to(static_cast<int>(image), input);
            continue;
        }
        data.scaled_to(static_cast<int>(image), picture_.data());
        augment(*work_.changes, {work_.seed, work_.epoch, image}, data.image, picture_.data(), input);
        data.standardise(input);
    }
}

void ChunkJob::forward(int layer) {
    workspace_.forward(*work_.network, layer, images());
    if (!work_.watch || broken_layer_ >= 0) return;
    const std::size_t values = workspace_.output_size(layer) * work_.images.size();
    if (!is_finite_magnitude(magnitude_bits(workspace_.output(layer), values))) broken_layer_ = layer;
}

// Two halves per layer, from the last layer on.
void ChunkJob::backward(int half) {
    const int layer = layers_ - 1 - half / 2;
    if (half % 2 == 0)
        workspace_.backward_parameters(*work_.network, layer, images(), gradient_.data());
    else
        workspace_.backward_input(*work_.network, layer, images());
}

void ChunkJob::judge() {
    read_outputs();
    set_targets();
    loss_info(work_.loss)
        .apply({images(), work_.network->outputs(), workspace_.logits(), workspace_.probabilities(),
                labels_.data(), targets_.data(), losses_.data(), work_.scale,
                work_.scale > 0 ? workspace_.logits_gradient() : nullptr});
}

// What the outputs say of each image: of each class, and which is the most probable.
void ChunkJob::read_outputs() {
    const int outputs = work_.network->outputs();
    if (work_.data->predicts_numbers())
        std::copy_n(workspace_.logits(), images() * outputs, workspace_.probabilities());
    else
        class_shares(images(), outputs, workspace_.logits(), workspace_.probabilities());
    const auto classes = static_cast<std::size_t>(work_.data->classes);
    for (std::size_t k = 0; k < work_.images.size(); ++k) {
        const auto row = probabilities().subspan(k * classes, classes);
        const auto best = std::max_element(row.begin(), row.end());
        predictions_[k] = static_cast<std::uint8_t>(best - row.begin());
        confidence_[k] = *best;
    }
}

void ChunkJob::set_targets() {
    if (work_.loss == LossKind::kCrossEntropy) return;
    const int outputs = work_.network->outputs();
    for (std::size_t k = 0; k < work_.images.size(); ++k)
        work_.data->targets_to(static_cast<int>(work_.images[k]), work_.loss, outputs,
                               &targets_[k * static_cast<std::size_t>(outputs)]);
}

}  // namespace cnn
