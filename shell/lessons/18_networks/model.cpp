// The chosen network's table, and where it can be trained.
#include "shell/lessons/18_networks/model.h"

#include "core/base/assert.h"
#include "core/net/network.h"
#include "core/net/spec_text.h"
#include "core/train/training_config.h"

namespace shell::lesson_networks {
namespace {

std::span<const std::string_view> network_names() {
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> all;
        for (const cnn::ZooEntry& entry : cnn::zoo()) all.push_back(entry.slug);
        return all;
    }();
    return names;
}

int index_of(std::string_view slug) {
    const cnn::ZooEntry* entry = cnn::find_network(slug);
    CNN_ASSERT(entry != nullptr);
    return static_cast<int>(entry - cnn::zoo().data());
}

cnn::NetworkSpec spec_of(const cnn::ZooEntry& entry) {
    return cnn::parse_network(entry.spec, entry.input, cnn::NetworkUse::kTable).value();
}

// The recipe's batch, halved until training with it fits into memory.
int fitting_batch(const cnn::ZooEntry& entry, const cnn::NetworkSpec& spec) {
    cnn::TrainingConfig config;
    config.network = spec;
    config.optimizer = *cnn::find_optimizer(entry.optimizer);
    config.batch = entry.batch;
    while (config.batch > 1 && cnn::training_bytes(config, 1) > cnn::kMemoryBudget) config.batch /= 2;
    return config.batch;
}

}  // namespace

std::unique_ptr<LessonModel> make_model() { return std::make_unique<NetworksModel>(); }

NetworksModel::NetworksModel()
    : SteppedModel({"layer", "ten", "block of ten layers"}), network_(index_of("s4-13")) {
    const bool fits = compute().ok();
    CNN_ASSERT(fits);
    follow_count();
}

void NetworksModel::lesson_fields(FieldVisitor& visitor) {
    visitor.choice({"network", "Network"}, network_, network_names());
}

cnn::Status NetworksModel::compute() {
    if (network_ == computed_) return cnn::success();
    spec_ = spec_of(entry());
    summary_ = cnn::summarise(spec_);
    computed_ = network_;
    return cnn::success();
}

int NetworksModel::count_steps() const {
    return static_cast<int>(
        (network_ == computed_ ? summary_ : cnn::summarise(spec_of(entry()))).layers.size());
}

std::string NetworksModel::training_link() const {
    if (entry().optimizer.empty()) return {};
    std::string link = "lesson=mnist&network=" + std::string(entry().slug);
    if (const int batch = fitting_batch(entry(), spec_); batch != entry().batch)
        link += "&batch=" + std::to_string(batch);
    return link;
}

std::vector<float> NetworksModel::outcome() const { return {static_cast<float>(summary_.parameters)}; }

}  // namespace shell::lesson_networks
