// The network on its way to other programs, and weights on their way back.
#include "core/io/export.h"
#include "core/io/weights_file.h"
#include "core/net/spec_text.h"
#include "shell/lessons/17_mnist/model.h"

namespace shell::lesson_mnist {
namespace {

// Standardised images where the file says that the network was trained on such, and only there.
Setup seeing_as(Setup setup, const std::optional<cnn::Scaling>& trained_on) {
    if (!trained_on) return setup;
    const bool wanted = !trained_on->mean.empty();
    if (setup.standardises() != wanted) setup.standardise = wanted ? kStandardiseOn : kStandardiseOff;
    return setup;
}

}  // namespace

// {"format": a slug of core/io/export.h}
cnn::Status MnistModel::export_network(const nlohmann::json& args) {
    if (cnn::Status ready = need_data(); !ready) return ready;
    if (run() == nullptr) return cnn::Error{"There is no network yet."};
    const auto wanted = args.is_object() ? args.find("format") : args.end();
    std::string known;
    for (const cnn::ExportFormat& format : cnn::export_formats()) {
        known += (known.empty() ? "" : ", ") + std::string(format.slug);
        if (!args.is_object() || wanted == args.end() || *wanted != format.slug) continue;
        const std::string name = setup_.entry() != nullptr ? std::string(setup_.entry()->slug) : "network";
        auto files = format.write(*run()->network, cnn::scaling_of(data()->train, run()->network->outputs()),
                                  name + std::string(format.ending));
        if (!files) return files.error();
        for (cnn::OutputFile& file : files.value())
            wishes_.save.push_back({std::move(file.name), std::move(file.bytes)});
        return cnn::success();
    }
    return cnn::Error{"The argument \"format\" is to be one of " + known + "."};
}

cnn::Status MnistModel::open_weights(const nlohmann::json&) {
    if (cnn::Status ready = need_data(); !ready) return ready;
    wishes_.open_weights = true;
    return cnn::success();
}

// What the file says its network is: one of the lectures where it is theirs, else layers of one's own on the
// present images, or on the first set whose images are of that size.
std::optional<Setup> MnistModel::setup_for(const cnn::StoredNetwork& stored) const {
    const cnn::NetworkSpec& network = stored.spec;
    if (const cnn::ZooEntry* entry = cnn::find_recipe(network))
        for (const cnn::ZooEntry* known : zoo_networks())
            if (known == entry) return with_network(*entry);
    Setup own = own_network(cnn::to_text(network));
    const bool yes_or_no = stored.scaling && stored.scaling->outputs == cnn::Outputs::kYesOrNo;
    if (yes_or_no && config_.loss == cnn::LossKind::kCrossEntropy)
        own.loss = static_cast<int>(cnn::LossKind::kBinaryCrossEntropy);
    if (setup_.data_info().image == network.input) return own;
    for (const bool ready : {true, false})
        for (const DataSet& set : built_in_sets())
            if (set.image == network.input && (shelf_->find(set.slug) != nullptr) == ready) {
                own.data = data_index(set.slug);
                own.limit = own.validation = 0;
                return own;
            }
    return std::nullopt;
}

// A file of another network than the present one brings that network; nothing changes until all is known to
// fit.
cnn::Status MnistModel::take_other(const GivenFile& file, const cnn::StoredNetwork& stored) {
    const std::string other = file.name + " is of another network: " + cnn::network_words(stored.spec) + ".";
    if (cnn::to_text(stored.spec).size() > kMaxSpecBytes)
        return cnn::Error{other + " Its layers take more than the " + std::to_string(kMaxSpecBytes) +
                          " bytes that are read here."};
    if (stored.scaling) {
        const bool numbers = stored.scaling->outputs == cnn::Outputs::kNumbers;
        const bool wanted = setup_.data_info().predicts_numbers();
        if (numbers && !wanted)
            return cnn::Error{other + " It predicts numbers, and here classes are told apart."};
        if (!numbers && wanted)
            return cnn::Error{other + " It tells classes apart, and here numbers are predicted."};
    }
    const auto fitting = setup_for(stored);
    if (!fitting) return cnn::Error{other + " There are no images of that size here: open some first."};
    const Setup wanted = seeing_as(*fitting, stored.scaling);
    const auto config = resolve(wanted);
    if (!config) return cnn::Error{other + " " + config.error().sentence};
    const DataSet& set = wanted.data_info();
    if (shelf_->find(set.slug) == nullptr)
        return cnn::Error{other + " Its images, " + set.title + ", have not been fetched yet (" +
                          set.download + "): choose them and press Fetch, then open the file again."};
    auto filled = cnn::read_own_weights(file.name, file.bytes, config.value().network);
    if (!filled) return filled.error();
    if (const cnn::Status settled = attempt(wanted); !settled) return settled;
    const std::string note = "The network is now that of " + file.name +
                             ", with its weights; Undo brings the former one back, with fresh weights.";
    begin_with(std::move(filled).value(), file.name, note, stored.scaling);
    return cnn::success();
}

// A new run from these weights, with a note that says so and what the file was trained on, where that
// differs.
void MnistModel::begin_with(cnn::Network network, const std::string& source, std::string note,
                            const std::optional<cnn::Scaling>& scaling) {
    const cnn::Scaling now = cnn::scaling_of(data_->train, network.outputs());
    begin_run(std::make_shared<const cnn::Network>(std::move(network)), source);
    note_ = std::move(note);
    if (const std::string remark = cnn::scaling_remark(scaling, now); !remark.empty()) note_ += " " + remark;
    send(cnn::Evaluate{});
}

// A file of weights for the present network begins a new run of it.
cnn::Status MnistModel::take_weights(const GivenFile& file) {
    const auto stored = cnn::read_stored_network(file.name, file.bytes);
    const bool known = stored && stored.value();
    if (known && !(stored.value()->spec == config_.network)) return take_other(file, *stored.value());
    if (cnn::Status ready = need_data(); !ready) return ready;
    const auto network = cnn::make_network(config_.network);
    if (!network) return network.error();
    auto filled = cnn::read_weights(file.name, file.bytes, network.value());
    if (!filled) {
        const std::string& sentence = filled.error().sentence;
        if (stored || stored.error().sentence == sentence) return filled.error();
        return cnn::Error{sentence + " " + stored.error().sentence};
    }
    std::string note = "A new run: its weights are those of " + file.name + ".";
    if (!stored) note += " " + stored.error().sentence;
    const std::optional<cnn::Scaling> trained_on = known ? stored.value()->scaling : std::nullopt;
    if (const Setup wanted = seeing_as(setup_, trained_on); wanted.standardises() != setup_.standardises()) {
        if (const cnn::Status settled = attempt(wanted); !settled) return settled;
        note += std::string(" Mean 0, deviation 1 is ") + (wanted.standardises() ? "on" : "off") +
                " now, as it was for them.";
    }
    begin_with(std::move(filled).value(), file.name, std::move(note), trained_on);
    return cnn::success();
}

}  // namespace shell::lesson_mnist
