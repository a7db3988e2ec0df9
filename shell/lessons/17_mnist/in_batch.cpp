// The chosen image among others, as in training: which images they are, and their way through the network.
#include <algorithm>

#include "shell/lessons/17_mnist/explained.h"

namespace shell::lesson_mnist {
namespace {

// What a batch that is looked at may take, forward; its gradients take twice as much again. While a network
// trains, it is computed anew for each snapshot, between two frames.
constexpr std::int64_t kMultiplyAddsPerBatch = 60'000'000;

}  // namespace

bool MnistModel::differs_in_training() const {
    return cnn::has_layer<cnn::BatchNormSpec>(config_.network) ||
           cnn::has_layer<cnn::DropoutSpec>(config_.network);
}

bool MnistModel::in_batch() const {
    return selection_.in_training && differs_in_training() && data_ != nullptr &&
           selection_.set != static_cast<int>(ImageSet::kDrawing);
}

int MnistModel::most_in_batch() const {
    const std::int64_t each = std::max<std::int64_t>(summary_.multiply_adds, 1);
    const auto most = std::clamp<std::int64_t>(kMultiplyAddsPerBatch / each, 2, kMostBatchImages);
    return std::min(static_cast<int>(most), images_in(static_cast<ImageSet>(selection_.set)));
}

int MnistModel::batch_size() const { return std::min(selection_.batch_images, most_in_batch()); }

int MnistModel::batch_position() const { return selection_.image - selection_.batch_first; }

// The batch stays while the chosen image is in it.
void MnistModel::settle_batch() {
    const int last = images_in(static_cast<ImageSet>(selection_.set)) - batch_size();
    int& first = selection_.batch_first;
    if (batch_position() < 0 || batch_position() >= batch_size()) first = selection_.image;
    first = std::clamp(first, 0, std::max(last, 0));
}

void MnistModel::go_to_image(int image) {
    selection_.image = image;
    settle_batch();
}

const MnistModel::BatchPassage* MnistModel::batch() const {
    if (run() == nullptr || !in_batch()) return nullptr;
    const int count = batch_size();
    const std::tuple from(run_number_, run()->version, selection_.set, selection_.batch_first, count);
    BatchPassage& passage = batch_passage_;
    if (passage.activations && passage.from == from) return &passage;
    const cnn::Dataset& set = *gallery_images();
    const std::size_t size = set.image.size();
    passage.images.resize(size * static_cast<std::size_t>(count));
    for (int k = 0; k < count; ++k)
        set.image_to(selection_.batch_first + k, passage.images.data() + static_cast<std::size_t>(k) * size);
    const cnn::TrainingChunk chunk{config_.seed, static_cast<std::uint64_t>(run()->step), 0};
    passage.activations = cnn::run_batch(*run()->network, passage.images, chunk);
    passage.from = from;
    ++passage.count;
    return &passage;
}

MnistModel::Looked MnistModel::looked() const {
    if (const BatchPassage* passage = batch())
        return {passage->images, &*passage->activations, batch_position(), passage->count};
    const cnn::Activations* passed = activations();
    return {chosen_passage_.pixels, passed, 0, chosen_passage_.count};
}

std::span<const float> MnistModel::layer_output() const {
    const Looked seen = looked();
    if (seen.run == nullptr) return {};
    const auto layer = static_cast<std::size_t>(selection_.layer);
    const std::span<const float> all = seen.run->outputs[layer].values();
    const std::size_t size = chosen_shape().size();
    return all.subspan(static_cast<std::size_t>(seen.image) * size, size);
}

std::vector<bool> MnistModel::dropped() const {
    const Looked seen = looked();
    if (seen.run == nullptr) return {};
    return cnn::dropped_cells(*run()->network, *seen.run, selection_.layer, seen.image);
}

BatchPart MnistModel::batch_part() const {
    const bool has_parts = selection_.explains(Explain::kValue) && in_batch() && normalises(*this);
    return has_parts ? static_cast<BatchPart>(selection_.batch_part) : BatchPart::kNumber;
}

// null: as the network predicts.
nlohmann::json MnistModel::batch_json() const {
    if (!in_batch()) return nullptr;
    nlohmann::json all = {{"images", batch_size()},
                          {"first", selection_.batch_first},
                          {"position", batch_position()},
                          {"most", most_in_batch()},
                          {"part", kBatchPartNames[static_cast<std::size_t>(batch_part())]}};
    if (normalises(*this)) {
        const auto layer = static_cast<std::size_t>(selection_.layer);
        const cnn::LayerPlan& plan = summary_.layers[layer].plan;
        const float* channel =
            looked().run->statistics.data() + plan.state + static_cast<std::size_t>(selection_.cell.c);
        all["mean"] = channel[0];
        all["variance"] = channel[plan.input.c];
    }
    return all;
}

}  // namespace shell::lesson_mnist
