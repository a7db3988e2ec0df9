// A trainer shuffles what it is given. Each batch is therefore a trainer's whole data: in which order the
// images of one batch come changes its mean by rounding alone.
#include "tests/bench/peer_losses.h"

#include <memory>

#include "core/train/trainer.h"

namespace {

using namespace cnn;

SharedData batch_of(const Dataset& images, int first, int count) {
    const auto at = [&](int image, std::size_t size) {
        return static_cast<std::ptrdiff_t>(static_cast<std::size_t>(image) * size);
    };
    const auto part = [&](const auto& all, std::size_t size) {
        return std::vector(all.begin() + at(first, size), all.begin() + at(first + count, size));
    };
    Dataset batch;
    batch.name = images.name;
    batch.image = images.image;
    batch.pixels = part(images.pixels, images.image.size());
    batch.labels = part(images.labels, 1);
    return std::make_shared<const DataSplit>(DataSplit{batch, batch});
}

}  // namespace

std::vector<float> first_losses(const TrainingConfig& config, const Dataset& images) {
    constexpr int kUpdates = 10;
    Network network = make_network(config.network).value();
    initialise(network, 1);
    std::vector<float> losses;
    for (int i = 0; i < (config.optimizer == OptimizerKind::kSgd ? kUpdates : 1); ++i) {
        Trainer trainer(config, batch_of(images, i * config.batch, config.batch), 1);
        trainer.set_weights(network);
        trainer.begin_step();
        while (trainer.busy()) {
            for (int job = 0; job < trainer.jobs(); ++job)
                while (trainer.advance_job(job)) {
                }
            trainer.collect();
        }
        losses.push_back(trainer.batch_loss());
        network = trainer.network();
    }
    return losses;
}
